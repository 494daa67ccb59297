import type { Clock } from '../clock.ts';
import { type ExecutionDescription, type ExecutionStatus, type Invoke, type Json, TaskFailure } from './contract.ts';
import type { MapState, State, TaskState } from './definition.ts';
import { EvaluationError, type Failure, StateFailure } from './errors.ts';
import type { Execution, PendingTask, Thread } from './execution.ts';
import { failureDetails, HISTORY_LIMIT, WHOLE } from './history.ts';
import { asLambdaAnswer, lambdaCall, lambdaResult } from './integrations/lambda.ts';
import { type Executions, nestedResult, startNested } from './integrations/nested.ts';
import { integrationOf } from './integrations/resource.ts';
import type { Maybe } from './maybe.ts';
import {
  abortState,
  childEnded,
  childFailed,
  leaveChildren,
  type ParentVisit,
  selectItem,
  startBranches,
  startMap,
} from './states/children.ts';
import { choose, fail, pass } from './states/pass.ts';
import { recover } from './states/recover.ts';
import { leaveTask, startTask, taskFailed, taskSubmitted, taskSucceeded } from './states/task.ts';
import { leaveWait, wait } from './states/wait.ts';
import { type Step, Visit } from './visit.ts';

/** What the engine needs around it. */
export interface EngineServices extends Executions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  /** The execution has changed: the journal is to have it before long. */
  touch(execution: Execution): void;
  /** Runs an effect once the journal has everything touched so far. */
  afterWritten(effect: () => void): void;
  /** Runs `then` once that execution has ended; at once when it has. */
  whenFinished(executionArn: string, then: (description: ExecutionDescription) => void): void;
  stopExecution(executionArn: string, error?: string, cause?: string): Promise<unknown>;
}

/** Steps taken without letting others work. */
const STEPS_AT_A_STRETCH = 200;

/**
 * Moves executions: each thread goes from phase to phase until it has to wait. Whatever changes between two waits
 * changes at once, so the journal can take an execution down at any moment.
 */
export class Engine {
  readonly clock: Clock;
  readonly random: () => number;
  readonly #services: EngineServices;
  #closed = false;

  constructor(services: EngineServices) {
    this.clock = services.clock;
    this.random = services.random;
    this.#services = services;
  }

  touch(execution: Execution): void {
    this.#services.touch(execution);
  }

  /** Nothing moves any more. */
  close(): void {
    this.#closed = true;
  }

  /** Lets a thread go on soon; what else happens at this very moment happens first. */
  wake(execution: Execution, thread: Thread): void {
    queueMicrotask(() => this.#advance(execution, thread));
  }

  #advance(execution: Execution, thread: Thread): void {
    if (thread.live.moving) {
      thread.live.again = true;
      return;
    }
    thread.live.moving = true;
    this.#move(execution, thread);
  }

  #rest(execution: Execution, thread: Thread): void {
    thread.live.moving = false;
    if (!thread.live.again) return;
    thread.live.again = false;
    this.wake(execution, thread);
  }

  #move(execution: Execution, thread: Thread): void {
    for (let steps = 0; ; steps++) {
      if (this.#closed || !execution.running || thread.live.gone) break;
      if (steps === STEPS_AT_A_STRETCH) {
        setImmediate(() => this.#move(execution, thread));
        return;
      }
      const visit = this.visit(execution, thread);
      let step: Maybe<Step>;
      try {
        step = this.#step(visit);
      } catch (thrown) {
        this.#stepFailed(visit, thrown);
        continue;
      }
      if (step instanceof Promise) {
        step.then(
          (settled) => this.#settled(visit, settled),
          (thrown: unknown) => {
            if (visit.alive) this.#stepFailed(visit, thrown);
            this.#settled(visit, 'go');
          },
        );
        return;
      }
      if (step === 'wait') break;
    }
    this.#rest(execution, thread);
  }

  #settled(visit: Visit, step: Step): void {
    if (step === 'go') this.#move(visit.execution, visit.thread);
    else this.#rest(visit.execution, visit.thread);
  }

  visit(execution: Execution, thread: Thread): Visit {
    const state = execution.definition.blocks[thread.block]?.states.get(thread.state);
    if (state === undefined)
      throw new Error(`The definition of ${execution.head.executionArn} has no '${thread.state}'`);
    return new Visit(this, execution, thread, state);
  }

  #step(visit: Visit): Maybe<Step> {
    const { thread } = visit;
    switch (thread.phase) {
      case 'select':
        return selectItem(this.#parentOf(visit) as Visit<MapState>, thread);
      case 'enter':
        return this.#enter(visit);
      case 'entered':
        return begin(visit);
      case 'result':
        return leave(visit);
      case 'failed':
        return recover(visit, thread.failure ?? { error: null, cause: null });
      default:
        return 'wait';
    }
  }

  #enter(visit: Visit): Step {
    const { thread, state, execution } = visit;
    if (execution.events.length >= HISTORY_LIMIT - 1) {
      this.finish(execution, thread.last, 'FAILED', {
        error: 'States.Runtime',
        cause: `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`,
      });
      return 'wait';
    }
    thread.beforeEntry = thread.last;
    thread.enteredAt = visit.now;
    thread.entered = visit.log(`${state.type}StateEntered`, {
      name: state.name,
      input: thread.inputText,
      inputDetails: WHOLE,
    });
    thread.phase = 'entered';
    return 'go';
  }

  #stepFailed(visit: Visit, thrown: unknown): void {
    const { thread } = visit;
    // What fails while a failure is being caught, or before the state is entered, is not for the state to catch.
    const final = thread.phase === 'failed' || thread.phase === 'select' ? { final: true as const } : {};
    const failure =
      thrown instanceof EvaluationError
        ? this.#evaluationFailed(visit, thrown)
        : thrown instanceof StateFailure
          ? thrown.failure
          : {
              error: 'States.Runtime',
              cause: thrown instanceof Error ? thrown.message : String(thrown),
              terminal: true as const,
            };
    thread.failure = { ...failure, ...final };
    thread.phase = 'failed';
    visit.save();
  }

  #evaluationFailed(visit: Visit, thrown: EvaluationError): Failure {
    const { thread } = visit;
    const at = thread.phase === 'select' ? (this.#parentOf(visit) ?? visit) : visit;
    const cause = `An error occurred while executing the state '${at.state.name}' (entered at the event id #${at.thread.entered}). ${thrown.message}`;
    // AWS evaluates as part of entering: the event then follows what the state's entry follows.
    if (thread.last === thread.entered && !thrown.afterwards) thread.last = thread.beforeEntry;
    visit.log('EvaluationFailed', {
      error: 'States.QueryEvaluationError',
      cause,
      ...(thrown.location === undefined ? {} : { location: thrown.location }),
      state: at.state.name,
    });
    return { error: 'States.QueryEvaluationError', cause };
  }

  #parentOf(visit: Visit): ParentVisit | undefined {
    const parent = visit.execution.threads.get(visit.thread.parent);
    return parent === undefined ? undefined : (this.visit(visit.execution, parent) as ParentVisit);
  }

  /** A thread came to the end of its block; its input is what it ends with. */
  endThread(visit: Visit): Step {
    const { thread, execution } = visit;
    const parent = this.#parentOf(visit);
    if (parent !== undefined) {
      childEnded(parent, thread, thread.input);
      return 'wait';
    }
    const output = thread.inputText;
    visit.log('ExecutionSucceeded', { output, outputDetails: WHOLE });
    execution.head.output = output;
    execution.removeThread(thread);
    this.#end(execution, 'SUCCEEDED');
    return 'wait';
  }

  /** A thread failed and nothing in it helped. */
  threadDied(visit: Visit, failure: Failure): void {
    const parent = this.#parentOf(visit);
    if (parent !== undefined) childFailed(parent, visit.thread);
    else this.finish(visit.execution, visit.thread.last, 'FAILED', failure);
  }

  /** Ends an execution that did not succeed. @param previous The event its last one follows. */
  finish(
    execution: Execution,
    previous: number,
    status: Exclude<ExecutionStatus, 'RUNNING' | 'SUCCEEDED' | 'PENDING_REDRIVE'>,
    failure: { readonly error: string | null; readonly cause: string | null },
  ): void {
    const top = [...execution.threads.values()].find((thread) => thread.parent === 0);
    if (top === undefined) return;
    const visit = this.visit(execution, top);
    const type = { FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut', ABORTED: 'ExecutionAborted' }[status];
    if (status !== 'FAILED' && top.children !== undefined) abortState(visit, top, previous);
    const last = visit.logAside(type, previous, failureDetails(failure));
    top.last = last;
    if (failure.error !== null) execution.head.error = failure.error;
    if (failure.cause !== null) execution.head.cause = failure.cause;
    this.#end(execution, status);
  }

  #end(execution: Execution, status: ExecutionStatus): void {
    execution.head.status = status;
    execution.head.stopDate = this.clock.now();
    execution.unsaved.head = true;
    execution.cancelDeadline?.();
    for (const thread of execution.threads.values()) {
      thread.cancelTimers();
      thread.live.abort?.abort();
      const nested = thread.task?.nested;
      if (nested !== undefined) this.#stopNested(nested);
    }
    this.touch(execution);
    const description = execution.describe();
    this.#services.afterWritten(() => {
      for (const then of execution.onFinish.splice(0)) then(description);
    });
  }

  #stopNested(executionArn: string): void {
    this.#services.afterWritten(() => {
      // The nested one may have ended by itself meanwhile.
      this.#services.stopExecution(executionArn).catch(() => undefined);
    });
  }

  /** Sets the timers of what a thread waits for. */
  arm(visit: Visit): void {
    const { thread } = visit;
    thread.cancelTimers();
    const { task } = thread;
    if (thread.phase === 'task' && task !== undefined) {
      this.#alarm(visit, task.timeoutAt, () => this.#taskTimedOut(visit, task, {}));
      this.#alarm(visit, task.heartbeatAt, () => this.#taskTimedOut(visit, task, { heartbeat: true }));
    }
    if (thread.phase === 'waiting' || thread.phase === 'retrying') {
      this.#alarm(visit, thread.wakeAt, () => {
        thread.phase = thread.phase === 'waiting' ? 'result' : 'entered';
        visit.save();
        this.wake(visit.execution, thread);
      });
    }
  }

  #alarm(visit: Visit, time: number | undefined, ring: () => void): void {
    if (time === undefined) return;
    const cancel = this.clock.at(time, () => {
      if (!this.#closed && visit.alive) ring();
    });
    visit.thread.live.cancelTimers.push(cancel);
  }

  #taskTimedOut(visit: Visit, task: PendingTask, how: { readonly heartbeat?: true }): void {
    if (visit.thread.task !== task) return;
    visit.thread.live.abort?.abort();
    if (task.nested !== undefined) this.#stopNested(task.nested);
    taskFailed(visit as Visit<TaskState>, { error: 'States.Timeout', cause: null, ...how });
  }

  /** The machine's own `TimeoutSeconds`. */
  armDeadline(execution: Execution): void {
    const { deadline } = execution.head;
    if (deadline === undefined) return;
    execution.cancelDeadline = this.clock.at(deadline, () => {
      if (this.#closed || !execution.running) return;
      const top = [...execution.threads.values()].find((thread) => thread.parent === 0);
      this.finish(execution, top?.last ?? 0, 'TIMED_OUT', { error: null, cause: null });
    });
  }

  /** Calls what a Task names, once the journal has it that it is called. */
  callIntegration(visit: Visit<TaskState>, task: PendingTask): void {
    const abort = new AbortController();
    visit.thread.live.abort = abort;
    this.#services.afterWritten(() => {
      if (this.#closed || !visit.alive || visit.thread.task !== task) return;
      this.#perform(visit, task, abort.signal).then(
        (result) => {
          if (this.#stillWaits(visit, task)) this.#answered(visit, task, result);
        },
        (thrown: unknown) => {
          if (this.#stillWaits(visit, task)) taskFailed(visit, failureOf(thrown));
        },
      );
    });
  }

  #stillWaits(visit: Visit, task: PendingTask): boolean {
    return !this.#closed && visit.alive && visit.thread.task === task && !task.submitted;
  }

  async #perform(visit: Visit<TaskState>, task: PendingTask, signal: AbortSignal): Promise<Json> {
    const { resource } = visit.state;
    const integration = integrationOf(resource);
    if (integration.kind === 'execution') {
      const started = await startNested(this.#services, task.arguments, task.token);
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
      return this.#services.invoke({ ...call, resource, arguments: task.arguments });
    }
    const answer = await this.#services.invoke({
      ...call,
      resource: `arn:aws:states:::lambda:${integration.kind === 'function' ? 'invoke' : integration.resource}`,
      arguments: lambdaCall(integration, resource, task.arguments),
    });
    return lambdaResult(integration, asLambdaAnswer(answer));
  }

  #answered(visit: Visit<TaskState>, task: PendingTask, result: Json): void {
    const { pattern, kind } = integrationOf(visit.state.resource);
    if (pattern === 'requestResponse') {
      taskSucceeded(visit, result);
      return;
    }
    taskSubmitted(visit, result);
    if (kind === 'execution') this.awaitNested(visit, task);
  }

  /** Goes on when the nested execution of a `.sync` task has ended. */
  awaitNested(visit: Visit<TaskState>, task: PendingTask): void {
    if (task.nested === undefined) return;
    this.#services.whenFinished(task.nested, (nested) => {
      if (this.#closed || !visit.alive || visit.thread.task !== task) return;
      try {
        taskSucceeded(visit, nestedResult(integrationOf(visit.state.resource), nested));
      } catch (thrown) {
        taskFailed(visit, failureOf(thrown));
      }
    });
  }

  /** Takes up an execution the journal held unfinished. */
  resume(execution: Execution): void {
    this.armDeadline(execution);
    for (const thread of [...execution.threads.values()]) {
      if (!movable(execution, thread)) continue;
      const visit = this.visit(execution, thread);
      this.arm(visit);
      const { task } = thread;
      if (thread.phase !== 'task' || task === undefined) this.wake(execution, thread);
      else if (task.nested !== undefined && task.submitted) this.awaitNested(visit as Visit<TaskState>, task);
      else if (!task.submitted) this.callIntegration(visit as Visit<TaskState>, task);
    }
  }
}

/** Whether all around a thread wait for it, and not for a retry or an end. */
function movable(execution: Execution, thread: Thread): boolean {
  for (let at = execution.threads.get(thread.parent); at !== undefined; at = execution.threads.get(at.parent)) {
    if (at.phase !== 'children') return false;
  }
  return true;
}

function begin(visit: Visit): Maybe<Step> {
  const { state } = visit;
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return pass(at(visit, state));
    case 'Fail':
      return fail(at(visit, state));
    case 'Choice':
      return choose(at(visit, state));
    case 'Wait':
      return wait(at(visit, state));
    case 'Task':
      return startTask(at(visit, state));
    case 'Parallel':
      return startBranches(at(visit, state));
    case 'Map':
      return startMap(at(visit, state));
  }
}

function leave(visit: Visit): Maybe<Step> {
  const { state } = visit;
  switch (state.type) {
    case 'Wait':
      return leaveWait(at(visit, state));
    case 'Task':
      return leaveTask(at(visit, state));
    case 'Parallel':
      return leaveChildren(at(visit, state));
    case 'Map':
      return leaveChildren(at(visit, state));
    default:
      return 'wait';
  }
}

/** The same visit, known to be to a state of that type. */
function at<S extends State>(visit: Visit, state: S): Visit<S> {
  return new Visit(visit.engine, visit.execution, visit.thread, state);
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof TaskFailure) return { error: thrown.error, cause: thrown.causeText };
  return { error: 'States.TaskFailed', cause: thrown instanceof Error ? thrown.message : String(thrown) };
}
