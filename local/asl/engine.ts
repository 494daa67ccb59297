import type { Clock } from '../clock.ts';
import { armDeadline, armThread } from './alarms.ts';
import { awaitNested, callIntegration } from './calls.ts';
import type { ExecutionDescription, ExecutionStatus, Invoke } from './contract.ts';
import { begin, leave } from './dispatch.ts';
import { EvaluationError, type Failure, StateFailure } from './errors.ts';
import type { Execution, Thread } from './execution.ts';
import { failureDetails, HISTORY_LIMIT, WHOLE } from './history.ts';
import type { Executions } from './integrations/nested.ts';
import type { Maybe } from './maybe.ts';
import { abortState, childEnded, childFailed, type ParentVisit, selectItem } from './states/children.ts';
import { recover } from './states/recover.ts';
import { type Step, Visit, visits } from './visit.ts';

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
  readonly services: EngineServices;
  #closed = false;

  constructor(services: EngineServices) {
    this.clock = services.clock;
    this.random = services.random;
    this.services = services;
  }

  touch(execution: Execution): void {
    this.services.touch(execution);
  }

  /** Nothing moves any more. */
  get closed(): boolean {
    return this.#closed;
  }

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
        return this.#select(visit);
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

  #select(visit: Visit): Maybe<Step> {
    const around = this.#parentOf(visit);
    return around !== undefined && visits(around, 'Map') ? selectItem(around, visit.thread) : 'wait';
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
    if (parent === undefined) return undefined;
    const around = this.visit(visit.execution, parent);
    return visits(around, 'Map') || visits(around, 'Parallel') ? around : undefined;
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
    const { top } = execution;
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
      if (nested !== undefined) this.stopNested(nested);
    }
    this.touch(execution);
    const description = execution.describe();
    this.services.afterWritten(() => {
      for (const then of execution.onFinish.splice(0)) then(description);
    });
  }

  /** Stops a nested execution nobody waits for any more. */
  stopNested(executionArn: string): void {
    this.services.afterWritten(() => {
      // The nested one may have ended by itself meanwhile.
      this.services.stopExecution(executionArn).catch(() => undefined);
    });
  }

  /** Takes up an execution the journal held unfinished. */
  resume(execution: Execution): void {
    armDeadline(this, execution);
    for (const thread of [...execution.threads.values()]) {
      if (!movable(execution, thread)) continue;
      const visit = this.visit(execution, thread);
      armThread(this, visit);
      const { task } = thread;
      if (thread.phase !== 'task' || task === undefined) this.wake(execution, thread);
      else if (!visits(visit, 'Task')) continue;
      else if (task.nested !== undefined && task.submitted) awaitNested(this, visit, task);
      else if (!task.submitted) callIntegration(this, visit, task);
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
