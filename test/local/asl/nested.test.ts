import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/asl/contract.ts';
import { askTask, detailsOf, lastToken, machineOf, type TestedMachine } from '../../support/asl-machine.ts';

const CHILD_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:child';

/** A machine whose only task starts another, which asks a person and returns the answer. */
function parent(resource: string, fields: { [field: string]: Json } = {}): TestedMachine {
  const machine = machineOf({
    Start: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:${resource}`,
      Arguments: { StateMachineArn: CHILD_ARN, Name: 'the-child', Input: { from: '{% $states.input.name %}' } },
      Output: '{% $states.result %}',
      End: true,
      ...fields,
    },
  });
  machine.executor.putStateMachine({
    stateMachineArn: CHILD_ARN,
    name: 'child',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Ask', States: { Ask: askTask() } }),
  });
  return machine;
}

const childExecution = 'arn:aws:states:us-east-1:111111111111:execution:child:the-child';

describe('a nested execution', () => {
  it('by startExecution is started and not waited for', async () => {
    const machine = parent('startExecution');
    const { output, types } = await machine.run({ name: 'n' });
    expect(output).toEqual({ ExecutionArn: childExecution, StartDate: machine.clock.now() });
    expect(types).not.toContain('TaskSubmitted');
    expect(machine.executor.describeExecution(childExecution)).toMatchObject({
      status: 'RUNNING',
      input: '{"from":"n"}',
    });
  });

  it.each([
    ['startExecution.sync', '{"from":"n"}', '{"outcome":"yes"}'],
    ['startExecution.sync:2', { from: 'n' }, { outcome: 'yes' }],
  ])('by %s is waited for, with its output', async (resource, Input, Output) => {
    const machine = parent(resource);
    const executionArn = await machine.start({ name: 'n' });
    expect(machine.executor.describeExecution(executionArn).status).toBe('RUNNING');
    await machine.executor.sendTaskSuccess(lastToken(machine), '{"outcome":"yes"}');
    const { output, events, types } = await machine.end(executionArn);
    expect(output).toMatchObject({
      ExecutionArn: childExecution,
      Name: 'the-child',
      Status: 'SUCCEEDED',
      Input,
      Output,
    });
    expect(types).toContain('TaskSubmitted');
    expect(detailsOf(events, 'TaskSucceeded')).toMatchObject({ resourceType: 'states', resource });
  });

  it('that fails fails the task with States.TaskFailed and tells why', async () => {
    const machine = parent('startExecution.sync:2');
    const executionArn = await machine.start({ name: 'n' });
    await machine.executor.sendTaskFailure(lastToken(machine), 'Refused', 'no budget');
    const { error, cause } = await machine.end(executionArn);
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause ?? '')).toMatchObject({ Status: 'FAILED', Error: 'Refused', Cause: 'no budget' });
  });

  it('is stopped with the execution that waits for it', async () => {
    const machine = parent('startExecution.sync:2');
    const executionArn = await machine.start({ name: 'n' });
    await machine.executor.stopExecution(executionArn, 'Cancelled');
    await machine.settle();
    expect(machine.executor.describeExecution(childExecution).status).toBe('ABORTED');
  });

  it('is stopped when the task that waits for it times out', async () => {
    const machine = parent('startExecution.sync:2', { TimeoutSeconds: 60 });
    const { error } = await machine.run({ name: 'n' });
    expect(error).toBe('States.Timeout');
    expect(machine.executor.describeExecution(childExecution).status).toBe('ABORTED');
  });

  it('of a name that is taken, or of a machine that is not there, fails the task by name', async () => {
    const machine = parent('startExecution');
    await machine.run({ name: 'n' });
    expect((await machine.run({ name: 'other' })).error).toBe('StepFunctions.ExecutionAlreadyExistsException');
    const nobody = parent('startExecution', { Arguments: { StateMachineArn: `${CHILD_ARN}-none` } });
    expect((await nobody.run()).error).toBe('StepFunctions.StateMachineDoesNotExistException');
  });
});
