import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { addressMark } from '../domain/delivery.ts';
import type { Resending, Suppressions } from '../domain/suppression.ts';
import { factItem } from './case-records.ts';
import { putAnnouncement } from './handover-records.ts';
import { parseItem, toItem } from './item.ts';
import { addressKey, addressQueue, clearingKey, taskKey } from './keys.ts';
import { getItem, indexPage, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent, update } from './write.ts';

/** Marked addresses, latest first, and who took marks off. */
export function suppressionRecords(table: RecordsTable): Suppressions {
  return {
    list: (page) => indexPage(table, addressMark, { index: 'byQueue', queue: addressQueue, newestFirst: true }, page),

    async get(hash) {
      const item = await getItem(table, addressKey(hash));
      return item === undefined ? undefined : parseItem(addressMark, item);
    },

    async clear(clearing, fact, resend) {
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
        ...resend.flatMap((task) => writesOf(table, task)),
      ]);
      if (outcome.written) return 'cleared';
      return outcome.index === 0 ? 'gone' : 'changed';
    },
  };
}

function writesOf(table: RecordsTable, { task, person, fact }: Resending): readonly TransactWriteItem[] {
  const key = taskKey(task.id);
  if (key === undefined) throw new TypeError(`${task.id} is no task id`);
  const { attempt, assignee, notice } = task;
  const still = update(table, key, {
    set: { attempt },
    remove: notice?.person === person ? ['notice'] : [],
    // Issued again meanwhile, it has an announcement of its own, which must not be lost to this one.
    when: { status: ['OPEN'], attempt: [attempt], assignee: [assignee] },
  });
  return [{ Update: still }, putAnnouncement(table, task, fact.at, attempt), putIfAbsent(table, factItem(fact))];
}
