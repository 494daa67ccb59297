import { calendarWith } from '../functions/shared/domain/calendar.ts';
import { chinaCalendar } from '../functions/shared/domain/china-calendar.ts';
import type { StageSettings } from './config.ts';

/** What functions that count the days of a customer are told of the stage's rule and calendar; what is default is left out. */
export function recyclingTerms({ recycling, workCalendar }: StageSettings): {
  readonly RECYCLING_RULE?: string;
  readonly WORK_CALENDAR?: string;
} {
  return {
    ...(recycling === undefined ? {} : { RECYCLING_RULE: JSON.stringify(recycling) }),
    ...(workCalendar === undefined ? {} : { WORK_CALENDAR: JSON.stringify(workCalendar) }),
  };
}

/** The first hours of the day by the stage's clocks outside summer time, as hours of UTC: `16-20` for China. */
export function nightHours({ workCalendar }: StageSettings): string {
  const { utcOffset } = workCalendar === undefined ? chinaCalendar : calendarWith(workCalendar);
  // Where clocks are put forward in summer, the nights are an hour later then; never before the day has begun.
  const offset = Math.min(...['2026-01-15', '2026-07-15'].map((day) => utcOffset(new Date(day))));
  return [0, 1, 2, 3, 4]
    .map((hour) => (hour + 24 - Math.floor(offset / 60)) % 24)
    .toSorted((a, b) => a - b)
    .join(',');
}
