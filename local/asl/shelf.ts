import type { ExecutionDescription, ExecutionStatus, ExecutionSummary, HistoryEvent } from './contract.ts';
import { ApiError } from './errors.ts';
import { describeHead, Execution, type ExecutionHead, Thread } from './execution.ts';
import type { ArchivedExecution, ExecutionRecord, Journal } from './journal.ts';
import type { Registry } from './registry.ts';

/** Every execution there is: at work or lately finished in memory, the others by their heads, whole in the archive. */
export class Shelf {
  readonly #journal: Journal;
  readonly #registry: Registry;
  readonly #executions = new Map<string, Execution>();
  readonly #archived = new Map<string, ExecutionHead>();
  #lastId = 0;

  constructor(journal: Journal, registry: Registry) {
    this.#journal = journal;
    this.#registry = registry;
  }

  /** Takes in all that the journal holds, machines and definitions included. */
  read(): void {
    for (const head of this.#journal.archivedHeads()) {
      this.#archived.set(head.executionArn, head);
      this.#lastId = Math.max(this.#lastId, head.id);
    }
    const byId = new Map<number, Execution>();
    for (const entry of this.#journal.records()) {
      if (entry.k === 'execution') byId.set(entry.id, this.#goneOn(byId.get(entry.id), entry));
      else this.#registry.read(entry);
    }
    for (const execution of byId.values()) {
      execution.saved();
      this.put(execution);
      this.#lastId = Math.max(this.#lastId, execution.head.id);
    }
  }

  #goneOn(before: Execution | undefined, entry: ExecutionRecord): Execution {
    const execution = entry.head === undefined ? before : this.#withHead(entry.head, before);
    if (execution === undefined) throw new Error(`The journal tells of execution ${entry.id} before its start`);
    execution.events.push(...(entry.events ?? []));
    for (const id of entry.removed ?? []) execution.threads.delete(id);
    for (const thread of entry.threads ?? []) execution.addThread(Thread.revive(thread));
    return execution;
  }

  #withHead(head: ExecutionHead, before: Execution | undefined): Execution {
    const execution = new Execution(head, this.#registry.compiled(head.definitionId), before?.events);
    for (const thread of before?.threads.values() ?? []) execution.addThread(thread);
    execution.nextThread = Math.max(execution.nextThread, before?.nextThread ?? 1);
    return execution;
  }

  /** A number no execution has had. */
  newId(): number {
    this.#lastId++;
    return this.#lastId;
  }

  put(execution: Execution): void {
    this.#executions.set(execution.head.executionArn, execution);
    this.#archived.delete(execution.head.executionArn);
  }

  /** The execution, if it is in memory. */
  get(executionArn: string): Execution | undefined {
    return this.#executions.get(executionArn);
  }

  inMemory(): Iterable<Execution> {
    return this.#executions.values();
  }

  /** What is known without the archive; of an archived execution neither input nor output. */
  head(executionArn: string): ExecutionHead | undefined {
    return this.#executions.get(executionArn)?.head ?? this.#archived.get(executionArn);
  }

  /** @throws ApiError ExecutionDoesNotExist. */
  knownHead(executionArn: string): ExecutionHead {
    const head = this.head(executionArn);
    if (head === undefined) {
      throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    }
    return head;
  }

  /** @throws ApiError ExecutionDoesNotExist. */
  describe(executionArn: string): ExecutionDescription {
    this.knownHead(executionArn);
    return describeHead(this.get(executionArn)?.head ?? this.#journal.readArchived(executionArn).head);
  }

  /** @throws ApiError ExecutionDoesNotExist. */
  history(executionArn: string): readonly HistoryEvent[] {
    this.knownHead(executionArn);
    return [...(this.get(executionArn) ?? this.#journal.readArchived(executionArn)).events];
  }

  /** Newest first. */
  list(stateMachineArn: string, status: ExecutionStatus | undefined): readonly ExecutionSummary[] {
    const heads = [...this.#archived.values(), ...[...this.#executions.values()].map(({ head }) => head)];
    return heads
      .filter((head) => head.stateMachineArn === stateMachineArn && (status === undefined || head.status === status))
      .sort((a, b) => b.startDate - a.startDate || b.id - a.id)
      .map(summaryOf);
  }

  /** An execution with its threads, taken out of the archive where it is there. */
  whole(executionArn: string): Execution {
    const inMemory = this.get(executionArn);
    if (inMemory !== undefined) return inMemory;
    const { head, events, threads, definition } = this.#journal.readArchived(executionArn);
    this.#registry.add(head.definitionId, definition);
    const execution = new Execution(head, this.#registry.compiled(head.definitionId), [...events]);
    for (const thread of threads) execution.addThread(Thread.revive(thread));
    return execution;
  }

  /** A finished execution as the archive keeps it. */
  archivedForm({ head, events, threads }: Execution): ArchivedExecution {
    return { head, events, threads: [...threads.values()], definition: this.#registry.textOf(head.definitionId) };
  }

  /** The execution is in the archive now: its head is all that stays. */
  archived({ head: { output: _output, ...head } }: Execution): void {
    this.#executions.delete(head.executionArn);
    this.#archived.set(head.executionArn, { ...head, input: '' });
  }
}

function summaryOf(head: ExecutionHead): ExecutionSummary {
  const { input: _input, output: _output, error: _error, cause: _cause, ...summary } = describeHead(head);
  return summary;
}
