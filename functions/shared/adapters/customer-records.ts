import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Customer, customer as customerSchema } from '../domain/customer.ts';
import { customerOf } from '../domain/customer-correction.ts';
import { type ClashNotice, clashNotice, type PoolLimit, pool as poolSchema, type Turn } from '../domain/intake.ts';
import {
  isPublic,
  type Move,
  type MoveResult,
  move as moveSchema,
  type PoolLimits,
  partnerPool,
} from '../domain/pools.ts';
import type { Customers, Now } from '../domain/ports.ts';
import { customerIndex, postingWrites } from './customer-index.ts';
import { indexView } from './index-states.ts';
import { type Item, parseItem, recordOf, toItem } from './item.ts';
import { claimKey, clashKey, customerKey, moveKey, movePrefix, poolKey, quotaKey, turnKey } from './keys.ts';
import { getItem, getItems, indexPage, itemsOf, type Key, putNew, type RecordsTable } from './records-table.ts';
import { customerPlace, sweepAttributes } from './sweep-place.ts';
import { transact } from './transaction.ts';
import { attempt } from './transient.ts';
import { type Change, putIfAbsent, update } from './write.ts';

const claimSchema = z.object({ claim: z.string(), customerId: z.string() });
const turnSchema = z.object({ key: z.string(), last: z.string() });
const toldSchema = z.object({ told: z._default(z.array(z.string()), []) });
const claimed = z.object({ claims: z.optional(z.array(z.string())) });

/** How often what may meet others at one count is tried: a partner's salespeople share theirs. */
const SHARED_TRIES = 16;

/**
 * The customers of the Records table, the claims that keep each of them single (IN-2, AD-6), the index a check reads and
 * the count of each pool (IN-7).
 * @param now for tests: when to look again which generation of the index is in use
 */
export function customerRecords(table: RecordsTable, now: Now = () => new Date()): Customers {
  const view = indexView(table, now);
  return {
    index: customerIndex(table, async () => (await view()).reads),

    async enter(customer, claims, more) {
      const turns = more?.turns ?? [];
      const counts =
        more === undefined ? [] : [more.pool, ...(more.partnerPool === undefined ? [] : [more.partnerPool])];
      const { writes } = await view();
      // The first condition that fails is the answer: the entry itself, then claims, then turns, then the count.
      const outcome = await transact(
        table,
        [
          putIfAbsent(table, customerItem(customer, claims)),
          ...claims.map((claim) =>
            putIfAbsent(table, toItem({ ...claimKey(claim), entity: 'claim', claim, customerId: customer.id })),
          ),
          ...turns.map((turn) => takeTurn(table, turn, customer.id)),
          ...counts.map((pool) => countIn(table, pool)),
          ...writes.flatMap((generation) => postingWrites(table, generation, more?.postings ?? [])),
        ],
        counts.length > 1 ? SHARED_TRIES : undefined,
      );
      // The customer's own item in the way means that this very entry has been made before.
      if (outcome.written || outcome.index === 0) return { entered: true };
      const clash = claims[outcome.index - 1];
      if (clash !== undefined) {
        const found = outcome.item ?? (await getItem(table, claimKey(clash)));
        const customerId = found === undefined ? '' : parseItem(claimSchema, found).customerId;
        return { entered: false, clash, customerId };
      }
      const turn = turns[outcome.index - 1 - claims.length];
      if (turn === undefined) {
        const own = outcome.index === 1 + claims.length + turns.length;
        return { entered: false, full: own ? 'own' : 'partner' };
      }
      const [taken] = await readTurns(table, [turn.key]);
      return { entered: false, overtakenBy: customerOf(taken?.last ?? '') };
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

    claimsOf: (id) => heldClaims(table, id),

    async pool(owner) {
      const item = await getItem(table, poolKey(owner));
      return item === undefined ? { owner, held: 0 } : parseItem(poolSchema, item);
    },

    async move(move, limits) {
      const steps = moveWrites(table, move, limits);
      const outcome = await transact(
        table,
        steps.map(({ write }) => write),
        SHARED_TRIES,
      );
      return outcome.written ? 'moved' : (steps[outcome.index]?.refusal ?? 'changed');
    },

    moves: (id) => itemsOf(table, moveSchema, customerKey(id).pk, { prefix: movePrefix }),

    toldOfMove: (move) => toldBy(table, moveKey(move)),

    tellOfMove: (move, person) => addTold(table, moveKey(move), person),

    async tellClash(notice) {
      await putNew(table, toItem({ ...clashKey(notice), entity: 'clash', ...notice }));
    },

    told: (notice, person) => addTold(table, clashKey(notice), person),

    async clash(notice) {
      const item = await getItem(table, clashKey(notice));
      return item === undefined ? undefined : parseItem(clashNotice, item);
    },
  };
}

/** Whom the record of that key has told. */
export async function toldBy(table: RecordsTable, key: Key): Promise<readonly string[]> {
  const item = await getItem(table, key);
  return item === undefined ? [] : parseItem(toldSchema, item).told;
}

/** Adds to those whom the record of that key has told. */
export async function addTold({ client, name }: RecordsTable, key: Key, person: string): Promise<void> {
  await attempt(() =>
    client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: toItem({ ...key }),
        UpdateExpression: 'SET told = list_append(if_not_exists(told, :none), :person)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: toItem({ ':person': [person], ':none': [] }),
      }),
    ),
  );
}

/** The claims that are on a customer's record. */
export async function heldClaims(table: RecordsTable, id: string): Promise<readonly string[]> {
  const item = await getItem(table, customerKey(id));
  return item === undefined ? [] : (parseItem(claimed, item).claims ?? []);
}

/** The reversal that an item holds; undefined for every other item. */
export function writtenReversal(item: Item | undefined): Move | undefined {
  return recordOf('reversal', moveSchema, item);
}

/** The move of whatever kind that an item holds; undefined for every other item. */
export function writtenMove(item: Item | undefined): Move | undefined {
  return recordOf('move', moveSchema, item) ?? writtenReversal(item) ?? recordOf('merge', moveSchema, item);
}

/** The clash that an item holds; undefined for every other item. */
export function writtenClash(item: Item | undefined): ClashNotice | undefined {
  return recordOf('clash', clashNotice, item);
}

/** Under which the customers of a pool are listed. */
export function poolQueue(holder: string): string {
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
    ...(isPublic(customer.holder) ? {} : customerPlace(customer.id, customer.createdAt)),
  });
}

/**
 * Fails when somebody else took the turn since it was read.
 * @param mark what is left in it: differs from what was there
 */
export function takeTurn({ name }: RecordsTable, { key, last }: Turn, mark: string): TransactWriteItem {
  const item = toItem({ ...turnKey(key), entity: 'turn', key, last: mark });
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

/**
 * The writes of a move, each with what its condition refuses.
 * @param only what must hold of the customer besides: the move is refused as `changed` where it does not
 */
export function moveWrites(
  table: RecordsTable,
  move: Move,
  limits: PoolLimits,
  only: Change['when'] = {},
): readonly MoveWrite[] {
  const { customerId, from, to, fromPartner, toPartner, at, kind, commission } = move;
  // In a private pool the nightly sweep finds out by itself when it is due (IN-10).
  const held = isPublic(to)
    ? { releasedBy: from, releasedAt: at }
    : { heldSince: at, ...customerPlace(customerId, at) };
  const gone = [
    'recyclingWarning',
    ...(isPublic(to) ? sweepAttributes : []),
    ...(toPartner === undefined ? ['partner'] : []),
    ...(commission === undefined ? ['commission'] : []),
  ];
  const change = update(table, customerKey(customerId), {
    set: { holder: to, personQueue: poolQueue(to), partner: toPartner, commission, ...held },
    remove: gone,
    when: { ...only, holder: [from], partner: [fromPartner] },
  });
  // Within one partner its count stays: a transaction touches an item once.
  const partners = fromPartner === toPartner ? {} : { leaves: fromPartner, enters: toPartner };
  const into = (owner: string, capacity: number) => countIn(table, { owner, capacity });
  return [
    { write: { Update: change }, refusal: 'changed' },
    ...(isPublic(to) ? [] : [{ write: into(to, limits.capacity), refusal: 'full' } as const]),
    ...(partners.enters === undefined
      ? []
      : [{ write: into(partnerPool(partners.enters), limits.partnerCapacity), refusal: 'partner-full' } as const]),
    ...(kind === 'claim' ? [{ write: useQuota(table, move, limits.claimsADay), refusal: 'quota-used' } as const] : []),
    { write: { Put: { TableName: table.name, Item: moveItem(move) } } },
    ...(isPublic(from) ? [] : [{ write: countOut(table, from) }]),
    ...(partners.leaves === undefined ? [] : [{ write: countOut(table, partnerPool(partners.leaves)) }]),
  ];
}

/** The outbox tells of reversals and merges and of no other moves: they are entities of their own. */
export function moveItem(move: Move): Item {
  const entity = move.kind === 'reversal' || move.kind === 'merge' ? move.kind : 'move';
  return toItem({ ...moveKey(move), entity, ...move });
}

interface MoveWrite {
  readonly write: TransactWriteItem;
  readonly refusal?: Exclude<MoveResult, 'moved'>;
}

/** Counts one more in the pool; fails when it is full. */
function countIn({ name }: RecordsTable, { owner, capacity }: PoolLimit): TransactWriteItem {
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
export function countOut({ name }: RecordsTable, owner: string): TransactWriteItem {
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

export async function readTurns(table: RecordsTable, keys: readonly string[]): Promise<readonly Turn[]> {
  const items = await getItems(table, keys.map(turnKey));
  const taken = new Map(items.map((item) => parseItem(turnSchema, item)).map((turn) => [turn.key, turn]));
  return keys.map((key): Turn => taken.get(key) ?? { key });
}
