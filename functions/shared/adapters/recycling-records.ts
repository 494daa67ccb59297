import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Customer, customer as customerSchema } from '../domain/customer.ts';
import { moveOf, poolLimits, RECYCLING } from '../domain/pools.ts';
import { missingTexts } from '../domain/recycling.ts';
import { type PlacedCustomer, type Recycling, type RecyclingWord, recyclingWord } from '../domain/recycling-ports.ts';
import { clocksOf } from './customer-clocks.ts';
import { moveWrites, poolQueue } from './customer-records.ts';
import { type Item, parseItem, toItem } from './item.ts';
import { customerKey } from './keys.ts';
import { getItem, getItems, indexPage, type Key, type RecordsTable, unlessRefused } from './records-table.ts';
import { customerPlace, customerShards, sweepAttributes } from './sweep-place.ts';
import { transact } from './transaction.ts';
import { attempt } from './transient.ts';
import { putIfAbsent, update } from './write.ts';

/** Where warnings and recyclings wait in the sweep's index until everybody concerned has been told of them. */
const WORD_SHARD = 'RECYCLING';

const wordKey = ({ customerId, at, kind }: RecyclingWord): Key => ({
  pk: customerKey(customerId).pk,
  sk: `RECYCLING#${at}#${kind}`,
});
const sweepKey: Key = { pk: 'RECYCLING', sk: 'SWEEP' };

const place = z.object({ pk: z.string(), sk: z.string() });
const placed = z.object({ sweepAt: z.optional(z.string()) });
const unplaced = z.object({ id: z.string(), createdAt: z.string(), sweepAt: z.optional(z.string()) });
const sweep = z.object({ terms: z.optional(z.string()) });

/** The end of all times to come. */
const FOREVER = '9999';

/** How often a recycling is tried that meets another one of the same pool. */
const SHARED_TRIES = 16;

/** How many places of the index are read at once. */
const BATCH = 100;

/** What the nightly sweep of the pools keeps: places in the sparse index `bySweep` (docs/data-model.md), and words to tell. */
export function recyclingRecords(table: RecordsTable): Recycling {
  return {
    async *placed(until = FOREVER) {
      for (const shard of customerShards) {
        for await (const keys of placesOf(table, shard, until)) {
          const items = await getItems(table, keys);
          // The index trails the table: what has left its pool, or is due later by now, is left out.
          yield items.flatMap(asPlaced).filter(({ lookAt }) => lookAt <= until);
        }
      }
    },

    async enrol(holder) {
      let cursor: string | undefined;
      do {
        const queue = { index: 'byPerson', queue: poolQueue(holder) } as const;
        const page = await indexPage(table, unplaced, queue, {
          limit: BATCH,
          ...(cursor === undefined ? {} : { cursor }),
        });
        for (const { id, createdAt } of page.items.filter(({ sweepAt }) => sweepAt === undefined)) {
          const place = customerPlace(id, createdAt);
          await write(
            table,
            update(table, customerKey(id), { set: place, when: { holder: [holder], sweepAt: [undefined] } }),
          );
        }
        cursor = page.cursor;
      } while (cursor !== undefined);
    },

    place: (asRead, lookAt) =>
      write(table, update(table, customerKey(asRead.id), { set: { sweepAt: lookAt }, when: clocksOf(asRead) })),

    async warn(asRead, warning, lookAt) {
      const { at, lastDay } = warning;
      const { written } = await transact(table, [
        {
          Update: update(table, customerKey(asRead.id), {
            set: { recyclingWarning: { at, lastDay }, sweepAt: lookAt },
            when: clocksOf(asRead),
          }),
        },
        putWord(table, warning),
      ]);
      return written;
    },

    async recycle(asRead, word) {
      const move = moveOf(asRead, {
        kind: 'recycling',
        to: undefined,
        by: RECYCLING,
        at: word.at,
        reason: reasonOf(word),
      });
      const moving = moveWrites(table, move, poolLimits, clocksOf(asRead)).map((step) => step.write);
      const { written } = await transact(table, [...moving, putWord(table, word)], SHARED_TRIES);
      return written;
    },

    async untold() {
      const words: RecyclingWord[] = [];
      for await (const keys of placesOf(table, WORD_SHARD, FOREVER)) {
        const items = await getItems(table, keys);
        words.push(
          ...items.filter(({ sweepAt }) => sweepAt !== undefined).map((item) => parseItem(recyclingWord, item)),
        );
      }
      return words;
    },

    async told(word, person) {
      const { pk, sk } = wordKey(word);
      await write(table, {
        TableName: table.name,
        Key: toItem({ pk, sk }),
        UpdateExpression: 'SET told = list_append(told, :person)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: toItem({ ':person': [person] }),
      });
    },

    async settled(word) {
      await write(table, update(table, wordKey(word), { set: {}, remove: sweepAttributes, when: { at: [word.at] } }));
    },

    begin: (by, now, until) => {
      const { pk, sk } = sweepKey;
      return write(table, {
        TableName: table.name,
        Key: toItem({ pk, sk }),
        UpdateExpression: 'SET entity = :entity, takenBy = :by, takenUntil = :until',
        ConditionExpression: 'attribute_not_exists(takenUntil) OR takenUntil <= :now',
        ExpressionAttributeValues: toItem({ ':entity': 'recycling-sweep', ':by': by, ':until': until, ':now': now }),
      });
    },

    async end(by) {
      await write(
        table,
        update(table, sweepKey, { set: {}, remove: ['takenBy', 'takenUntil'], when: { takenBy: [by] } }),
      );
    },

    async terms() {
      const item = await getItem(table, sweepKey);
      return item === undefined ? undefined : parseItem(sweep, item).terms;
    },

    async placedUnder(terms) {
      await write(table, update(table, sweepKey, { set: { terms }, when: {} }));
    },
  };
}

function write({ client }: RecordsTable, input: ConstructorParameters<typeof UpdateItemCommand>[0]): Promise<boolean> {
  return unlessRefused(() => client.send(new UpdateItemCommand(input)));
}

/** The keys that stand under `shard` by `until`, in batches, soonest first. */
async function* placesOf({ client, name }: RecordsTable, shard: string, until: string): AsyncIterable<readonly Key[]> {
  let start: Item | undefined;
  do {
    const answer = await attempt(() =>
      client.send(
        new QueryCommand({
          TableName: name,
          IndexName: 'bySweep',
          KeyConditionExpression: 'sweepShard = :shard AND sweepAt <= :until',
          ExpressionAttributeValues: toItem({ ':shard': shard, ':until': until }),
          Limit: BATCH,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      ),
    );
    const keys = (answer.Items ?? []).map((item) => parseItem(place, item));
    if (keys.length > 0) yield keys;
    start = answer.LastEvaluatedKey;
  } while (start !== undefined);
}

function asPlaced(item: Item): readonly PlacedCustomer[] {
  const { sweepAt } = parseItem(placed, item);
  const customer: Customer = parseItem(customerSchema, item);
  return sweepAt === undefined ? [] : [{ customer, lookAt: sweepAt }];
}

function reasonOf({ missing }: RecyclingWord): string {
  const { zh, en } = missingTexts[missing];
  return `${zh} · ${en}`;
}

function putWord(table: RecordsTable, word: RecyclingWord) {
  const item = { ...wordKey(word), entity: 'recycling-word', ...word, sweepShard: WORD_SHARD, sweepAt: word.at };
  return putIfAbsent(table, toItem(item));
}
