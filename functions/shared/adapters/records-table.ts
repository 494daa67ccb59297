import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import { badCursor } from '../domain/bad-cursor.ts';
import type { Page, PageRequest } from '../domain/ports.ts';
import { TransientFailure } from '../domain/transient-failure.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type Item, parseItem } from './item.ts';
import { attempt } from './transient.ts';

/** The one table of the system (docs/data-model.md). */
export interface RecordsTable {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** @param config for tests and tools; in Lambda the environment settles everything */
export function recordsTable(name: string, config: DynamoDBClientConfig = {}): RecordsTable {
  // A tenth of a request's CPU time: the handlers of a command are put together once, and answers are not copied item by
  // item for a log that nobody asked for.
  const client = new DynamoDBClient({ cacheMiddleware: true, ...config });
  client.middlewareStack.remove('loggerMiddleware');
  return { client, name };
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** One item, read consistently. */
export async function getItem({ client, name }: RecordsTable, { pk, sk }: Key): Promise<Item | undefined> {
  const answer = await attempt(() =>
    client.send(new GetItemCommand({ TableName: name, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true })),
  );
  return answer.Item;
}

/** How many items one batch reads. */
const BATCH = 100;

/** How often what a batch left out is asked for again. */
const MAX_TRIES = 8;

/** The items of `keys` that are there, read consistently, in no order; each key once. */
export async function getItems({ client, name }: RecordsTable, keys: readonly Key[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let at = 0; at < keys.length; at += BATCH) {
    let left: readonly Item[] = keys.slice(at, at + BATCH).map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    for (let tries = 0; left.length > 0; tries += 1) {
      // What a batch leaves out was too much for the table at that moment.
      if (tries > 0) await pause(Math.random() * Math.min(400, 25 * 2 ** tries));
      const RequestItems: BatchGetItemCommandInput['RequestItems'] = {
        [name]: { Keys: [...left], ConsistentRead: true },
      };
      const answer: BatchGetItemCommandOutput = await attempt(() =>
        client.send(new BatchGetItemCommand({ RequestItems })),
      );
      items.push(...(answer.Responses?.[name] ?? []));
      left = answer.UnprocessedKeys?.[name]?.Keys ?? [];
      if (tries === MAX_TRIES) throw new TransientFailure(new Error('Batches kept being left unread'));
    }
  }
  return items;
}

/** Writes the item unless one of its key is there: then false. */
export function putNew({ client, name }: RecordsTable, item: Item): Promise<boolean> {
  return unlessRefused(() =>
    client.send(new PutItemCommand({ TableName: name, Item: item, ConditionExpression: 'attribute_not_exists(pk)' })),
  );
}

/** Does a conditional write; false when its condition does not hold. */
export async function unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt(write);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Every item of a partition whose sort key begins with `prefix`, or lies at or after `from`; read consistently. */
export async function itemsOf<Record>(
  table: RecordsTable,
  schema: z.ZodMiniType<Record>,
  pk: string,
  range: { readonly prefix: string } | { readonly from: string; readonly to: string },
): Promise<readonly Record[]> {
  const records: Record[] = [];
  let start: Item | undefined;
  do {
    const answer = await query(table, {
      ...partition(pk, range),
      ConsistentRead: true,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    for (const item of answer.items) records.push(parseItem(schema, item));
    start = answer.last;
  } while (start !== undefined);
  return records;
}

/** The last item of a partition under `prefix`, read consistently. */
export async function lastItem<Record>(
  table: RecordsTable,
  schema: z.ZodMiniType<Record>,
  pk: string,
  prefix: string,
): Promise<Record | undefined> {
  const answer = await query(table, {
    ...partition(pk, { prefix }),
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: 1,
  });
  const [item] = answer.items;
  return item === undefined ? undefined : parseItem(schema, item);
}

/** One page of a partition of the table, oldest first. */
export function pageOf<Record>(
  table: RecordsTable,
  schema: z.ZodMiniType<Record>,
  of: { readonly pk: string; readonly prefix: string },
  page: PageRequest,
): Promise<Page<Record>> {
  return readPage(table, schema, partition(of.pk, of), { pk: of.pk }, page);
}

/** One page of a queue of an index. @throws SopError `CursorInvalid` */
export function indexPage<Record>(
  table: RecordsTable,
  schema: z.ZodMiniType<Record>,
  of: { readonly index: 'byQueue' | 'byPerson'; readonly queue: string; readonly newestFirst?: boolean },
  page: PageRequest,
): Promise<Page<Record>> {
  const attribute = of.index === 'byQueue' ? 'queue' : 'personQueue';
  const input = {
    IndexName: of.index,
    KeyConditionExpression: '#queue = :queue',
    ExpressionAttributeNames: { '#queue': attribute },
    ExpressionAttributeValues: { ':queue': { S: of.queue } },
    ScanIndexForward: of.newestFirst !== true,
  };
  return readPage(table, schema, input, { [attribute]: of.queue }, page);
}

async function readPage<Record>(
  table: RecordsTable,
  schema: z.ZodMiniType<Record>,
  input: Omit<QueryCommandInput, 'TableName'>,
  fixed: Readonly<{ [attribute: string]: string }>,
  { limit, cursor }: PageRequest,
): Promise<Page<Record>> {
  const start = cursor === undefined ? undefined : decodeCursor(cursor, fixed);
  try {
    const { items, last } = await query(table, {
      ...input,
      Limit: limit,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    return {
      items: items.map((item) => parseItem(schema, item)),
      ...(last === undefined ? {} : { cursor: encodeCursor(last) }),
    };
  } catch (error) {
    // The query itself is ours and right: what the table calls invalid can only be the start key.
    if (start !== undefined && error instanceof Error && error.name === 'ValidationException') throw badCursor();
    throw error;
  }
}

async function query(
  { client, name }: RecordsTable,
  input: Omit<QueryCommandInput, 'TableName'>,
): Promise<{ items: readonly Item[]; last: Item | undefined }> {
  const answer = await attempt(() => client.send(new QueryCommand({ TableName: name, ...input })));
  return { items: answer.Items ?? [], last: answer.LastEvaluatedKey };
}

function partition(
  pk: string,
  range: { readonly prefix: string } | { readonly from: string; readonly to: string },
): { KeyConditionExpression: string; ExpressionAttributeValues: { [name: string]: AttributeValue } } {
  if ('prefix' in range) {
    return {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: range.prefix } },
    };
  }
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: range.from }, ':to': { S: range.to } },
  };
}
