import { randomUUID } from 'node:crypto';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { InvocationResult } from '../../contract.ts';
import type { InvokeMessage, WorkerMessage, WorkerStart } from './messages.ts';

/** Lambda gives a function this long to load, apart from its own time-out. */
const longestInitMs = 10_000;

/** An invocation that has ended. */
export interface Invoked {
  readonly result: InvocationResult;
  /** How long the handler took, loading left out. */
  readonly milliseconds: number;
}

/** One worker thread of a function: takes one event at a time. */
export class FunctionThread {
  private readonly worker: Worker;
  private readonly start: WorkerStart;
  private readonly onOutput: (requestId: string, text: string) => void;
  private readonly loaded: Promise<void>;
  private tellLoaded: () => void = () => {};
  private pending: { requestId: string; settle: (result: InvocationResult) => void } | undefined;
  /** Whose output it is: lines can arrive a moment after the answer. */
  private requestId = '';
  /** Set once the thread has ended; it takes no more events. */
  ended = false;

  constructor(start: WorkerStart, env: NodeJS.ProcessEnv, onOutput: (requestId: string, text: string) => void) {
    this.start = start;
    this.onOutput = onOutput;
    const resourceLimits: ResourceLimits = { maxOldGenerationSizeMb: Math.max(start.memoryMb, 256) };
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: start,
      env,
      execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
      stdout: true,
      stderr: true,
      resourceLimits,
    });
    this.loaded = new Promise((resolve) => {
      this.tellLoaded = resolve;
    });
    this.worker.stdout.on('data', (chunk: Buffer) => this.output(chunk));
    this.worker.stderr.on('data', (chunk: Buffer) => this.output(chunk));
    this.worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'ready') this.tellLoaded();
      else this.settle(message);
    });
    this.worker.on('error', (error) => this.end('Runtime.ExitError', error.message));
    this.worker.on('exit', (code) => this.end('Runtime.ExitError', `Runtime exited with error: exit status ${code}`));
  }

  get busy(): boolean {
    return this.pending !== undefined;
  }

  /** Gives an event (JSON text) to the function. Resolves with its answer, its failure, or the time-out. */
  async invoke(event: string, timeoutMs: number): Promise<Invoked> {
    const requestId = randomUUID();
    this.requestId = requestId;
    const answered = new Promise<InvocationResult>((settle) => {
      this.pending = { requestId, settle };
    });
    const tooSlow = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
    let timer = setTimeout(() => this.end('Sandbox.Timedout', tooSlow), longestInitMs);
    await this.loaded;
    clearTimeout(timer);
    const started = performance.now();
    if (!this.ended) {
      timer = setTimeout(() => this.end('Sandbox.Timedout', tooSlow), timeoutMs);
      const message: InvokeMessage = { requestId, event, deadline: Date.now() + timeoutMs };
      this.worker.postMessage(message);
    }
    const result = await answered;
    clearTimeout(timer);
    return { result, milliseconds: performance.now() - started };
  }

  /** Ends the thread at once; a pending invocation fails. */
  async stop(): Promise<void> {
    this.end('Runtime.ExitError', 'the local run stops');
    await this.worker.terminate();
  }

  private settle(message: { requestId: string; payload: string; failed: boolean }): void {
    if (this.pending?.requestId !== message.requestId) return;
    this.finish({ payload: message.payload, ...(message.failed ? { functionError: 'Unhandled' } : {}) });
  }

  private end(errorType: string, why: string): void {
    if (!this.ended) {
      this.ended = true;
      void this.worker.terminate();
    }
    if (this.pending) {
      const errorMessage = `RequestId: ${this.pending.requestId} Error: ${why}`;
      this.output(Buffer.from(`ERROR ${this.start.functionName} ${errorMessage}\n`));
      this.finish({ payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled' });
    }
    this.tellLoaded();
  }

  private finish(result: InvocationResult): void {
    const pending = this.pending;
    this.pending = undefined;
    pending?.settle(result);
  }

  private output(chunk: Buffer): void {
    this.onOutput(this.requestId, chunk.toString('utf8'));
  }
}
