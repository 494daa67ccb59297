import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { absence, followUp, taskComment } from '../domain/inbox.ts';
import type { DueItem, DueWork } from '../domain/ports.ts';
import { type Item, parseItem, toItem } from './item.ts';
import { getItem, type Key, type RecordsTable, unlessRefused } from './records-table.ts';
import { attempt } from './transient.ts';
import { type Change, update } from './write.ts';

/** The place in the sweep's index of what is due in the inbox; the tasks' own due actions have shards of theirs. */
export const INBOX_SHARD = 'INBOX';

const place = z.object({ pk: z.string(), sk: z.string() });
const entity = z.object({ entity: z.string(), sweepAt: z.optional(z.string()) });
const keyParts = z.tuple([z.string(), z.string()]);
const announcement = z.object({ taskId: z.string(), attempt: z.int() });

/** What waits in the sweep's index for the inbox's sweep. */
export function dueRecords(table: RecordsTable): DueWork {
  return {
    async due(until, limit) {
      const answer = await attempt(() =>
        table.client.send(
          new QueryCommand({
            TableName: table.name,
            IndexName: 'bySweep',
            KeyConditionExpression: 'sweepShard = :shard AND sweepAt <= :until',
            ExpressionAttributeValues: toItem({ ':shard': INBOX_SHARD, ':until': until }),
            Limit: limit,
          }),
        ),
      );
      const keys = (answer.Items ?? []).map((item) => parseItem(place, item));
      const items = await Promise.all(keys.map(async (key) => read(key, await getItem(table, key))));
      // The index trails the table: what is there no more, or due later by now, is left out.
      return items.flatMap((item) => (item === undefined || item.sweepAt > until ? [] : [item]));
    },

    done: (item) => change(table, item, { set: {}, remove: ['sweepShard', 'sweepAt'] }),

    later: (item, at) => change(table, item, { set: { sweepAt: at } }),
  };
}

/** Changes what is due, if it still is as it was read. */
async function change(
  table: RecordsTable,
  { key, sweepAt }: Pick<DueItem, 'key' | 'sweepAt'>,
  to: Pick<Change, 'set' | 'remove'>,
): Promise<void> {
  const [pk, sk] = z.parse(keyParts, JSON.parse(key));
  const changed = update(table, { pk, sk }, { ...to, when: { sweepAt: [sweepAt] } });
  await unlessRefused(() => table.client.send(new UpdateItemCommand(changed)));
}

function read({ pk, sk }: Key, item: Item | undefined): DueItem | undefined {
  if (item === undefined) return undefined;
  const { entity: kind, sweepAt } = parseItem(entity, item);
  if (sweepAt === undefined) return undefined;
  const waiting = { key: JSON.stringify([pk, sk]), sweepAt };
  switch (kind) {
    case 'announcement':
      return { ...waiting, kind, ...parseItem(announcement, item) };
    case 'comment':
      return { ...waiting, kind, comment: parseItem(taskComment, item) };
    case 'follow-up':
      return { ...waiting, kind, followUp: parseItem(followUp, item) };
    case 'absence':
      return { ...waiting, kind, absence: parseItem(absence, item) };
    default:
      return undefined;
  }
}
