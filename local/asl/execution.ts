import type { ExecutionDescription, ExecutionStatus, HistoryEvent, Json, StateMachineType } from './contract.ts';
import type { Definition } from './definition.ts';
import type { Failure } from './errors.ts';

/**
 * Where a thread stands. Every phase is one the thread can be taken up from after a crash: what happens between two
 * phases happens without waiting, so the journal never sees half of it.
 *
 * `select` an iteration whose input is to be selected · `enter` a state to be entered · `entered` its fields are being
 * evaluated · `task`, `waiting`, `retrying`, `children` it waits for something · `result` what it waited for is there ·
 * `failed` a failure is to be retried, caught or passed on · `dead` it failed for good.
 */
export type Phase =
  | 'select'
  | 'enter'
  | 'entered'
  | 'task'
  | 'waiting'
  | 'retrying'
  | 'children'
  | 'result'
  | 'failed'
  | 'dead';

/** A task that was scheduled. */
export interface PendingTask {
  /** Tells this attempt from earlier ones; given to the integration when it asked for a token. */
  readonly token: string;
  readonly arguments: Json;
  /** Epoch milliseconds. */
  timeoutAt: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  heartbeatAt: number | undefined;
  /** The integration took the request; now its callback, or the nested execution's end, is waited for. */
  submitted: boolean;
  /** The nested execution waited for. */
  nested?: string;
}

/** What a Parallel or Map waits for. */
export interface Children {
  /** Inputs of a Map's iterations. */
  readonly items?: Json[];
  /** Most iterations at once. */
  readonly limit: number;
  /** How many have been started. */
  started: number;
  ended: number;
  readonly results: Json[];
  /** The event the next iteration follows. */
  previous: number;
  /** The event that told of the last iteration's end. */
  lastEnd: number;
}

/** What lives as long as the process: never journaled. */
class Live {
  /** The input as JSON text, made once. */
  inputText: string | undefined;
  cancelTimers: (() => void)[] = [];
  abort: AbortController | undefined;
  /** An `advance` is under way or arranged for. */
  moving = false;
  /** It was woken while it was moving. */
  again = false;
  /** The thread was ended by others. */
  gone = false;
}

/** One line of control: the execution's own, a branch's, an iteration's. Its public fields are its journaled form. */
export class Thread {
  readonly id: number;
  /** Thread of the Parallel or Map it belongs to; 0, which is nobody's, for the execution's own. */
  readonly parent: number;
  /** Branch or iteration. */
  readonly index: number;
  readonly block: number;
  phase: Phase = 'enter';
  state: string;
  input: Json;
  /** The last event of this thread. */
  last: number;
  /** The event before the state was entered. */
  beforeEntry = 0;
  /** The event of the state's entry. */
  entered = 0;
  /** Epoch milliseconds. */
  enteredAt = 0;
  variables: { readonly [name: string]: Json } = {};
  /** Attempts used per retrier, in this visit of the state. */
  attempts: number[] = [];
  retryCount = 0;
  /** The item of a Map's iteration. */
  item: { readonly Index: number; readonly Value: Json } | undefined = undefined;
  task: PendingTask | undefined = undefined;
  /** Epoch milliseconds. */
  wakeAt: number | undefined = undefined;
  children: Children | undefined = undefined;
  result: Json | undefined = undefined;
  failure: Failure | undefined = undefined;
  readonly #live = new Live();

  constructor(start: Pick<Thread, 'id' | 'parent' | 'index' | 'block' | 'state' | 'input' | 'last'>) {
    this.id = start.id;
    this.parent = start.parent;
    this.index = start.index;
    this.block = start.block;
    this.state = start.state;
    this.input = start.input;
    this.last = start.last;
  }

  /** A thread as the journal kept it. */
  static revive(saved: Thread): Thread {
    return Object.assign(new Thread(saved), saved);
  }

  get live(): Live {
    return this.#live;
  }

  get inputText(): string {
    this.#live.inputText ??= JSON.stringify(this.input);
    return this.#live.inputText;
  }

  /** Forgets what belonged to the state left behind. */
  leaveState(): void {
    this.attempts = [];
    this.retryCount = 0;
    this.task = undefined;
    this.wakeAt = undefined;
    this.children = undefined;
    this.result = undefined;
    this.failure = undefined;
  }

  cancelTimers(): void {
    for (const cancel of this.#live.cancelTimers) cancel();
    this.#live.cancelTimers = [];
  }
}

/** What DescribeExecution tells, and which definition the execution runs; its journaled head. */
export interface ExecutionHead {
  /** Short name in the journal. */
  readonly id: number;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly type: StateMachineType;
  readonly roleArn: string | undefined;
  readonly definitionId: string;
  readonly startDate: number;
  readonly input: string;
  status: ExecutionStatus;
  stopDate?: number;
  output?: string;
  error?: string | null;
  cause?: string | null;
  redriveCount: number;
  redriveDate?: number;
  /** Token of the task that started it: the task, called again after a crash, finds it by that. */
  readonly startedBy?: string;
  /** When `TimeoutSeconds` of the machine runs out, epoch milliseconds. */
  deadline?: number;
}

/** An execution at work, or finished and not yet archived. */
export class Execution {
  readonly head: ExecutionHead;
  readonly definition: Definition;
  readonly input: Json;
  readonly events: HistoryEvent[];
  readonly threads = new Map<number, Thread>();
  nextThread = 1;
  readonly startTime: string;
  /** What the journal does not have yet. */
  readonly unsaved = { head: true, events: 0, threads: new Set<Thread>(), removed: new Set<number>() };
  readonly onFinish: ((description: ExecutionDescription) => void)[] = [];
  cancelDeadline: (() => void) | undefined;
  /** This process began or redrove it: nothing of it has to be taken up. */
  startedHere = false;

  constructor(head: ExecutionHead, definition: Definition, events: HistoryEvent[] = []) {
    this.head = head;
    this.definition = definition;
    this.input = JSON.parse(head.input);
    this.events = events;
    this.startTime = new Date(head.startDate).toISOString();
  }

  /** The journal has everything. */
  saved(): void {
    this.unsaved.head = false;
    this.unsaved.events = this.events.length;
    this.unsaved.threads.clear();
    this.unsaved.removed.clear();
  }

  get running(): boolean {
    return this.head.status === 'RUNNING';
  }

  /** The execution's own thread; none once it has succeeded. */
  get top(): Thread | undefined {
    for (const thread of this.threads.values()) if (thread.parent === 0) return thread;
    return undefined;
  }

  addThread(thread: Thread): Thread {
    this.threads.set(thread.id, thread);
    this.nextThread = Math.max(this.nextThread, thread.id + 1);
    this.unsaved.threads.add(thread);
    return thread;
  }

  removeThread(thread: Thread): void {
    thread.live.gone = true;
    thread.cancelTimers();
    thread.live.abort?.abort();
    this.threads.delete(thread.id);
    this.unsaved.threads.delete(thread);
    this.unsaved.removed.add(thread.id);
  }

  /** Branches or iterations of a thread, in their order. */
  childrenOf(thread: Thread): Thread[] {
    return [...this.threads.values()].filter((other) => other.parent === thread.id).sort((a, b) => a.index - b.index);
  }

  /** The variables a thread sees: its own and those of the threads around it. */
  variablesOf(thread: Thread): { readonly [name: string]: Json } {
    const around = this.threads.get(thread.parent);
    return around === undefined ? thread.variables : { ...this.variablesOf(around), ...thread.variables };
  }

  describe(): ExecutionDescription {
    return describeHead(this.head);
  }
}

/** What DescribeExecution tells of an execution with that head. */
export function describeHead(head: ExecutionHead): ExecutionDescription {
  const {
    id: _id,
    type: _type,
    roleArn: _roleArn,
    definitionId: _definitionId,
    startedBy: _startedBy,
    deadline: _deadline,
    ...description
  } = head;
  return description;
}
