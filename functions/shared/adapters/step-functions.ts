import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  type SFNClientConfig,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Workflow } from '../domain/ports.ts';
import { executionArnOf } from './execution-arn.ts';
import { attempt } from './transient.ts';

/** The state machine, started, stopped and answered through Step Functions. */
export function stepFunctions(
  settings: { readonly stateMachineArn: string },
  config: SFNClientConfig = {},
): Pick<Workflow, 'start' | 'stop'> {
  const client = new SFNClient(config);
  const { stateMachineArn } = settings;
  return {
    async start(name, input) {
      try {
        const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
        const { executionArn } = await attempt(() => client.send(command));
        return executionArn ?? executionArnOf(stateMachineArn, name);
      } catch (error) {
        // The case's execution has been started before and has ended since.
        if (isNamed(error, 'ExecutionAlreadyExists')) return executionArnOf(stateMachineArn, name);
        throw error;
      }
    },
    async stop(executionArn, error, cause) {
      try {
        await attempt(() => client.send(new StopExecutionCommand({ executionArn, error, cause })));
      } catch (failure) {
        if (!isNamed(failure, 'ExecutionDoesNotExist')) throw failure;
      }
    },
  };
}

/** Answers waiting states; apart, so that only the function that delivers decisions is wired to it. */
export function taskTokens(config: SFNClientConfig = {}): Pick<Workflow, 'succeed' | 'fail'> {
  const client = new SFNClient(config);
  const answered = async (send: () => Promise<unknown>): Promise<'delivered' | 'gone'> => {
    try {
      await attempt(send);
      return 'delivered';
    } catch (error) {
      if (isNamed(error, 'TaskTimedOut') || isNamed(error, 'TaskDoesNotExist')) return 'gone';
      throw error;
    }
  };
  return {
    succeed: (taskToken, output) =>
      answered(() => client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    fail: (taskToken, error, cause) =>
      answered(() => client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
