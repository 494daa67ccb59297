import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { underWay } from '../domain/case-course.ts';
import type { CaseContacts, Reissue } from '../domain/ports.ts';
import { factItem } from './case-records.ts';
import { putAnnouncement } from './handover-records.ts';
import { caseKey, taskKey } from './keys.ts';
import type { RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent, update } from './write.ts';

/** The contacts of the cases in the Records table. */
export function caseContactRecords(table: RecordsTable): CaseContacts {
  return {
    async change({ id, contactChanges }, contact, fact, reissues) {
      const changed = update(table, caseKey(id), {
        set: { contact, contactChanges: (contactChanges ?? 0) + 1 },
        when: { status: underWay, contactChanges: [contactChanges] },
      });
      const outcome = await transact(table, [
        { Update: changed },
        putIfAbsent(table, factItem(fact)),
        ...reissues.flatMap((reissue) => writesOf(table, reissue)),
      ]);
      return outcome.written;
    },

    reissue: async (reissue) => (await transact(table, writesOf(table, reissue))).written,
  };
}

function writesOf(table: RecordsTable, { task, fact }: Reissue): readonly TransactWriteItem[] {
  const key = taskKey(task.id);
  if (key === undefined) throw new TypeError(`${task.id} is no task id`);
  const next = update(table, key, {
    set: { attempt: task.attempt + 1 },
    // What became of the mail to the old address says nothing of the new one.
    remove: ['notice'],
    when: { status: ['OPEN'], attempt: [task.attempt], assignee: [task.assignee] },
  });
  return [{ Update: next }, putAnnouncement(table, task, fact.at), putIfAbsent(table, factItem(fact))];
}
