import { type Json, TaskFailure } from './contract.ts';
import type { TaskState } from './definition.ts';
import type { Engine } from './engine.ts';
import type { Failure } from './errors.ts';
import type { PendingTask } from './execution.ts';
import { asLambdaAnswer, lambdaCall, lambdaResult } from './integrations/lambda.ts';
import { nestedResult, startNested } from './integrations/nested.ts';
import { integrationOf } from './integrations/resource.ts';
import { taskFailed, taskSubmitted, taskSucceeded } from './states/task.ts';
import type { Visit } from './visit.ts';

/** Calls what a Task names, once the journal has it that it is called. */
export function callIntegration(engine: Engine, visit: Visit<TaskState>, task: PendingTask): void {
  const abort = new AbortController();
  visit.thread.live.abort = abort;
  const waits = (): boolean => !engine.closed && visit.alive && visit.thread.task === task;
  engine.services.afterWritten(() => {
    if (!waits()) return;
    perform(engine, visit, task, abort.signal).then(
      (result) => {
        if (waits()) answered(engine, visit, task, result);
      },
      (thrown: unknown) => {
        if (waits()) taskFailed(visit, failureOf(thrown));
      },
    );
  });
}

async function perform(engine: Engine, visit: Visit<TaskState>, task: PendingTask, signal: AbortSignal): Promise<Json> {
  const { resource } = visit.state;
  const integration = integrationOf(resource);
  if (integration.kind === 'execution') {
    const started = await startNested(engine.services, task.arguments, task.token);
    if (integration.pattern.startsWith('sync')) task.nested = started.executionArn;
    return { ExecutionArn: started.executionArn, StartDate: started.startDate };
  }
  const call = {
    executionArn: visit.execution.head.executionArn,
    stateName: visit.state.name,
    signal,
    ...(integration.pattern === 'waitForTaskToken' ? { taskToken: task.token } : {}),
  };
  if (integration.kind === 'service') {
    return engine.services.invoke({ ...call, resource, arguments: task.arguments });
  }
  const answer = await engine.services.invoke({
    ...call,
    resource: `arn:aws:states:::lambda:${integration.kind === 'function' ? 'invoke' : integration.resource}`,
    arguments: lambdaCall(integration, resource, task.arguments),
  });
  return lambdaResult(integration, asLambdaAnswer(answer));
}

function answered(engine: Engine, visit: Visit<TaskState>, task: PendingTask, result: Json): void {
  const { pattern, kind } = integrationOf(visit.state.resource);
  if (pattern === 'requestResponse') {
    taskSucceeded(visit, result);
    return;
  }
  taskSubmitted(visit, result);
  if (kind === 'execution') awaitNested(engine, visit, task);
}

/** Goes on when the nested execution of a `.sync` task has ended. */
export function awaitNested(engine: Engine, visit: Visit<TaskState>, task: PendingTask): void {
  if (task.nested === undefined) return;
  engine.services.whenFinished(task.nested, (nested) => {
    if (engine.closed || !visit.alive || visit.thread.task !== task) return;
    try {
      taskSucceeded(visit, nestedResult(integrationOf(visit.state.resource), nested));
    } catch (thrown) {
      taskFailed(visit, failureOf(thrown));
    }
  });
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof TaskFailure) return { error: thrown.error, cause: thrown.causeText };
  return { error: 'States.TaskFailed', cause: thrown instanceof Error ? thrown.message : String(thrown) };
}
