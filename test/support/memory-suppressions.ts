import type { AddressMark } from '../../functions/shared/domain/delivery.ts';
import type { Clearing, SuppressionList, Suppressions } from '../../functions/shared/domain/suppression.ts';
import type { Announcements } from './memory-inbox.ts';
import { memoryPage } from './memory-page.ts';
import { appendFact, type MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the marked addresses; `mark` puts one there, `cleared` is who took marks off. */
export function memorySuppressions(records: MemoryRecords, { announce }: Pick<Announcements, 'announce'>) {
  const marks = new Map<string, AddressMark>();
  const cleared: Clearing[] = [];
  const removed: string[] = [];
  const suppressions: Suppressions & { readonly cleared: readonly Clearing[]; mark(mark: AddressMark): void } = {
    cleared,
    mark: (mark) => {
      marks.set(mark.hash, mark);
    },
    list: async (page) =>
      memoryPage(
        [...marks.values()].toSorted((a, b) => (a.at < b.at ? 1 : -1)),
        page,
      ),
    get: async (hash) => marks.get(hash),
    async clear(clearing, fact, resend) {
      if (marks.get(clearing.mark.hash)?.at !== clearing.mark.at) return 'gone';
      const stored = resend.map(({ task }) => records.tasks.get(task.id));
      const same = resend.every(({ task: { attempt, assignee } }, index) => {
        const task = stored[index]?.task;
        return task?.status === 'OPEN' && task.attempt === attempt && task.assignee === assignee;
      });
      if (!same) return 'changed';
      marks.delete(clearing.mark.hash);
      cleared.push(clearing);
      if (fact !== undefined) appendFact(records, fact);
      for (const [index, { person, fact: resumed }] of resend.entries()) {
        const found = stored[index];
        if (found === undefined) continue;
        const { notice, ...rest } = found.task;
        if (notice?.person === person) records.tasks.set(rest.id, { ...found, task: rest });
        appendFact(records, resumed);
        announce(rest.id, rest.attempt, resumed.at);
      }
      return 'cleared';
    },
  };
  const suppressionList: SuppressionList & { readonly removed: readonly string[] } = {
    removed,
    remove: async (email) => {
      removed.push(email);
    },
  };
  return { suppressions, suppressionList };
}
