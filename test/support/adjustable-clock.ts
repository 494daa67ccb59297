import type { Now } from '../../functions/shared/domain/ports.ts';

/** A clock that stands still until it is moved. */
export interface AdjustableClock {
  readonly now: Now;
  /** Moves it on by milliseconds. */
  advance(milliseconds: number): void;
  set(instant: string): void;
}

/** @param start ISO instant; a Monday morning in Shanghai where left out */
export function adjustableClock(start = '2026-11-23T02:00:00.000Z'): AdjustableClock {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    advance(milliseconds) {
      time += milliseconds;
    },
    set(instant) {
      time = Date.parse(instant);
    },
  };
}
