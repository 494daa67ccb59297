import type { InvocationResult } from '../../contract.ts';
import type { FunctionSpec } from '../../template/functions.ts';
import { FunctionThread } from './function-thread.ts';

/** Threads of one function unless it reserves fewer. */
const threadsPerFunction = 4;

const stopping: InvocationResult = {
  payload: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: 'the local run stops' }),
  functionError: 'Unhandled',
};

/** What a function's threads are given besides its own settings. */
export interface PoolSettings {
  readonly folder: string;
  /** Environment on top of which the template's goes. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (requestId: string, text: string) => void;
  /** Told how long each invocation took, in milliseconds. */
  readonly onDone: (milliseconds: number, result: InvocationResult) => void;
}

/** The threads of one function: made when needed, up to a few, each busy with one event at a time. */
export class FunctionPool {
  private readonly spec: FunctionSpec;
  private readonly settings: PoolSettings;
  private readonly threads = new Set<FunctionThread>();
  private readonly waiting: (() => void)[] = [];
  private readonly limit: number;
  private running = 0;
  private stopped = false;

  constructor(spec: FunctionSpec, settings: PoolSettings) {
    this.spec = spec;
    this.settings = settings;
    this.limit = Math.max(1, Math.min(spec.concurrency ?? threadsPerFunction, threadsPerFunction));
  }

  /** Invocations running or waiting for a thread. */
  get load(): number {
    return this.running + this.waiting.length;
  }

  /** Invokes the function, waiting for a free thread if need be. @param event JSON text. */
  async invoke(event: string): Promise<InvocationResult> {
    while (this.running >= this.limit && !this.stopped)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.stopped) return stopping;
    this.running += 1;
    try {
      const thread = this.freeThread();
      const { result, milliseconds } = await thread.invoke(event, this.spec.timeoutMs);
      this.settings.onDone(milliseconds, result);
      return result;
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const next of this.waiting.splice(0)) next();
    await Promise.all([...this.threads].map((thread) => thread.stop()));
  }

  private freeThread(): FunctionThread {
    for (const thread of this.threads) {
      if (thread.ended) this.threads.delete(thread);
      else if (!thread.busy) return thread;
    }
    const { name, arn, handler, memoryMb } = this.spec;
    const thread = new FunctionThread(
      { folder: this.settings.folder, handler, functionName: name, functionArn: arn, memoryMb },
      { ...this.settings.environment, ...this.spec.environment },
      this.settings.onOutput,
    );
    this.threads.add(thread);
    return thread;
  }
}
