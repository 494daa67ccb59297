import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type {
  ExecutionDescription,
  ExecutionStatus,
  ExecutionSummary,
  Executor,
  HistoryEvent,
  Invoke,
  Json,
  StateMachine,
  StateMachineType,
} from './contract.ts';
import { compileDefinition, type Definition, type TaskState } from './definition.ts';
import { Engine } from './engine.ts';
import { ApiError, type Failure } from './errors.ts';
import { describeHead, Execution, type ExecutionHead, Thread } from './execution.ts';
import { createExpressionCompiler } from './expressions.ts';
import { record, WHOLE } from './history.ts';
import type { ArchivedExecution, ExecutionRecord, Journal, JournalRecord } from './journal.ts';
import { Ledger } from './ledger.ts';
import { redrive } from './redrive.ts';
import { DATA_LIMIT, exceedsLimit } from './size.ts';
import { taskFailed, taskSucceeded } from './states/task.ts';
import { readTaskToken } from './tokens.ts';
import { definitionProblem, validateDefinition } from './validation/validate.ts';
import type { Visit } from './visit.ts';

/** What an executor is made of. */
export interface ExecutorOptions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly journal: Journal;
  /** 0 ≤ n < 1; `Math.random` where left out. */
  readonly random?: () => number;
  readonly uuid?: () => string;
}

const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/**
 * Opens an executor on a journal: what the journal holds is there again, and moves once `resume` is called.
 * @throws Error when the journal cannot be read.
 */
export function openExecutor(options: ExecutorOptions): Executor {
  return new JournaledExecutor(options);
}

class JournaledExecutor implements Executor {
  readonly #clock: Clock;
  readonly #uuid: () => string;
  readonly #journal: Journal;
  readonly #ledger: Ledger;
  readonly #engine: Engine;
  readonly #compiler;
  readonly #machines = new Map<string, StateMachine & { readonly definitionId: string }>();
  readonly #definitions = new Map<string, { readonly text: string; compiled?: Definition }>();
  readonly #executions = new Map<string, Execution>();
  readonly #archived = new Map<string, ExecutionHead>();
  #nextId = 1;
  #resumed = false;

  constructor(options: ExecutorOptions) {
    const random = options.random ?? Math.random;
    this.#clock = options.clock;
    this.#uuid = options.uuid ?? randomUUID;
    this.#journal = options.journal;
    this.#compiler = createExpressionCompiler({ clock: options.clock, random, uuid: this.#uuid });
    this.#ledger = new Ledger(options.journal, {
      finished: (execution) => this.#archive(execution),
      alive: () => this.#aliveRecords(),
      executions: () => this.#executions.values(),
      archivedForm: (execution) => this.#archivedForm(execution),
      broken: () => this.#engine.close(),
    });
    this.#engine = new Engine({
      clock: options.clock,
      invoke: options.invoke,
      random,
      touch: (execution) => this.#ledger.touch(execution),
      afterWritten: (effect) => this.#ledger.afterWritten(effect),
      startExecution: (request) => this.#start(request),
      stopExecution: (executionArn, error, cause) => this.stopExecution(executionArn, error, cause),
      whenFinished: (executionArn, then) => this.#whenFinished(executionArn, then),
    });
    this.#read();
  }

  // ---- what the journal holds

  #read(): void {
    for (const head of this.#journal.archivedHeads()) {
      this.#archived.set(head.executionArn, head);
      this.#nextId = Math.max(this.#nextId, head.id + 1);
    }
    const byId = new Map<number, Execution>();
    for (const entry of this.#journal.records()) {
      if (entry.k === 'definition') this.#definitions.set(entry.id, { text: entry.text });
      else if (entry.k === 'machine') {
        const { definitionId } = entry.machine;
        const definition = this.#definitions.get(definitionId)?.text ?? '';
        this.#machines.set(entry.machine.stateMachineArn, { ...entry.machine, definition });
      } else this.#readExecution(entry, byId);
    }
    for (const execution of byId.values()) {
      execution.unsaved.head = false;
      execution.unsaved.events = execution.events.length;
      execution.unsaved.threads.clear();
      execution.unsaved.removed.clear();
      this.#executions.set(execution.head.executionArn, execution);
      this.#archived.delete(execution.head.executionArn);
      this.#nextId = Math.max(this.#nextId, execution.head.id + 1);
    }
  }

  #readExecution(entry: ExecutionRecord, byId: Map<number, Execution>): void {
    let execution = byId.get(entry.id);
    if (entry.head !== undefined) {
      const before = execution;
      execution = new Execution(entry.head, this.#definition(entry.head.definitionId), before?.events);
      for (const thread of before?.threads.values() ?? []) execution.addThread(thread);
      execution.nextThread = Math.max(execution.nextThread, before?.nextThread ?? 1);
      byId.set(entry.id, execution);
    }
    if (execution === undefined) throw new Error(`The journal tells of execution ${entry.id} before its start`);
    execution.events.push(...(entry.events ?? []));
    for (const id of entry.removed ?? []) execution.threads.delete(id);
    for (const thread of entry.threads ?? []) execution.addThread(Thread.revive(thread));
  }

  resume(): void {
    if (this.#resumed) return;
    this.#resumed = true;
    for (const execution of this.#executions.values()) {
      if (execution.running && !execution.startedHere) this.#engine.resume(execution);
    }
  }

  *#aliveRecords(): Generator<JournalRecord> {
    const definitions = new Set([...this.#machines.values()].map((machine) => machine.definitionId));
    for (const { head } of this.#executions.values()) definitions.add(head.definitionId);
    for (const id of definitions) yield { k: 'definition', id, text: this.#definitions.get(id)?.text ?? '' };
    for (const { definition: _definition, ...machine } of this.#machines.values()) yield { k: 'machine', machine };
    for (const { head, events, threads, running } of this.#executions.values()) {
      if (running) yield { k: 'execution', id: head.id, head, events, threads: [...threads.values()] };
    }
  }

  #archivedForm({ head, events, threads }: Execution): ArchivedExecution {
    const definition = this.#definitions.get(head.definitionId)?.text ?? '';
    return { head, events, threads: [...threads.values()], definition };
  }

  #archive(execution: Execution): void {
    const { input: _input, output: _output, ...head } = execution.head;
    this.#executions.delete(execution.head.executionArn);
    this.#archived.set(execution.head.executionArn, { ...head, input: '' });
  }

  #fromArchive(executionArn: string): Execution {
    const archived = this.#journal.readArchived(executionArn);
    const id = archived.head.definitionId;
    if (!this.#definitions.has(id)) this.#definitions.set(id, { text: archived.definition });
    const execution = new Execution(archived.head, this.#definition(id), [...archived.events]);
    for (const thread of archived.threads) execution.addThread(Thread.revive(thread));
    return execution;
  }

  #definition(id: string): Definition {
    const known = this.#definitions.get(id);
    if (known === undefined) throw new Error(`There is no definition ${id}`);
    known.compiled ??= compileDefinition(known.text, this.#compiler);
    return known.compiled;
  }

  // ---- state machines

  putStateMachine(machine: {
    stateMachineArn: string;
    name: string;
    definition: string;
    roleArn?: string;
    type?: StateMachineType;
  }): StateMachine {
    const type = machine.type ?? 'STANDARD';
    const before = this.#machines.get(machine.stateMachineArn);
    if (before?.definition === machine.definition && before.type === type && before.roleArn === machine.roleArn) {
      return before;
    }
    const problem = definitionProblem(validateDefinition(machine.definition, type));
    if (problem !== undefined) throw new ApiError('InvalidDefinition', problem);
    const definitionId = createHash('sha256').update(machine.definition).digest('base64url').slice(0, 22);
    if (!this.#definitions.has(definitionId)) {
      this.#definitions.set(definitionId, { text: machine.definition });
      this.#ledger.add({ k: 'definition', id: definitionId, text: machine.definition });
    }
    this.#definition(definitionId);
    const put = { ...machine, type, definitionId, creationDate: before?.creationDate ?? this.#clock.now() };
    this.#machines.set(machine.stateMachineArn, put);
    const { definition: _definition, ...kept } = put;
    this.#ledger.add({ k: 'machine', machine: kept });
    return put;
  }

  listStateMachines(): readonly StateMachine[] {
    return [...this.#machines.values()];
  }

  describeStateMachine(stateMachineArn: string): StateMachine & { readonly definitionId: string } {
    const machine = this.#machines.get(stateMachineArn);
    if (machine === undefined) {
      throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    return machine;
  }

  // ---- executions

  startExecution(request: {
    stateMachineArn: string;
    name?: string;
    input?: string;
  }): Promise<{ executionArn: string; startDate: number }> {
    return this.#start(request);
  }

  async #start(request: {
    stateMachineArn: string;
    name?: string;
    input?: string;
    startedBy?: string;
  }): Promise<{ executionArn: string; startDate: number }> {
    const machine = this.describeStateMachine(request.stateMachineArn);
    const { name = this.#uuid(), input = '{}' } = request;
    if (!EXECUTION_NAME.test(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
    parseJson(input, 'InvalidExecutionInput', 'Invalid State Machine Execution Input');
    const executionArn = executionArnOf(machine, name, this.#uuid);

    const same = this.#headOf(executionArn);
    if (same !== undefined) {
      const again = same.startedBy !== undefined && same.startedBy === request.startedBy;
      const idempotent = same.status === 'RUNNING' && same.input === input;
      if (!again && !idempotent) {
        throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
      }
      await this.#ledger.written();
      return { executionArn, startDate: same.startDate };
    }

    const startDate = this.#clock.now();
    const definition = this.#definition(machine.definitionId);
    const head: ExecutionHead = {
      id: this.#nextId++,
      executionArn,
      stateMachineArn: machine.stateMachineArn,
      name,
      type: machine.type,
      roleArn: machine.roleArn,
      definitionId: machine.definitionId,
      startDate,
      input,
      status: 'RUNNING',
      redriveCount: 0,
      ...(request.startedBy === undefined ? {} : { startedBy: request.startedBy }),
      ...(definition.timeoutSeconds === undefined ? {} : { deadline: startDate + 1000 * definition.timeoutSeconds }),
    };
    const execution = new Execution(head, definition);
    execution.startedHere = true;
    this.#executions.set(executionArn, execution);
    record(execution, startDate, 0, 'ExecutionStarted', {
      input,
      inputDetails: WHOLE,
      ...(machine.roleArn === undefined ? {} : { roleArn: machine.roleArn }),
    });
    const top = new Thread({
      id: 1,
      parent: 0,
      index: 0,
      block: 0,
      state: definition.blocks[0]?.startAt ?? '',
      input: execution.input,
      last: 0,
    });
    top.live.inputText = input;
    this.#ledger.touch(execution);
    this.#engine.armDeadline(execution);
    this.#engine.wake(execution, execution.addThread(top));
    await this.#ledger.written();
    return { executionArn, startDate };
  }

  #headOf(executionArn: string): ExecutionHead | undefined {
    return this.#executions.get(executionArn)?.head ?? this.#archived.get(executionArn);
  }

  /** @throws ApiError ExecutionDoesNotExist. */
  #knownHead(executionArn: string): ExecutionHead {
    const head = this.#headOf(executionArn);
    if (head === undefined) {
      throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    }
    return head;
  }

  describeExecution(executionArn: string): ExecutionDescription {
    this.#knownHead(executionArn);
    const execution = this.#executions.get(executionArn);
    return describeHead(execution?.head ?? this.#journal.readArchived(executionArn).head);
  }

  listExecutions(stateMachineArn: string, status?: ExecutionStatus): readonly ExecutionSummary[] {
    this.describeStateMachine(stateMachineArn);
    const heads = [...this.#archived.values(), ...[...this.#executions.values()].map((execution) => execution.head)];
    return heads
      .filter((head) => head.stateMachineArn === stateMachineArn && (status === undefined || head.status === status))
      .sort((a, b) => b.startDate - a.startDate || b.id - a.id)
      .map(summaryOf);
  }

  getExecutionHistory(executionArn: string): readonly HistoryEvent[] {
    this.#knownHead(executionArn);
    const execution = this.#executions.get(executionArn);
    return execution === undefined ? this.#journal.readArchived(executionArn).events : [...execution.events];
  }

  async stopExecution(executionArn: string, error?: string, cause?: string): Promise<{ stopDate: number }> {
    const head = this.#knownHead(executionArn);
    const execution = this.#executions.get(executionArn);
    if (execution?.running) {
      const top = [...execution.threads.values()].find((thread) => thread.parent === 0);
      this.#engine.finish(execution, top?.last ?? 0, 'ABORTED', { error: error ?? null, cause: cause ?? null });
    }
    await this.#ledger.written();
    return { stopDate: head.stopDate ?? this.#clock.now() };
  }

  async redriveExecution(executionArn: string): Promise<{ redriveDate: number }> {
    const head = this.#knownHead(executionArn);
    if (head.type !== 'STANDARD' || !['FAILED', 'ABORTED', 'TIMED_OUT'].includes(head.status)) {
      throw new ApiError(
        'ExecutionNotRedrivable',
        `Execution is not redrivable: '${executionArn}' is ${head.type === 'STANDARD' ? head.status : 'an express execution'}`,
      );
    }
    const before = this.#executions.get(executionArn) ?? this.#fromArchive(executionArn);
    const again = redrive(before, this.#clock.now());
    this.#ledger.add({
      k: 'definition',
      id: again.head.definitionId,
      text: this.#definitions.get(again.head.definitionId)?.text ?? '',
    });
    this.#archived.delete(executionArn);
    this.#executions.set(executionArn, again);
    this.#ledger.touch(again);
    this.#engine.resume(again);
    await this.#ledger.written();
    return { redriveDate: again.head.redriveDate ?? this.#clock.now() };
  }

  // ---- task tokens

  async sendTaskSuccess(taskToken: string, output: string): Promise<void> {
    const result = parseJson(output, 'InvalidOutput', 'Invalid Output');
    taskSucceeded(this.#waiting(taskToken), result);
    await this.#ledger.written();
  }

  async sendTaskFailure(taskToken: string, error?: string, cause?: string): Promise<void> {
    const failure: Failure = { error: error ?? null, cause: cause ?? null };
    taskFailed(this.#waiting(taskToken), failure);
    await this.#ledger.written();
  }

  async sendTaskHeartbeat(taskToken: string): Promise<void> {
    const visit = this.#waiting(taskToken);
    const { task } = visit.thread;
    if (task?.heartbeatSeconds !== undefined) {
      task.heartbeatAt = this.#clock.now() + 1000 * task.heartbeatSeconds;
      visit.save();
      this.#engine.arm(visit);
    }
    await this.#ledger.written();
  }

  /** The visit that waits for a token. @throws ApiError InvalidToken, TaskDoesNotExist, TaskTimedOut. */
  #waiting(taskToken: string): Visit<TaskState> {
    const made = readTaskToken(taskToken);
    if (made === undefined) throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
    if (this.#headOf(made.executionArn) === undefined) {
      throw new ApiError('TaskDoesNotExist', "Task Does Not Exist: 'Task does not exist'");
    }
    const execution = this.#executions.get(made.executionArn);
    const thread = execution?.running ? execution.threads.get(made.thread) : undefined;
    if (execution === undefined || thread === undefined || thread.live.gone || thread.task?.token !== taskToken) {
      throw new ApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    return this.#engine.visit(execution, thread) as Visit<TaskState>;
  }

  // ---- waiting and closing

  finished(executionArn: string): Promise<ExecutionDescription> {
    return new Promise((resolve) => this.#whenFinished(executionArn, resolve));
  }

  #whenFinished(executionArn: string, then: (description: ExecutionDescription) => void): void {
    const execution = this.#executions.get(executionArn);
    if (execution?.running) execution.onFinish.push(then);
    else then(this.describeExecution(executionArn));
  }

  async close(): Promise<void> {
    this.#engine.close();
    for (const execution of this.#executions.values()) {
      execution.cancelDeadline?.();
      for (const thread of execution.threads.values()) thread.cancelTimers();
    }
    await this.#ledger.written();
    this.#journal.close();
  }
}

function summaryOf(head: ExecutionHead): ExecutionSummary {
  const { input: _input, output: _output, error: _error, cause: _cause, ...summary } = describeHead(head);
  return summary;
}

function executionArnOf(machine: StateMachine, name: string, uuid: () => string): string {
  if (machine.type === 'STANDARD') return `${machine.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return `${machine.stateMachineArn.replace(':stateMachine:', ':express:')}:${name}:${uuid()}`;
}

/** @throws ApiError of that code when the text is no JSON, or longer than a state may pass on. */
function parseJson(text: string, code: string, said: string): Json {
  if (exceedsLimit(text)) throw new ApiError(code, `${said}: longer than ${DATA_LIMIT} bytes`);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new ApiError(code, `${said}: '${thrown instanceof Error ? thrown.message : thrown}'`);
  }
}
