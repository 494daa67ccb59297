import { armThread } from '../alarms.ts';
import { callIntegration } from '../calls.ts';
import type { Json } from '../contract.ts';
import type { TaskState } from '../definition.ts';
import { EvaluationError, type Failure } from '../errors.ts';
import type { PendingTask } from '../execution.ts';
import { failureDetails, WHOLE } from '../history.ts';
import { type Integration, integrationOf } from '../integrations/resource.ts';
import type { Maybe } from '../maybe.ts';
import { exceedsLimit } from '../size.ts';
import { newTaskToken } from '../tokens.ts';
import type { Step, Visit } from '../visit.ts';

/** Task: the integration is called once the journal has it that it will be. */
export function startTask(visit: Visit<TaskState>): Maybe<Step> {
  const { state, thread, execution } = visit;
  const integration = integrationOf(state.resource);
  const token = newTaskToken(execution.head.executionArn, thread.id);
  const fields = [state.arguments, state.timeoutSeconds, state.heartbeatSeconds, state.credentials];
  const data = integration.pattern === 'waitForTaskToken' ? { token } : {};
  return visit.whenAlive(visit.evaluateAll(fields, data), ([evaluated, timeout, heartbeat, credentials]) => {
    const timeoutSeconds = positive('TimeoutSeconds', timeout);
    const heartbeatSeconds = positive('HeartbeatSeconds', heartbeat);
    const task: PendingTask = {
      token,
      arguments: evaluated === undefined ? thread.input : evaluated,
      timeoutAt: timeoutSeconds === undefined ? undefined : visit.now + 1000 * timeoutSeconds,
      heartbeatSeconds,
      heartbeatAt: heartbeatSeconds === undefined ? undefined : visit.now + 1000 * heartbeatSeconds,
      submitted: false,
    };
    logScheduled(visit, integration, task, timeoutSeconds, credentials);
    thread.task = task;
    thread.phase = 'task';
    armThread(visit.engine, visit);
    callIntegration(visit.engine, visit, task);
    return 'wait';
  });
}

function positive(field: string, value: Json | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new EvaluationError(`The ${field} field must be a positive integer but was: ${JSON.stringify(value)}`, field);
  }
  return value;
}

function logScheduled(
  visit: Visit<TaskState>,
  integration: Integration,
  task: PendingTask,
  timeoutSeconds: number | undefined,
  credentials: Json | undefined,
): void {
  const text = JSON.stringify(task.arguments);
  const limits = {
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(task.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: task.heartbeatSeconds }),
    ...(isObject(credentials) ? { taskCredentials: { roleArn: credentials.RoleArn } } : {}),
  };
  if (integration.kind === 'function') {
    visit.log('LambdaFunctionScheduled', {
      resource: visit.state.resource,
      input: text,
      inputDetails: WHOLE,
      ...limits,
    });
    visit.log('LambdaFunctionStarted');
    return;
  }
  visit.log('TaskScheduled', { ...named(integration), region: integration.region, parameters: text, ...limits });
  visit.log('TaskStarted', named(integration));
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function named(integration: Integration): { resourceType: string; resource: string } {
  return { resourceType: integration.resourceType, resource: integration.resource };
}

/** The integration took the request; what it waits for comes later. @param output What it answered. */
export function taskSubmitted(visit: Visit<TaskState>, output: Json): void {
  const { thread, state } = visit;
  if (thread.task === undefined) return;
  thread.task.submitted = true;
  visit.log('TaskSubmitted', {
    ...named(integrationOf(state.resource)),
    output: JSON.stringify(output),
    outputDetails: WHOLE,
  });
}

/** The task's result is there. */
export function taskSucceeded(visit: Visit<TaskState>, result: Json): void {
  const { thread, state } = visit;
  const integration = integrationOf(state.resource);
  const text = JSON.stringify(result);
  if (exceedsLimit(text)) {
    taskFailed(visit, {
      error: 'States.DataLimitExceeded',
      cause: `The state/task '${state.resource}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    });
    return;
  }
  endAttempt(visit);
  const output = { output: text, outputDetails: WHOLE };
  if (integration.kind === 'function') visit.log('LambdaFunctionSucceeded', output);
  else visit.log('TaskSucceeded', { ...named(integration), ...output });
  thread.result = result;
  thread.phase = 'result';
  visit.engine.wake(visit.execution, thread);
}

/** The task failed, or a time limit of its ran out. */
export function taskFailed(visit: Visit<TaskState>, failure: Failure): void {
  const { thread, state } = visit;
  const integration = integrationOf(state.resource);
  endAttempt(visit);
  const how = failure.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
  if (integration.kind === 'function') visit.log(`LambdaFunction${how}`, failureDetails(failure));
  else visit.log(`Task${how}`, { ...named(integration), ...failureDetails(failure) });
  thread.failure = failure;
  thread.phase = 'failed';
  visit.engine.wake(visit.execution, thread);
}

function endAttempt(visit: Visit<TaskState>): void {
  const { thread } = visit;
  thread.cancelTimers();
  thread.live.abort = undefined;
  thread.task = undefined;
}

/** Leaves a Task with its result. */
export function leaveTask(visit: Visit<TaskState>): Maybe<Step> {
  const { state, thread } = visit;
  const result = thread.result ?? null;
  return visit.whenAlive(visit.evaluateExit(state, result, { result }), (exit) => visit.exit(exit, state.next));
}
