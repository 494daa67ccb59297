import { readdirSync } from 'node:fs';
import chineseDays from 'chinese-days';
import { describe, expect, it } from 'vitest';
import {
  announcedYears,
  chinaCalendar,
  isStatutoryDayOff,
} from '../../../../functions/shared/domain/china-calendar.ts';
import { lunarFestivals } from '../../../../functions/shared/domain/lunar-festivals.ts';
import { addWorkingHours } from '../../../../functions/shared/domain/working-time.ts';

/** An instant by Shanghai's clock. */
const shanghai = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);

describe('adding working hours', () => {
  it.each<[string, string, number, string]>([
    ['within a shift', '2026-11-23 09:30', 2, '2026-11-23 11:30'],
    ['to the end of a shift', '2026-11-23 09:00', 3, '2026-11-23 12:00'],
    ['over lunch', '2026-11-23 11:00', 2, '2026-11-23 14:00'],
    ['from before work', '2026-11-23 06:10', 1, '2026-11-23 10:00'],
    ['from lunch', '2026-11-23 12:20', 1, '2026-11-23 14:00'],
    ['from after work', '2026-11-23 20:00', 8, '2026-11-24 18:00'],
    ['a day of eight hours', '2026-11-23 10:00', 8, '2026-11-24 10:00'],
    ['over a weekend', '2026-11-27 17:00', 2, '2026-11-30 10:00'],
    ['from a Sunday', '2026-11-22 11:00', 4, '2026-11-23 14:00'],
    ['half an hour', '2026-11-23 17:45', 0.5, '2026-11-24 09:15'],
    ['nothing at all', '2026-11-23 10:00', 0, '2026-11-23 10:00'],
    ['over National Day, with a make-up Saturday after it', '2026-09-30 17:00', 17, '2026-10-09 18:00'],
    ['into the make-up Saturday', '2026-10-09 17:00', 2, '2026-10-10 10:00'],
    ['over the Spring Festival of 2026', '2026-02-14 17:00', 2, '2026-02-24 10:00'],
    ['over New Year 2027, not announced yet', '2026-12-31 17:00', 2, '2027-01-04 10:00'],
    ['over the Spring Festival of 2027, not announced yet', '2027-02-04 17:00', 2, '2027-02-09 10:00'],
  ])('counts %s', (_, from, hours, to) => {
    expect(addWorkingHours(shanghai(from), hours, chinaCalendar).toISOString()).toBe(shanghai(to).toISOString());
  });

  it('refuses a calendar that never works', () => {
    const never = { ...chinaCalendar, isWorkingDay: () => false };
    expect(() => addWorkingHours(shanghai('2026-11-23 10:00'), 1, never)).toThrow(RangeError);
  });
});

describe('statutory days off of a year not announced yet', () => {
  it.each([...lunarFestivals])('has the festivals of %s where the lunar calendar has them', (year, festivals) => {
    const [spring, , dragonBoat, midAutumn] = festivals.map((monthDay) => `${year}-${monthDay}`);
    const lunarDay = (day: string | undefined): string => {
      const { lunarMon, lunarDay: of } = chineseDays.getLunarDate(new Date(`${day}T12:00:00Z`));
      return `${lunarMon}-${of}`;
    };
    expect([lunarDay(spring), lunarDay(dragonBoat), lunarDay(midAutumn)]).toEqual(['1-1', '5-5', '8-15']);
    // Qingming is a solar term: this formula holds for the century.
    const inCentury = Number(year) % 100;
    expect(festivals[1]).toBe(`04-0${Math.floor(inCentury * 0.2422 + 4.81) - Math.floor(inCentury / 4)}`);
  });

  it('are thirteen in 2027, the eve of Spring Festival among them', () => {
    const days = Array.from({ length: 365 }, (_, day) =>
      new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(5, 10),
    );
    const expected = '01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03'.split(' ');
    expect(days.filter((day) => isStatutoryDayOff(`2027-${day}`))).toEqual(expected);
  });
});

it('knows the latest year that chinese-days has: else china-calendar.ts must import it', () => {
  const folder = new URL('../../../../node_modules/chinese-days/dist/years/', import.meta.url);
  const latest = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .at(-1);
  expect([...announcedYears].map((year) => `${year}.json`)).toContain(latest);
});
