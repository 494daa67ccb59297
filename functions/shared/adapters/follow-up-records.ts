import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { followUp } from '../domain/inbox.ts';
import type { FollowUps } from '../domain/ports.ts';
import { INBOX_SHARD } from './due-records.ts';
import { parseItem, toItem } from './item.ts';
import { followUpKey } from './keys.ts';
import { getItem, type RecordsTable } from './records-table.ts';
import { attempt } from './transient.ts';

/** The reminders people set themselves, in the Records table. One that was sent stays, out of the sweep's index. */
export function followUpRecords(table: RecordsTable): FollowUps {
  return {
    async set(wanted) {
      const key = followUpKey(wanted.person, wanted.taskId);
      const item = { ...key, entity: 'follow-up', ...wanted, sweepShard: INBOX_SHARD, sweepAt: wanted.at };
      await attempt(() => table.client.send(new PutItemCommand({ TableName: table.name, Item: toItem(item) })));
    },

    async of(person, taskId) {
      const item = await getItem(table, followUpKey(person, taskId));
      return item === undefined ? undefined : parseItem(followUp, item);
    },

    async remove(person, taskId) {
      const { pk, sk } = followUpKey(person, taskId);
      await attempt(() => table.client.send(new DeleteItemCommand({ TableName: table.name, Key: toItem({ pk, sk }) })));
    },
  };
}
