import type { Clock } from './clock.ts';

/** The longest a timer of the platform may be set for, milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(time, ring) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const left = time - Date.now();
      timer = left > longestTimerMs ? setTimeout(arm, longestTimerMs) : setTimeout(ring, Math.max(0, left));
    };
    arm();
    return () => clearTimeout(timer);
  },
};
