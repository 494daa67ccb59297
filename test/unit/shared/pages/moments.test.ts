import { describe, expect, onTestFinished, test } from 'vitest';
import { addDays } from '../../../../functions/shared/domain/calendar-day.ts';
import { localDay, setLocalClock } from '../../../../functions/shared/domain/local-clock.ts';
import { clockName, dayText, localMoment, momentText } from '../../../../functions/shared/pages/moments.ts';

describe('moments on China’s clock', () => {
  test('an instant late in the day in London is the next day in Shanghai', () => {
    const instant = '2026-12-31T16:05:00.000Z';
    expect(momentText(instant, 'zh-CN')).toBe('2027年1月1日周五 00:05（北京时间）');
    expect(momentText(instant, 'en')).toBe('Fri, 1 Jan 2027, 00:05 (Beijing time)');
    expect(localDay(new Date(instant))).toBe('2027-01-01');
    expect(localMoment(instant)).toBe('2027-01-01T00:05');
  });

  test('another stage’s moments are on its own clock, by its name, summer time included', () => {
    setLocalClock('Europe/Berlin');
    onTestFinished(() => setLocalClock(undefined));
    expect(momentText('2026-12-31T23:05:00.000Z', 'zh-CN')).toBe('2027年1月1日周五 00:05（中欧标准时间）');
    expect(momentText('2026-07-01T08:00:00.000Z', 'en')).toBe('Wed, 1 Jul 2026, 10:00 (Central European Summer Time)');
    expect([clockName('zh-CN'), clockName('en')]).toEqual(['中欧时间', 'Central European Time']);
    expect(localMoment('2026-07-01T08:00:00.000Z')).toBe('2026-07-01T10:00');
    expect(localDay(new Date('2026-12-31T23:05:00.000Z'))).toBe('2027-01-01');
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
