import { describe, expect, test } from 'vitest';
import { nextFiring } from '../../../local/services/events/schedule-expression.ts';

const next = (expression: string, after: string, zone = 'UTC') => {
  const at = nextFiring(expression, zone, Date.parse(after), Date.parse('2026-01-01T00:00:00Z'));
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('schedule expressions', () => {
  test.each([
    ['rate(5 minutes)', '2026-01-01T00:07:00Z', '2026-01-01T00:10:00.000Z'],
    ['rate(1 hour)', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00.000Z'],
    ['rate(1 day)', '2026-01-03T12:00:00Z', '2026-01-04T00:00:00.000Z'],
    ['cron(0 10 * * ? *)', '2026-02-11T10:00:00Z', '2026-02-12T10:00:00.000Z'],
    ['cron(15 12 ? * 2-6 *)', '2026-02-13T13:00:00Z', '2026-02-16T12:15:00.000Z'],
    ['cron(0 8 1 * ? *)', '2026-02-13T13:00:00Z', '2026-03-01T08:00:00.000Z'],
    ['cron(0 8 L * ? *)', '2026-02-13T13:00:00Z', '2026-02-28T08:00:00.000Z'],
    ['cron(0/15 * ? * MON *)', '2026-02-16T00:15:00Z', '2026-02-16T00:30:00.000Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test('a zone of its own: nine in Shanghai is one in UTC', () => {
    expect(next('cron(0 9 * * ? *)', '2026-02-13T02:00:00Z', 'Asia/Shanghai')).toBe('2026-02-14T01:00:00.000Z');
  });

  test('at() fires once', () => {
    expect(next('at(2026-03-01T09:00:00)', '2026-02-01T00:00:00Z')).toBe('2026-03-01T09:00:00.000Z');
    expect(next('at(2026-03-01T09:00:00)', '2026-03-02T00:00:00Z')).toBeUndefined();
  });

  test.each(['rate(0 minutes)', 'cron(0 10 * * * *)', 'cron(* * *)', 'every day'])('%s is refused', (expression) => {
    expect(() => next(expression, '2026-01-01T00:00:00Z')).toThrow();
  });
});
