import { describe, expect, it } from 'vitest';
import { detailsOf, MORNING, machineOf } from '../../support/asl-machine.ts';

describe('Pass', () => {
  it('passes its input on, and its output when it has one', async () => {
    const machine = machineOf({
      First: { Type: 'Pass', Next: 'Second' },
      Second: { Type: 'Pass', Output: { seen: '{% $states.input %}', fixed: [1, '{% 1 + 1 %}'] }, End: true },
    });
    const { output } = await machine.run({ order: 'A1' });
    expect(output).toEqual({ seen: { order: 'A1' }, fixed: [1, 2] });
  });

  it('assigns all variables from the values before, and lets later states see them', async () => {
    const machine = machineOf({
      First: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'Show' },
      Show: { Type: 'Pass', Output: ['{% $a %}', '{% $b %}'], End: true },
    });
    const { output, events } = await machine.run();
    expect(output).toEqual([2, 1]);
    expect(detailsOf(events, 'PassStateExited')).toMatchObject({
      assignedVariables: { a: '1', b: '2' },
      assignedVariablesDetails: { truncated: false },
    });
  });

  it('fails with States.QueryEvaluationError when an expression gives nothing', async () => {
    const machine = machineOf({ Only: { Type: 'Pass', Output: { x: '{% $states.input.nothing %}' }, End: true } });
    const { status, error, cause, types } = await machine.run();
    expect(status).toBe('FAILED');
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(
      "An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '$states.input.nothing' specified for the field 'Output/x' returned nothing (undefined).",
    );
    expect(types).toEqual(['PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });

  it('fails with States.DataLimitExceeded when the output is longer than 256 KiB', async () => {
    const machine = machineOf({
      Grow: { Type: 'Pass', Output: "{% $join([1..300].($pad('', 1000, '字'))) %}", End: true },
    });
    const { status, error } = await machine.run();
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('Choice', () => {
  const machine = machineOf({
    Check: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.total > 100 %}',
          Next: 'Large',
          Output: { size: 'large' },
          Assign: { by: 'rule' },
        },
        { Condition: "{% $states.input.kind = 'odd' %}", Next: 'Odd' },
      ],
      Default: 'Small',
      Output: { size: 'small' },
      Assign: { by: 'default' },
    },
    Large: { Type: 'Pass', Output: { in: '{% $states.input %}', by: '{% $by %}' }, End: true },
    Odd: { Type: 'Succeed' },
    Small: { Type: 'Pass', Output: { in: '{% $states.input %}', by: '{% $by %}' }, End: true },
  });

  it.each([
    [
      'the first rule that holds, with its own output and variables',
      { total: 101, kind: 'odd' },
      { in: { size: 'large' }, by: 'rule' },
    ],
    ['a rule without output with the input', { total: 1, kind: 'odd' }, { total: 1, kind: 'odd' }],
    ['the default with the output of the state', { total: 1 }, { in: { size: 'small' }, by: 'default' }],
  ])('takes %s', async (_what, input, output) => {
    expect((await machine.run(input)).output).toEqual(output);
  });

  it('fails with States.NoChoiceMatched without a default', async () => {
    const { error, cause } = await machineOf({
      Check: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    }).run();
    expect(error).toBe('States.NoChoiceMatched');
    expect(cause).toContain("An error occurred while executing the state 'Check' (entered at the event id #2).");
  });

  it('refuses a condition that is no boolean', async () => {
    const { cause } = await machineOf({
      Check: { Type: 'Choice', Choices: [{ Condition: "{% 'yes' %}", Next: 'End' }], Default: 'End' },
      End: { Type: 'Succeed' },
    }).run();
    expect(cause).toContain(
      "The JSONata expression ''yes'' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"yes\"",
    );
  });
});

describe('Wait', () => {
  it('waits the seconds, to the millisecond', async () => {
    const machine = machineOf({ Wait: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', End: true } });
    const executionArn = await machine.start({ seconds: 1_296_000 });
    await machine.pass(1_296_000_000 - 1);
    expect(machine.executor.describeExecution(executionArn).status).toBe('RUNNING');
    await machine.pass(1);
    expect(machine.executor.describeExecution(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: MORNING + 1_296_000_000,
    });
  });

  it('waits until a timestamp with an offset, and not at all for one that has passed', async () => {
    const machine = machineOf({
      Until: { Type: 'Wait', Timestamp: '{% $states.input.at %}', Output: '{% $now() %}', End: true },
    });
    expect((await machine.run({ at: '2026-11-23T18:00:00.5+08:00' })).output).toBe('2026-11-23T10:00:00.500Z');
    expect((await machine.run({ at: '2016-03-14T01:59:00Z' })).output).toBe('2026-11-23T10:00:00.500Z');
  });

  it.each(['2026-02-30T00:00:00Z', '2026-01-01T24:30:00Z', '2026-01-01', 'tomorrow'])('refuses %s', async (at) => {
    const machine = machineOf({ Until: { Type: 'Wait', Timestamp: '{% $states.input.at %}', End: true } });
    const { error, cause, events } = await machine.run({ at });
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${at}`,
    );
    expect(events.find(({ type }) => type === 'EvaluationFailed')?.previousEventId).toBe(2);
  });
});

describe('Fail and Succeed', () => {
  it('fails with an evaluated error and cause', async () => {
    const { status, error, cause } = await machineOf({
      No: { Type: 'Fail', Error: '{% $states.input.name %}', Cause: "{% 'because of ' & $states.input.name %}" },
    }).run({ name: 'ContractRejected' });
    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'ContractRejected',
      cause: 'because of ContractRejected',
    });
  });

  it('succeeds with an evaluated output', async () => {
    const { output, types } = await machineOf({ Yes: { Type: 'Succeed', Output: '{% 6 * 7 %}' } }).run();
    expect(output).toBe(42);
    expect(types).toEqual(['SucceedStateEntered', 'SucceedStateExited', 'ExecutionSucceeded']);
  });
});

describe('an execution', () => {
  it('ends as timed out when the machine has run for its TimeoutSeconds', async () => {
    const machine = machineOf({ Long: { Type: 'Wait', Seconds: 100, End: true } }, { timeoutSeconds: 60 });
    const { status, types, events } = await machine.run();
    expect(status).toBe('TIMED_OUT');
    expect(types).toEqual(['WaitStateEntered', 'ExecutionTimedOut']);
    expect(events.at(-1)?.timestamp).toBe(MORNING + 60_000);
  });

  it('fails at 25,000 events instead of turning for ever', async () => {
    const machine = machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } });
    const executionArn = await machine.start();
    const { status, cause } = await machine.executor.finished(executionArn);
    expect({ status, cause }).toEqual({
      status: 'FAILED',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(machine.executor.getExecutionHistory(executionArn)).toHaveLength(25_000);
  });

  it('of an express machine has an express ARN and no redrive count in its context', async () => {
    const machine = machineOf(
      { Show: { Type: 'Pass', Output: '{% $states.context %}', End: true } },
      { type: 'EXPRESS' },
    );
    const { output, executionArn } = await machine.run();
    expect(executionArn).toMatch(/^arn:aws:states:us-east-1:111111111111:express:tested:[^:]+:[^:]+$/);
    expect(output).toEqual({
      Execution: { Id: executionArn, Input: {}, StartTime: '2026-11-23T02:00:00.000Z', Name: expect.any(String) },
      StateMachine: { Id: expect.stringContaining(':stateMachine:tested'), Name: 'tested' },
      State: { Name: 'Show', EnteredTime: '2026-11-23T02:00:00.000Z' },
    });
  });
});
