/** Time as the local run sees it: epoch milliseconds and one-shot alarms. Handed in everywhere; nothing reads `Date.now()`. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `ring` once at or after `time` (epoch milliseconds); the returned function cancels it. */
  at(time: number, ring: () => void): () => void;
}
