/** So many partitions of the sweep's index share the tasks: one takes a thousand writes a second. */
const SHARDS = 4;

export const sweepShards: readonly string[] = Array.from({ length: SHARDS }, (_, number) => `TASKS#${number}`);

export const sweepAttributes: readonly string[] = ['sweepShard', 'sweepAt'];

/**
 * The place in the sweep's index of a task whose next action is due at the instant `at`; the index is sparse, so that there
 * is none when `at` is undefined.
 */
export function sweepPlace(caseId: string, at: string | undefined): { sweepShard?: string; sweepAt?: string } {
  if (at === undefined) return {};
  const sum = [...caseId].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521, 0);
  return { sweepShard: `TASKS#${sum % SHARDS}`, sweepAt: at };
}
