import { describe, expect, it } from 'vitest';
import type { Invoke } from '../../../local/asl/contract.ts';
import type { Retrier } from '../../../local/asl/definition.ts';
import { dueRetry, matches } from '../../../local/asl/retry.ts';
import { askTask, lambdaReturns, lambdaThrows, MORNING, machineOf, workTask } from '../../support/asl-machine.ts';

/** A function that throws each of the errors in turn, then returns. */
function failing(...errors: readonly string[]): Invoke {
  const left = [...errors];
  return async () => {
    const error = left.shift();
    return error === undefined ? lambdaReturns('done') : lambdaThrows(error);
  };
}

function retrier(fields: Partial<Retrier>): Retrier {
  return {
    errorEquals: ['States.ALL'],
    intervalSeconds: 1,
    maxAttempts: 3,
    backoffRate: 2,
    maxDelaySeconds: undefined,
    jitter: false,
    ...fields,
  };
}

describe('which errors a name stands for', () => {
  const taskError = { error: 'Some.Error', cause: null };
  const timeout = { error: 'States.Timeout', cause: null };
  const missed = { ...timeout, heartbeat: true } as const;
  const terminal = { error: 'States.Runtime', cause: null, terminal: true } as const;
  it.each([
    ['Some.Error', taskError, true],
    ['Some', taskError, false],
    ['States.ALL', taskError, true],
    ['States.ALL', { error: null, cause: null }, true],
    ['States.ALL', timeout, true],
    ['States.ALL', terminal, false],
    ['States.Runtime', terminal, true],
    ['States.TaskFailed', taskError, true],
    ['States.TaskFailed', timeout, false],
    ['States.TaskFailed', terminal, false],
    ['States.Timeout', timeout, true],
    ['States.Timeout', missed, true],
    ['States.HeartbeatTimeout', missed, true],
    ['States.HeartbeatTimeout', timeout, false],
  ])('%s and %j: %s', (name, failure, expected) => {
    expect(matches([name], failure)).toBe(expected);
  });
});

describe('when a retry is due', () => {
  const failure = { error: 'E', cause: null };
  const delays = (rule: Retrier, random = 0.5): (number | undefined)[] =>
    [0, 1, 2, 3].map((used) => dueRetry([rule], [used], failure, () => random)?.delay);

  it('grows by the back-off rate, up to the longest delay, as often as it may', () => {
    expect(delays(retrier({}))).toEqual([1000, 2000, 4000, undefined]);
    expect(delays(retrier({ intervalSeconds: 3, backoffRate: 1.5, maxDelaySeconds: 5 }))).toEqual([
      3000,
      4500,
      5000,
      undefined,
    ]);
  });

  it('with full jitter is anywhere between nothing and the delay', () => {
    expect(delays(retrier({ jitter: true }), 0)).toEqual([0, 0, 0, undefined]);
    expect(delays(retrier({ jitter: true }), 0.25)).toEqual([250, 500, 1000, undefined]);
  });

  it('never, when there are no attempts or no retrier names the error', () => {
    expect(dueRetry([retrier({ maxAttempts: 0 })], [], failure, Math.random)).toBeUndefined();
    expect(dueRetry([retrier({ errorEquals: ['F'] })], [], failure, Math.random)).toBeUndefined();
  });

  it('is decided by the first retrier that names the error, which counts for itself', () => {
    const rules = [retrier({ errorEquals: ['E'], maxAttempts: 1 }), retrier({ intervalSeconds: 9 })];
    expect(dueRetry(rules, [0, 0], failure, Math.random)).toEqual({ retrier: 0, delay: 1000 });
    expect(dueRetry(rules, [1, 0], failure, Math.random)).toBeUndefined();
  });
});

describe('a task that is retried', () => {
  it('is called again after the delays, with its retry count in the context', async () => {
    const machine = machineOf(
      {
        Work: workTask({
          Arguments: { FunctionName: 'work', Payload: '{% $states.context.State.RetryCount %}' },
          Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 2 }],
        }),
      },
      { invoke: failing('Busy', 'Busy') },
    );
    const { status, types, events } = await machine.run();
    expect(status).toBe('SUCCEEDED');
    expect(types.filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
    expect(types.filter((type) => type === 'TaskFailed')).toHaveLength(2);
    expect(machine.calls.map((call) => call.arguments)).toMatchObject([
      { Payload: '0' },
      { Payload: '1' },
      { Payload: '2' },
    ]);
    expect(events.at(-1)?.timestamp).toBe(MORNING + 2000 + 4000);
  });

  it('gets another token for each attempt; the earlier one is of no use', async () => {
    const machine = machineOf({ Ask: askTask({ Retry: [{ ErrorEquals: ['Again'] }] }) });
    await machine.start();
    const first = machine.calls[0]?.taskToken ?? '';
    await machine.executor.sendTaskFailure(first, 'Again');
    await machine.pass(1000);
    expect(machine.calls).toHaveLength(2);
    expect(machine.calls[1]?.taskToken).not.toBe(first);
    await expect(machine.executor.sendTaskSuccess(first, '1')).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('counts afresh when the state is entered again', async () => {
    const machine = machineOf(
      {
        Work: workTask({ Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }], Next: 'Again?' }),
        'Again?': {
          Type: 'Choice',
          Choices: [{ Condition: '{% $exists($turned) %}', Next: 'Done' }],
          Default: 'Turn',
        },
        Turn: { Type: 'Pass', Assign: { turned: true }, Next: 'Work' },
        Done: { Type: 'Succeed' },
      },
      { invoke: failing('Busy') },
    );
    expect((await machine.run()).status).toBe('SUCCEEDED');
  });
});

describe('a task that fails and is caught', () => {
  it('goes where the first matching catcher says, with its output and variables', async () => {
    const machine = machineOf(
      {
        Work: workTask({
          Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }],
          Catch: [
            { ErrorEquals: ['Other'], Next: 'Wrong' },
            {
              ErrorEquals: ['Busy', 'Broken'],
              Next: 'Caught',
              Output: { was: '{% $states.input %}', name: '{% $states.errorOutput.Error %}' },
              Assign: { problem: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
            },
          ],
        }),
        Caught: { Type: 'Pass', Output: ['{% $states.input %}', '{% $problem %}'], End: true },
        Wrong: { Type: 'Fail' },
      },
      { invoke: failing('Busy', 'Busy') },
    );
    expect((await machine.run({ order: 1 })).output).toEqual([{ was: { order: 1 }, name: 'Busy' }, 'It went wrong.']);
  });

  it('hands on the error itself where the catcher has no output', async () => {
    const machine = machineOf(
      {
        Work: workTask({ Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }] }),
        Caught: { Type: 'Succeed' },
      },
      { invoke: failing('Broken') },
    );
    expect((await machine.run()).output).toMatchObject({
      Error: 'Broken',
      Cause: expect.stringContaining('It went wrong.'),
    });
  });

  it('catches a failing expression by States.QueryEvaluationError', async () => {
    const machine = machineOf({
      Work: workTask({
        Output: '{% $states.result.Nothing %}',
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Succeed' },
    });
    const { output, types } = await machine.run();
    expect(output).toMatchObject({ Error: 'States.QueryEvaluationError' });
    expect(types).toContain('EvaluationFailed');
  });

  it('fails when its catcher cannot be evaluated, without catching that again', async () => {
    const machine = machineOf(
      {
        Work: workTask({ Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'Caught' }] }),
        Caught: { Type: 'Succeed' },
      },
      { invoke: failing('Broken') },
    );
    expect(await machine.run()).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});
