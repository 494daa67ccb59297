import type { Posting, PostingRead } from '../shared/domain/matching/blocking-index.ts';

/** A read of the index, as the rows of an import make it. */
export interface OwnRead extends PostingRead {
  /** The rules whose postings are read. */
  readonly rules: string;
  /** How many rows had been entered when it was made. */
  readonly at: number;
}

/** A row about to be entered, by what its check read and what it puts into the index. */
export interface OwnRow {
  readonly customerId: string;
  readonly reads: readonly OwnRead[];
  readonly postings: readonly Posting[];
}

interface Entry extends OwnRow {
  /** Fulfilled once it is known whether it is entered. */
  readonly settled: Promise<void>;
  /** Which of the entered rows it is; absent while that is not known. */
  entered?: number;
}

/** What the rows of an import put into the index, known at once: reads of the database may be stale by a moment. */
export interface OwnPostings {
  /** How many rows are entered. */
  count(): number;
  /** The postings of entered rows that a read is to find. */
  found(read: OwnRead): readonly Posting[];
  /** A row that is being entered, or was while this one was checked, and that one of the two checks would have found. */
  missed(row: OwnRow): Pick<Entry, 'customerId' | 'settled'> | undefined;
  /** Holds what a row is about to put; the answer is told whether it was entered. */
  intend(row: OwnRow): (entered: boolean) => void;
}

export function ownPostings(): OwnPostings {
  const byKey = new Map<string, Posting[]>();
  const entries = new Set<Entry>();
  let count = 0;
  return {
    count: () => count,

    found: (read) => (byKey.get(read.key) ?? []).filter((posting) => finds(read, posting)),

    missed(row) {
      const [first] = row.reads;
      if (first === undefined) return undefined;
      for (const entry of entries) {
        const unseen = entry.entered === undefined || entry.entered > first.at;
        // A short name may be found by the long one it is part of, and not the other way round.
        if (unseen && entry.customerId !== row.customerId && (wouldFind(row, entry) || wouldFind(entry, row)))
          return entry;
      }
      return undefined;
    },

    intend(row) {
      const { promise: settled, resolve } = Promise.withResolvers<void>();
      const entry: Entry = { ...row, reads: [...row.reads], settled };
      entries.add(entry);
      return (isEntered) => {
        if (isEntered) {
          count += 1;
          entry.entered = count;
          for (const posting of row.postings) byKey.set(posting.key, [...(byKey.get(posting.key) ?? []), posting]);
        } else entries.delete(entry);
        resolve();
      };
    },
  };
}

function wouldFind({ reads }: OwnRow, { postings }: OwnRow): boolean {
  return reads.some((read) => postings.some((posting) => finds(read, posting)));
}

function finds({ key, rules, placePrefix }: OwnRead, posting: Posting): boolean {
  return posting.key === key && posting.rules === rules && posting.placeOrder.startsWith(placePrefix);
}
