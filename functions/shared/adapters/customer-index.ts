import { QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { rulesOf } from '../domain/index-generations.ts';
import type {
  BlockingIndex,
  Fingerprint,
  OpenIndex,
  Posting,
  PostingPage,
  PostingRead,
} from '../domain/matching/blocking-index.ts';
import { type Item, toItem } from './item.ts';
import type { Key, RecordsTable } from './records-table.ts';
import { attempt } from './transient.ts';

const orderLength = 6;

/** Where a posting is kept: by key, then by place, then by customer. A generation is one making of the whole index. */
function postingKey(generation: string, { key, placeOrder, fingerprint }: Posting): Key {
  return { pk: partition(generation, key), sk: `${placeOrder}${fingerprint.customerId}` };
}

function partition(generation: string, key: string): string {
  return `${postingPrefix(generation)}${key}`;
}

/** What the partition keys of a generation begin with. */
export function postingPrefix(generation: string): string {
  return `I${generation}#`;
}

/**
 * A posting as an item of the table: n name, r place, t phones, b building, a address. A customer has about six of these
 * items and a check reads dozens: every byte of them is paid for, hence the names.
 */
function postingItem(generation: string, posting: Posting): Item {
  const { name, placeCode, phones, building, address } = posting.fingerprint;
  const known = (text: string): string | undefined => (text === '' ? undefined : text);
  return toItem({
    ...postingKey(generation, posting),
    n: name,
    r: known(placeCode),
    t: phones.length === 0 ? undefined : phones,
    b: known(building),
    a: known(address),
  });
}

/** The items of a customer's postings in a generation: those that its rules made. */
export function postingItems(generation: string, postings: readonly Posting[]): Item[] {
  const rules = rulesOf(generation);
  return postings.filter((posting) => posting.rules === rules).map((posting) => postingItem(generation, posting));
}

/** The writes of a customer's postings, for the transaction that enters the customer. */
export function postingWrites(
  { name }: RecordsTable,
  generation: string,
  postings: readonly Posting[],
): TransactWriteItem[] {
  return postingItems(generation, postings).map((Item) => ({ Put: { TableName: name, Item } }));
}

/** The deletes of a customer's postings, for the transaction that changes its facts or removes it. */
export function postingDeletes(
  { name }: RecordsTable,
  generation: string,
  postings: readonly Posting[],
): TransactWriteItem[] {
  return postings.map((posting) => ({
    Delete: { TableName: name, Key: toItem({ ...postingKey(generation, posting) }) },
  }));
}

/**
 * The blocking keys in DynamoDB, in the generation that is to be read at that moment.
 * @param generation tells which
 */
export function customerIndex(table: RecordsTable, generation: () => Promise<string>): BlockingIndex {
  return { open: async () => openIndex(table, await generation()) };
}

/**
 * One generation of the blocking keys. Each read is one Query with a Limit: what it costs does not depend on how many hold
 * the key. Reads are eventually consistent, at half the price: what two salespeople enter in the same moment is kept apart
 * by the claims of the entering transaction, not by this.
 */
export function openIndex(table: RecordsTable, generation: string): OpenIndex {
  return { rules: rulesOf(generation), read: (read) => readPostings(table, generation, read) };
}

async function readPostings(
  { client, name }: RecordsTable,
  generation: string,
  { key, placePrefix, limit }: PostingRead,
): Promise<PostingPage> {
  const narrowed = placePrefix !== '';
  const answer = await attempt(() =>
    client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: narrowed ? 'pk = :pk AND begins_with(sk, :place)' : 'pk = :pk',
        ExpressionAttributeValues: {
          ':pk': { S: partition(generation, key) },
          ...(narrowed ? { ':place': { S: placePrefix } } : {}),
        },
        Limit: limit,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    ),
  );
  return {
    postings: (answer.Items ?? []).map(toFingerprint),
    more: answer.LastEvaluatedKey !== undefined,
    readUnits: answer.ConsumedCapacity?.CapacityUnits ?? 0,
  };
}

/**
 * The fingerprint an item holds. Read attribute by attribute: a check reads dozens of items, and a schema for each would
 * take longer than the comparison.
 * @throws Error `RecordInvalid` naming the item's key, never its values
 */
function toFingerprint({ pk, sk, n, r, t, b, a }: Item): Fingerprint {
  if (sk?.S === undefined || n?.S === undefined) {
    const error = new Error(`Item ${pk?.S} ${sk?.S} is no posting: it lacks its name`);
    error.name = 'RecordInvalid';
    throw error;
  }
  return {
    customerId: sk.S.slice(orderLength),
    name: n.S,
    placeCode: r?.S ?? '',
    phones: (t?.L ?? []).flatMap(({ S }) => S ?? []),
    building: b?.S ?? '',
    address: a?.S ?? '',
  };
}
