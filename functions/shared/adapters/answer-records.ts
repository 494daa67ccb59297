import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { ANSWER_LEASE_SECONDS, ANSWER_TTL_SECONDS } from '../domain/answer-times.ts';
import type { Answers, Now } from '../domain/ports.ts';
import { type Item, parseItem, toItem } from './item.ts';
import { answerKey } from './keys.ts';
import { type Key, type RecordsTable, unlessRefused } from './records-table.ts';
import { attempt } from './transient.ts';
import { update } from './write.ts';

const answer = z.object({
  requestHash: z.string(),
  since: z.iso.datetime(),
  status: z.optional(z.int()),
  body: z.optional(z.string()),
});

/** The answers kept under `Idempotency-Key` in the Records table. */
export function answerRecords(table: RecordsTable, now: Now): Answers {
  return {
    async begin(key, requestHash) {
      const at = now();
      const seconds = Math.floor(at.getTime() / 1000);
      const since = at.toISOString();
      const times = { leaseUntil: seconds + ANSWER_LEASE_SECONDS, ttl: seconds + ANSWER_TTL_SECONDS };
      // A kept answer past its time counts as absent: the table may take two days to remove it.
      const there = await reserve(
        table,
        toItem({ ...keyOf(key), entity: 'answer', requestHash, since, ...times }),
        seconds,
      );
      if (there === undefined) return { state: 'fresh', since, takenOver: false };
      const kept = parseItem(answer, there);
      if (kept.requestHash !== requestHash) return { state: 'other' };
      if (kept.status !== undefined) return { state: 'answered', status: kept.status, body: kept.body ?? '' };
      // A lease that has run out is renewed for one taker only.
      const renewal = update(table, keyOf(key), {
        set: times,
        when: { status: [undefined] },
        atMost: { leaseUntil: seconds },
      });
      const takenOver = await unlessRefused(() => table.client.send(new UpdateItemCommand(renewal)));
      return takenOver ? { state: 'fresh', since: kept.since, takenOver } : { state: 'busy' };
    },

    async keep(key, status, body) {
      const change = update(table, keyOf(key), { set: { status, body }, when: {} });
      await attempt(() => table.client.send(new UpdateItemCommand(change)));
    },

    async release(key) {
      await unlessRefused(() =>
        table.client.send(
          new DeleteItemCommand({
            TableName: table.name,
            Key: toItem({ ...keyOf(key) }),
            ConditionExpression: 'attribute_not_exists(#status)',
            ExpressionAttributeNames: { '#status': 'status' },
          }),
        ),
      );
    },
  };
}

/** Writes the reservation where none is alive; else gives the one that is. */
async function reserve({ client, name }: RecordsTable, item: Item, seconds: number): Promise<Item | undefined> {
  try {
    await attempt(() =>
      client.send(
        new PutItemCommand({
          TableName: name,
          Item: item,
          ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':now': { N: String(seconds) } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException && error.Item !== undefined) return error.Item;
    throw error;
  }
}

function keyOf(key: string): Key {
  return answerKey(createHash('sha256').update(key).digest('hex'));
}
