/** When an organisation works: which days, and between which minutes of the day, in its own time zone. */
export interface WorkCalendar {
  /** Minutes that the clocks there are ahead of UTC at the instant; summer time makes it change. */
  utcOffset(at: Date): number;
  /** Minutes since midnight by those clocks, in order. */
  readonly shifts: readonly { readonly from: number; readonly to: number }[];
  /** @param day `2026-11-22` */
  isWorkingDay(day: string): boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A calendar that has no working day in so many days in a row is broken. */
const MAX_IDLE_DAYS = 60;

/**
 * The instant at which `hours` of working time have passed since `from`. Time outside shifts does not count; a span that
 * ends with a shift ends then, not at the next shift's beginning.
 * @param hours zero or more; fractions are fine
 * @throws RangeError when the calendar never works
 */
export function addWorkingHours(from: Date, hours: number, calendar: WorkCalendar): Date {
  let left = hours * HOUR;
  for (const { begin, end } of shiftsAfter(from.getTime(), calendar)) {
    const open = end - begin;
    if (left <= open) return new Date(begin + left);
    left -= open;
  }
  throw new RangeError('The calendar has no working day in sight');
}

/** The working time from `from` to `to`, in milliseconds; nothing when `to` is not later. */
export function workingTime(from: Date, to: Date, calendar: WorkCalendar): number {
  let sum = 0;
  for (const { begin, end } of shiftsAfter(from.getTime(), calendar)) {
    if (begin >= to.getTime()) break;
    sum += Math.min(end, to.getTime()) - begin;
  }
  return sum;
}

/** The shifts that end after `from`, the first one cut off there. Ends when the calendar has no working day in sight. */
function* shiftsAfter(from: number, calendar: WorkCalendar): Iterable<{ begin: number; end: number }> {
  const local = from + calendar.utcOffset(new Date(from)) * MINUTE;
  let midnight = Math.floor(local / DAY) * DAY;
  for (let idle = 0; idle <= MAX_IDLE_DAYS; idle += 1) {
    if (calendar.isWorkingDay(new Date(midnight).toISOString().slice(0, 10))) {
      idle = 0;
      for (const shift of calendar.shifts) {
        const begin = Math.max(from, instantAt(midnight + shift.from * MINUTE, calendar));
        const end = instantAt(midnight + shift.to * MINUTE, calendar);
        if (end > begin) yield { begin, end };
      }
    }
    midnight += DAY;
  }
}

/** The instant at which the clocks show `local` (milliseconds, as if they showed UTC): of two such the first; of a time they leap over, as long after the leap. */
export function instantAt(local: number, { utcOffset }: Pick<WorkCalendar, 'utcOffset'>): number {
  const before = utcOffset(new Date(local - DAY)) * MINUTE;
  const after = utcOffset(new Date(local + DAY)) * MINUTE;
  const early = local - before;
  if (before === after || utcOffset(new Date(early)) * MINUTE === before) return early;
  // The clocks were changed before `early`; a time between the two readings was leapt over.
  const late = local - after;
  return utcOffset(new Date(late)) * MINUTE === after ? late : early;
}
