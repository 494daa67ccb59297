import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { armDeadline, armThread } from './alarms.ts';
import type {
  ExecutionDescription,
  ExecutionStatus,
  ExecutionSummary,
  Executor,
  HistoryEvent,
  Invoke,
  Json,
  StateMachine,
} from './contract.ts';
import type { TaskState } from './definition.ts';
import { Engine } from './engine.ts';
import { ApiError } from './errors.ts';
import { Execution, type ExecutionHead, Thread } from './execution.ts';
import { createExpressionCompiler } from './expressions.ts';
import { record, WHOLE } from './history.ts';
import type { StartRequest } from './integrations/nested.ts';
import type { Journal, JournalRecord } from './journal.ts';
import { Ledger } from './ledger.ts';
import { redrive } from './redrive.ts';
import { type MachineRequest, Registry } from './registry.ts';
import { Shelf } from './shelf.ts';
import { DATA_LIMIT, exceedsLimit } from './size.ts';
import { taskFailed, taskSucceeded } from './states/task.ts';
import { readTaskToken } from './tokens.ts';
import { type Visit, visits } from './visit.ts';

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

type Started = { executionArn: string; startDate: number };

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
  readonly #registry: Registry;
  readonly #shelf: Shelf;
  readonly #ledger: Ledger;
  readonly #engine: Engine;
  #resumed = false;

  constructor({ clock, invoke, journal, random = Math.random, uuid = randomUUID }: ExecutorOptions) {
    this.#clock = clock;
    this.#uuid = uuid;
    this.#journal = journal;
    this.#registry = new Registry(createExpressionCompiler({ clock, random, uuid }));
    this.#shelf = new Shelf(journal, this.#registry);
    this.#ledger = new Ledger(journal, {
      executions: () => this.#shelf.inMemory(),
      alive: () => this.#aliveRecords(),
      archivedForm: (execution) => this.#shelf.archivedForm(execution),
      finished: (execution) => this.#shelf.archived(execution),
      broken: () => this.#engine.close(),
    });
    this.#engine = new Engine({
      clock,
      invoke,
      random,
      touch: (execution) => this.#ledger.touch(execution),
      afterWritten: (effect) => this.#ledger.afterWritten(effect),
      startExecution: (request) => this.#start(request),
      stopExecution: (executionArn, error, cause) => this.stopExecution(executionArn, error, cause),
      whenFinished: (executionArn, then) => this.#whenFinished(executionArn, then),
    });
    this.#shelf.read();
  }

  *#aliveRecords(): Generator<JournalRecord> {
    const executions = [...this.#shelf.inMemory()].filter(({ running }) => running);
    yield* this.#registry.records(executions.map(({ head }) => head.definitionId));
    for (const { head, events, threads } of executions) {
      yield { k: 'execution', id: head.id, head, events, threads: [...threads.values()] };
    }
  }

  resume(): void {
    if (this.#resumed) return;
    this.#resumed = true;
    for (const execution of this.#shelf.inMemory()) {
      if (execution.running && !execution.startedHere) this.#engine.resume(execution);
    }
  }

  putStateMachine(request: MachineRequest): StateMachine {
    const { machine, records } = this.#registry.put(request, this.#clock.now());
    for (const entry of records) this.#ledger.add(entry);
    return machine;
  }

  listStateMachines(): readonly StateMachine[] {
    return this.#registry.list();
  }

  describeStateMachine(stateMachineArn: string): StateMachine {
    return this.#registry.machine(stateMachineArn);
  }

  startExecution(request: { stateMachineArn: string; name?: string; input?: string }): Promise<Started> {
    return this.#start(request);
  }

  async #start(request: StartRequest): Promise<Started> {
    const machine = this.#registry.machine(request.stateMachineArn);
    const { name = this.#uuid(), input = '{}' } = request;
    if (!EXECUTION_NAME.test(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
    parseJson(input, 'InvalidExecutionInput', 'Invalid State Machine Execution Input');
    const executionArn = executionArnOf(machine, name, this.#uuid);
    const same = this.#shelf.head(executionArn);
    if (same !== undefined) return this.#startedBefore(same, request, input);

    const startDate = this.#clock.now();
    const definition = this.#registry.compiled(machine.definitionId);
    const { timeoutSeconds } = definition;
    const head: ExecutionHead = {
      id: this.#shelf.newId(),
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
      ...(timeoutSeconds === undefined ? {} : { deadline: startDate + 1000 * timeoutSeconds }),
    };
    this.#begin(new Execution(head, definition));
    await this.#ledger.written();
    return { executionArn, startDate };
  }

  /** The same name again. @throws ApiError ExecutionAlreadyExists unless it is the same request. */
  async #startedBefore(same: ExecutionHead, request: StartRequest, input: string): Promise<Started> {
    const { executionArn, startDate, startedBy } = same;
    const sameTask = startedBy !== undefined && startedBy === request.startedBy;
    if (!sameTask && (same.status !== 'RUNNING' || same.input !== input)) {
      throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    await this.#ledger.written();
    return { executionArn, startDate };
  }

  #begin(execution: Execution): void {
    const { head, definition } = execution;
    execution.startedHere = true;
    this.#shelf.put(execution);
    record(execution, head.startDate, 0, 'ExecutionStarted', {
      input: head.input,
      inputDetails: WHOLE,
      ...(head.roleArn === undefined ? {} : { roleArn: head.roleArn }),
    });
    const state = definition.blocks[0]?.startAt ?? '';
    const top = new Thread({ id: 1, parent: 0, index: 0, block: 0, state, input: execution.input, last: 0 });
    top.live.inputText = head.input;
    this.#ledger.touch(execution);
    armDeadline(this.#engine, execution);
    this.#engine.wake(execution, execution.addThread(top));
  }

  describeExecution(executionArn: string): ExecutionDescription {
    return this.#shelf.describe(executionArn);
  }

  listExecutions(stateMachineArn: string, status?: ExecutionStatus): readonly ExecutionSummary[] {
    this.#registry.machine(stateMachineArn);
    return this.#shelf.list(stateMachineArn, status);
  }

  getExecutionHistory(executionArn: string): readonly HistoryEvent[] {
    return this.#shelf.history(executionArn);
  }

  async stopExecution(executionArn: string, error?: string, cause?: string): Promise<{ stopDate: number }> {
    const head = this.#shelf.knownHead(executionArn);
    const execution = this.#shelf.get(executionArn);
    if (execution?.running) {
      const failure = { error: error ?? null, cause: cause ?? null };
      this.#engine.finish(execution, execution.top?.last ?? 0, 'ABORTED', failure);
    }
    await this.#ledger.written();
    return { stopDate: head.stopDate ?? this.#clock.now() };
  }

  async redriveExecution(executionArn: string): Promise<{ redriveDate: number }> {
    const { type, status } = this.#shelf.knownHead(executionArn);
    if (type !== 'STANDARD' || !['FAILED', 'ABORTED', 'TIMED_OUT'].includes(status)) {
      const why = type === 'STANDARD' ? status : 'an express execution';
      throw new ApiError('ExecutionNotRedrivable', `Execution is not redrivable: '${executionArn}' is ${why}`);
    }
    const redriveDate = this.#clock.now();
    const execution = redrive(this.#shelf.whole(executionArn), redriveDate);
    this.#shelf.put(execution);
    this.#ledger.add(this.#registry.definitionRecord(execution.head.definitionId));
    this.#ledger.touch(execution);
    this.#engine.resume(execution);
    await this.#ledger.written();
    return { redriveDate };
  }

  async sendTaskSuccess(taskToken: string, output: string): Promise<void> {
    const result = parseJson(output, 'InvalidOutput', 'Invalid Output');
    taskSucceeded(this.#waiting(taskToken), result);
    await this.#ledger.written();
  }

  async sendTaskFailure(taskToken: string, error?: string, cause?: string): Promise<void> {
    taskFailed(this.#waiting(taskToken), { error: error ?? null, cause: cause ?? null });
    await this.#ledger.written();
  }

  async sendTaskHeartbeat(taskToken: string): Promise<void> {
    const visit = this.#waiting(taskToken);
    const { task } = visit.thread;
    if (task?.heartbeatSeconds !== undefined) {
      task.heartbeatAt = this.#clock.now() + 1000 * task.heartbeatSeconds;
      visit.save();
      armThread(this.#engine, visit);
    }
    await this.#ledger.written();
  }

  /** The visit that waits for a token. @throws ApiError InvalidToken, TaskDoesNotExist, TaskTimedOut. */
  #waiting(taskToken: string): Visit<TaskState> {
    const made = readTaskToken(taskToken);
    if (made === undefined) throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
    if (this.#shelf.head(made.executionArn) === undefined) {
      throw new ApiError('TaskDoesNotExist', "Task Does Not Exist: 'Task does not exist'");
    }
    const execution = this.#shelf.get(made.executionArn);
    const thread = execution?.running ? execution.threads.get(made.thread) : undefined;
    const visit = execution && thread && this.#engine.visit(execution, thread);
    if (visit === undefined || !visit.alive || thread?.task?.token !== taskToken || !visits(visit, 'Task')) {
      throw new ApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    return visit;
  }

  finished(executionArn: string): Promise<ExecutionDescription> {
    return new Promise((resolve) => this.#whenFinished(executionArn, resolve));
  }

  #whenFinished(executionArn: string, then: (description: ExecutionDescription) => void): void {
    const execution = this.#shelf.get(executionArn);
    if (execution?.running) execution.onFinish.push(then);
    else then(this.describeExecution(executionArn));
  }

  async close(): Promise<void> {
    this.#engine.close();
    for (const execution of this.#shelf.inMemory()) {
      execution.cancelDeadline?.();
      for (const thread of execution.threads.values()) thread.cancelTimers();
    }
    await this.#ledger.written();
    this.#journal.close();
  }
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
