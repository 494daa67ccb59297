import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type CustomerMerges, clocksOfBoth, leavesPool, MERGED, mergedRecord } from '../domain/customer-merge.ts';
import { type Move, move as moveSchema, partnerPool } from '../domain/pools.ts';
import { factItem } from './case-records.ts';
import { countOut, moveItem } from './customer-records.ts';
import { type Item, recordOf, toItem } from './item.ts';
import { customerKey } from './keys.ts';
import { itemsOf, type Key, type RecordsTable } from './records-table.ts';
import { sweepAttributes } from './sweep-place.ts';
import { transact } from './transaction.ts';
import { putIfAbsent, update } from './write.ts';

const mergedPrefix = 'MERGED#';
const mergedKey = (of: { readonly into: string; readonly at: string; readonly customerId: string }): Key => ({
  pk: customerKey(of.into).pk,
  sk: `${mergedPrefix}${of.at}#${of.customerId}`,
});

/** How often what may meet others at one pool's count is tried. */
const SHARED_TRIES = 16;

/** Merges of customers in the Records table. */
export function customerMerges(table: RecordsTable): CustomerMerges {
  return {
    async merge({ merged, survivor, move, facts }) {
      const { customerId, from, fromPartner, by, at } = move;
      const ends = update(table, customerKey(customerId), {
        set: { holder: MERGED, mergedInto: survivor.id, mergedAt: at, lastHolder: from },
        // In no pool any more, and in no place of the nightly sweep (IN-10).
        remove: ['personQueue', 'personOrder', 'partner', 'commission', 'recyclingWarning', ...sweepAttributes],
        when: { holder: [from], partner: [fromPartner], version: [merged.version], mergedInto: [undefined] },
      });
      const goesOn = update(table, customerKey(survivor.id), {
        set: { tookOver: true, ...clocksOfBoth(merged, survivor) },
        when: {
          mergedInto: [undefined],
          lastContactAt: [survivor.lastContactAt],
          lastOrderAt: [survivor.lastOrderAt],
        },
      });
      const record = { customerId, into: survivor.id, at, by };
      const writes: TransactWriteItem[] = [
        { Update: ends },
        { Update: goesOn },
        { Put: { TableName: table.name, Item: moveItem(move) } },
        putIfAbsent(table, toItem({ ...mergedKey(record), entity: 'merged-record', ...record })),
        ...(leavesPool(move) ? [countOut(table, from)] : []),
        ...(fromPartner === undefined ? [] : [countOut(table, partnerPool(fromPartner))]),
        ...facts.map((fact) => putIfAbsent(table, factItem(fact))),
      ];
      return (await transact(table, writes, SHARED_TRIES)).written ? 'merged' : 'changed';
    },

    mergedInto: (id) => itemsOf(table, mergedRecord, customerKey(id).pk, { prefix: mergedPrefix }),
  };
}

/** The merge that an item holds; undefined for every other item. */
export function writtenMerge(item: Item | undefined): Move | undefined {
  return recordOf('merge', moveSchema, item);
}
