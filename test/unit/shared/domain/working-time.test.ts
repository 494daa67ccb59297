import chineseDays from 'chinese-days';
import { describe, expect, it } from 'vitest';
import { chinaCalendar, isStatutoryDayOff } from '../../../../functions/shared/domain/china-calendar.ts';
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

describe('statutory days off', () => {
  it('are all among the days off announced since the regulation of 2025', () => {
    // given
    const days = Array.from({ length: 730 }, (_, day) =>
      new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const off = new Set(
      chineseDays.getHolidaysInRange(new Date('2025-01-01T12:00'), new Date('2026-12-31T12:00'), false),
    );
    // when
    const statutory = days.filter(isStatutoryDayOff);
    // then: thirteen a year, less where two fall on one day
    expect(statutory.filter((day) => !off.has(day))).toEqual([]);
    expect(statutory.length).toBeGreaterThanOrEqual(25);
  });
});
