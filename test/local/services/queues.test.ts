import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Queues, queueActions } from '../../../local/services/queues/queues.ts';
import { Store } from '../../../local/store.ts';
import type { QueueSpec } from '../../../local/template/events.ts';
import { Usage } from '../../../local/usage.ts';

const dead: QueueSpec = spec('dead');
const work: QueueSpec = { ...spec('work'), redrive: { deadLetterArn: dead.arn, maxReceives: 2 } };

function spec(name: string): QueueSpec {
  const arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  return { name, arn, url: `http://localhost/000000000000/${name}`, visibilityTimeoutMs: 60_000, retentionMs: 1e9 };
}

let dir: string;
let store: Store;
let now: number;
let queues: Queues;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sales-sop-test-'));
  store = new Store(join(dir, 'local.db'));
  now = Date.parse('2026-11-22T12:00:00Z');
  queues = new Queues(
    [work, dead],
    store,
    () => now,
    () => {},
  );
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const bodies = (queue: QueueSpec) => queues.receive(queue, 10).map(({ body }) => body);

test('what was received by a run that was killed shows again at once, what is delayed does not', () => {
  // given
  queues.send(work, 'in hand');
  queues.receive(work, 1);
  queues.send(work, 'for later', {}, 30_000);
  expect(bodies(work)).toEqual([]);
  // when
  queues.release(work);
  // then
  expect(bodies(work)).toEqual(['in hand']);
});

test('what is received too often lies in the dead-letter queue, until it is moved back', () => {
  // given
  queues.send(work, 'poison');
  for (let round = 0; round < 2; round += 1) {
    expect(bodies(work)).toEqual(['poison']);
    now += work.visibilityTimeoutMs;
  }
  // when
  expect(bodies(work)).toEqual([]);
  // then
  expect(queues.counts(dead)).toEqual({ visible: 1, hidden: 0 });
  expect(queues.moveAll(dead, work)).toBe(1);
  expect(bodies(work)).toEqual(['poison']);
});

test('queues are listed by the beginning of their names, and moves of messages with what they moved, newest first', async () => {
  // given
  const sqs = queueActions(queues, new Usage());
  queues.send(dead, 'to be moved');
  // when
  for (let moves = 0; moves < 2; moves += 1) await sqs.StartMessageMoveTask?.({ SourceArn: dead.arn });
  // then
  expect(await sqs.ListQueues?.({ QueueNamePrefix: 'wo' })).toEqual({ QueueUrls: [work.url] });
  expect(await sqs.ListQueues?.({ QueueNamePrefix: 'none' })).toEqual({});
  const moved = { Status: 'COMPLETED', SourceArn: dead.arn };
  expect(await sqs.ListMessageMoveTasks?.({ SourceArn: dead.arn, MaxResults: 10 })).toMatchObject({
    Results: [
      { ...moved, ApproximateNumberOfMessagesMoved: 0 },
      { ...moved, ApproximateNumberOfMessagesMoved: 1 },
    ],
  });
  expect(bodies(work)).toEqual(['to be moved']);
});
