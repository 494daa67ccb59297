import { taskComment } from '../domain/inbox.ts';
import type { Comments } from '../domain/ports.ts';
import { parseTaskId } from '../domain/task-id.ts';
import { attachmentWrites } from './attachment-records.ts';
import { factItem } from './case-records.ts';
import { INBOX_SHARD } from './due-records.ts';
import { toItem } from './item.ts';
import { casePartition, commentPrefix } from './keys.ts';
import { pageOf, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent } from './write.ts';

/** What people said about tasks, in the Records table, beside the case they belong to. */
export function commentRecords(table: RecordsTable): Comments {
  return {
    async add(comment, fact, files) {
      const place = placeOf(comment.taskId);
      if (place === undefined) return false;
      const due = comment.mentions.length === 0 ? {} : { sweepShard: INBOX_SHARD, sweepAt: comment.at };
      const item = { pk: place.pk, sk: `${place.prefix}${comment.id}`, entity: 'comment', ...comment, ...due };
      const { written } = await transact(table, [
        putIfAbsent(table, toItem(item)),
        putIfAbsent(table, factItem(fact)),
        ...files.flatMap((file) => attachmentWrites(table, file, fact.via)),
      ]);
      return written;
    },

    async ofTask(taskId, page) {
      const place = placeOf(taskId);
      return place === undefined ? { items: [] } : pageOf(table, taskComment, place, page);
    },
  };
}

function placeOf(taskId: string): { readonly pk: string; readonly prefix: string } | undefined {
  const parts = parseTaskId(taskId);
  return parts === undefined ? undefined : { pk: casePartition(parts.caseId), prefix: commentPrefix(parts) };
}
