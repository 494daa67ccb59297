import { offsetIn } from './time-zone.ts';
import { instantAt } from './working-time.ts';

/** The clock that the organisation lives by: days are counted and moments are shown and typed by it. */
export interface LocalClock {
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes that it is ahead of UTC at the instant. */
  utcOffset(at: Date): number;
}

/** China keeps one time zone, eight hours ahead, and has had no summer time since 1991. Intl would cost 15 ms of cold start. */
const china: LocalClock = { timeZone: 'Asia/Shanghai', utcOffset: () => 8 * 60 };

let clock = china;

/**
 * The clock of the stage this process serves: a process serves one stage all its life, as it speaks through one logger.
 * Working hours are counted by the calendar that is handed in, which has the same clock.
 */
export function localClock(): LocalClock {
  return clock;
}

/**
 * Sets the stage's clock, once, before anything is shown. @param timeZone IANA name; China's when left out
 * @throws RangeError when there is no such zone
 */
export function setLocalClock(timeZone: string | undefined): void {
  clock = timeZone === undefined || timeZone === china.timeZone ? china : { timeZone, utcOffset: offsetIn(timeZone) };
}

const MINUTE = 60_000;

/** What the local clock shows at an instant: `2026-12-01T10:30`. */
export function localTime(at: Date): string {
  return new Date(at.getTime() + clock.utcOffset(at) * MINUTE).toISOString().slice(0, 16);
}

/** The calendar day it is there at an instant: `2026-12-01`. */
export function localDay(at: Date): string {
  return localTime(at).slice(0, 10);
}

/**
 * The instant at which the local clock shows `2026-12-01T10:30`, with its offset: `2026-12-01T10:30:00+08:00`. Where the
 * clocks are put back it is the first of two, where they leap ahead it is as long after the leap.
 * @returns the text as it is where it is no such time
 */
export function instantOf(local: string): string {
  const shown = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN;
  // Dates that no month has are read as later ones.
  if (Number.isNaN(shown) || !new Date(shown).toISOString().startsWith(local)) return local;
  const at = new Date(instantAt(shown, clock));
  const offset = clock.utcOffset(at);
  const figures = (value: number): string => String(value).padStart(2, '0');
  const hours = figures(Math.floor(Math.abs(offset) / 60));
  return `${localTime(at)}:00${offset < 0 ? '-' : '+'}${hours}:${figures(Math.abs(offset) % 60)}`;
}
