import type { Clock } from './clock.ts';

/** A clock that stands still until it is told to go on: fifteen days pass in milliseconds. */
export interface ManualClock extends Clock {
  /** When the next alarm is due, epoch milliseconds; undefined when none is set. */
  next(): number | undefined;
  /** Sets the time and rings what is due until then, in order of its time, each at that time. */
  advanceTo(time: number): void;
}

interface Alarm {
  readonly time: number;
  readonly order: number;
  readonly ring: () => void;
}

/** @param start Epoch milliseconds. */
export function manualClock(start: number): ManualClock {
  let now = start;
  let order = 0;
  const alarms = new Set<Alarm>();

  function earliest(): Alarm | undefined {
    let found: Alarm | undefined;
    for (const alarm of alarms) {
      if (found === undefined || alarm.time < found.time || (alarm.time === found.time && alarm.order < found.order)) {
        found = alarm;
      }
    }
    return found;
  }

  return {
    now: () => now,
    at(time, ring) {
      const alarm = { time, order: order++, ring };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    next: () => earliest()?.time,
    advanceTo(time) {
      for (let alarm = earliest(); alarm !== undefined && alarm.time <= time; alarm = earliest()) {
        alarms.delete(alarm);
        now = Math.max(now, alarm.time);
        alarm.ring();
      }
      now = Math.max(now, time);
    },
  };
}
