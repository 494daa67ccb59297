import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../../asl/contract.ts';
import type { Store } from '../../store.ts';
import type { QueueSpec } from '../../template/events.ts';
import type { Usage } from '../../usage.ts';
import { ServiceError } from '../aws/service-error.ts';

/** A message as a receiver sees it. */
export interface ReceivedMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  readonly attributes: Json;
  readonly sentAt: number;
  readonly receives: number;
}

/** Standard SQS queues, durable, with visibility time-outs and dead-letter queues. */
export class Queues {
  readonly queues: readonly QueueSpec[];
  private readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
  private readonly onMessage: (queue: QueueSpec) => void;

  /** @param now epoch milliseconds. @param onMessage told when a queue has something new. */
  constructor(queues: readonly QueueSpec[], store: Store, now: () => number, onMessage: (queue: QueueSpec) => void) {
    this.queues = queues;
    this.store = store;
    this.now = now;
    this.onMessage = onMessage;
  }

  /** Finds a queue by URL, ARN or name. @throws ServiceError when there is none. */
  find(reference: string): QueueSpec {
    const name = reference.split(/[/:]/).at(-1);
    const queue = this.queues.find((candidate) => candidate.name === name);
    if (queue) return queue;
    throw new ServiceError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
  }

  /** Durable once it returns. @param delayMs before it can be received. @returns the message's id. */
  send(queue: QueueSpec, body: string, attributes: Json = {}, delayMs = 0): string {
    const id = randomUUID();
    const now = this.now();
    this.store.run(
      'INSERT INTO messages (queue, id, body, attributes, sent_at, visible_at, receives) VALUES (?, ?, ?, ?, ?, ?, 0)',
      queue.name,
      id,
      body,
      JSON.stringify(attributes),
      now,
      now + delayMs,
    );
    this.onMessage(queue);
    return id;
  }

  /** Takes visible messages and hides them. @param visibilityMs the queue's own by default. */
  receive(queue: QueueSpec, limit: number, visibilityMs = queue.visibilityTimeoutMs): ReceivedMessage[] {
    const now = this.now();
    return this.store.transaction(() => {
      this.store.run('DELETE FROM messages WHERE queue = ? AND sent_at < ?', queue.name, now - queue.retentionMs);
      this.moveExhausted(queue, now);
      const rows = this.store.all(
        'SELECT * FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY number LIMIT ?',
        queue.name,
        now,
        limit,
      );
      return rows.map((row) => {
        const receipt = randomUUID();
        this.store.run(
          'UPDATE messages SET visible_at = ?, receives = receives + 1, receipt = ?, first_received_at = COALESCE(first_received_at, ?) WHERE id = ?',
          now + visibilityMs,
          receipt,
          now,
          String(row.id),
        );
        return {
          id: String(row.id),
          receipt,
          body: String(row.body),
          attributes: JSON.parse(String(row.attributes)),
          sentAt: Number(row.sent_at),
          receives: Number(row.receives) + 1,
        };
      });
    });
  }

  delete(queue: QueueSpec, receipt: string): void {
    this.store.run('DELETE FROM messages WHERE queue = ? AND receipt = ?', queue.name, receipt);
  }

  changeVisibility(queue: QueueSpec, receipt: string, milliseconds: number): void {
    const until = this.now() + milliseconds;
    this.store.run('UPDATE messages SET visible_at = ? WHERE queue = ? AND receipt = ?', until, queue.name, receipt);
  }

  purge(queue: QueueSpec): void {
    this.store.run('DELETE FROM messages WHERE queue = ?', queue.name);
  }

  /** Shows again what somebody has received who is gone, as SQS does when the visibility time-out is over. */
  release(queue: QueueSpec): void {
    this.store.run(
      'UPDATE messages SET visible_at = ? WHERE queue = ? AND visible_at > ? AND receipt IS NOT NULL',
      this.now(),
      queue.name,
      this.now(),
    );
  }

  /** Messages that can be received now, and those being worked on or delayed. */
  counts(queue: QueueSpec): { visible: number; hidden: number } {
    const row = this.store.get(
      'SELECT COUNT(*) AS total, COALESCE(SUM(visible_at <= ?), 0) AS visible FROM messages WHERE queue = ?',
      this.now(),
      queue.name,
    );
    const visible = Number(row?.visible ?? 0);
    return { visible, hidden: Number(row?.total ?? 0) - visible };
  }

  /** Epoch milliseconds at which the next hidden message shows again; undefined when none is hidden. */
  nextVisible(queue: QueueSpec): number | undefined {
    const next = this.store.get('SELECT MIN(visible_at) AS next FROM messages WHERE queue = ?', queue.name)?.next;
    return typeof next === 'number' ? next : undefined;
  }

  /** Moves every visible message of a dead-letter queue to another queue. @returns how many. */
  moveAll(from: QueueSpec, to: QueueSpec): number {
    const moved = this.store.run(
      'UPDATE messages SET queue = ?, receives = 0, receipt = NULL, visible_at = ? WHERE queue = ?',
      to.name,
      this.now(),
      from.name,
    );
    this.onMessage(to);
    return moved;
  }

  private moveExhausted(queue: QueueSpec, now: number): void {
    if (!queue.redrive) return;
    const target = this.find(queue.redrive.deadLetterArn);
    const moved = this.store.run(
      'UPDATE messages SET queue = ?, receipt = NULL WHERE queue = ? AND visible_at <= ? AND receives >= ?',
      target.name,
      queue.name,
      now,
      queue.redrive.maxReceives,
    );
    if (moved > 0) this.onMessage(target);
  }
}

const ofQueue = z.object({ QueueUrl: z.string() });
const message = z.object({
  MessageBody: z.string(),
  DelaySeconds: z.number().default(0),
  MessageAttributes: z.json().default({}),
});

type QueueAction = (input: Json) => Json | Promise<Json>;

/** The SQS API (AWS JSON 1.0). */
export function queueActions(queues: Queues, usage: Usage): Record<string, QueueAction> {
  const counted = Object.entries(actionsOn(queues)).map(([name, action]): [string, QueueAction] => [
    name,
    (input) => {
      usage.add('queueRequests', name, 1);
      return action(input);
    },
  ]);
  return Object.fromEntries(counted);
}

function actionsOn(queues: Queues): Record<string, QueueAction> {
  /** Newest first; what was moved before this run started is not remembered. */
  const moves: { readonly SourceArn: string; readonly [member: string]: Json }[] = [];
  const send = (queue: QueueSpec, entry: z.infer<typeof message>) => {
    const MessageId = queues.send(queue, entry.MessageBody, entry.MessageAttributes, entry.DelaySeconds * 1000);
    return { MessageId, MD5OfMessageBody: md5(entry.MessageBody) };
  };
  return {
    ListQueues: (input) => {
      const { QueueNamePrefix } = z.object({ QueueNamePrefix: z.string().default('') }).parse(input);
      const named = queues.queues.filter(({ name }) => name.startsWith(QueueNamePrefix));
      return named.length === 0 ? {} : { QueueUrls: named.map(({ url }) => url) };
    },
    GetQueueUrl: (input) => ({ QueueUrl: queues.find(z.object({ QueueName: z.string() }).parse(input).QueueName).url }),
    GetQueueAttributes: (input) => {
      const queue = queues.find(ofQueue.parse(input).QueueUrl);
      const { visible, hidden } = queues.counts(queue);
      return {
        Attributes: {
          QueueArn: queue.arn,
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(hidden),
          VisibilityTimeout: String(queue.visibilityTimeoutMs / 1000),
          MessageRetentionPeriod: String(queue.retentionMs / 1000),
          ...(queue.redrive
            ? {
                RedrivePolicy: JSON.stringify({
                  deadLetterTargetArn: queue.redrive.deadLetterArn,
                  maxReceiveCount: queue.redrive.maxReceives,
                }),
              }
            : {}),
        },
      };
    },
    SendMessage: (input) => send(queues.find(ofQueue.parse(input).QueueUrl), message.parse(input)),
    SendMessageBatch: (input) => {
      const { Entries } = z.object({ Entries: z.array(message.extend({ Id: z.string() })) }).parse(input);
      const queue = queues.find(ofQueue.parse(input).QueueUrl);
      return { Successful: Entries.map((entry) => ({ Id: entry.Id, ...send(queue, entry) })), Failed: [] };
    },
    ReceiveMessage: (input) => {
      const schema = ofQueue.extend({
        MaxNumberOfMessages: z.number().default(1),
        VisibilityTimeout: z.number().optional(),
      });
      const { QueueUrl, MaxNumberOfMessages, VisibilityTimeout } = schema.parse(input);
      const visibility = VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1000;
      const received = queues.receive(queues.find(QueueUrl), MaxNumberOfMessages, visibility);
      if (received.length === 0) return {};
      return {
        Messages: received.map(({ id, receipt, body, attributes, sentAt, receives }) => ({
          MessageId: id,
          ReceiptHandle: receipt,
          Body: body,
          MD5OfBody: md5(body),
          MessageAttributes: attributes,
          Attributes: { SentTimestamp: String(sentAt), ApproximateReceiveCount: String(receives) },
        })),
      };
    },
    DeleteMessage: (input) => {
      const { QueueUrl, ReceiptHandle } = ofQueue.extend({ ReceiptHandle: z.string() }).parse(input);
      queues.delete(queues.find(QueueUrl), ReceiptHandle);
      return {};
    },
    DeleteMessageBatch: (input) => {
      const entries = z.array(z.object({ Id: z.string(), ReceiptHandle: z.string() }));
      const { QueueUrl, Entries } = ofQueue.extend({ Entries: entries }).parse(input);
      const queue = queues.find(QueueUrl);
      for (const { ReceiptHandle } of Entries) queues.delete(queue, ReceiptHandle);
      return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
    },
    ChangeMessageVisibility: (input) => {
      const schema = ofQueue.extend({ ReceiptHandle: z.string(), VisibilityTimeout: z.number() });
      const { QueueUrl, ReceiptHandle, VisibilityTimeout } = schema.parse(input);
      queues.changeVisibility(queues.find(QueueUrl), ReceiptHandle, VisibilityTimeout * 1000);
      return {};
    },
    PurgeQueue: (input) => {
      queues.purge(queues.find(ofQueue.parse(input).QueueUrl));
      return {};
    },
    StartMessageMoveTask: (input) => {
      const schema = z.object({ SourceArn: z.string(), DestinationArn: z.string().optional() });
      const { SourceArn, DestinationArn } = schema.parse(input);
      const source = queues.find(SourceArn);
      const origin = queues.queues.find(({ redrive }) => redrive?.deadLetterArn === source.arn);
      const target = DestinationArn === undefined ? origin : queues.find(DestinationArn);
      if (!target)
        throw new ServiceError('InvalidParameterValue', 'no queue to move the messages to: name DestinationArn');
      const moved = queues.moveAll(source, target);
      const TaskHandle = randomUUID();
      moves.unshift({
        TaskHandle,
        Status: 'COMPLETED',
        SourceArn: source.arn,
        ...(DestinationArn === undefined ? {} : { DestinationArn }),
        ApproximateNumberOfMessagesMoved: moved,
        ApproximateNumberOfMessagesToMove: moved,
        StartedTimestamp: queues.now(),
      });
      return { TaskHandle };
    },
    ListMessageMoveTasks: (input) => {
      const schema = z.object({ SourceArn: z.string(), MaxResults: z.number().min(1).max(10).default(1) });
      const { SourceArn, MaxResults } = schema.parse(input);
      const source = queues.find(SourceArn);
      return { Results: moves.filter((move) => move.SourceArn === source.arn).slice(0, MaxResults) };
    },
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
