import type { Clock } from '../../local/clock.ts';

/** A clock that stands still until it leaps, as that of a machine that slept: what fell due meanwhile rings at the new time. */
export interface LeapingClock extends Clock {
  leapTo(time: number): void;
}

/** @param start epoch milliseconds */
export function leapingClock(start: number): LeapingClock {
  let now = start;
  const alarms = new Set<{ readonly time: number; readonly ring: () => void }>();
  const isDue = ({ time }: { readonly time: number }): boolean => time <= now;
  return {
    now: () => now,
    at(time, ring) {
      const alarm = { time, ring };
      alarms.add(alarm);
      if (isDue(alarm)) {
        setImmediate(() => {
          if (alarms.delete(alarm)) ring();
        });
      }
      return () => alarms.delete(alarm);
    },
    leapTo(time) {
      now = Math.max(now, time);
      for (const alarm of [...alarms].filter(isDue).sort((a, b) => a.time - b.time)) {
        if (alarms.delete(alarm)) alarm.ring();
      }
    },
  };
}
