import type { HistoryEvent, StateMachine } from './contract.ts';
import type { ExecutionHead, Thread } from './execution.ts';

/** A state machine and the id its definition is kept under. */
export interface JournaledMachine extends Omit<StateMachine, 'definition'> {
  readonly definitionId: string;
}

/** What happened to one execution since its last record. */
export interface ExecutionRecord {
  readonly k: 'execution';
  /** `ExecutionHead.id`. */
  readonly id: number;
  readonly head?: ExecutionHead;
  readonly events?: readonly HistoryEvent[];
  readonly threads?: readonly Thread[];
  /** Ids of threads that are no more. */
  readonly removed?: readonly number[];
}

export type JournalRecord =
  | { readonly k: 'definition'; readonly id: string; readonly text: string }
  | { readonly k: 'machine'; readonly machine: JournaledMachine }
  | ExecutionRecord;

/** A finished execution, whole. */
export interface ArchivedExecution {
  readonly head: ExecutionHead;
  readonly events: readonly HistoryEvent[];
  /** What a redrive goes on from; empty after success. */
  readonly threads: readonly Thread[];
  /** The definition it ran. */
  readonly definition: string;
}

/** Where the executor keeps what a crash must not lose. */
export interface Journal {
  /** False when nothing is kept: then nothing needs to be put into records either. */
  readonly durable: boolean;
  /** What earlier processes left, oldest first. Read once, at opening. */
  records(): Iterable<JournalRecord>;
  /** Heads of archived executions, input and output left out; of several for one ARN the last holds. */
  archivedHeads(): Iterable<ExecutionHead>;
  /** The archived execution. @throws Error when there is none of that ARN. */
  readArchived(executionArn: string): ArchivedExecution;
  /** Returns once the records are with the operating system. @throws Error when they cannot be written. */
  write(records: readonly JournalRecord[]): void;
  /** True when the records of finished executions have grown enough to be worth moving away. */
  readonly overgrown: boolean;
  /**
   * Moves finished executions into the archive and starts the journal anew with what is alive. A crash in between
   * leaves the old journal in force.
   */
  compact(finished: Iterable<ArchivedExecution>, alive: Iterable<JournalRecord>): void;
  close(): void;
}

/** Keeps nothing: for tests and measurements that end with the process. */
export function volatileJournal(): Journal {
  return {
    durable: false,
    overgrown: false,
    records: () => [],
    archivedHeads: () => [],
    readArchived(executionArn) {
      throw new Error(`Nothing is archived here, and so not ${executionArn}`);
    },
    write() {},
    compact() {},
    close() {},
  };
}
