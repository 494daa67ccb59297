import * as z from 'zod/mini';
import { chinaCalendar } from './china-calendar.ts';
import { offsetIn } from './time-zone.ts';
import type { WorkCalendar } from './working-time.ts';

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const day = z.iso.date();
const shift = z.string().check(
  z.regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'hours look like 09:00-17:30'),
  z.refine((text) => minutes(text.slice(0, 5)) < minutes(text.slice(6)), 'hours end after they begin, on the same day'),
);

/** A calendar other than China's, as a stage's settings and the functions' environment spell it. */
export const calendarSettings = z.object({
  /** IANA name, e.g. `Europe/Berlin`. */
  timeZone: z.string().check(z.refine(isTimeZone, 'there is no such time zone')),
  /** The hours of a working day, in order. */
  hours: z.array(shift).check(
    z.minLength(1),
    z.refine(
      (shifts) => shifts.every((text, index) => index === 0 || (shifts[index - 1]?.slice(6) ?? '') <= text.slice(0, 5)),
      'hours are in order and do not overlap',
    ),
  ),
  /** Working days of the week, 1 Monday – 7 Sunday. */
  weekdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1)),
  /** Days off besides, `2026-12-25`. */
  daysOff: z._default(z.array(day), []),
  /** Days worked though the week says otherwise. */
  workDays: z._default(z.array(day), []),
});
export type CalendarSettings = z.infer<typeof calendarSettings>;

/** A calendar in a function's environment: absent for China's, else `CalendarSettings` as JSON. */
export const calendarText = z.string().check(z.refine((text) => settingsIn(text).success, 'no calendar'));

/**
 * The calendar that working hours are counted in.
 * @param text as `calendarText`; undefined for China's
 * @throws Error naming what is wrong with the text
 */
export function calendarOf(text: string | undefined): WorkCalendar {
  if (text === undefined) return chinaCalendar;
  const { data, error } = settingsIn(text);
  if (data === undefined) throw new Error(`The work calendar is wrong: ${z.prettifyError(error)}`);
  return calendarWith(data);
}

/** The calendar that `settings` describe. */
export function calendarWith({ timeZone, hours, weekdays, daysOff, workDays }: CalendarSettings): WorkCalendar {
  const off: ReadonlySet<string> = new Set(daysOff);
  const worked: ReadonlySet<string> = new Set(workDays);
  const week: ReadonlySet<number> = new Set(weekdays);
  return {
    utcOffset: offsetIn(timeZone),
    shifts: hours.map((text) => ({ from: minutes(text.slice(0, 5)), to: minutes(text.slice(6)) })),
    isWorkingDay: (date) => worked.has(date) || (week.has(weekdayOf(date)) && !off.has(date)),
  };
}

function settingsIn(text: string): ReturnType<typeof calendarSettings.safeParse> {
  try {
    return z.safeParse(calendarSettings, JSON.parse(text));
  } catch {
    return z.safeParse(calendarSettings, text);
  }
}

/** 1 Monday – 7 Sunday. */
function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

function isTimeZone(name: string): boolean {
  try {
    offsetIn(name);
    return true;
  } catch {
    return false;
  }
}
