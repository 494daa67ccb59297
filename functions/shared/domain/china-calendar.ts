import chineseDays from 'chinese-days';
import type { WorkCalendar } from './working-time.ts';

/**
 * Working time in China: 9–12 and 13–18 o'clock in Shanghai. Public holidays and make-up working days (调休) are the ones
 * the State Council announced; a year whose arrangement is not known yet has the statutory days off alone.
 */
export const chinaCalendar: WorkCalendar = {
  utcOffset: 8 * 60,
  shifts: [
    { from: 9 * 60, to: 12 * 60 },
    { from: 13 * 60, to: 18 * 60 },
  ],
  isWorkingDay(day) {
    if (isAnnounced(day.slice(0, 4))) return chineseDays.isWorkday(localNoon(day));
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !isStatutoryDayOff(day);
  },
};

const announced = new Map<string, boolean>();

function isAnnounced(year: string): boolean {
  const known =
    announced.get(year) ??
    chineseDays.getHolidaysInRange(localNoon(`${year}-01-01`), localNoon(`${year}-12-31`), false).length > 0;
  announced.set(year, known);
  return known;
}

/** Month-day: New Year, Labour Day, National Day. */
const solarDays: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);
/** Month-day of the lunar year: Spring Festival after its eve, Dragon Boat, Mid-Autumn. */
const lunarDays: ReadonlySet<string> = new Set(['1-1', '1-2', '1-3', '5-5', '8-15']);

/** The days off of the regulation in force since 2025 (全国年节及纪念日放假办法), before any exchange with weekends. */
export function isStatutoryDayOff(day: string): boolean {
  if (solarDays.has(day.slice(5)) || lunarDays.has(lunarDay(day))) return true;
  // The eve of Spring Festival, however long the last month is.
  if (lunarDay(nextDay(day)) === '1-1') return true;
  return chineseDays.getSolarTermDate(Number(day.slice(0, 4)), 4, 'pure_brightness') === day;
}

function lunarDay(day: string): string {
  const { lunarMon, lunarDay, isLeap } = chineseDays.getLunarDate(localNoon(day));
  return isLeap ? 'leap' : `${lunarMon}-${lunarDay}`;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3600 * 1000).toISOString().slice(0, 10);
}

/** The library reads dates by the machine's own clock: noon is in the middle of the day meant, wherever that is. */
function localNoon(day: string): Date {
  return new Date(`${day}T12:00:00`);
}
