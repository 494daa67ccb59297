import { setTimeout as pause } from 'node:timers/promises';
import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { TransientFailure } from '../domain/transient-failure.ts';
import type { Item } from './item.ts';
import type { RecordsTable } from './records-table.ts';
import { attempt } from './transient.ts';

/** What came of a transaction: written, or refused by the condition of the write at `index` (the first such). */
export type Outcome =
  | { readonly written: true }
  | { readonly written: false; readonly index: number; readonly item: Item | undefined };

/** How often a transaction that met another one on the same item is tried where the caller does not say. */
const MAX_TRIES = 8;

/**
 * Writes all of `writes` or none. A conflict with another transaction is waited out (full jitter, up to 0.4 s a time), so
 * that what comes back is the word of a condition.
 * @throws TransientFailure when the conflicts do not end
 */
export async function transact(
  { client }: RecordsTable,
  writes: readonly TransactWriteItem[],
  maxTries = MAX_TRIES,
): Promise<Outcome> {
  let last: unknown;
  for (let tries = 0; tries < maxTries; tries += 1) {
    try {
      await attempt(() => client.send(new TransactWriteItemsCommand({ TransactItems: [...writes] })));
      return { written: true };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const index = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      if (index >= 0) return { written: false, index, item: reasons[index]?.Item };
      if (!reasons.some(({ Code }) => Code !== undefined && waitable.has(Code))) throw error;
      last = error;
      await pause(Math.random() * Math.min(400, 25 * 2 ** tries));
    }
  }
  throw new TransientFailure(last);
}

const waitable: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);
