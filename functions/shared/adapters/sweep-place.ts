/** So many partitions of the sweep's index share the tasks: one takes a thousand writes a second. */
const SHARDS = 4;

export const sweepShards: readonly string[] = Array.from({ length: SHARDS }, (_, number) => `TASKS#${number}`);

export const sweepAttributes: readonly string[] = ['sweepShard', 'sweepAt'];

/**
 * The place in the sweep's index of a task whose next action is due at the instant `at`; the index is sparse, so that there
 * is none when `at` is undefined.
 */
export function sweepPlace(caseId: string, at: string | undefined): { sweepShard?: string; sweepAt?: string } {
  return at === undefined ? {} : { sweepShard: `TASKS#${shardOf(caseId)}`, sweepAt: at };
}

/** Which of the partitions takes what belongs to `id`. */
function shardOf(id: string): number {
  return [...id].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521, 0) % SHARDS;
}

/** Where customers of private pools stand by the instant at which the nightly sweep has to look at them next (IN-10). */
export const customerShards: readonly string[] = Array.from({ length: SHARDS }, (_, number) => `CUSTOMERS#${number}`);

/** A customer's place there. */
export function customerPlace(id: string, at: string): { readonly sweepShard: string; readonly sweepAt: string } {
  return { sweepShard: `CUSTOMERS#${shardOf(id)}`, sweepAt: at };
}
