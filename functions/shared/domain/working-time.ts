/** When an organisation works: which days, and between which minutes of the day, in its own time zone. */
export interface WorkCalendar {
  /** Minutes east of UTC, without summer time. */
  readonly utcOffset: number;
  /** Minutes since midnight, in order. */
  readonly shifts: readonly { readonly from: number; readonly to: number }[];
  /** @param day `2026-11-22` */
  isWorkingDay(day: string): boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A calendar that has no working day in so many days in a row is broken. */
const MAX_IDLE_DAYS = 60;

/**
 * The instant at which `hours` of working time have passed since `from`. Time outside shifts does not count; a span that
 * ends with a shift ends then, not at the next shift's beginning.
 * @param hours zero or more; fractions are fine
 * @throws RangeError when the calendar never works
 */
export function addWorkingHours(from: Date, hours: number, calendar: WorkCalendar): Date {
  const shift = calendar.utcOffset * MINUTE;
  let left = hours * 60 * MINUTE;
  let midnight = Math.floor((from.getTime() + shift) / DAY) * DAY;
  let at = from.getTime() + shift;
  for (let idle = 0; idle <= MAX_IDLE_DAYS; idle += 1) {
    if (calendar.isWorkingDay(new Date(midnight).toISOString().slice(0, 10))) {
      idle = 0;
      for (const { from: start, to: end } of calendar.shifts) {
        const begin = Math.max(at, midnight + start * MINUTE);
        const open = midnight + end * MINUTE - begin;
        if (open <= 0) continue;
        if (left <= open) return new Date(begin + left - shift);
        left -= open;
      }
    }
    midnight += DAY;
    at = midnight;
  }
  throw new RangeError('The calendar has no working day in sight');
}
