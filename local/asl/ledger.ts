import type { Execution } from './execution.ts';
import type { ArchivedExecution, ExecutionRecord, Journal, JournalRecord } from './journal.ts';

/** What the ledger asks of the executor. */
export interface LedgerSource {
  executions(): Iterable<Execution>;
  /** All that must outlive a compaction, besides the archive. */
  alive(): Iterable<JournalRecord>;
  archivedForm(execution: Execution): ArchivedExecution;
  /** The execution is in the archive now. */
  finished(execution: Execution): void;
  /** The journal cannot be written: nothing may go on. */
  broken(): void;
}

/**
 * Writes what has changed, together, once per turn of the event loop; effects and answers wait for it. So many
 * executions share one write, and nothing that leaves the process is ahead of what is kept.
 */
export class Ledger {
  readonly #journal: Journal;
  readonly #source: LedgerSource;
  readonly #changed = new Set<Execution>();
  #records: JournalRecord[] = [];
  #waiting: { readonly done: () => void; readonly failed?: (reason: unknown) => void }[] = [];
  #arranged = false;
  #broken: { readonly reason: unknown } | undefined;

  constructor(journal: Journal, source: LedgerSource) {
    this.#journal = journal;
    this.#source = source;
  }

  /** The execution's changes go with the next write. */
  touch(execution: Execution): void {
    if (!this.#journal.durable) return;
    this.#changed.add(execution);
    this.#arrange();
  }

  /** The record goes with the next write, before executions. */
  add(entry: JournalRecord): void {
    if (!this.#journal.durable) return;
    this.#records.push(entry);
    this.#arrange();
  }

  /** Runs `effect` once all that has changed so far is written; never when that fails. */
  afterWritten(effect: () => void): void {
    if (!this.#journal.durable) {
      queueMicrotask(effect);
      return;
    }
    this.#waiting.push({ done: effect });
    this.#arrange();
  }

  /** Resolves once all that has changed so far is written. @throws what the journal threw. */
  written(): Promise<void> {
    if (!this.#journal.durable) return Promise.resolve();
    return new Promise((done, failed) => {
      this.#waiting.push({ done, failed });
      this.#arrange();
    });
  }

  #arrange(): void {
    if (this.#arranged) return;
    this.#arranged = true;
    setImmediate(() => this.#write());
  }

  #write(): void {
    this.#arranged = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      if (this.#broken !== undefined) throw this.#broken.reason;
      const records = this.#records;
      this.#records = [];
      for (const execution of this.#changed) records.push(takeChanges(execution));
      this.#changed.clear();
      if (records.length > 0) this.#journal.write(records);
    } catch (reason) {
      this.#broken ??= { reason };
      this.#source.broken();
      for (const { failed } of waiting) failed?.(reason);
      return;
    }
    for (const { done } of waiting) done();
    if (this.#journal.overgrown) this.#compact();
  }

  #compact(): void {
    // Both sides are written whole: what effects have changed a moment ago needs no record of its own any more.
    for (const execution of this.#changed) takeChanges(execution);
    this.#changed.clear();
    this.#records = [];
    const finished = [...this.#source.executions()].filter((execution) => !execution.running);
    this.#journal.compact(
      finished.map((execution) => this.#source.archivedForm(execution)),
      this.#source.alive(),
    );
    for (const execution of finished) this.#source.finished(execution);
  }
}

/** What is new in an execution since the last time it was asked for. */
function takeChanges(execution: Execution): ExecutionRecord {
  const { head, events, unsaved } = execution;
  const taken: ExecutionRecord = {
    k: 'execution',
    id: head.id,
    ...(unsaved.head ? { head } : {}),
    ...(events.length > unsaved.events ? { events: events.slice(unsaved.events) } : {}),
    ...(unsaved.threads.size > 0 ? { threads: [...unsaved.threads] } : {}),
    ...(unsaved.removed.size > 0 ? { removed: [...unsaved.removed] } : {}),
  };
  execution.saved();
  return taken;
}
