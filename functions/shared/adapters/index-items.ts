import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  ScanCommand,
  type ScanCommandInput,
  type ScanCommandOutput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { type Customer, customer } from '../domain/customer.ts';
import { versionOf } from '../domain/customer-correction.ts';
import type { IndexItems, Segment } from '../domain/index-generations.ts';
import { TransientFailure } from '../domain/transient-failure.ts';
import { postingItems, postingPrefix } from './customer-index.ts';
import { type Item, parseItem } from './item.ts';
import { customerKey } from './keys.ts';
import { getItems, type RecordsTable } from './records-table.ts';
import { attempt } from './transient.ts';

/** Items one batch writes, and batches under way at a time. */
const BATCH = 25;
const AT_ONCE = 4;

/** How often what the table would not take yet is sent again. */
const MAX_TRIES = 12;

/**
 * The table in segments, read whole: for indexing anew only, never for a request. Customers are never taken out. One whose
 * facts were corrected between reading it and writing its items is written again, so that no item of facts of before stays
 * in the way of one that the correction wrote.
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
        let read: readonly Customer[] = page.map((item) => parseItem(customer, item));
        customers += read.length;
        let outdated: readonly Item[] = [];
        while (read.length > 0) {
          const written = read.flatMap((one) => postingItems(generation, postingsOf(one)));
          const kept = new Set(written.map(placeOf));
          await write(table, [
            ...written.map((Item) => ({ PutRequest: { Item } })),
            ...outdated.filter((item) => !kept.has(placeOf(item))).map(deletion),
          ]);
          items += written.length;
          const corrected = await correctedSince(table, read);
          const ids = new Set(corrected.map(({ id }) => id));
          outdated = read.filter(({ id }) => ids.has(id)).flatMap((one) => postingItems(generation, postingsOf(one)));
          read = corrected;
        }
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
        await write(table, page.map(deletion));
        items += page.length;
      }
      return items;
    },
  };
}

/** Those of the customers whose facts are not the ones that were read any more, as they are now. */
async function correctedSince(table: RecordsTable, read: readonly Customer[]): Promise<readonly Customer[]> {
  const versions = new Map(read.map((one) => [one.id, versionOf(one)]));
  const items = await getItems(
    table,
    read.map(({ id }) => customerKey(id)),
  );
  return items.map((item) => parseItem(customer, item)).filter((one) => versions.get(one.id) !== versionOf(one));
}

function placeOf({ pk, sk }: Item): string {
  return `${pk?.S} ${sk?.S}`;
}

function deletion({ pk, sk }: Item): WriteRequest {
  return { DeleteRequest: { Key: { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } } } };
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
