import { addressHash, type Deliveries } from '../domain/delivery.ts';
import type { Task } from '../domain/task.ts';
import { factItem } from './case-records.ts';
import { handoverChange, putAnnouncement } from './handover-records.ts';
import { toItem } from './item.ts';
import { addressKey, addressQueue, factKey, taskKey } from './keys.ts';
import { getItem, type Key, putNew, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent, update } from './write.ts';

/** Marked addresses, tasks that show what became of their mails, and tasks that go to somebody else for it. */
export function deliveryRecords(table: RecordsTable): Deliveries {
  return {
    async mark(mark) {
      const place = { queue: addressQueue, queueOrder: `${mark.at}#${mark.hash}` };
      await putNew(table, toItem({ ...addressKey(mark.hash), entity: 'address', ...place, ...mark }));
    },

    isMarked: async (address) => (await getItem(table, addressKey(addressHash(address)))) !== undefined,

    isKnown: async (fact) => (await getItem(table, factKey(fact))) !== undefined,

    async tell(task, notice, fact) {
      const shown = update(table, keyOf(task), { set: { notice }, when: { status: ['OPEN'] } });
      const outcome = await transact(table, [{ Update: shown }, putIfAbsent(table, factItem(fact))]);
      // The task has ended: what became of its mail is history.
      if (!outcome.written && outcome.index === 0) await putNew(table, factItem(fact));
    },

    async reroute(task, { assignee, onBehalfOf, entrusted }, fact) {
      const { set, remove, when } = handoverChange(task, { assignee, onBehalfOf });
      const change = { set: { ...set, ...(entrusted ? { entrusted: assignee } : {}) }, remove, when };
      const outcome = await transact(table, [
        { Update: update(table, keyOf(task), change) },
        putAnnouncement(table, task, fact.at),
        putIfAbsent(table, factItem(fact)),
      ]);
      return outcome.written;
    },
  };
}

function keyOf({ id }: Task): Key {
  const key = taskKey(id);
  if (key === undefined) throw new TypeError(`${id} is no task id`);
  return key;
}
