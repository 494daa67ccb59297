import type { Catcher, Retrier } from './definition.ts';
import type { Failure } from './errors.ts';

/**
 * Whether one of the names of an `ErrorEquals` stands for the failure. `States.ALL` is every error but the terminal
 * ones; `States.TaskFailed` every error but those and a time-out.
 */
export function matches(errorEquals: readonly string[], failure: Failure): boolean {
  return errorEquals.some((name) => {
    if (name === failure.error) return true;
    switch (name) {
      case 'States.ALL':
        return failure.terminal !== true;
      case 'States.TaskFailed':
        return failure.terminal !== true && failure.error !== 'States.Timeout';
      case 'States.HeartbeatTimeout':
        return failure.heartbeat === true;
      default:
        return false;
    }
  });
}

/** A retry that is due: which retrier takes it and after how long. */
export interface DueRetry {
  readonly retrier: number;
  /** Milliseconds. */
  readonly delay: number;
}

/**
 * Decides whether to try again. The first retrier that names the error decides, and counts its own attempts.
 * @param attempts How often each retrier has been used in this visit of the state.
 * @param random 0 ≤ n < 1, for the `FULL` jitter strategy.
 */
export function dueRetry(
  retriers: readonly Retrier[],
  attempts: readonly number[],
  failure: Failure,
  random: () => number,
): DueRetry | undefined {
  const index = retriers.findIndex((retrier) => matches(retrier.errorEquals, failure));
  const retrier = retriers[index];
  const used = attempts[index] ?? 0;
  if (retrier === undefined || used >= retrier.maxAttempts) return undefined;
  const grown = retrier.intervalSeconds * retrier.backoffRate ** used;
  const seconds = Math.min(grown, retrier.maxDelaySeconds ?? grown);
  return { retrier: index, delay: Math.round(1000 * seconds * (retrier.jitter ? random() : 1)) };
}

/** The first catcher that names the error. */
export function matchingCatcher(catchers: readonly Catcher[], failure: Failure): Catcher | undefined {
  return catchers.find((catcher) => matches(catcher.errorEquals, failure));
}
