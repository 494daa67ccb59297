import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionHead } from './execution.ts';
import type { ArchivedExecution, Journal, JournalRecord } from './journal.ts';
import { formatLine, LineFile, type Place } from './lines.ts';

/** How large the journal grows before finished executions are moved away: what a start has to read at most, about. */
const COMPACT_AT_BYTES = 8 * 1024 * 1024;

interface IndexEntry {
  readonly head: ExecutionHead;
  readonly place: Place;
}

/**
 * A journal in a folder: `journal.log` holds what runs and what has finished lately; `archive.log` the rest, one line
 * an execution, found by `archive.index`. An appended file and not a database: a write is one system call and took
 * half the time of SQLite's write-ahead log, measured. Records are with the operating system when `write` returns: they
 * outlive the process, killed at any moment, though not a power cut.
 * @param folder Is created where it is missing.
 * @param compactAtBytes How large `journal.log` may grow.
 */
export function openFileJournal(folder: string, compactAtBytes: number = COMPACT_AT_BYTES): Journal {
  mkdirSync(folder, { recursive: true });
  return new FileJournal(folder, compactAtBytes);
}

class FileJournal implements Journal {
  readonly durable = true;
  readonly #folder: string;
  readonly #compactAtBytes: number;
  readonly #places = new Map<string, Place>();
  readonly #archive: LineFile;
  readonly #index: LineFile;
  #log: LineFile;
  #compactNext: number;
  #records: JournalRecord[] = [];
  #heads: ExecutionHead[] = [];

  constructor(folder: string, compactAtBytes: number) {
    this.#folder = folder;
    this.#compactAtBytes = compactAtBytes;
    this.#compactNext = compactAtBytes;
    rmSync(join(folder, 'journal.next'), { force: true });
    this.#archive = new LineFile(join(folder, 'archive.log'), undefined);
    this.#index = new LineFile(join(folder, 'archive.index'), (value) => {
      const { head, place } = value as IndexEntry;
      this.#places.set(head.executionArn, place);
      this.#heads.push(head);
    });
    this.#log = new LineFile(join(folder, 'journal.log'), (value) => this.#records.push(value as JournalRecord));
  }

  records(): readonly JournalRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  archivedHeads(): readonly ExecutionHead[] {
    const heads = this.#heads;
    this.#heads = [];
    return heads;
  }

  readArchived(executionArn: string): ArchivedExecution {
    const place = this.#places.get(executionArn);
    if (place === undefined) throw new Error(`${executionArn} is not in the archive`);
    return this.#archive.readAt(place) as ArchivedExecution;
  }

  write(records: readonly JournalRecord[]): void {
    this.#log.append(records);
  }

  get overgrown(): boolean {
    return this.#log.size > this.#compactNext;
  }

  compact(finished: Iterable<ArchivedExecution>, alive: Iterable<JournalRecord>): void {
    const archived = [...finished];
    const places = this.#archive.append(archived);
    const entries = archived.map(({ head: { output: _output, ...head } }, index): IndexEntry => {
      const place = places[index] ?? { offset: 0, length: 0 };
      this.#places.set(head.executionArn, place);
      return { head: { ...head, input: '' }, place };
    });
    this.#index.append(entries);

    // The old journal holds until the new one has its name.
    const next = join(this.#folder, 'journal.next');
    const file = openSync(next, 'w');
    for (const record of alive) writeSync(file, formatLine(record));
    fsyncSync(file);
    closeSync(file);
    this.#log.close();
    renameSync(next, join(this.#folder, 'journal.log'));
    this.#log = new LineFile(join(this.#folder, 'journal.log'), () => undefined);
    this.#compactNext = Math.max(this.#compactAtBytes, 2 * this.#log.size);
  }

  close(): void {
    this.#log.close();
    this.#archive.close();
    this.#index.close();
  }
}
