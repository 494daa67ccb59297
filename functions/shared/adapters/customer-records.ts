import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Customer, customer as customerSchema } from '../domain/customer.ts';
import { type ClashNotice, clashNotice, type EntryWrites, pool as poolSchema, type Turn } from '../domain/intake.ts';
import { type Move, move as moveSchema, PUBLIC_POOL } from '../domain/pools.ts';
import type { Customers } from '../domain/ports.ts';
import { customerIndex, postingWrites } from './customer-index.ts';
import { type Item, imageSchema, parseItem, toItem } from './item.ts';
import { claimKey, clashKey, customerKey, moveKey, movePrefix, poolKey, quotaKey, turnKey } from './keys.ts';
import { getItem, getItems, indexPage, itemsOf, putNew, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { attempt } from './transient.ts';
import { putIfAbsent, update } from './write.ts';

const claimSchema = z.object({ claim: z.string(), customerId: z.string() });
const turnSchema = z.object({ key: z.string(), last: z.string() });
const claimed = z.object({ claims: z.optional(z.array(z.string())) });

/** The set of indexing rules that customers are entered and checked by. */
const GENERATION = '1';

/**
 * The customers of the Records table, the claims that keep each of them single (IN-2, AD-6), the index a check reads and
 * the count of each pool (IN-7).
 */
export function customerRecords(table: RecordsTable): Customers {
  return {
    index: customerIndex(table, GENERATION),

    async enter(customer, claims, more) {
      const turns = more?.turns ?? [];
      // The first condition that fails is the answer: the entry itself, then claims, then turns, then the count.
      const outcome = await transact(table, [
        putIfAbsent(table, customerItem(customer, claims)),
        ...claims.map((claim) =>
          putIfAbsent(table, toItem({ ...claimKey(claim), entity: 'claim', claim, customerId: customer.id })),
        ),
        ...turns.map((turn) => takeTurn(table, turn, customer.id)),
        ...(more === undefined ? [] : [countIn(table, more.pool), ...postingWrites(table, GENERATION, more.postings)]),
      ]);
      // The customer's own item in the way means that this very entry has been made before.
      if (outcome.written || outcome.index === 0) return { entered: true };
      const clash = claims[outcome.index - 1];
      if (clash !== undefined) {
        const found = outcome.item ?? (await getItem(table, claimKey(clash)));
        const customerId = found === undefined ? '' : parseItem(claimSchema, found).customerId;
        return { entered: false, clash, customerId };
      }
      const turn = turns[outcome.index - 1 - claims.length];
      if (turn === undefined) return { entered: false, full: true };
      const [taken] = await readTurns(table, [turn.key]);
      return { entered: false, overtakenBy: taken?.last ?? '' };
    },

    turns: (keys) => readTurns(table, keys),

    async get(id) {
      const item = await getItem(table, customerKey(id));
      return item === undefined ? undefined : parseItem(customerSchema, item);
    },

    async existing(ids) {
      const items = await getItems(table, ids.map(customerKey));
      return new Set(items.map((item) => parseItem(customerSchema, item).id));
    },

    list: ({ holder }, page) =>
      indexPage(table, customerSchema, { index: 'byPerson', queue: poolQueue(holder), newestFirst: true }, page),

    async findClaims(claims) {
      const items = await Promise.all(claims.map((claim) => getItem(table, claimKey(claim))));
      return items.flatMap((item) => (item === undefined ? [] : [parseItem(claimSchema, item)]));
    },

    async claimsOf(id) {
      const item = await getItem(table, customerKey(id));
      return item === undefined ? [] : (parseItem(claimed, item).claims ?? []);
    },

    async pool(owner) {
      const item = await getItem(table, poolKey(owner));
      return item === undefined ? { owner, held: 0 } : parseItem(poolSchema, item);
    },

    async move(move, { capacity, claimsADay }) {
      const { customerId, from, to, at, kind } = move;
      const released = to === PUBLIC_POOL ? { releasedBy: from, releasedAt: at } : {};
      const writes = [
        {
          Update: update(table, customerKey(customerId), {
            set: { holder: to, personQueue: poolQueue(to), ...released },
            when: { holder: [from] },
          }),
        },
        ...(to === PUBLIC_POOL ? [] : [countIn(table, { owner: to, capacity })]),
        ...(kind === 'claim' ? [useQuota(table, move, claimsADay)] : []),
        { Put: { TableName: table.name, Item: toItem({ ...moveKey(move), entity: 'move', ...move }) } },
        ...(from === PUBLIC_POOL ? [] : [countOut(table, from)]),
      ];
      const outcome = await transact(table, writes);
      if (outcome.written) return 'moved';
      return outcome.index === 0 ? 'changed' : outcome.index === 1 ? 'full' : 'quota-used';
    },

    moves: (id) => itemsOf(table, moveSchema, customerKey(id).pk, { prefix: movePrefix }),

    async tellClash(notice) {
      await putNew(table, toItem({ ...clashKey(notice), entity: 'clash', ...notice }));
    },

    async told(notice, person) {
      await attempt(() =>
        table.client.send(
          new UpdateItemCommand({
            TableName: table.name,
            Key: toItem({ ...clashKey(notice) }),
            UpdateExpression: 'SET told = list_append(told, :person)',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: toItem({ ':person': [person] }),
          }),
        ),
      );
    },

    async clash(notice) {
      const item = await getItem(table, clashKey(notice));
      return item === undefined ? undefined : parseItem(clashNotice, item);
    },
  };
}

/** The clash that a stream record's new image shows; undefined for every other item. */
export function writtenClash(image: unknown): ClashNotice | undefined {
  const read = z.safeParse(imageSchema, image);
  return read.success && read.data.entity?.S === 'clash' ? parseItem(clashNotice, read.data) : undefined;
}

function poolQueue(holder: string): string {
  return `CUSTOMERS#${holder}`;
}

function customerItem(customer: Customer, claims: readonly string[]): Item {
  return toItem({
    ...customerKey(customer.id),
    entity: 'customer',
    ...customer,
    claims,
    personQueue: poolQueue(customer.holder),
    personOrder: `${customer.createdAt}#${customer.id}`,
  });
}

/** Fails when somebody else took the turn since it was read. */
function takeTurn({ name }: RecordsTable, { key, last }: Turn, customerId: string): TransactWriteItem {
  const item = toItem({ ...turnKey(key), entity: 'turn', key, last: customerId });
  return {
    Put: {
      TableName: name,
      Item: item,
      ...(last === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#last = :last',
            ExpressionAttributeNames: { '#last': 'last' },
            ExpressionAttributeValues: toItem({ ':last': last }),
          }),
    },
  };
}

/** Counts one more in the pool; fails when it is full. */
function countIn({ name }: RecordsTable, { owner, capacity }: EntryWrites['pool']): TransactWriteItem {
  return {
    Update: {
      TableName: name,
      Key: toItem({ ...poolKey(owner) }),
      UpdateExpression: 'SET entity = :entity, #owner = :owner ADD held :one',
      ConditionExpression: 'attribute_not_exists(held) OR held < :capacity',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: toItem({ ':entity': 'pool', ':owner': owner, ':one': 1, ':capacity': capacity }),
    },
  };
}

/** Counts one less in the pool. What was there before counting began may take it below zero. */
function countOut({ name }: RecordsTable, owner: string): TransactWriteItem {
  return {
    Update: {
      TableName: name,
      Key: toItem({ ...poolKey(owner) }),
      UpdateExpression: 'SET entity = :entity, #owner = :owner ADD held :one',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: toItem({ ':entity': 'pool', ':owner': owner, ':one': -1 }),
    },
  };
}

/** Counts one more claim of the day; fails when the quota is used up. */
function useQuota({ name }: RecordsTable, { to, at }: Move, claimsADay: number): TransactWriteItem {
  return {
    Update: {
      TableName: name,
      Key: toItem({ ...quotaKey({ owner: to, at }) }),
      UpdateExpression: 'ADD claimed :one',
      ConditionExpression: 'attribute_not_exists(claimed) OR claimed < :most',
      ExpressionAttributeValues: toItem({ ':one': 1, ':most': claimsADay }),
    },
  };
}

async function readTurns(table: RecordsTable, keys: readonly string[]): Promise<readonly Turn[]> {
  const items = await getItems(table, keys.map(turnKey));
  const taken = new Map(items.map((item) => parseItem(turnSchema, item)).map((turn) => [turn.key, turn]));
  return keys.map((key): Turn => taken.get(key) ?? { key });
}
