import type { Json } from './contract.ts';
import type { State } from './definition.ts';
import type { Execution, Thread } from './execution.ts';

/**
 * The context object, `$states.context`.
 * @param token Given while the arguments of a `.waitForTaskToken` task are evaluated.
 */
export function contextOf(execution: Execution, thread: Thread, state: State, token: string | undefined): Json {
  const { head } = execution;
  const context: { [key: string]: Json } = {
    Execution: executionContext(execution),
    StateMachine: { Id: head.stateMachineArn, Name: machineName(head.stateMachineArn) },
    State: {
      Name: state.name,
      EnteredTime: new Date(thread.enteredAt).toISOString(),
      ...(state.type === 'Task' ? { RetryCount: thread.retryCount } : {}),
    },
  };
  const item = itemOf(execution, thread);
  if (item !== undefined) context.Map = { Item: item };
  if (token !== undefined) context.Task = { Token: token };
  return context;
}

function executionContext(execution: Execution): Json {
  const { head } = execution;
  const context: { [key: string]: Json } = {
    Id: head.executionArn,
    Input: execution.input,
    StartTime: execution.startTime,
    Name: head.name,
  };
  if (head.roleArn !== undefined) context.RoleArn = head.roleArn;
  // Express executions cannot be redriven, and their context does not tell of it.
  if (head.type === 'STANDARD') {
    context.RedriveCount = head.redriveCount;
    if (head.redriveDate !== undefined) context.RedriveTime = new Date(head.redriveDate).toISOString();
  }
  return context;
}

/** The item of the nearest iteration around. */
function itemOf(execution: Execution, thread: Thread): Json | undefined {
  for (let at: Thread | undefined = thread; at !== undefined; at = execution.threads.get(at.parent)) {
    if (at.item !== undefined) return at.item;
  }
  return undefined;
}

function machineName(stateMachineArn: string): string {
  return stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
}
