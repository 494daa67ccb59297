import { armThread } from '../alarms.ts';
import type { Json } from '../contract.ts';
import type { State } from '../definition.ts';
import type { Failure } from '../errors.ts';
import type { Maybe } from '../maybe.ts';
import { dueRetry, matchingCatcher } from '../retry.ts';
import type { Step, Visit } from '../visit.ts';
import { dropChildren } from './children.ts';

/** A state failed: it is tried again, or another state takes over, or the failure goes on to who is around. */
export function recover(visit: Visit, failure: Failure): Maybe<Step> {
  const { state, thread } = visit;
  if (failure.final === true || !canRecover(state)) return die(visit, failure);

  const retry = dueRetry(state.retry, thread.attempts, failure, visit.engine.random);
  if (retry !== undefined) {
    dropChildren(visit, thread);
    thread.attempts[retry.retrier] = (thread.attempts[retry.retrier] ?? 0) + 1;
    thread.retryCount++;
    thread.wakeAt = visit.now + retry.delay;
    thread.phase = 'retrying';
    thread.task = undefined;
    thread.failure = undefined;
    visit.save();
    armThread(visit.engine, visit);
    return 'wait';
  }

  const catcher = matchingCatcher(state.catch, failure);
  if (catcher === undefined) return die(visit, failure);
  const errorOutput: Json = { Error: failure.error, Cause: failure.cause };
  return visit.whenAlive(visit.evaluateExit(catcher, errorOutput, { errorOutput }), (exit) => {
    dropChildren(visit, thread);
    logStateFailed(visit);
    return visit.exit(exit, catcher.next);
  });
}

type Recovering = Extract<State, { retry: unknown }>;

function canRecover(state: State): state is Recovering {
  return 'retry' in state;
}

function die(visit: Visit, failure: Failure): Step {
  visit.thread.failure = failure;
  visit.thread.phase = 'dead';
  logStateFailed(visit);
  visit.save();
  visit.engine.threadDied(visit, failure);
  return 'wait';
}

/** Only states that hold others have an event of their own for failing. */
function logStateFailed(visit: Visit): void {
  const { type } = visit.state;
  if (type === 'Map' || type === 'Parallel') visit.log(`${type}StateFailed`);
}
