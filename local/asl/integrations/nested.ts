import { createHash } from 'node:crypto';
import { type ExecutionDescription, type Json, TaskFailure } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Integration } from './resource.ts';

/** StartExecution, as a task may ask it too. */
export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string;
  /** JSON text. */
  readonly input?: string;
  /** The task's token: the same one again finds the execution it started. */
  readonly startedBy?: string;
}

/** What a task needs of the executor it runs in, to start an execution. */
export interface Executions {
  startExecution(request: StartRequest): Promise<{ executionArn: string; startDate: number }>;
}

/**
 * Starts the execution `states:startExecution…` asks for. Called again after a crash it finds the one it started:
 * where the state gives no name, the task's token makes one.
 */
export async function startNested(
  executions: Executions,
  given: Json,
  token: string,
): Promise<{ executionArn: string; startDate: number }> {
  if (
    given === null ||
    typeof given !== 'object' ||
    Array.isArray(given) ||
    typeof given.StateMachineArn !== 'string'
  ) {
    throw new TaskFailure('States.Runtime', "The Arguments of states:startExecution need a string 'StateMachineArn'.");
  }
  const { StateMachineArn: stateMachineArn, Name: name, Input: input } = given;
  try {
    return await executions.startExecution({
      stateMachineArn,
      name: typeof name === 'string' ? name : nameFrom(token),
      input: input === undefined ? '{}' : typeof input === 'string' ? input : JSON.stringify(input),
      startedBy: token,
    });
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    throw new TaskFailure(
      `StepFunctions.${thrown.name}Exception`,
      `${thrown.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${thrown.name})`,
    );
  }
}

function nameFrom(token: string): string {
  const hex = createHash('sha256').update(token).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function redriveStatus(status: ExecutionDescription['status']): { [key: string]: Json } {
  if (status !== 'SUCCEEDED') return { RedriveStatus: 'REDRIVABLE' };
  return {
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  };
}

/** What `.sync` and `.sync:2` end with. @throws TaskFailure when the nested execution did not succeed. */
export function nestedResult(integration: Integration, nested: ExecutionDescription): Json {
  const json = (text: string): Json => (integration.pattern === 'sync2' ? JSON.parse(text) : text);
  const result: { [key: string]: Json } = {
    ExecutionArn: nested.executionArn,
    Input: json(nested.input),
    InputDetails: { Included: true },
    Name: nested.name,
    StartDate: nested.startDate,
    StateMachineArn: nested.stateMachineArn,
    Status: nested.status,
    RedriveCount: nested.redriveCount,
    ...redriveStatus(nested.status),
  };
  if (nested.stopDate !== undefined) result.StopDate = nested.stopDate;
  if (nested.output !== undefined) {
    result.Output = json(nested.output);
    result.OutputDetails = { Included: true };
  }
  if (nested.error !== undefined && nested.error !== null) result.Error = nested.error;
  if (nested.cause !== undefined && nested.cause !== null) result.Cause = nested.cause;
  if (nested.status !== 'SUCCEEDED') throw new TaskFailure('States.TaskFailed', JSON.stringify(result));
  return result;
}
