import type { ExecutionHead } from '../../asl/execution.ts';
import type { Journal, JournalRecord } from '../../asl/journal.ts';

/** What is told of executions once it is written. */
export interface JournalWatch {
  /** An execution's head as it was written: status, input, output, dates. */
  head(head: ExecutionHead): void;
  /** An event of the execution with that number (`ExecutionHead.id`) was written. */
  event(executionId: number, type: string): void;
}

/** A journal that tells what has been written to it: by it the run learns of every start and end, durably. */
export function watchedJournal(journal: Journal, watch: JournalWatch): Journal {
  const tell = (record: JournalRecord): void => {
    if (record.k !== 'execution') return;
    if (record.head) watch.head(record.head);
    for (const { type } of record.events ?? []) watch.event(record.id, type);
  };
  return {
    durable: journal.durable,
    get overgrown() {
      return journal.overgrown;
    },
    records: () => journal.records(),
    archivedHeads: () => journal.archivedHeads(),
    readArchived: (executionArn) => journal.readArchived(executionArn),
    write(records) {
      journal.write(records);
      for (const record of records) tell(record);
    },
    compact(finished, alive) {
      const heads: ExecutionHead[] = [];
      journal.compact(
        passing(finished, ({ head }) => heads.push(head)),
        passing(alive, (record) => {
          if (record.k === 'execution' && record.head) heads.push(record.head);
        }),
      );
      for (const head of heads) watch.head(head);
    },
    close: () => journal.close(),
  };
}

function* passing<T>(items: Iterable<T>, see: (item: T) => void): Generator<T> {
  for (const item of items) {
    see(item);
    yield item;
  }
}
