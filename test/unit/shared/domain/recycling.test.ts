import { describe, expect, it } from 'vitest';
import { calendarWith } from '../../../../functions/shared/domain/calendar.ts';
import { addDays } from '../../../../functions/shared/domain/calendar-day.ts';
import { chinaCalendar } from '../../../../functions/shared/domain/china-calendar.ts';
import {
  type CustomerClocks,
  nightOf,
  outlookOf,
  recyclingRule,
  recyclingRuleOf,
  termsName,
} from '../../../../functions/shared/domain/recycling.ts';
import { forecastChange } from '../../../../functions/shared/domain/recycling-forecast.ts';
import { aCustomer } from '../../../support/builders.ts';

const terms = { rule: recyclingRule.parse({}), calendar: chinaCalendar };

/** A customer that came to its holder so. */
function held(heldSince: string, more: Partial<CustomerClocks> = {}): CustomerClocks {
  return { createdAt: '2025-01-06T02:00:00.000Z', heldSince, ...more };
}

describe('IN-10 when a customer is recycled', () => {
  it('is the day after the fifteenth working day without a contact, with a warning three working days before', () => {
    // given a customer of Monday, 2 November 2026, 10 o'clock in China
    const customer = held('2026-11-02T02:00:00.000Z');
    // when
    const outlook = outlookOf(customer, terms, '2026-11-03');
    // then
    expect(outlook).toEqual({
      contactBy: '2026-11-23',
      orderBy: '2027-01-31',
      lastDay: '2026-11-23',
      missing: 'contact',
      warned: false,
      warnOn: '2026-11-19',
      recycleOn: '2026-11-24',
    });
  });

  it('passes over Spring Festival 2026 and counts the Saturdays worked in exchange, to the day', () => {
    // given the last contact on Friday, 6 February 2026; 15 to 23 February are off, the Saturdays 14 and 28 are worked
    const customer = held('2026-01-05T02:00:00.000Z', { lastContactAt: '2026-02-06T08:00:00.000Z' });
    // when
    const { contactBy, warnOn, recycleOn } = outlookOf(customer, terms, '2026-02-07');
    // then: 9-14 are six, 24-28 eleven, 2-5 March fifteen
    expect({ contactBy, warnOn, recycleOn }).toEqual({
      contactBy: '2026-03-05',
      warnOn: '2026-03-03',
      recycleOn: '2026-03-06',
    });
  });

  it('passes over a Spring Festival between the warning and the return', () => {
    // given the fifteenth working day is Saturday, 14 February 2026, worked in exchange, and with a day more the 24th
    const customer = held('2026-01-05T02:00:00.000Z', { lastContactAt: '2026-01-26T02:00:00.000Z' });
    // when / then: the festival lies between the warning of the 13th and the return
    expect(outlookOf(customer, terms, '2026-02-01')).toMatchObject({
      lastDay: '2026-02-14',
      warnOn: '2026-02-12',
      recycleOn: '2026-02-15',
    });
    expect(outlookOf({ ...customer, lastContactAt: '2026-01-27T02:00:00.000Z' }, terms, '2026-02-01')).toMatchObject({
      lastDay: '2026-02-24',
      warnOn: '2026-02-13',
      recycleOn: '2026-02-25',
    });
  });

  it('takes the day of a contact from the organisation’s clocks', () => {
    // given half past midnight of 3 November in China, which is 2 November in UTC
    const customer = held('2026-11-02T16:30:00.000Z');
    // when / then
    expect(outlookOf(customer, terms, '2026-11-03').contactBy).toBe('2026-11-24');
    const berlin = calendarWith({
      timeZone: 'Europe/Berlin',
      hours: ['09:00-17:00'],
      weekdays: [1, 2, 3, 4, 5],
      daysOff: [],
      workDays: [],
    });
    expect(outlookOf(customer, { ...terms, calendar: berlin }, '2026-11-03').contactBy).toBe('2026-11-23');
  });

  it('is after ninety days without an order, however often it was contacted; weekends count there', () => {
    // given 90 days after 2 November 2026 is Sunday, 31 January 2027
    const customer = held('2026-11-02T02:00:00.000Z', { lastContactAt: '2027-01-29T02:00:00.000Z' });
    // when / then: the working days back from it are 29, 28 and 27 January
    expect(outlookOf(customer, terms, '2027-01-20')).toMatchObject({
      lastDay: '2027-01-31',
      missing: 'order',
      warnOn: '2027-01-27',
      recycleOn: '2027-02-01',
    });
    const ordered = { ...customer, lastOrderAt: '2027-01-20T02:00:00.000Z' };
    expect(outlookOf(ordered, terms, '2027-01-30').missing).toBe('contact');
  });

  it('starts both clocks anew when it comes to another holder', () => {
    const customer = held('2026-11-16T02:00:00.000Z', {
      lastContactAt: '2026-09-01T02:00:00.000Z',
      lastOrderAt: '2026-05-01T02:00:00.000Z',
    });
    expect(outlookOf(customer, terms, '2026-11-17')).toMatchObject({ contactBy: '2026-12-07', orderBy: '2027-02-14' });
  });
});

describe('IN-10 what a night does', () => {
  const customer = held('2026-11-02T02:00:00.000Z');
  const warned = { ...customer, recyclingWarning: { at: '2026-11-18T16:30:00.000Z', lastDay: '2026-11-23' } };

  it('is nothing before the warning is due; it looks again on that day', () => {
    expect(nightOf(customer, terms, '2026-11-18')).toMatchObject({
      act: 'nothing',
      nextAt: '2026-11-18T16:00:00.000Z',
    });
  });

  it('is the warning, once; then nothing until the day after the last', () => {
    expect(nightOf(customer, terms, '2026-11-19')).toMatchObject({ act: 'warn', nextAt: '2026-11-23T16:00:00.000Z' });
    expect(nightOf(warned, terms, '2026-11-19')).toMatchObject({ act: 'nothing', nextAt: '2026-11-23T16:00:00.000Z' });
    expect(nightOf(warned, terms, '2026-11-23').act).toBe('nothing');
    expect(nightOf(warned, terms, '2026-11-24').act).toBe('recycle');
  });

  it('is the warning first where no night came for weeks: the holder has three working days all the same', () => {
    // given Friday, 11 December
    const late = nightOf(customer, terms, '2026-12-11');
    expect(late).toMatchObject({ act: 'warn', nextAt: '2026-12-15T16:00:00.000Z' });
    // when it was warned on that day
    const warning = { at: '2026-12-10T16:30:00.000Z', lastDay: '2026-11-23' };
    // then Friday, Monday and Tuesday are left
    expect(nightOf({ ...customer, recyclingWarning: warning }, terms, '2026-12-15').act).toBe('nothing');
    expect(nightOf({ ...customer, recyclingWarning: warning }, terms, '2026-12-16').act).toBe('recycle');
  });

  it('is nothing when a contact came after the warning, and a new warning when its time comes', () => {
    const saved = { ...warned, lastContactAt: '2026-11-23T09:00:00.000Z' };
    expect(nightOf(saved, terms, '2026-11-24').act).toBe('nothing');
    expect(nightOf(saved, terms, '2026-12-10').act).toBe('warn');
  });

  it('does not let a contact save a customer whose order is overdue', () => {
    const ordering = held('2026-08-25T02:00:00.000Z', {
      lastContactAt: '2026-11-20T02:00:00.000Z',
      recyclingWarning: { at: '2026-11-18T16:30:00.000Z', lastDay: '2026-11-23' },
    });
    expect(nightOf({ ...ordering, lastContactAt: '2026-11-23T02:00:00.000Z' }, terms, '2026-11-24').act).toBe(
      'recycle',
    );
  });
});

describe('IN-10 the nights of a whole year, holidays and make-up days among them', () => {
  const { calendar, rule } = terms;
  const days = Array.from({ length: 365 }, (_, number) => addDays('2026-01-01', number));
  const workingDays = (from: string, to: string): number => {
    let sum = 0;
    for (let day = from; day < to; day = addDays(day, 1)) sum += calendar.isWorkingDay(day) ? 1 : 0;
    return sum;
  };

  /** The days on which a customer of the day `start` is warned of and recycled where no night comes on the days `missed`. */
  function live(start: string, missed: (day: string) => boolean): { warned: string[]; recycled: string } {
    let customer: CustomerClocks = held(`${start}T02:00:00.000Z`);
    const warned: string[] = [];
    for (let day = addDays(start, 1); ; day = addDays(day, 1)) {
      if (missed(day)) continue;
      const { act, outlook } = nightOf(customer, terms, day);
      if (act === 'recycle') return { warned, recycled: day };
      if (act === 'nothing') continue;
      warned.push(day);
      const at = new Date(Date.parse(`${day}T00:30:00+08:00`)).toISOString();
      customer = { ...customer, recyclingWarning: { at, lastDay: outlook.lastDay } };
    }
  }

  it.each(days)(
    'a customer of %s is warned of once and returned after fifteen working days, three after the warning',
    (start) => {
      // when every night comes
      const { warned, recycled } = live(start, () => false);
      // then
      const [warning = ''] = warned;
      expect(warned).toHaveLength(1);
      expect(workingDays(addDays(start, 1), recycled)).toBe(rule.contactDays);
      expect(workingDays(warning, recycled)).toBe(rule.warningDays);
      // when three nights in four are missed
      const late = live(start, (day) => Date.parse(day) % (4 * 86_400_000) !== 0);
      // then
      const [lateWarning = ''] = late.warned;
      expect(late.warned).toHaveLength(1);
      expect(workingDays(addDays(start, 1), late.recycled)).toBeGreaterThanOrEqual(rule.contactDays);
      expect(workingDays(lateWarning, late.recycled)).toBeGreaterThanOrEqual(rule.warningDays);
    },
  );
});

describe('a forecast of many customers', () => {
  it('IN-10 counts the working days from each day once, not from each customer: 12,000 of them, up to 500 days ahead', () => {
    let asked = 0;
    const isWorkingDay = (day: string): boolean => {
      asked += 1;
      return chinaCalendar.isWorkingDay(day);
    };
    const calendar = { ...chinaCalendar, isWorkingDay };
    const customers = Array.from({ length: 12_000 }, (_, number) =>
      aCustomer({
        id: `CU-${number}`,
        createdAt: `2026-11-${String((number % 20) + 1).padStart(2, '0')}T02:00:00.000Z`,
      }),
    );
    const changed = { rule: { ...terms.rule, contactDays: 500 }, calendar };
    const nights = { from: '2026-11-23', until: '2027-02-20' };
    const { later } = forecastChange(customers, { present: { ...terms, calendar }, changed }, nights);
    expect(later).toHaveLength(12_000);
    expect(asked).toBeLessThan(20 * 1000);
  });
});

describe('the rule as a setting', () => {
  it('is 15, 90 and 3 days unless told otherwise', () => {
    expect(recyclingRuleOf(undefined)).toEqual({ contactDays: 15, orderDays: 90, warningDays: 3 });
    expect(recyclingRuleOf('{"contactDays":20}')).toEqual({ contactDays: 20, orderDays: 90, warningDays: 3 });
  });

  it.each(['{"contactDays":0}', '{"contactDays":2,"warningDays":3}', 'fifteen', '[]'])('refuses %s', (text) => {
    expect(() => recyclingRuleOf(text)).toThrow('The recycling rule is wrong');
  });

  it('has another name when a number or the calendar changes', () => {
    const { rule } = terms;
    const names = [
      termsName(rule),
      termsName({ ...rule, contactDays: 10 }),
      termsName(rule, '{"timeZone":"Europe/Berlin"}'),
    ];
    expect(new Set(names).size).toBe(3);
    expect(termsName(rule)).toContain('2026');
  });
});
