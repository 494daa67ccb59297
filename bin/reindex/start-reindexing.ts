import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  type ListStateMachinesCommandOutput,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

/**
 * Starts the stage's machine that makes the index anew; where a run is under way, it goes on with that one.
 * @returns the execution's ARN
 * @throws Error when the account has no such machine
 */
export async function startReindexing(machines: SFNClient, stage: string): Promise<string> {
  const name = `sales-sop-${stage}-reindex-customers`;
  const { executionArn } = await machines.send(
    new StartExecutionCommand({ stateMachineArn: await machineNamed(machines, name) }),
  );
  if (executionArn === undefined) throw new Error(`${name} did not start`);
  return executionArn;
}

async function machineNamed(machines: SFNClient, name: string): Promise<string> {
  let nextToken: string | undefined;
  do {
    const page: ListStateMachinesCommandOutput = await machines.send(
      new ListStateMachinesCommand(nextToken === undefined ? {} : { nextToken }),
    );
    const arn = page.stateMachines?.find((one) => one.name === name)?.stateMachineArn;
    if (arn !== undefined) return arn;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  throw new Error(`没有状态机 ${name} · there is no state machine ${name}: is the stage right, is it deployed?`);
}

/** RUNNING, SUCCEEDED, FAILED … */
export async function statusOf(machines: SFNClient, executionArn: string): Promise<string> {
  return (await machines.send(new DescribeExecutionCommand({ executionArn }))).status ?? 'UNKNOWN';
}
