import type { Handovers } from '../domain/ports.ts';
import { factItem } from './case-records.ts';
import { INBOX_SHARD } from './due-records.ts';
import { toItem } from './item.ts';
import { announcementKey, taskKey } from './keys.ts';
import { putNew, type RecordsTable } from './records-table.ts';
import { linkItem, queueOf } from './task-records.ts';
import { transact } from './transaction.ts';
import { putIfAbsent, update } from './write.ts';

/** Tasks that change hands in the Records table. */
export function handoverRecords(table: RecordsTable): Handovers {
  return {
    async handOver(task, { assignee, onBehalfOf }, fact) {
      const key = taskKey(task.id);
      if (key === undefined) return undefined;
      const attempt = task.attempt + 1;
      const forOthers = onBehalfOf.length > 0;
      const change = update(table, key, {
        set: {
          attempt,
          assignee,
          onBehalfOf: forOthers ? onBehalfOf : undefined,
          personQueue: assignee === undefined ? undefined : queueOf(assignee, 'OPEN'),
        },
        remove: [
          ...(assignee === undefined ? ['assignee', 'personQueue'] : []),
          ...(forOthers || task.onBehalfOf === undefined ? [] : ['onBehalfOf']),
        ],
        when: { status: ['OPEN'], attempt: [task.attempt], assignee: [task.assignee] },
      });
      const announcement = {
        ...announcementKey(task.id),
        entity: 'announcement',
        taskId: task.id,
        attempt,
        sweepShard: INBOX_SHARD,
        sweepAt: fact.at,
      };
      const outcome = await transact(table, [
        { Update: change },
        { Put: { TableName: table.name, Item: toItem(announcement) } },
        putIfAbsent(table, factItem(fact)),
      ]);
      if (!outcome.written) return undefined;
      const { assignee: _, onBehalfOf: __, ...rest } = task;
      return {
        ...rest,
        attempt,
        ...(assignee === undefined ? {} : { assignee }),
        ...(forOthers ? { onBehalfOf: [...onBehalfOf] } : {}),
      };
    },

    async addLinks(task, links) {
      await Promise.all(links.map(({ hash, personId }) => putNew(table, linkItem(task, hash, personId))));
    },
  };
}
