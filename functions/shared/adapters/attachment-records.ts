import { createHash } from 'node:crypto';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Attachment, type Attachments, attachment, fileName, fileTypes } from '../domain/attachment.ts';
import { newFact } from '../domain/new-fact.ts';
import type { Way } from '../domain/task.ts';
import { parseTaskId } from '../domain/task-id.ts';
import { factItem, isStill } from './case-records.ts';
import { parseItem, toItem } from './item.ts';
import { casePartition, taskKey } from './keys.ts';
import { itemsOf, type RecordsTable } from './records-table.ts';
import type { Objects } from './s3-objects.ts';
import { transact } from './transaction.ts';
import { putIfAbsent } from './write.ts';

/** Attachments: contents in a bucket, records beside the case (docs/data-model.md). */
export function attachmentRecords(table: RecordsTable, objects: Objects): Attachments {
  return {
    async keep(caseId, taskId, { name, type, content, by, at, via = 'mail' }) {
      const hash = createHash('sha256').update(content).digest('hex');
      const kept = {
        caseId,
        taskId,
        name: fileName(name, type),
        type,
        size: content.byteLength,
        hash,
        key: `cases/${caseId}/${hash}.${fileTypes[type] ?? 'bin'}`,
        by,
        at: at.toISOString(),
      };
      // Content first: a record never points at nothing, and a repeat writes the same bytes to the same key.
      await objects.put(kept.key, content, type);
      await transact(table, attachmentWrites(table, kept, via));
      return kept;
    },
    list: (caseId) => itemsOf(table, attachment, casePartition(caseId), { prefix }),
  };
}

/**
 * Records a file whose content is in its place, with its `document.added` fact, while its task is open; the same again
 * changes nothing.
 * @returns what is on record, also where it was there before; undefined when the task has ended
 */
export async function recordWhileOpen(
  table: RecordsTable,
  kept: Attachment,
  via: Way,
): Promise<Attachment | undefined> {
  const task = taskKey(kept.taskId);
  if (task === undefined) throw new TypeError(`${kept.taskId} is no task id`);
  const outcome = await transact(table, [...attachmentWrites(table, kept, via), isStill(table, task, 'OPEN')]);
  if (outcome.written) return kept;
  return outcome.index === 0 && outcome.item !== undefined ? parseItem(attachment, outcome.item) : undefined;
}

/** What records a file with its fact: both or nothing. */
export function attachmentWrites(
  table: RecordsTable,
  kept: Attachment,
  via: string | undefined,
): readonly TransactWriteItem[] {
  const { caseId, taskId, type, size, hash, by, at, comment } = kept;
  const parts = parseTaskId(taskId);
  if (parts === undefined) throw new TypeError(`${taskId} is no task id`);
  const { step, entered } = parts;
  const detail = { kind: 'attachment', type, size, hash };
  const how = via === undefined ? {} : { via };
  const fact = newFact({ caseId, taskId, step, type: 'document.added', by, ...how, detail }, new Date(at), 2);
  const sk = `${prefix}${step}#${entered}#${comment === undefined ? '' : `${comment}#`}${hash}`;
  const item = toItem({ pk: casePartition(caseId), sk, entity: 'attachment', ...kept });
  return [putIfAbsent(table, item), putIfAbsent(table, factItem(fact))];
}

const prefix = 'ATTACHMENT#';
