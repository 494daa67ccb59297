import { StreamPoller, type StreamPorts } from './services/dynamodb/stream-poller.ts';
import { QueuePoller, type QueuePorts } from './services/queues/queue-poller.ts';
import type { MappingSpec, QueueSpec } from './template/events.ts';

/** The template's event source mappings, each with a poller of its own. */
export class EventSources {
  private readonly streams: StreamPoller[] = [];
  private readonly queues: QueuePoller[] = [];

  start(mappings: readonly MappingSpec[], ports: StreamPorts & QueuePorts): void {
    for (const mapping of mappings) {
      if (!mapping.enabled) continue;
      if (mapping.sourceArn.startsWith('arn:aws:sqs:')) this.queues.push(new QueuePoller(mapping, ports));
      else this.streams.push(new StreamPoller(mapping, ports));
    }
  }

  /** A table was written to. */
  nudgeStreams(): void {
    for (const poller of this.streams) poller.nudge();
  }

  /** A queue has something new. */
  nudgeQueue(queue: QueueSpec): void {
    for (const poller of this.queues) if (poller.isFor(queue)) poller.nudge();
  }

  /** Whether every record and message has been handed over. */
  get isCaughtUp(): boolean {
    return this.streams.every((poller) => poller.caughtUp) && this.queues.every((poller) => poller.idle);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.streams, ...this.queues].map((poller) => poller.stop()));
  }
}
