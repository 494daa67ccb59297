import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { AwaitedChanges } from '../../functions/relay-changes/contract.ts';
import type { StageSettings } from '../config.ts';
import { nameOf } from '../naming.ts';
import type { TypedFunction } from './typed-function.ts';

/** For so long a consumer that fails is told again. */
const PATIENCE = Duration.hours(6);

/** AWS's advice: room for Lambda to try again by itself before a message shows to somebody else. */
const TIMEOUTS_HIDDEN = 6;

/** So many calls of a consumer at the same time: SES and Step Functions refuse what comes faster than they like. */
const AT_ONCE = 10;

/** A consumer's queue, and the changes that belong into it. */
export interface Subscription {
  readonly queue: Queue;
  readonly changes: readonly AwaitedChanges[];
}

/**
 * The outbox (docs/adr/0013-one-relay-many-queues.md): who waits for what of the changes of the table. Consumers join it
 * wherever their stack makes them; the stack made last relays the table's stream to all of them, so that the stream has
 * one reader however many join.
 */
export class Outbox {
  private readonly settings: StageSettings;
  private readonly joined: Subscription[] = [];
  private relayed = false;

  constructor(settings: StageSettings) {
    this.settings = settings;
  }

  /**
   * Tells `consumer` (a `changeBatch`) of those changes: at least once, soon, in no order, again and again until it takes
   * them or six hours have passed; then they lie in `onFailure`, from where they are moved back
   * (`aws sqs start-message-move-task`).
   * @returns the consumer's queue
   * @throws Error when the relay is made already
   */
  feed(consumer: TypedFunction, onFailure: Queue, ...changes: readonly AwaitedChanges[]): Queue {
    const name = `${consumer.node.id}-changes`;
    if (this.relayed) throw new Error(`${name} joins the outbox after its relay was made`);
    const { timeout } = consumer.lambda;
    if (timeout === undefined) throw new Error(`${consumer.node.id} has no timeout to measure by`);
    const visibilityTimeout = Duration.seconds(timeout.toSeconds() * TIMEOUTS_HIDDEN);
    const queue = new Queue(consumer, 'Changes', {
      queueName: nameOf(this.settings, name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout,
      retentionPeriod: Duration.days(14),
      deadLetterQueue: {
        queue: onFailure,
        maxReceiveCount: Math.ceil(PATIENCE.toSeconds() / visibilityTimeout.toSeconds()),
      },
    });
    queue.grantConsumeMessages(consumer.lambda);
    new EventSourceMapping(consumer, 'Outbox', {
      target: consumer.lambda,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      maxConcurrency: AT_ONCE,
      reportBatchItemFailures: true,
    });
    this.joined.push({ queue, changes });
    return queue;
  }

  /** All who joined, for the relay; from now on nobody may. */
  close(): readonly Subscription[] {
    this.relayed = true;
    return this.joined;
  }
}
