import { describe, expect, it } from 'vitest';
import { calendarOf, calendarText, calendarWith } from '../../../../functions/shared/domain/calendar.ts';
import { chinaCalendar } from '../../../../functions/shared/domain/china-calendar.ts';
import { addWorkingHours, workingTime } from '../../../../functions/shared/domain/working-time.ts';

const office = {
  timeZone: 'Europe/Berlin',
  hours: ['09:00-12:00', '13:00-17:00'],
  weekdays: [1, 2, 3, 4, 5],
  daysOff: ['2026-12-25'],
  workDays: ['2026-12-19'],
};
const berlin = calendarWith(office);
const HOUR = 3_600_000;

describe('a calendar by configuration', () => {
  it.each<[string, string, number, string]>([
    ['in winter', '2026-11-23T08:00:00Z', 3, '2026-11-23T11:00:00.000Z'],
    ['in summer, an hour earlier by UTC', '2026-07-06T07:00:00Z', 3, '2026-07-06T10:00:00.000Z'],
    ['over the weekend the clocks go forward', '2026-03-27T15:30:00Z', 1, '2026-03-30T07:30:00.000Z'],
    ['over the weekend the clocks go back', '2026-10-23T14:30:00Z', 1, '2026-10-26T08:30:00.000Z'],
    ['over a day off', '2026-12-24T15:30:00Z', 1, '2026-12-28T08:30:00.000Z'],
    ['into a Saturday that is worked', '2026-12-18T15:30:00Z', 1, '2026-12-19T08:30:00.000Z'],
  ])('counts %s', (_, from, hours, to) => {
    expect(addWorkingHours(new Date(from), hours, berlin).toISOString()).toBe(to);
    expect(workingTime(new Date(from), new Date(to), berlin)).toBe(hours * HOUR);
  });

  const nights = { ...office, hours: ['00:00-08:00'], weekdays: [7], daysOff: [], workDays: [] };
  it.each<[string, string, string, number]>([
    ['seven hours in the night that loses one', '2026-03-28T23:00:00Z', '2026-03-29T06:00:00Z', 7],
    ['nine hours in the night that wins one', '2026-10-24T22:00:00Z', '2026-10-25T07:00:00Z', 9],
  ])('a shift from midnight to eight has %s', (_, from, to, hours) => {
    const night = calendarWith(nights);
    expect(workingTime(new Date(from), new Date(to), night)).toBe(hours * HOUR);
    expect(addWorkingHours(new Date(from), hours, night).toISOString()).toBe(new Date(to).toISOString());
  });

  it('a shift that begins in the hour the clocks leap over begins as long after the leap', () => {
    const early = calendarWith({ ...nights, hours: ['02:30-04:30'] });
    expect(addWorkingHours(new Date('2026-03-28T23:00:00Z'), 1, early).toISOString()).toBe('2026-03-29T02:30:00.000Z');
  });

  it('is China’s where none is given, and reads what the environment holds', () => {
    expect(calendarOf(undefined)).toBe(chinaCalendar);
    const read = calendarOf(JSON.stringify(office));
    expect(addWorkingHours(new Date('2026-11-23T08:00:00Z'), 3, read).toISOString()).toBe('2026-11-23T11:00:00.000Z');
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['no such zone', { ...office, timeZone: 'Europe/Nowhere' }],
    ['hours that end before they begin', { ...office, hours: ['22:00-06:00'] }],
    ['hours that overlap', { ...office, hours: ['09:00-13:00', '12:00-17:00'] }],
    ['no day of the week', { ...office, weekdays: [] }],
    ['a day that is none', { ...office, daysOff: ['25.12.2026'] }],
  ])('refuses %s', (_, wrong) => {
    const text = typeof wrong === 'string' ? wrong : JSON.stringify(wrong);
    expect(calendarText.safeParse(text).success).toBe(false);
    expect(() => calendarOf(text)).toThrow('The work calendar is wrong');
  });
});

describe('working time between two instants', () => {
  it('counts what lies in shifts, and nothing backwards', () => {
    const at = (text: string): Date => new Date(`${text}:00+08:00`);
    expect(workingTime(at('2026-11-27T17:00'), at('2026-11-30T10:30'), chinaCalendar)).toBe(2.5 * HOUR);
    expect(workingTime(at('2026-11-28T10:00'), at('2026-11-29T10:00'), chinaCalendar)).toBe(0);
    expect(workingTime(at('2026-11-30T10:00'), at('2026-11-27T17:00'), chinaCalendar)).toBe(0);
  });
});
