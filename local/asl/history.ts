import type { HistoryEvent } from './contract.ts';
import type { Execution } from './execution.ts';

/** Most events AWS records for one execution. */
export const HISTORY_LIMIT = 25_000;

type Details = { readonly [key: string]: unknown };

/** AWS tells of every text whether it was cut off; it never is here. */
export const WHOLE = { truncated: false } as const;

/** The member an event's details are under: all `…StateEntered` share one, all `…StateExited` another. */
function detailsName(type: string): `${string}EventDetails` {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/**
 * Appends an event to the history.
 * @param timestamp Epoch milliseconds.
 * @param previous The event it follows in its thread.
 * @returns its id.
 */
export function record(
  execution: Execution,
  timestamp: number,
  previous: number,
  type: string,
  details?: Details,
): number {
  const id = execution.events.length + 1;
  const event: HistoryEvent =
    details === undefined
      ? { timestamp, type, id, previousEventId: previous }
      : { timestamp, type, id, previousEventId: previous, [detailsName(type)]: details };
  execution.events.push(event);
  return id;
}

/** `error` and `cause` as events carry them: absent where there is none. */
export function failureDetails(failure: { readonly error: string | null; readonly cause: string | null }): Details {
  return {
    ...(failure.error === null ? {} : { error: failure.error }),
    ...(failure.cause === null ? {} : { cause: failure.cause }),
  };
}
