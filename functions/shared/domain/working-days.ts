import { addDays } from './calendar-day.ts';
import { instantAt, type WorkCalendar } from './working-time.ts';

const MINUTE = 60_000;

/** A calendar that has no working day in so many days in a row is broken. */
const MAX_IDLE_DAYS = 60;

/** The day it is at the instant by the organisation's clocks, `2026-12-01`. */
export function dayAt(instant: string | Date, calendar: WorkCalendar): string {
  const at = new Date(instant);
  return new Date(at.getTime() + calendar.utcOffset(at) * MINUTE).toISOString().slice(0, 10);
}

/** The instant at which the day begins by the organisation's clocks. */
export function startOfDay(day: string, calendar: WorkCalendar): string {
  return new Date(instantAt(Date.parse(day), calendar)).toISOString();
}

/**
 * The working day that is number `count` among those after `day`.
 * @param count 1 or more
 * @throws RangeError when the calendar never works
 */
export function workingDayAfter(day: string, count: number, calendar: WorkCalendar): string {
  return stepped(addDays(day, 1), count, 1, calendar);
}

/** The working day that is number `count` from `day` on, which counts itself where it is one. */
export function workingDayFrom(day: string, count: number, calendar: WorkCalendar): string {
  return stepped(day, count, 1, calendar);
}

/** The working day that is number `count` from `day` back, which counts itself where it is one. */
export function workingDayBack(day: string, count: number, calendar: WorkCalendar): string {
  return stepped(day, count, -1, calendar);
}

/** So many steps are remembered of a calendar, which never changes: thousands of customers share a few hundred days. */
const MOST_REMEMBERED = 20_000;
const remembered = new WeakMap<WorkCalendar, Map<string, string>>();

function stepped(start: string, count: number, direction: 1 | -1, calendar: WorkCalendar): string {
  const known = remembered.get(calendar) ?? new Map<string, string>();
  remembered.set(calendar, known);
  const key = `${start} ${count * direction}`;
  const found = known.get(key) ?? counted(start, count, direction, calendar);
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, found);
  return found;
}

function counted(start: string, count: number, direction: 1 | -1, calendar: WorkCalendar): string {
  let day = start;
  let left = count;
  for (let idle = 0; idle <= MAX_IDLE_DAYS; idle += 1) {
    if (calendar.isWorkingDay(day)) {
      idle = 0;
      left -= 1;
      if (left <= 0) return day;
    }
    day = addDays(day, direction);
  }
  throw new RangeError('The calendar has no working day in sight');
}
