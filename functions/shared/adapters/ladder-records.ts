import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { DueTask, Ladders, SlaChange } from '../domain/ports.ts';
import { type Task, task as taskSchema } from '../domain/task.ts';
import { factItem } from './case-records.ts';
import { handoverChange, putAnnouncement } from './handover-records.ts';
import { parseItem, toItem } from './item.ts';
import { taskKey } from './keys.ts';
import { getItem, type Key, type RecordsTable, unlessRefused } from './records-table.ts';
import { sweepAttributes, sweepPlace, sweepShards } from './sweep-place.ts';
import { orders } from './task-records.ts';
import { transact } from './transaction.ts';
import { attempt } from './transient.ts';
import { type Change, putIfAbsent, update } from './write.ts';

const place = z.object({ pk: z.string(), sk: z.string() });
const waiting = z.object({ sweepAt: z.optional(z.string()) });

/** Tasks by their next due action, from the sparse index `bySweep` (docs/data-model.md); nothing is ever scanned. */
export function ladderRecords(table: RecordsTable): Ladders {
  const keysOf = async (shard: string, until: string, limit: number): Promise<readonly Key[]> => {
    const answer = await attempt(() =>
      table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: 'bySweep',
          KeyConditionExpression: 'sweepShard = :shard AND sweepAt <= :until',
          ExpressionAttributeValues: toItem({ ':shard': shard, ':until': until }),
          Limit: limit,
        }),
      ),
    );
    return (answer.Items ?? []).map((item) => parseItem(place, item));
  };
  const read = async (key: Key): Promise<DueTask | undefined> => {
    const item = await getItem(table, key);
    if (item === undefined) return undefined;
    const { sweepAt } = parseItem(waiting, item);
    return sweepAt === undefined ? undefined : { task: parseItem(taskSchema, item), sweepAt };
  };
  return {
    async due(until, limit) {
      const share = Math.ceil(limit / sweepShards.length);
      const keys = await Promise.all(sweepShards.map((shard) => keysOf(shard, until, share)));
      const found = await Promise.all(keys.flat().map(read));
      // The index trails the table: what has ended, or is due later by now, is left out.
      return found
        .filter((item) => item !== undefined)
        .filter(({ task, sweepAt }) => task.status === 'OPEN' && sweepAt <= until)
        .sort((a, b) => (a.sweepAt < b.sweepAt ? -1 : 1));
    },

    async take({ task, sweepAt }, until) {
      const change = update(table, keyOf(task), { set: { sweepAt: until }, when: unchanged({ task, sweepAt }) });
      const taken = await unlessRefused(() => table.client.send(new UpdateItemCommand(change)));
      return taken ? { task, sweepAt: until } : undefined;
    },

    async settle(taken, change, facts) {
      const { task } = taken;
      const { written } = await transact(table, [
        { Update: update(table, keyOf(task), { ...changeOf(task, change), when: unchanged(taken) }) },
        ...(change.handover === undefined ? [] : [putAnnouncement(table, task, facts[0]?.at ?? taken.sweepAt)]),
        ...facts.map((fact) => putIfAbsent(table, factItem(fact))),
      ]);
      return written;
    },

    async reprioritise(id, to) {
      const key = taskKey(id);
      const item = key === undefined ? undefined : await getItem(table, key);
      if (item === undefined) return true;
      const task = parseItem(taskSchema, item);
      if (task.status !== 'OPEN') return true;
      const { priority, sla, dueAt, nextActionAt } = to(task);
      const change = update(table, keyOf(task), {
        set: { priority, sla, dueAt, ...orders({ ...task, dueAt }), ...sweepPlace(task.caseId, nextActionAt) },
        remove: nextActionAt === undefined ? sweepAttributes : [],
        // The sweep moves the instant whenever it touches the task.
        when: unchanged({ task, sweepAt: parseItem(waiting, item).sweepAt }),
      });
      return unlessRefused(() => table.client.send(new UpdateItemCommand(change)));
    },
  };
}

function changeOf(
  task: Task,
  { sla, dueAt, escalation, handover, nextActionAt }: SlaChange,
): Pick<Change, 'set' | 'remove'> {
  const hands = handover === undefined ? { set: {}, remove: [] } : handoverChange(task, handover);
  const { entrusted } = handover ?? {};
  return {
    set: {
      ...hands.set,
      sla,
      escalation,
      entrusted,
      ...(dueAt === undefined ? {} : { dueAt, ...orders({ ...task, dueAt }) }),
      ...sweepPlace(task.caseId, nextActionAt),
    },
    remove: [...hands.remove, ...(nextActionAt === undefined ? sweepAttributes : [])],
  };
}

function unchanged({ task, sweepAt }: { readonly task: Task; readonly sweepAt: string | undefined }): Change['when'] {
  return { status: ['OPEN'], attempt: [task.attempt], assignee: [task.assignee], sweepAt: [sweepAt] };
}

function keyOf({ id }: Task): Key {
  const key = taskKey(id);
  if (key === undefined) throw new TypeError(`${id} is no task id`);
  return key;
}
