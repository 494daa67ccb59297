import type { Json } from '../../asl/contract.ts';
import type { Log } from '../../contract.ts';
import type { Store } from '../../store.ts';
import type { MappingSpec } from '../../template/events.ts';
import { matchesPattern } from '../events/event-pattern.ts';
import type { DynamoDbProxy } from './dynamodb-proxy.ts';

type JsonObject = { [key: string]: Json };

/** What a poller needs of its surroundings. */
export interface StreamPorts {
  readonly dynamodb: DynamoDbProxy;
  readonly store: Store;
  readonly log: Log;
  readonly region: string;
  /** Calls the function with the event (JSON text) and waits. */
  readonly invoke: (functionArn: string, event: string) => Promise<{ payload: string; functionError?: string }>;
  /** Sends what is left of a batch given up to the mapping's failure destination. */
  readonly sendToDestination: (arn: string, body: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Milliseconds between looks at a stream nobody wrote to through us (items also expire by themselves). */
const idleMs = 1000;
const firstBackOffMs = 100;
const longestBackOffMs = 30_000;

/** Carries a table's stream to one function: in order per shard, each record at least once, positions durable. */
export class StreamPoller {
  private readonly mapping: MappingSpec;
  private readonly ports: StreamPorts;
  private readonly iterators = new Map<string, string>();
  private readonly finished = new Set<string>();
  private wake: (() => void) | undefined;
  private woken = false;
  private idle = false;
  private stopped = false;
  private readonly ended: Promise<void>;
  /** Whether everything written so far has been handed over. */
  caughtUp = false;

  constructor(mapping: MappingSpec, ports: StreamPorts) {
    this.mapping = mapping;
    this.ports = ports;
    this.ended = this.run();
  }

  /** Something was written: look now. */
  nudge(): void {
    this.caughtUp = false;
    this.woken = true;
    if (this.idle) this.wake?.();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.ended;
  }

  private async run(): Promise<void> {
    let trouble = 0;
    while (!this.stopped) {
      try {
        this.woken = false;
        const moved = await this.pollOnce();
        trouble = 0;
        if (moved || this.woken) continue;
        this.caughtUp = true;
        if (!this.woken) await this.pause(idleMs, true);
      } catch (error) {
        if (this.stopped) return;
        this.iterators.clear();
        trouble += 1;
        this.ports.log.warn(`${this.mapping.id}: its stream could not be read (${message(error)}); trying again`);
        await this.pause(Math.min(longestBackOffMs, firstBackOffMs * 2 ** trouble), false);
      }
    }
  }

  /** Looks at every shard once. @returns whether any record was there. */
  private async pollOnce(): Promise<boolean> {
    if (this.iterators.size === 0) await this.openShards();
    let moved = false;
    for (const [shard, iterator] of this.iterators) {
      if (this.stopped) return false;
      const { status, output } = await this.ports.dynamodb.call('DynamoDBStreams_20120810.GetRecords', {
        ShardIterator: iterator,
        Limit: Math.min(1000, Math.max(this.mapping.batchSize, 100)),
      });
      if (status !== 200) {
        this.iterators.clear();
        throw new Error(JSON.stringify(output));
      }
      const records = objects(output.Records);
      if (records.length > 0) {
        moved = true;
        if (!(await this.handOver(shard, records))) return true;
      }
      const next = output.NextShardIterator;
      if (typeof next === 'string') this.iterators.set(shard, next);
      else {
        this.finished.add(shard);
        this.iterators.delete(shard);
      }
    }
    return moved;
  }

  private async openShards(): Promise<void> {
    const { dynamodb, store } = this.ports;
    const { status, output } = await dynamodb.call('DynamoDBStreams_20120810.DescribeStream', {
      StreamArn: this.mapping.sourceArn,
    });
    if (status !== 200) throw new Error(JSON.stringify(output));
    const description = output.StreamDescription;
    const shards = isObject(description) ? objects(description.Shards) : [];
    for (const { ShardId } of shards) {
      if (typeof ShardId !== 'string' || this.finished.has(ShardId)) continue;
      const position = store.get(
        'SELECT sequence FROM stream_positions WHERE mapping = ? AND shard = ?',
        this.mapping.id,
        ShardId,
      )?.sequence;
      const from: JsonObject =
        typeof position === 'string'
          ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position }
          : { ShardIteratorType: this.mapping.startAtLatest ? 'LATEST' : 'TRIM_HORIZON' };
      const iterator = await this.iterator(ShardId, from);
      if (iterator !== undefined) this.iterators.set(ShardId, iterator);
    }
  }

  private async iterator(shard: string, from: JsonObject): Promise<string | undefined> {
    const ask = (position: JsonObject) =>
      this.ports.dynamodb.call('DynamoDBStreams_20120810.GetShardIterator', {
        StreamArn: this.mapping.sourceArn,
        ShardId: shard,
        ...position,
      });
    let answer = await ask(from);
    if (answer.status !== 200 && from.ShardIteratorType === 'AFTER_SEQUENCE_NUMBER') {
      answer = await ask({ ShardIteratorType: 'TRIM_HORIZON' });
    }
    const iterator = answer.output.ShardIterator;
    if (typeof iterator === 'string') return iterator;
    throw new Error(JSON.stringify(answer.output));
  }

  /** Gives the records to the function batch by batch. @returns false when stopped before all were taken. */
  private async handOver(shard: string, records: readonly JsonObject[]): Promise<boolean> {
    const wanted = records.filter((record) => this.matches(record));
    for (let start = 0; start < wanted.length; start += this.mapping.batchSize) {
      const batch = wanted.slice(start, start + this.mapping.batchSize);
      if (!(await this.deliver(shard, batch))) return false;
    }
    const last = records.at(-1);
    if (last) this.keepPosition(shard, last);
    return true;
  }

  /** Invokes until the whole batch is taken or given up. @returns false when stopped before. */
  private async deliver(shard: string, records: readonly JsonObject[]): Promise<boolean> {
    let batch = records;
    for (let attempt = 0; batch.length > 0; ) {
      if (this.stopped) return false;
      const event = JSON.stringify({ Records: batch.map((record) => this.asLambdaSeesIt(record)) });
      const result = await this.ports.invoke(this.mapping.functionArn, event);
      if (this.stopped && result.functionError !== undefined) return false;
      const left = this.left(batch, result);
      if (left.length < batch.length) {
        attempt = 0;
        const taken = batch[batch.length - left.length - 1];
        if (taken) this.keepPosition(shard, taken);
      }
      batch = left;
      if (batch.length === 0) return true;
      attempt += 1;
      if (this.isGivenUp(attempt, batch)) {
        this.giveUp(batch, attempt, result);
        return true;
      }
      this.ports.log.warn(`${this.mapping.id}: the function failed, attempt ${attempt}; the same records again`);
      await this.pause(Math.min(longestBackOffMs, firstBackOffMs * 2 ** attempt), false);
    }
    return true;
  }

  /** The records of a batch that are still to be given. */
  private left(
    batch: readonly JsonObject[],
    result: { payload: string; functionError?: string },
  ): readonly JsonObject[] {
    if (result.functionError !== undefined) return batch;
    if (!this.mapping.reportsBatchItemFailures) return [];
    const answer: Json = JSON.parse(result.payload);
    const failures = isObject(answer) ? objects(answer.batchItemFailures) : [];
    if (failures.length === 0) return [];
    const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
    const first = batch.findIndex((record) => failed.has(sequenceOf(record)));
    return first < 0 ? batch : batch.slice(first);
  }

  private isGivenUp(attempt: number, batch: readonly JsonObject[]): boolean {
    if (this.mapping.maxRetries !== undefined && attempt > this.mapping.maxRetries) return true;
    const created = Number(inside(batch[0])?.ApproximateCreationDateTime ?? 0) * 1000;
    return this.mapping.maxAgeMs !== undefined && this.ports.now() - created > this.mapping.maxAgeMs;
  }

  private giveUp(batch: readonly JsonObject[], attempts: number, result: { payload: string }): void {
    const { log, sendToDestination, now } = this.ports;
    log.warn(
      `${this.mapping.id}: gave up ${batch.length} records after ${attempts} attempts: ${result.payload.slice(0, 300)}`,
    );
    if (this.mapping.onFailureArn === undefined) return;
    const first = batch[0];
    const last = batch.at(-1);
    sendToDestination(
      this.mapping.onFailureArn,
      JSON.stringify({
        requestContext: {
          functionArn: this.mapping.functionArn,
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: attempts,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: new Date(now()).toISOString(),
        DDBStreamBatchInfo: {
          startSequenceNumber: first ? sequenceOf(first) : '',
          endSequenceNumber: last ? sequenceOf(last) : '',
          batchSize: batch.length,
          streamArn: this.mapping.sourceArn,
        },
      }),
    );
  }

  private matches(record: JsonObject): boolean {
    if (this.mapping.filters.length === 0) return true;
    const seen = this.asLambdaSeesIt(record);
    return this.mapping.filters.some((pattern) => matchesPattern(pattern, seen));
  }

  private asLambdaSeesIt(record: JsonObject): JsonObject {
    return {
      ...record,
      eventSource: 'aws:dynamodb',
      awsRegion: this.ports.region,
      eventSourceARN: this.mapping.sourceArn,
    };
  }

  private keepPosition(shard: string, record: JsonObject): void {
    this.ports.store.run(
      'INSERT INTO stream_positions (mapping, shard, sequence) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence',
      this.mapping.id,
      shard,
      sequenceOf(record),
    );
  }

  /** @param idle whether a write may end the pause. */
  private pause(milliseconds: number, idle: boolean): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.idle = idle;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.idle = false;
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.wake = done;
    });
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function inside(record: JsonObject | undefined): JsonObject | undefined {
  const inner = record?.dynamodb;
  return isObject(inner) ? inner : undefined;
}

function sequenceOf(record: JsonObject): string {
  return String(inside(record)?.SequenceNumber ?? '');
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
