import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/asl/contract.ts';
import {
  askTask,
  lambdaReturns,
  lambdaThrows,
  lastToken,
  machineOf,
  payloadOf,
  workTask,
} from '../../support/asl-machine.ts';

function block(states: { [name: string]: Json }): Json {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}

describe('Parallel', () => {
  it('gives each branch its arguments, and the results in the order of the branches', async () => {
    const machine = machineOf({
      Both: {
        Type: 'Parallel',
        Arguments: { shared: '{% $states.input.a %}' },
        Branches: [
          block({ Slow: { Type: 'Wait', Seconds: 5, Output: 'slow', End: true } }),
          block({ Fast: { Type: 'Pass', Output: '{% $states.input.shared %}', End: true } }),
        ],
        Assign: { first: '{% $states.result[0] %}' },
        Output: { results: '{% $states.result %}', input: '{% $states.input %}' },
        Next: 'Show',
      },
      Show: { Type: 'Pass', Output: { after: '{% $states.input %}', first: '{% $first %}' }, End: true },
    });
    expect((await machine.run({ a: 'A' })).output).toEqual({
      after: { results: ['slow', 'A'], input: { a: 'A' } },
      first: 'slow',
    });
  });

  it('lets branches read the variables around them, and keeps theirs inside', async () => {
    const machine = machineOf({
      Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          block({
            Assign: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'Read' },
            Read: { Type: 'Pass', Output: '{% $inner %}', End: true },
          }),
        ],
        Next: 'Show',
      },
      Show: { Type: 'Pass', Output: ['{% $states.input %}', '{% $exists($inner) %}', '{% $outer %}'], End: true },
    });
    expect((await machine.run()).output).toEqual([[2], false, 1]);
  });

  it('fails with the branch that fails, and aborts the others', async () => {
    const machine = machineOf(
      {
        Both: {
          Type: 'Parallel',
          Branches: [
            block({ Ask: askTask() }),
            block({ Break: workTask() }),
            block({ Wait: { Type: 'Wait', Seconds: 60, End: true } }),
          ],
          Catch: [{ ErrorEquals: ['Broken'], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', End: true },
      },
      { invoke: async ({ taskToken }) => (taskToken === undefined ? lambdaThrows('Broken') : lambdaReturns(null)) },
    );
    const { status, types, events } = await machine.run();
    expect(status).toBe('SUCCEEDED');
    expect(types.slice(types.indexOf('TaskFailed'))).toEqual([
      'TaskFailed',
      'TaskStateAborted',
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ParallelStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    const failed = events.find(({ type }) => type === 'TaskFailed');
    expect(events.find(({ type }) => type === 'ParallelStateFailed')?.previousEventId).toBe(failed?.id);
    expect(machine.clock.next()).toBeUndefined();
    await expect(
      machine.executor.sendTaskSuccess(lastToken({ ...machine, calls: machine.calls.slice(0, 1) }), '1'),
    ).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('is retried whole, from its start', async () => {
    let calls = 0;
    const machine = machineOf(
      {
        Both: {
          Type: 'Parallel',
          Branches: [block({ Break: workTask() }), block({ Pass: { Type: 'Pass', Output: 1, End: true } })],
          Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
          Output: '{% $states.result[1] %}',
          End: true,
        },
      },
      { invoke: async () => (calls++ === 0 ? lambdaThrows('Broken') : lambdaReturns(1)) },
    );
    const { output, types } = await machine.run();
    expect(output).toBe(1);
    expect(types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
    expect(types).not.toContain('ParallelStateFailed');
  });
});

describe('Map', () => {
  const each = (
    states: { [name: string]: Json },
    fields: { [field: string]: Json } = {},
  ): { [name: string]: Json } => ({
    Each: { Type: 'Map', ItemProcessor: block(states), End: true, ...fields },
  });

  it('runs the items of its input, and keeps their order', async () => {
    const machine = machineOf(each({ Wait: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } }));
    expect((await machine.run([3, 1, 2])).output).toEqual([3, 1, 2]);
  });

  it('selects what an iteration gets, from the item, its index and the state’s input', async () => {
    const machine = machineOf(
      each(
        { Show: { Type: 'Pass', Output: ['{% $states.input %}', '{% $states.context.Map.Item.Index %}'], End: true } },
        {
          Items: '{% $states.input.lines %}',
          ItemSelector: {
            line: '{% $states.context.Map.Item.Value %}',
            at: '{% $states.context.Map.Item.Index %}',
            order: '{% $states.input.order %}',
          },
        },
      ),
    );
    expect((await machine.run({ order: 'A', lines: ['x', 'y'] })).output).toEqual([
      [{ line: 'x', at: 0, order: 'A' }, 0],
      [{ line: 'y', at: 1, order: 'A' }, 1],
    ]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [0, 40],
    [1000, 40],
  ])('with MaxConcurrency %i runs %i at once', async (MaxConcurrency, most) => {
    const machine = machineOf(each({ Ask: askTask() }, { MaxConcurrency }));
    await machine.start(Array.from({ length: 45 }, (_, index) => index));
    expect(machine.calls).toHaveLength(most);
    await machine.executor.sendTaskSuccess(machine.calls[0]?.taskToken ?? '', '1');
    await machine.settle();
    expect(machine.calls).toHaveLength(most + 1);
  });

  it('fails with the iteration that fails; the others are aborted and the next never begin', async () => {
    const machine = machineOf(each({ Work: workTask() }, { MaxConcurrency: 2 }), {
      invoke: (call) =>
        payloadOf(call) === 2 ? Promise.resolve(lambdaThrows('Broken')) : new Promise(() => undefined),
    });
    const { error, types } = await machine.run([1, 2, 3]);
    expect(error).toBe('Broken');
    expect(types.slice(types.indexOf('TaskFailed'))).toEqual([
      'TaskFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(machine.calls).toHaveLength(2);
    expect(machine.calls[0]?.signal.aborted).toBe(true);
  });

  it('fails when an item cannot be selected, and may catch that', async () => {
    const machine = machineOf({
      ...each(
        { Pass: { Type: 'Pass', End: true } },
        { ItemSelector: '{% $nothing %}', Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }] },
      ),
      Caught: { Type: 'Succeed' },
    });
    const { output, types } = await machine.run([1]);
    expect(output).toMatchObject({
      Cause: expect.stringContaining(
        "the state 'Each' (entered at the event id #2). The JSONata expression '$nothing' specified for the field 'ItemSelector'",
      ),
    });
    expect(types.slice(1, 6)).toEqual([
      'MapStateStarted',
      'MapIterationStarted',
      'EvaluationFailed',
      'MapIterationFailed',
      'MapStateFailed',
    ]);
  });

  it('within a Map: inner failures end in the inner one when it catches them', async () => {
    const machine = machineOf(
      each({
        Inner: {
          Type: 'Map',
          ItemProcessor: block({ No: { Type: 'Fail', Error: 'No' } }),
          Catch: [{ ErrorEquals: ['States.TaskFailed'], Output: '{% $states.errorOutput.Error %}', Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', End: true },
      }),
    );
    expect((await machine.run([[1], []])).output).toEqual(['No', []]);
  });

  it('passes a terminal error on past States.ALL', async () => {
    const machine = machineOf({
      ...each(
        { Grow: { Type: 'Pass', Output: "{% $pad('', 263000, 'x') %}", End: true } },
        { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] },
      ),
      Caught: { Type: 'Succeed' },
    });
    expect(await machine.run([1])).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});
