import { describe, expect, test } from 'vitest';
import { addDays, dayInChina } from '../../../../functions/shared/domain/china-day.ts';
import { dayText, localMoment, momentText } from '../../../../functions/shared/pages/moments.ts';

describe('moments on China’s clock', () => {
  test('an instant late in the day in London is the next day in Shanghai', () => {
    const instant = '2026-12-31T16:05:00.000Z';
    expect(momentText(instant, 'zh-CN')).toBe('2027年1月1日周五 00:05（北京时间）');
    expect(momentText(instant, 'en')).toBe('Fri, 1 Jan 2027, 00:05 (Beijing time)');
    expect(dayInChina(new Date(instant))).toBe('2027-01-01');
    expect(localMoment(instant)).toBe('2027-01-01T00:05');
  });

  test('what is no moment is shown as it is', () => {
    expect(momentText('morgen', 'en')).toBe('morgen');
    expect(dayText('20261231', 'zh-CN')).toBe('20261231');
    expect(localMoment('morgen')).toBe('');
  });

  test('days are counted over the ends of months and years', () => {
    expect([addDays('2026-12-31', 1), addDays('2027-03-01', -1), addDays('2028-02-28', 1)]).toEqual([
      '2027-01-01',
      '2027-02-28',
      '2028-02-29',
    ]);
  });
});
