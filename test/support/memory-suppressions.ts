import type { AddressMark } from '../../functions/shared/domain/delivery.ts';
import type { Clearing, SuppressionList, Suppressions } from '../../functions/shared/domain/suppression.ts';
import { memoryPage } from './memory-page.ts';
import { appendFact, type MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the marked addresses; `mark` puts one there, `cleared` is who took marks off. */
export function memorySuppressions(records: MemoryRecords) {
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
    async clear(clearing, fact) {
      if (marks.get(clearing.mark.hash)?.at !== clearing.mark.at) return false;
      marks.delete(clearing.mark.hash);
      cleared.push(clearing);
      if (fact !== undefined) appendFact(records, fact);
      return true;
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
