import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  ScanCommand,
  type ScanCommandInput,
  type ScanCommandOutput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { customer } from '../domain/customer.ts';
import type { IndexItems, Segment } from '../domain/index-generations.ts';
import { TransientFailure } from '../domain/transient-failure.ts';
import { postingItems, postingPrefix } from './customer-index.ts';
import { type Item, parseItem } from './item.ts';
import type { RecordsTable } from './records-table.ts';
import { attempt } from './transient.ts';

/** Items one batch writes, and batches under way at a time. */
const BATCH = 25;
const AT_ONCE = 4;

/** How often what the table would not take yet is sent again. */
const MAX_TRIES = 12;

/**
 * The table in segments, read whole: for indexing anew only, never for a request. Customers are never taken out and their
 * facts never change, so what is written of one that was read before is right still.
 */
export function indexItems(table: RecordsTable): IndexItems {
  return {
    async fill(segment, generation, postingsOf) {
      let customers = 0;
      let items = 0;
      const pages = scan(table, segment, {
        FilterExpression: 'entity = :customer',
        ExpressionAttributeValues: { ':customer': { S: 'customer' } },
      });
      for await (const page of pages) {
        const found = page.map((item) => parseItem(customer, item));
        const postings = found.flatMap((one) => postingItems(generation, postingsOf(one)));
        await write(
          table,
          postings.map((Item) => ({ PutRequest: { Item } })),
        );
        customers += found.length;
        items += postings.length;
      }
      return { customers, items };
    },

    async drop(segment, generation) {
      let items = 0;
      const pages = scan(table, segment, {
        FilterExpression: 'begins_with(pk, :generation)',
        ExpressionAttributeValues: { ':generation': { S: postingPrefix(generation) } },
        ProjectionExpression: 'pk, sk',
      });
      for await (const page of pages) {
        await write(
          table,
          page.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } } } })),
        );
        items += page.length;
      }
      return items;
    },
  };
}

async function* scan(
  { client, name }: RecordsTable,
  { at, of }: Segment,
  what: Omit<ScanCommandInput, 'TableName'>,
): AsyncGenerator<readonly Item[]> {
  let start: Item | undefined;
  do {
    const answer: ScanCommandOutput = await attempt(() =>
      client.send(
        new ScanCommand({
          TableName: name,
          Segment: at,
          TotalSegments: of,
          ConsistentRead: true,
          ...what,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      ),
    );
    yield answer.Items ?? [];
    start = answer.LastEvaluatedKey;
  } while (start !== undefined);
}

async function write(table: RecordsTable, requests: readonly WriteRequest[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(requests.length / BATCH) }, (_, at) =>
    requests.slice(at * BATCH, (at + 1) * BATCH),
  );
  const queue = batches.values();
  const worker = async (): Promise<void> => {
    for (const batch of queue) await writeBatch(table, batch);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function writeBatch({ client, name }: RecordsTable, batch: readonly WriteRequest[]): Promise<void> {
  let left = [...batch];
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const answer = await attempt(() => client.send(new BatchWriteItemCommand({ RequestItems: { [name]: left } })));
    left = answer.UnprocessedItems?.[name] ?? [];
    if (left.length === 0) return;
    await pause(Math.random() * Math.min(2_000, 50 * 2 ** tries));
  }
  throw new TransientFailure(new Error('The table would not take the index any faster'));
}
