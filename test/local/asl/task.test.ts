import { describe, expect, it } from 'vitest';
import { type Invoke, TaskFailure } from '../../../local/asl/contract.ts';
import {
  askTask,
  detailsOf,
  lambdaReturns,
  lambdaThrows,
  lastToken,
  machineOf,
  payloadOf,
  workTask,
} from '../../support/asl-machine.ts';

/** A function that has not answered yet, and does so when told. */
function slowFunction(): { readonly invoke: Invoke; answer(): void } {
  let answer = (): void => undefined;
  return {
    invoke: () => new Promise((resolve) => (answer = () => resolve(lambdaReturns({ late: true })))),
    answer: () => answer(),
  };
}

describe('a Lambda task', () => {
  it('by lambda:invoke gets the whole answer as its result', async () => {
    const machine = machineOf({ Work: workTask() });
    const { output, types, events } = await machine.run({ a: 1 });
    expect(output).toEqual({ ExecutedVersion: '$LATEST', Payload: { a: 1 }, StatusCode: 200 });
    expect(types).toEqual([
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(detailsOf(events, 'TaskScheduled')).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'us-east-1',
      parameters: '{"FunctionName":"work","Payload":{"a":1}}',
    });
  });

  it('by ARN gets what the function returned, and is called with the arguments or the input', async () => {
    const Resource = 'arn:aws:lambda:us-east-1:111111111111:function:work';
    const machine = machineOf({
      First: { Type: 'Task', Resource, Arguments: { with: 'arguments' }, Next: 'Second' },
      Second: { Type: 'Task', Resource, End: true },
    });
    const { output, types } = await machine.run();
    expect(output).toEqual({ with: 'arguments' });
    expect(machine.calls.map(({ resource, arguments: given }) => [resource, given])).toEqual([
      ['arn:aws:states:::lambda:invoke', { FunctionName: Resource, Payload: '{"with":"arguments"}' }],
      ['arn:aws:states:::lambda:invoke', { FunctionName: Resource, Payload: '{"with":"arguments"}' }],
    ]);
    expect(types.slice(0, 5)).toEqual([
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
    ]);
  });

  it.each([
    ['a string as JSON text', '"{\\"a\\":1}"', { a: 1 }],
    ['nothing as an empty object', 'null', {}],
    ['an array as it is', '[1]', [1]],
  ])('passes %s', async (_what, payload, received) => {
    const machine = machineOf({
      Work: workTask({ Arguments: { FunctionName: 'work', Payload: JSON.parse(payload) } }),
    });
    await machine.run();
    expect(machine.calls.map(payloadOf)).toEqual([received]);
  });

  it("fails with the function's error name, and its answer as the cause", async () => {
    const machine = machineOf(
      { Work: workTask() },
      { invoke: async () => lambdaThrows('ContractRejected', '总额不符') },
    );
    const { error, cause } = await machine.run();
    expect(error).toBe('ContractRejected');
    expect(JSON.parse(cause ?? '')).toEqual({ errorType: 'ContractRejected', errorMessage: '总额不符', trace: [] });
  });

  it('fails with States.DataLimitExceeded when the answer is longer than 256 KiB', async () => {
    const machine = machineOf({ Work: workTask() }, { invoke: async () => lambdaReturns('a'.repeat(263_168)) });
    const { error, types } = await machine.run();
    expect(error).toBe('States.DataLimitExceeded');
    expect(types).toContain('TaskFailed');
  });
});

describe('another integration', () => {
  it('gets the arguments, and its answer is the result', async () => {
    const machine = machineOf(
      { Put: { Type: 'Task', Resource: 'arn:aws:states:::events:putEvents', Arguments: { Entries: [] }, End: true } },
      { invoke: async () => ({ FailedEntryCount: 0 }) },
    );
    expect((await machine.run()).output).toEqual({ FailedEntryCount: 0 });
    expect(machine.calls[0]).toMatchObject({
      resource: 'arn:aws:states:::events:putEvents',
      arguments: { Entries: [] },
      stateName: 'Put',
    });
  });

  it('that is not covered fails by name', async () => {
    const machine = machineOf(
      { Put: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Arguments: {}, End: true } },
      {
        invoke: async () => {
          throw new TaskFailure('States.Runtime', 'not covered');
        },
      },
    );
    expect(await machine.run()).toMatchObject({ error: 'States.Runtime', cause: 'not covered' });
  });
});

describe('time limits', () => {
  it('TimeoutSeconds ends the task with States.Timeout, and a late answer changes nothing', async () => {
    const { invoke, answer } = slowFunction();
    const machine = machineOf({ Work: workTask({ TimeoutSeconds: '{% $states.input.limit %}' }) }, { invoke });
    const executionArn = await machine.start({ limit: 5 });
    await machine.pass(5000);
    answer();
    const { error, types, events } = await machine.end(executionArn);
    expect(error).toBe('States.Timeout');
    expect(types.slice(-3)).toEqual(['TaskStarted', 'TaskTimedOut', 'ExecutionFailed']);
    expect(detailsOf(events, 'TaskScheduled')).toMatchObject({ timeoutInSeconds: 5 });
    expect(machine.calls[0]?.signal.aborted).toBe(true);
  });

  it('a heartbeat puts the next one off; a missed one is States.Timeout, caught as States.HeartbeatTimeout', async () => {
    const machine = machineOf({
      Ask: askTask({ HeartbeatSeconds: 10, Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Missed' }] }),
      Missed: { Type: 'Pass', End: true },
    });
    const executionArn = await machine.start();
    await machine.pass(9000);
    await machine.executor.sendTaskHeartbeat(lastToken(machine));
    await machine.pass(9000);
    expect(machine.executor.describeExecution(executionArn).status).toBe('RUNNING');
    await machine.pass(1000);
    const { output, types } = await machine.end(executionArn);
    expect(output).toEqual({ Error: 'States.Timeout', Cause: null });
    expect(types).toContain('TaskTimedOut');
  });
});

describe('a task token', () => {
  it('is in the context while the arguments are evaluated, and the task goes on with what it is sent', async () => {
    const machine = machineOf({ Ask: askTask({ Output: '{% $states.result.outcome %}' }) });
    const executionArn = await machine.start();
    const token = lastToken(machine);
    expect(machine.calls.map(payloadOf)).toEqual([{ token }]);
    await machine.executor.sendTaskSuccess(token, '{"outcome":"approved"}');
    const { output, types } = await machine.end(executionArn);
    expect(output).toBe('approved');
    expect(types.slice(1, 5)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });

  it('can be used before the integration has answered', async () => {
    const { invoke, answer } = slowFunction();
    const machine = machineOf({ Ask: askTask() }, { invoke });
    const executionArn = await machine.start();
    await machine.executor.sendTaskSuccess(lastToken(machine), '"early"');
    answer();
    const { output, types } = await machine.end(executionArn);
    expect(output).toBe('early');
    expect(types.filter((type) => type === 'TaskSucceeded')).toHaveLength(1);
  });

  it('sent as failed without a name fails with neither error nor cause', async () => {
    const machine = machineOf({
      Ask: askTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }),
      Caught: { Type: 'Pass', End: true },
    });
    const executionArn = await machine.start();
    await machine.executor.sendTaskFailure(lastToken(machine));
    const { output, events } = await machine.end(executionArn);
    expect(output).toEqual({ Error: null, Cause: null });
    expect(detailsOf(events, 'TaskFailed')).toEqual({ resourceType: 'lambda', resource: 'invoke.waitForTaskToken' });
  });

  it('is used once: the second time it is too late', async () => {
    const machine = machineOf({ Ask: askTask() });
    const executionArn = await machine.start();
    const token = lastToken(machine);
    await machine.executor.sendTaskSuccess(token, '1');
    const again = machine.executor.sendTaskSuccess(token, '2');
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(machine.executor.sendTaskHeartbeat(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect((await machine.end(executionArn)).output).toBe(1);
  });

  it('that is altered, or of an execution nobody knows, is refused', async () => {
    const machine = machineOf({ Ask: askTask() });
    await machine.start();
    const token = lastToken(machine);
    const altered = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`;
    for (const wrong of [altered, 'nonsense', '']) {
      await expect(machine.executor.sendTaskSuccess(wrong, '1')).rejects.toMatchObject({ name: 'InvalidToken' });
    }
    const other = machineOf({ Ask: askTask() });
    await expect(other.executor.sendTaskSuccess(token, '1')).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  it('takes no output that is not JSON', async () => {
    const machine = machineOf({ Ask: askTask() });
    await machine.start();
    const sent = machine.executor.sendTaskSuccess(lastToken(machine), '{no');
    await expect(sent).rejects.toMatchObject({ name: 'InvalidOutput' });
  });
});
