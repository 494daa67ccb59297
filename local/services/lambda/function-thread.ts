import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { InvocationResult } from '../../contract.ts';
import type { InvokeMessage, WorkerMessage, WorkerStart } from './messages.ts';

/** One worker thread of a function: takes one event at a time. */
export class FunctionThread {
  private readonly worker: Worker;
  private readonly start: WorkerStart;
  private readonly onOutput: (requestId: string, text: string) => void;
  private pending: { requestId: string; settle: (result: InvocationResult) => void } | undefined;
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
    this.worker.stdout.on('data', (chunk: Buffer) => this.output(chunk));
    this.worker.stderr.on('data', (chunk: Buffer) => this.output(chunk));
    this.worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'answer') this.settle(message);
    });
    this.worker.on('error', (error) => this.end('Runtime.ExitError', error.message));
    this.worker.on('exit', (code) => this.end('Runtime.ExitError', `Runtime exited with error: exit status ${code}`));
  }

  get busy(): boolean {
    return this.pending !== undefined;
  }

  /** Gives the event to the function. Resolves with its answer, its failure, or the time-out. */
  invoke(message: InvokeMessage, timeoutMs: number): Promise<InvocationResult> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.end('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
      }, timeoutMs);
      this.pending = {
        requestId: message.requestId,
        settle: (result) => {
          clearTimeout(timer);
          this.pending = undefined;
          resolve(result);
        },
      };
      this.worker.postMessage(message);
    });
  }

  /** Ends the thread at once; a pending invocation fails. */
  async stop(): Promise<void> {
    this.end('Runtime.ExitError', 'the local run stops');
    await this.worker.terminate();
  }

  private settle(message: { requestId: string; payload: string; failed: boolean }): void {
    if (this.pending?.requestId !== message.requestId) return;
    this.pending.settle({ payload: message.payload, ...(message.failed ? { functionError: 'Unhandled' } : {}) });
  }

  private end(errorType: string, why: string): void {
    if (!this.ended) {
      this.ended = true;
      void this.worker.terminate();
    }
    if (!this.pending) return;
    const errorMessage = `RequestId: ${this.pending.requestId} Error: ${why}`;
    this.output(Buffer.from(`ERROR ${this.start.functionName} ${errorMessage}\n`));
    this.pending.settle({ payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled' });
  }

  private output(chunk: Buffer): void {
    this.onOutput(this.pending?.requestId ?? '', chunk.toString('utf8'));
  }
}
