import { createHash } from 'node:crypto';
import { type Attachments, attachment, fileName, fileTypes } from '../domain/attachment.ts';
import { newFact } from '../domain/new-fact.ts';
import { parseTaskId } from '../domain/task-id.ts';
import { factItem } from './case-records.ts';
import { toItem } from './item.ts';
import { casePartition } from './keys.ts';
import { itemsOf, type RecordsTable } from './records-table.ts';
import type { Objects } from './s3-objects.ts';
import { transact } from './transaction.ts';
import { putIfAbsent } from './write.ts';

/** Attachments: contents in a bucket, records beside the case (docs/data-model.md). */
export function attachmentRecords(table: RecordsTable, objects: Objects): Attachments {
  return {
    async keep(caseId, taskId, { name, type, content, by, at, via = 'mail' }) {
      const hash = createHash('sha256').update(content).digest('hex');
      const parts = parseTaskId(taskId);
      if (parts === undefined) throw new TypeError(`${taskId} is no task id`);
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
      const fact = newFact(
        {
          caseId,
          taskId,
          step: parts.step,
          type: 'document.added',
          by,
          via,
          detail: { kind: 'attachment', type, size: kept.size, hash },
        },
        at,
        2,
      );
      const item = toItem({
        pk: casePartition(caseId),
        sk: `${prefix}${parts.step}#${parts.entered}#${hash}`,
        entity: 'attachment',
        ...kept,
      });
      await transact(table, [putIfAbsent(table, item), putIfAbsent(table, factItem(fact))]);
      return kept;
    },
    list: (caseId) => itemsOf(table, attachment, casePartition(caseId), { prefix }),
  };
}

const prefix = 'ATTACHMENT#';
