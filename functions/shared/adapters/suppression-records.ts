import { addressMark } from '../domain/delivery.ts';
import type { Suppressions } from '../domain/suppression.ts';
import { factItem } from './case-records.ts';
import { parseItem, toItem } from './item.ts';
import { addressKey, addressQueue, clearingKey } from './keys.ts';
import { getItem, indexPage, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent } from './write.ts';

/** Marked addresses, latest first, and who took marks off. */
export function suppressionRecords(table: RecordsTable): Suppressions {
  return {
    list: (page) => indexPage(table, addressMark, { index: 'byQueue', queue: addressQueue, newestFirst: true }, page),

    async get(hash) {
      const item = await getItem(table, addressKey(hash));
      return item === undefined ? undefined : parseItem(addressMark, item);
    },

    async clear(clearing, fact) {
      const { mark, by, via, at } = clearing;
      const outcome = await transact(table, [
        {
          Delete: {
            TableName: table.name,
            Key: toItem({ ...addressKey(mark.hash) }),
            // Bounced anew since it was read, it is another mark.
            ConditionExpression: '#at = :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: toItem({ ':at': mark.at }),
          },
        },
        putIfAbsent(table, toItem({ ...clearingKey(mark.hash, at), entity: 'address-clearing', mark, by, via, at })),
        ...(fact === undefined ? [] : [putIfAbsent(table, factItem(fact))]),
      ]);
      return outcome.written;
    },
  };
}
