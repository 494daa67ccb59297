import { afterEach, describe, expect, test } from 'vitest';
import {
  instantOf,
  localClock,
  localDay,
  localTime,
  setLocalClock,
} from '../../../../functions/shared/domain/local-clock.ts';

afterEach(() => setLocalClock(undefined));

describe('the clock a stage lives by', () => {
  test('is China’s unless the stage says otherwise', () => {
    expect(localClock().timeZone).toBe('Asia/Shanghai');
    expect(localTime(new Date('2026-12-31T16:05:59.000Z'))).toBe('2027-01-01T00:05');
    expect(localDay(new Date('2026-12-31T15:59:59.000Z'))).toBe('2026-12-31');
    expect(instantOf('2026-12-01T10:30')).toBe('2026-12-01T10:30:00+08:00');
  });

  test.each([
    ['Europe/Berlin', '2026-01-15T10:30', '2026-01-15T10:30:00+01:00'],
    ['Europe/Berlin', '2026-07-15T10:30', '2026-07-15T10:30:00+02:00'],
    ['America/New_York', '2026-01-15T10:30', '2026-01-15T10:30:00-05:00'],
    ['Asia/Kolkata', '2026-01-15T10:30', '2026-01-15T10:30:00+05:30'],
    // the hour that is there twice is meant the first time, the one that is leapt over comes after the leap
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T02:30:00+02:00'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T03:30:00+02:00'],
  ])('in %s %s is %s', (timeZone, local, instant) => {
    setLocalClock(timeZone);
    expect(instantOf(local)).toBe(instant);
    expect(Date.parse(instantOf(local))).toBe(Date.parse(instant));
  });

  test.each(['', 'tomorrow', '2026-02-30T10:00', '2026-13-01T10:00', '2026-12-01T25:00', '2026-12-01'])(
    'what no clock shows is left as it is: %s',
    (local) => {
      expect(instantOf(local)).toBe(local);
    },
  );

  test('a zone that does not exist is refused, and nothing changes', () => {
    expect(() => setLocalClock('Europe/Atlantis')).toThrow(RangeError);
    expect(localClock().timeZone).toBe('Asia/Shanghai');
  });
});
