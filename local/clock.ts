/** Time as the local run sees it: epoch milliseconds and one-shot alarms. Handed in everywhere; nothing reads `Date.now()`. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `ring` once at or after `time` (epoch milliseconds); the returned function cancels it. */
  at(time: number, ring: () => void): () => void;
}

/** Longest delay a timer of the platform takes, milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The machine's own time. Its alarms keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(time, ring) {
    let timer: NodeJS.Timeout;
    const set = (): void => {
      const delay = time - Date.now();
      // A timer may go off a moment early: an alarm must not.
      const due = (): void => (Date.now() < time ? set() : ring());
      timer = setTimeout(due, Math.min(Math.max(0, delay), LONGEST_DELAY));
    };
    set();
    return () => clearTimeout(timer);
  },
};
