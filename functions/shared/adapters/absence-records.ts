import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { absence } from '../domain/inbox.ts';
import type { Absences } from '../domain/ports.ts';
import { INBOX_SHARD } from './due-records.ts';
import { parseItem, toItem } from './item.ts';
import { absenceKey, absencesKey } from './keys.ts';
import { getItem, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { attempt } from './transient.ts';

const counter = z.object({ version: z.int() });

/** The absences in the Records table. One counter stands over all of them: there are few, and they are rarely changed. */
export function absenceRecords(table: RecordsTable): Absences {
  return {
    async of(person) {
      const item = await getItem(table, absenceKey(person));
      return item === undefined ? undefined : parseItem(absence, item);
    },

    async version() {
      const item = await getItem(table, absencesKey);
      return item === undefined ? 0 : parseItem(counter, item).version;
    },

    async enter(entered, version) {
      const item = { entity: 'absence', ...entered, sweepShard: INBOX_SHARD, sweepAt: entered.from };
      const { written } = await transact(table, [
        {
          Put: {
            TableName: table.name,
            Item: toItem({ ...absencesKey, entity: 'absences', version: version + 1 }),
            ConditionExpression: 'attribute_not_exists(pk) OR #version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: toItem({ ':version': version }),
          },
        },
        { Put: { TableName: table.name, Item: toItem({ ...absenceKey(entered.person), ...item }) } },
      ]);
      return written;
    },

    async remove(person) {
      const { pk, sk } = absenceKey(person);
      await attempt(() => table.client.send(new DeleteItemCommand({ TableName: table.name, Key: toItem({ pk, sk }) })));
    },
  };
}
