import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/asl/contract.ts';
import {
  askTask,
  lambdaReturns,
  lambdaThrows,
  lastToken,
  MACHINE_ARN,
  machineOf,
  workTask,
} from '../../support/asl-machine.ts';

function block(states: { [name: string]: Json }): Json {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}

describe('starting', () => {
  it('the same name with the same input while it runs is the same execution', async () => {
    const machine = machineOf({ Ask: askTask() });
    const executionArn = await machine.start({ a: 1 }, 'case-1');
    expect(await machine.start({ a: 1 }, 'case-1')).toBe(executionArn);
    expect(machine.calls).toHaveLength(1);
    await expect(machine.start({ a: 2 }, 'case-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await machine.executor.sendTaskSuccess(lastToken(machine), '1');
    await machine.settle();
    await expect(machine.start({ a: 1 }, 'case-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it.each([
    ['an input that is no JSON', { input: '{no' }, 'InvalidExecutionInput'],
    ['an input longer than 256 KiB', { input: JSON.stringify('字'.repeat(90_000)) }, 'InvalidExecutionInput'],
    ['a name with a slash', { name: 'a/b' }, 'InvalidName'],
    ['a machine that is not there', { stateMachineArn: `${MACHINE_ARN}-none` }, 'StateMachineDoesNotExist'],
  ])('refuses %s', async (_what, request, name) => {
    const { executor } = machineOf({ Ask: askTask() });
    await expect(executor.startExecution({ stateMachineArn: MACHINE_ARN, ...request })).rejects.toMatchObject({ name });
    expect(executor.listExecutions(MACHINE_ARN)).toEqual([]);
  });

  it('keeps the definition it began with when the machine is changed', async () => {
    const machine = machineOf({ Ask: askTask({ Next: 'Old' }), Old: { Type: 'Pass', Output: 'old', End: true } });
    const executionArn = await machine.start();
    machine.executor.putStateMachine({
      stateMachineArn: MACHINE_ARN,
      name: 'tested',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'New',
        States: { New: { Type: 'Pass', Output: 'new', End: true } },
      }),
    });
    await machine.executor.sendTaskSuccess(lastToken(machine), '1');
    expect((await machine.end(executionArn)).output).toBe('old');
    expect((await machine.run()).output).toBe('new');
  });
});

describe('listing', () => {
  it('tells the newest first, by status, without what they carry', async () => {
    const machine = machineOf({ Ask: askTask() });
    const first = await machine.start({}, 'first');
    await machine.executor.sendTaskSuccess(lastToken(machine), '1');
    await machine.pass(1000);
    await machine.start({}, 'second');
    const { executor } = machine;
    expect(executor.listExecutions(MACHINE_ARN).map(({ name }) => name)).toEqual(['second', 'first']);
    const [only, ...others] = executor.listExecutions(MACHINE_ARN, 'SUCCEEDED');
    expect(others).toEqual([]);
    expect(only).toEqual({
      executionArn: first,
      stateMachineArn: MACHINE_ARN,
      name: 'first',
      status: 'SUCCEEDED',
      startDate: expect.any(Number),
      stopDate: expect.any(Number),
      redriveCount: 0,
    });
  });

  it('of an execution nobody knows is refused', () => {
    const { executor } = machineOf({ Ask: askTask() });
    const unknown = expect.objectContaining({ name: 'ExecutionDoesNotExist' });
    expect(() => executor.describeExecution('arn:none')).toThrow(unknown);
    expect(() => executor.getExecutionHistory('arn:none')).toThrow(unknown);
  });
});

describe('stopping', () => {
  it('ends the execution with what it is told, its branches aborted, its tokens of no use', async () => {
    const machine = machineOf({
      Both: {
        Type: 'Parallel',
        Branches: [
          block({ Ask: askTask() }),
          block({
            Each: {
              Type: 'Map',
              Items: [1],
              ItemProcessor: block({ Wait: { Type: 'Wait', Seconds: 9, End: true } }),
              End: true,
            },
          }),
        ],
        End: true,
      },
    });
    const executionArn = await machine.start();
    await machine.executor.stopExecution(executionArn, 'Cancelled', 'the customer withdrew');
    const { status, error, cause, types } = await machine.end(executionArn);
    expect({ status, error, cause }).toEqual({ status: 'ABORTED', error: 'Cancelled', cause: 'the customer withdrew' });
    expect(types.slice(-6)).toEqual([
      'TaskStateAborted',
      'MapIterationAborted',
      'WaitStateAborted',
      'MapStateAborted',
      'ParallelStateAborted',
      'ExecutionAborted',
    ]);
    await expect(machine.executor.sendTaskSuccess(lastToken(machine), '1')).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    expect(machine.clock.next()).toBeUndefined();
  });

  it('what has ended leaves it as it is', async () => {
    const machine = machineOf({ Done: { Type: 'Succeed' } });
    const { executionArn } = await machine.run();
    await machine.executor.stopExecution(executionArn);
    expect(machine.executor.describeExecution(executionArn).status).toBe('SUCCEEDED');
  });
});

describe('redriving', () => {
  it('goes on from the task that failed, with the variables and input it had', async () => {
    let broken = true;
    const machine = machineOf(
      {
        Set: { Type: 'Pass', Assign: { set: 1 }, Output: { prepared: true }, Next: 'Work' },
        Work: workTask({ Output: '{% [$states.result.Payload, $set, $states.context.Execution.RedriveCount] %}' }),
      },
      { invoke: async (call) => (broken ? lambdaThrows('Broken') : lambdaReturns(call.stateName)) },
    );
    const { executionArn, status } = await machine.run();
    expect(status).toBe('FAILED');
    broken = false;
    await machine.pass(60_000);
    await machine.executor.redriveExecution(executionArn);
    const ended = await machine.end(executionArn);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: ['Work', 1, 1], error: undefined, cause: undefined });
    expect(ended.types.slice(-7)).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(machine.executor.describeExecution(executionArn)).toMatchObject({
      redriveCount: 1,
      redriveDate: expect.any(Number),
    });
    const redriven = ended.events.find(({ type }) => type === 'ExecutionRedriven');
    expect(ended.events[redriven?.id ?? 0]?.previousEventId).toBe(redriven?.id);
    const ids = ended.events.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });

  it('in a Map runs only the iterations that had not ended', async () => {
    let broken = true;
    const machine = machineOf(
      {
        Each: {
          Type: 'Map',
          MaxConcurrency: 1,
          ItemProcessor: block({ Work: workTask({ Output: '{% $states.result.Payload %}' }) }),
          End: true,
        },
      },
      {
        invoke: async ({ arguments: given }) =>
          broken && JSON.stringify(given).includes('"2"') ? lambdaThrows('Broken') : lambdaReturns(given),
      },
    );
    const { executionArn } = await machine.run([1, 2, 3]);
    broken = false;
    await machine.executor.redriveExecution(executionArn);
    const { status, output } = await machine.end(executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(output).toHaveLength(3);
    expect(machine.calls).toHaveLength(4);
  });

  it('asks again, with another token, where it was stopped', async () => {
    const machine = machineOf({
      Both: {
        Type: 'Parallel',
        Branches: [block({ Ask: askTask() }), block({ Done: { Type: 'Pass', Output: 2, End: true } })],
        End: true,
      },
    });
    const executionArn = await machine.start();
    const before = lastToken(machine);
    await machine.executor.stopExecution(executionArn);
    await machine.executor.redriveExecution(executionArn);
    await machine.settle();
    expect(machine.calls).toHaveLength(2);
    await expect(machine.executor.sendTaskSuccess(before, '1')).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await machine.executor.sendTaskSuccess(lastToken(machine), '1');
    expect(await machine.end(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: [1, 2] });
  });

  it('is refused for what runs or has succeeded', async () => {
    const machine = machineOf({ Ask: askTask() });
    const executionArn = await machine.start();
    const redrive = (): Promise<unknown> => machine.executor.redriveExecution(executionArn);
    await expect(redrive()).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
    await machine.executor.sendTaskSuccess(lastToken(machine), '1');
    await machine.end(executionArn);
    await expect(redrive()).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });
});
