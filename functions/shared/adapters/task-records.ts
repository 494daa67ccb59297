import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { DocumentVersion } from '../domain/case.ts';
import { notifiedPeople } from '../domain/notified.ts';
import type { TaskOpening, Tasks } from '../domain/ports.ts';
import type { Duty } from '../domain/separation.ts';
import { type Task, task as taskSchema } from '../domain/task.ts';
import { documentItem, factItem, factsSince } from './case-records.ts';
import { type Item, parseItem, toItem } from './item.ts';
import { casePartition, documentKey, dutyKey, dutyPrefix, linkKey, stepPrefix, taskKey, taskPrefix } from './keys.ts';
import { getItem, indexPage, itemsOf, type Key, pageOf, putNew, type RecordsTable } from './records-table.ts';
import { sweepAttributes, sweepPlace } from './sweep-place.ts';
import { transact } from './transaction.ts';
import { type Change, putIfAbsent, update } from './write.ts';

const link = z.object({ taskId: z.string(), personId: z.string(), attempt: z.int() });
const dutySchema = z.object({
  caseId: z.string(),
  rule: z.string(),
  person: z.string(),
  side: z.enum(['first', 'second']),
});
const withToken = z.object({ taskToken: z.string(), issue: z._default(z.int(), 0) });

/** Links outlive their task for a while, so that a late reader is told what became of it. */
const LINK_AFTERLIFE_DAYS = 90;

/** The tasks of the Records table and their links. */
export function taskRecords(table: RecordsTable): Tasks {
  const stored = async (id: string): Promise<{ key: Key; item: Item; task: Task } | undefined> => {
    const key = taskKey(id);
    const item = key === undefined ? undefined : await getItem(table, key);
    return key === undefined || item === undefined ? undefined : { key, item, task: parseItem(taskSchema, item) };
  };

  /** One change of a task with its fact, in one transaction. */
  const change = async (id: string, to: Change, fact: TaskOpening['fact']): Promise<boolean> => {
    const key = taskKey(id);
    if (key === undefined) return false;
    return (await transact(table, [{ Update: update(table, key, to) }, putIfAbsent(table, factItem(fact))])).written;
  };

  return {
    async open(opening) {
      const { task, taskToken, issue = 0 } = opening;
      const key = keyOf(task.id);
      const beside = [
        ...opening.links.map(({ hash, personId }) => putIfAbsent(table, linkItem(task, hash, personId))),
        putIfAbsent(table, factItem(opening.fact)),
        ...isLatest(table, task, undefined),
      ];
      if (task.attempt === 1) {
        const outcome = await transact(table, [putIfAbsent(table, taskItem(key, opening)), ...beside]);
        if (outcome.written) return { result: 'opened', task, notified: [] };
      }
      const found = await stored(task.id);
      if (found === undefined) return { result: 'outdated', task, notified: [] };
      const { item, task: before } = found;
      const held = parseItem(withToken, item);
      if (held.taskToken === taskToken || held.issue > issue) {
        const facts = await factsSince(table, before.caseId, before.openedAt);
        return { result: 'unchanged', task: before, notified: notifiedPeople(before, facts) };
      }
      if (before.status === 'DECIDED') {
        // The outbox is told of the task once more, and its decision is delivered to the token that is waited on.
        const handOn = update(table, key, {
          set: { taskToken, issue },
          when: { status: ['DECIDED'], taskToken: [held.taskToken] },
        });
        const outcome = await transact(table, [{ Update: handOn }]);
        return { result: outcome.written ? 'handed-on' : 'outdated', task: before, notified: [] };
      }
      if (task.attempt !== before.attempt + 1) return { result: 'outdated', task: before, notified: [] };
      // Also of a task that ended with its case, whose execution was redriven since.
      const { attempt, expiresAt, subject, contentHash, findings, earlier } = task;
      // A task that had ended is waited for anew; one that is open still keeps its clock.
      const clock = before.status === 'OPEN' ? {} : { dueAt: task.dueAt, ...(task.sla && { sla: task.sla }) };
      const renewed = { status: 'OPEN', attempt, expiresAt, subject, contentHash, findings, ...clock } as const;
      const waits =
        before.status === 'OPEN' ? {} : { ...orders(task), ...sweepPlace(task.caseId, opening.nextActionAt) };
      const reissue = update(table, key, {
        set: { taskToken, issue, ...queues(before, 'OPEN'), ...waits, ...renewed, earlier },
        when: { status: [before.status], attempt: [before.attempt], assignee: [before.assignee] },
      });
      const outcome = await transact(table, [{ Update: reissue }, ...beside]);
      if (!outcome.written) return { result: 'outdated', task: before, notified: [] };
      return {
        result: 'reissued',
        task: { ...before, ...renewed, ...(earlier === undefined ? {} : { earlier }) },
        notified: [],
      };
    },

    async notified(_id, _attempt, _personId, fact) {
      // The fact is the record: it names the attempt and the person.
      await putNew(table, factItem(fact));
    },

    get: async (id) => (await stored(id))?.task,

    ofStep: (caseId, step) => itemsOf(table, taskSchema, casePartition(caseId), { prefix: stepPrefix(step) }),

    list(by, page) {
      if ('caseId' in by) {
        return pageOf(table, taskSchema, { pk: casePartition(by.caseId), prefix: taskPrefix }, page);
      }
      const of =
        'role' in by
          ? ({ index: 'byQueue', queue: queueOf(by.role, by.status) } as const)
          : ({ index: 'byPerson', queue: queueOf(by.assignee, by.status) } as const);
      return indexPage(table, taskSchema, of, page);
    },

    async byLink(hash) {
      const item = await getItem(table, linkKey(hash));
      if (item === undefined) return undefined;
      const { taskId, personId, attempt } = parseItem(link, item);
      const found = await stored(taskId);
      return found === undefined ? undefined : { task: found.task, personId, attempt };
    },

    claim: (id, assignee, fact) =>
      change(
        id,
        {
          set: { assignee, personQueue: queueOf(assignee, 'OPEN') },
          when: { status: ['OPEN'], assignee: [undefined, assignee] },
        },
        fact,
      ),

    release: (id, assignee, fact) =>
      change(
        id,
        {
          set: {},
          remove: ['assignee', 'onBehalfOf', 'personQueue'],
          when: { status: ['OPEN'], assignee: [assignee] },
        },
        fact,
      ),

    async decide(task, decision, document, facts, duties = []) {
      const decided = update(table, keyOf(task.id), {
        set: { status: 'DECIDED', decision, ...queues(task, 'DECIDED') },
        remove: sweepAttributes,
        when: {
          status: ['OPEN'],
          attempt: [task.attempt],
          contentHash: [task.contentHash],
          assignee: [task.assignee],
        },
      });
      const writes = [
        { Update: decided },
        ...(document === undefined ? [] : [putIfAbsent(table, documentItem(document))]),
        ...isLatest(table, task, document),
        ...facts.map((fact) => putIfAbsent(table, factItem(fact))),
        ...duties.map((duty) => takeDuty(table, duty)),
      ];
      // Who meets another decision had better look at the task than write again.
      const outcome = await transact(table, writes, 2);
      return outcome.written;
    },

    duties: (caseId) => itemsOf(table, dutySchema, casePartition(caseId), { prefix: dutyPrefix }),

    async token(id) {
      const found = await stored(id);
      return found?.task.status === 'DECIDED' ? parseItem(withToken, found.item).taskToken : undefined;
    },

    async held(id) {
      const found = await stored(id);
      return found && { task: found.task, taskToken: parseItem(withToken, found.item).taskToken };
    },

    async end(id, status, fact) {
      const found = await stored(id);
      if (found?.task.status !== 'OPEN') return false;
      const { task } = found;
      return change(
        id,
        {
          set: { status, ...queues(task, status) },
          remove: sweepAttributes,
          when: { status: ['OPEN'], assignee: [task.assignee] },
        },
        fact,
      );
    },
  };
}

/** The decided task that an item holds, with its token; undefined for every other item. */
export function decidedTask(item: Item | undefined): { task: Task; taskToken: string } | undefined {
  if (item?.entity?.S !== 'task' || item.status?.S !== 'DECIDED') return undefined;
  return { task: parseItem(taskSchema, item), ...parseItem(withToken, item) };
}

function keyOf(id: string): Key {
  const key = taskKey(id);
  if (key === undefined) throw new TypeError(`${id} is no task id`);
  return key;
}

function taskItem(key: Key, { task, taskToken, nextActionAt, issue = 0 }: TaskOpening): Item {
  return toItem({
    ...key,
    entity: 'task',
    ...queues(task, task.status),
    ...orders(task),
    ...sweepPlace(task.caseId, nextActionAt),
    ...task,
    taskToken,
    ...(issue === 0 ? {} : { issue }),
  });
}

/** Where a task stands in its queues: most urgent first. */
export function orders({ dueAt, id }: Pick<Task, 'dueAt' | 'id'>): { queueOrder: string; personOrder: string } {
  const order = `${dueAt}#${id}`;
  return { queueOrder: order, personOrder: order };
}

function queues(task: Task, status: Task['status']): { queue: string; personQueue: string | undefined } {
  return {
    queue: queueOf(task.role, status),
    personQueue: task.assignee === undefined ? undefined : queueOf(task.assignee, status),
  };
}

export function queueOf(of: string, status: Task['status']): string {
  return `TASKS#${of}#${status}`;
}

export function linkItem(task: Task, hash: string, personId: string): Item {
  const ttl = Math.floor(Date.parse(task.expiresAt) / 1000) + LINK_AFTERLIFE_DAYS * 24 * 60 * 60;
  return toItem({ ...linkKey(hash), entity: 'link', taskId: task.id, personId, attempt: task.attempt, ttl });
}

/** Takes a side, or takes the same one again; refused where the person has taken the other. */
function takeDuty({ name }: RecordsTable, duty: Duty): TransactWriteItem {
  return {
    Put: {
      TableName: name,
      Item: toItem({ ...dutyKey(duty), entity: 'duty', ...duty }),
      ConditionExpression: 'attribute_not_exists(pk) OR #side = :side',
      ExpressionAttributeNames: { '#side': 'side' },
      ExpressionAttributeValues: toItem({ ':side': duty.side }),
    },
  };
}

/**
 * That no document decided on has a later version: a change that came first is seen, one that comes later has been met.
 * @param made the version the same transaction writes, which says so by itself
 */
function isLatest(
  { name }: RecordsTable,
  { caseId, subject }: Task,
  made: DocumentVersion | undefined,
): readonly TransactWriteItem[] {
  return subject
    .map(({ kind, version }) => ({ caseId, kind, version: version + 1 }))
    .filter(({ kind, version }) => kind !== made?.kind || version !== made.version)
    .map((later) => ({
      ConditionCheck: {
        TableName: name,
        Key: toItem({ ...documentKey(later) }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }));
}
