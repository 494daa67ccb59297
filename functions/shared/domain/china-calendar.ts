import announced2025 from 'chinese-days/dist/years/2025.json' with { type: 'json' };
import announced2026 from 'chinese-days/dist/years/2026.json' with { type: 'json' };
import { lunarFestivals } from './lunar-festivals.ts';
import type { WorkCalendar } from './working-time.ts';

/**
 * What the State Council announced: days off, and weekend days made working days in exchange (调休). By year, because the
 * whole table from 2004 on is a tenth of a function's size; a test tells when the library has a year more.
 */
const announced = [announced2025, announced2026];
const daysOff: ReadonlySet<string> = new Set(announced.flatMap(({ holidays }) => Object.keys(holidays)));
const makeUpDays: ReadonlySet<string> = new Set(announced.flatMap(({ workdays }) => Object.keys(workdays)));
/** The years whose arrangement is known. */
export const announcedYears: ReadonlySet<string> = new Set([...daysOff].map((day) => day.slice(0, 4)));

/**
 * Working time in China: 9–12 and 13–18 o'clock in Shanghai. Public holidays and make-up working days are the announced
 * ones; a year whose arrangement is not known yet has the statutory days off alone.
 */
export const chinaCalendar: WorkCalendar = {
  utcOffset: () => 8 * 60,
  shifts: [
    { from: 9 * 60, to: 12 * 60 },
    { from: 13 * 60, to: 18 * 60 },
  ],
  isWorkingDay(day) {
    if (makeUpDays.has(day)) return true;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6) return false;
    return announcedYears.has(day.slice(0, 4)) ? !daysOff.has(day) : !isStatutoryDayOff(day);
  },
};

/** Month-day of New Year, Labour Day and National Day. */
const solarDays: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

/** The days off of the regulation in force since 2025 (全国年节及纪念日放假办法), before any exchange with weekends. */
export function isStatutoryDayOff(day: string): boolean {
  if (solarDays.has(day.slice(5))) return true;
  const festivals = lunarFestivals.get(day.slice(0, 4));
  if (festivals === undefined) return false;
  const [springFestival, ...others] = festivals.map((monthDay) => `${day.slice(0, 5)}${monthDay}`);
  if (others.includes(day) || springFestival === undefined) return others.includes(day);
  // Its eve and its first three days.
  const distance = (Date.parse(day) - Date.parse(springFestival)) / (24 * 3600 * 1000);
  return distance >= -1 && distance <= 2;
}
