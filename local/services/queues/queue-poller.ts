import { createHash } from 'node:crypto';
import type { Json } from '../../asl/contract.ts';
import type { Log } from '../../contract.ts';
import type { MappingSpec, QueueSpec } from '../../template/events.ts';
import type { Usage } from '../../usage.ts';
import { matchesPattern } from '../events/event-pattern.ts';
import type { Queues, ReceivedMessage } from './queues.ts';

/** What a poller needs of its surroundings. */
export interface QueuePorts {
  readonly queues: Queues;
  readonly usage: Usage;
  readonly region: string;
  readonly log: Log;
  readonly now: () => number;
  readonly invoke: (functionArn: string, event: string) => Promise<{ payload: string; functionError?: string }>;
}

/** Carries a queue's messages to one function; what the function fails on shows again after the visibility time-out. */
export class QueuePoller {
  private readonly mapping: MappingSpec;
  private readonly queue: QueueSpec;
  private readonly ports: QueuePorts;
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;
  private stopped = false;

  constructor(mapping: MappingSpec, ports: QueuePorts) {
    this.mapping = mapping;
    this.ports = ports;
    this.queue = ports.queues.find(mapping.sourceArn);
    // Only this poller receives from it: what is hidden was received by a run that was killed.
    ports.queues.release(this.queue);
    this.nudge();
  }

  get idle(): boolean {
    return this.busy === undefined && this.ports.queues.counts(this.queue).visible === 0;
  }

  isFor(queue: QueueSpec): boolean {
    return queue.name === this.queue.name;
  }

  /** Something may be there: look now. */
  nudge(): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.work(), 0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.busy;
  }

  private work(): void {
    if (this.busy || this.stopped) return;
    this.busy = this.takeAll()
      .catch((error: unknown) => this.ports.log.warn(`${this.mapping.id}: ${String(error)}`))
      .finally(() => {
        this.busy = undefined;
        this.sleep();
      });
  }

  private sleep(): void {
    if (this.stopped) return;
    const next = this.ports.queues.nextVisible(this.queue);
    if (next === undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.work(), Math.min(60_000, Math.max(20, next - this.ports.now())));
  }

  private async takeAll(): Promise<void> {
    while (!this.stopped) {
      const messages = this.ports.queues.receive(this.queue, this.mapping.batchSize);
      if (messages.length === 0) return;
      this.ports.usage.add('queueRequests', this.queue.name, 2);
      const wanted = messages.filter((message) => this.matches(message));
      const failed = wanted.length === 0 ? new Set<string>() : await this.failedOf(wanted);
      for (const message of messages) {
        if (!failed.has(message.id)) this.ports.queues.delete(this.queue, message.receipt);
      }
    }
  }

  private async failedOf(messages: readonly ReceivedMessage[]): Promise<ReadonlySet<string>> {
    const event = JSON.stringify({ Records: messages.map((message) => this.asLambdaSeesIt(message)) });
    const { payload, functionError } = await this.ports.invoke(this.mapping.functionArn, event);
    const all = new Set(messages.map(({ id }) => id));
    if (functionError !== undefined) {
      this.ports.log.warn(`${this.mapping.id}: the function failed; its messages show again later`);
      return all;
    }
    if (!this.mapping.reportsBatchItemFailures) return new Set();
    const answer: { batchItemFailures?: { itemIdentifier?: string }[] } | null = JSON.parse(payload);
    const failures = (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier ?? '');
    return failures.some((id) => !all.has(id)) ? all : new Set(failures);
  }

  /** A filter's `body` is a pattern on the body's JSON; a body that is none then never matches. */
  private matches(message: ReceivedMessage): boolean {
    if (this.mapping.filters.length === 0) return true;
    const record = { ...this.asLambdaSeesIt(message), body: jsonOr(message.body) };
    return this.mapping.filters.some((pattern) => matchesPattern(pattern, record));
  }

  private asLambdaSeesIt(message: ReceivedMessage): { [key: string]: Json } {
    return {
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAt),
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: String(message.sentAt),
      },
      messageAttributes: message.attributes,
      md5OfBody: createHash('md5').update(message.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: this.mapping.sourceArn,
      awsRegion: this.ports.region,
    };
  }
}

function jsonOr(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
