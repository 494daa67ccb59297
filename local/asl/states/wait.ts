import { armThread } from '../alarms.ts';
import type { Json } from '../contract.ts';
import type { WaitState } from '../definition.ts';
import { EvaluationError } from '../errors.ts';
import type { Maybe } from '../maybe.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Step, Visit } from '../visit.ts';

/** Longest wait, in seconds. */
const LONGEST_WAIT = 99_999_999;

/** Wait: until a moment, or for a number of seconds. */
export function wait(visit: Visit<WaitState>): Maybe<Step> {
  const { state, thread } = visit;
  return visit.whenAlive(visit.evaluateAll([state.seconds, state.timestamp]), ([seconds, timestamp]) => {
    const wakeAt = timestamp === undefined ? visit.now + 1000 * secondsOf(seconds) : momentOf(timestamp);
    visit.save();
    if (wakeAt <= visit.now) {
      thread.phase = 'result';
      return 'go';
    }
    thread.phase = 'waiting';
    thread.wakeAt = wakeAt;
    armThread(visit.engine, visit);
    return 'wait';
  });
}

/** Leaves a Wait whose time has come. */
export function leaveWait(visit: Visit<WaitState>): Maybe<Step> {
  const { state, thread } = visit;
  return visit.whenAlive(visit.evaluateExit(state, thread.input), (exit) => visit.exit(exit, state.next));
}

function secondsOf(seconds: Json | undefined): number {
  if (typeof seconds !== 'number' || seconds < 0 || seconds > LONGEST_WAIT) {
    throw new EvaluationError(
      `The Seconds field must be a number between 0 and ${LONGEST_WAIT} but was: ${JSON.stringify(seconds)}`,
      'Seconds',
      true,
    );
  }
  return seconds;
}

function momentOf(timestamp: Json): number {
  const moment = typeof timestamp === 'string' ? parseTimestamp(timestamp) : undefined;
  if (moment === undefined) {
    throw new EvaluationError(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
      'Timestamp',
      true,
    );
  }
  return moment;
}
