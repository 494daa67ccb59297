import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Handovers } from '../domain/ports.ts';
import { mayPause } from '../domain/sla.ts';
import type { Task } from '../domain/task.ts';
import { factItem } from './case-records.ts';
import { INBOX_SHARD } from './due-records.ts';
import { toItem } from './item.ts';
import { announcementKey, taskKey } from './keys.ts';
import { putNew, type RecordsTable } from './records-table.ts';
import { sweepPlace } from './sweep-place.ts';
import { linkItem, queueOf } from './task-records.ts';
import { transact } from './transaction.ts';
import { type Change, putIfAbsent, update } from './write.ts';

/** Tasks that change hands in the Records table. */
export function handoverRecords(table: RecordsTable): Handovers {
  return {
    async handOver(task, { assignee, onBehalfOf }, fact) {
      const key = taskKey(task.id);
      if (key === undefined) return undefined;
      const { set, remove, when } = handoverChange(task, { assignee, onBehalfOf });
      // Whether the clock runs may depend on who has the task: the sweep looks at it as of now.
      const looked = mayPause(task.step) ? sweepPlace(task.caseId, fact.at) : {};
      const outcome = await transact(table, [
        { Update: update(table, key, { set: { ...set, ...looked }, remove, when }) },
        putAnnouncement(table, task, fact.at),
        putIfAbsent(table, factItem(fact)),
      ]);
      if (!outcome.written) return undefined;
      const { assignee: _, onBehalfOf: __, ...rest } = task;
      return {
        ...rest,
        attempt: task.attempt + 1,
        ...(assignee === undefined ? {} : { assignee }),
        ...(onBehalfOf.length > 0 ? { onBehalfOf: [...onBehalfOf] } : {}),
      };
    },

    async addLinks(task, links) {
      await Promise.all(links.map(({ hash, personId }) => putNew(table, linkItem(task, hash, personId))));
    },
  };
}

/** The change of an open task that changes hands: its next attempt, with the new holder. */
export function handoverChange(
  task: Task,
  { assignee, onBehalfOf }: { readonly assignee: string | undefined; readonly onBehalfOf: readonly string[] },
): Change & { readonly remove: readonly string[] } {
  const forOthers = onBehalfOf.length > 0;
  return {
    set: {
      attempt: task.attempt + 1,
      assignee,
      onBehalfOf: forOthers ? onBehalfOf : undefined,
      personQueue: assignee === undefined ? undefined : queueOf(assignee, 'OPEN'),
    },
    remove: [
      ...(assignee === undefined ? ['assignee', 'personQueue'] : []),
      ...(forOthers || task.onBehalfOf === undefined ? [] : ['onBehalfOf']),
    ],
    when: { status: ['OPEN'], attempt: [task.attempt], assignee: [task.assignee] },
  };
}

/** Makes the mail about an attempt of the task, the next one where left out, due at once. */
export function putAnnouncement(
  { name }: RecordsTable,
  task: Task,
  at: string,
  attempt = task.attempt + 1,
): TransactWriteItem {
  const announcement = {
    ...announcementKey(task.id),
    entity: 'announcement',
    taskId: task.id,
    attempt,
    sweepShard: INBOX_SHARD,
    sweepAt: at,
  };
  return { Put: { TableName: name, Item: toItem(announcement) } };
}
