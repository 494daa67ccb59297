import { DeleteItemCommand, PutItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Customer } from '../domain/customer.ts';
import {
  type Correction,
  type CorrectionResult,
  type CorrectionWrites,
  type CustomerCorrections,
  customerOf,
  proposedFacts,
  type ReplacedFacts,
  replacedFacts,
  turnMark,
  versionOf,
} from '../domain/customer-correction.ts';
import type { Now } from '../domain/ports.ts';
import { factItem } from './case-records.ts';
import { postingItems } from './customer-index.ts';
import { addTold, heldClaims, readTurns, takeTurn, toldBy } from './customer-records.ts';
import { indexView } from './index-states.ts';
import { type Item, parseItem, recordOf, toItem } from './item.ts';
import { claimKey, customerKey } from './keys.ts';
import { getItem, itemsOf, type Key, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { attempt } from './transient.ts';
import { putIfAbsent, update } from './write.ts';

const replacedPrefix = 'FACTS#';
const replacedKey = (of: { readonly customerId: string; readonly version: number }): Key => ({
  pk: customerKey(of.customerId).pk,
  sk: `${replacedPrefix}${String(of.version).padStart(6, '0')}`,
});
const proposedKey = (customerId: string): Key => ({ pk: customerKey(customerId).pk, sk: 'PROPOSED-FACTS' });

/** What DynamoDB writes in one transaction at most. */
const MOST_WRITES = 100;

/** Facts of a customer that a correction may leave it without. */
const optional = ['city', 'region', 'formerNames', 'confirmed'] as const satisfies readonly (keyof Customer)[];

/**
 * Corrections of customers in the Records table.
 * @param now for tests: when to look again which generations of the index are written
 */
export function customerCorrections(table: RecordsTable, now: Now = () => new Date()): CustomerCorrections {
  const view = indexView(table, now);
  return {
    async correct(correction, wanted) {
      const { before, after, replaced, fact } = correction;
      const stored = await heldClaims(table, before.id);
      const { writes } = await view();
      const index = writes.map((generation) => swapped(generation, wanted));
      const [puts, deletes] = [
        index.flatMap((each) => each.puts.map((Item) => ({ Put: { TableName: table.name, Item } }))),
        index.flatMap((each) => each.deletes.map((Key) => ({ Delete: { TableName: table.name, Key } }))),
      ];
      const taken = wanted.claims.filter((claim) => !stored.includes(claim));
      const given = stored.filter((claim) => !wanted.claims.includes(claim));
      const mark = turnMark(before.id, versionOf(after));
      // The first condition that fails is the answer: the record itself, then claims, then turns.
      const essential: TransactWriteItem[] = [
        { Update: recordUpdate(table, correction, wanted) },
        ...taken.map((claim) => takeClaim(table, claim, [before.id, ...wanted.mergedRecords])),
        ...wanted.turns.map((turn) => takeTurn(table, turn, mark)),
        putIfAbsent(table, toItem({ ...replacedKey(replaced), entity: 'customer-facts', ...replaced })),
        putIfAbsent(table, factItem(fact)),
        ...given.map((claim) => deleteOf(table, claimKey(claim))),
        deleteOf(table, proposedKey(before.id)),
      ];
      // Index items that lead to a customer they do not fit are harmless: the record has the last word. What a transaction
      // cannot hold beside the rest, of a name of many readings while the index is made anew, goes before and after it.
      const room = MOST_WRITES - essential.length;
      await each(table, puts.slice(room));
      const inside = [...puts, ...deletes].slice(0, room);
      const outcome = await transact(table, [...essential, ...inside]);
      if (!outcome.written) return refusalOf(table, outcome, { taken, wanted });
      await each(table, deletes.slice(Math.max(0, room - puts.length)));
      return { corrected: true };
    },

    replaced: (id) => itemsOf(table, replacedFacts, customerKey(id).pk, { prefix: replacedPrefix }),

    toldOfCorrection: (replaced) => toldBy(table, replacedKey(replaced)),

    tellOfCorrection: (replaced, person) => addTold(table, replacedKey(replaced), person),

    async propose(proposal) {
      const item = toItem({ ...proposedKey(proposal.customerId), entity: 'proposed-facts', ...proposal });
      await attempt(() => table.client.send(new PutItemCommand({ TableName: table.name, Item: item })));
    },

    async proposed(id) {
      const item = await getItem(table, proposedKey(id));
      return item === undefined ? undefined : parseItem(proposedFacts, item);
    },
  };
}

/** What changes in one generation of the index: what is as it was is not written again. */
function swapped(
  generation: string,
  { postings, outdated }: CorrectionWrites,
): { readonly puts: readonly Item[]; readonly deletes: readonly Item[] } {
  const place = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;
  const before = new Map(postingItems(generation, outdated).map((item) => [place(item), item]));
  const after = new Map(postingItems(generation, postings).map((item) => [place(item), item]));
  const same = (item: Item): boolean => JSON.stringify(before.get(place(item))) === JSON.stringify(item);
  return {
    puts: [...after.values()].filter((item) => !same(item)),
    deletes: [...before]
      .filter(([at]) => !after.has(at))
      .map(([, { pk, sk }]) => ({ pk: pk ?? { S: '' }, sk: sk ?? { S: '' } })),
  };
}

function recordUpdate(table: RecordsTable, { before, after }: Correction, { claims }: CorrectionWrites) {
  const { name, landline, fax, address, city, region, formerNames, confirmed, version } = after;
  return update(table, customerKey(before.id), {
    set: { name, landline, fax, address, city, region, formerNames, confirmed, version, claims },
    remove: optional.filter((attribute) => after[attribute] === undefined),
    when: { version: [before.version], holder: [before.holder], mergedInto: [undefined] },
  });
}

/**
 * Fails when another customer holds the claim.
 * @param from whose it may be: the customer's own, and records that were merged into it
 */
function takeClaim({ name }: RecordsTable, claim: string, from: readonly [string, ...string[]]): TransactWriteItem {
  const [customerId] = from;
  const values = from.map((id, at) => [`:id${at}`, id] as const);
  return {
    Put: {
      TableName: name,
      Item: toItem({ ...claimKey(claim), entity: 'claim', claim, customerId }),
      ConditionExpression: `attribute_not_exists(pk) OR customerId IN (${values.map(([label]) => label).join(', ')})`,
      ExpressionAttributeValues: toItem(Object.fromEntries(values)),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function deleteOf({ name }: RecordsTable, { pk, sk }: Key): TransactWriteItem {
  return { Delete: { TableName: name, Key: toItem({ pk, sk }) } };
}

async function refusalOf(
  table: RecordsTable,
  { index, item }: { readonly index: number; readonly item: Item | undefined },
  { taken, wanted }: { readonly taken: readonly string[]; readonly wanted: CorrectionWrites },
): Promise<CorrectionResult> {
  const clash = taken[index - 1];
  if (clash !== undefined) return { corrected: false, clash, customerId: item?.customerId?.S ?? '' };
  const turn = wanted.turns[index - 1 - taken.length];
  if (turn === undefined) return { corrected: false, changed: true };
  const [last] = await readTurns(table, [turn.key]);
  return { corrected: false, overtakenBy: customerOf(last?.last ?? '') };
}

/** Writes one after the other, outside of a transaction. */
async function each({ client }: RecordsTable, writes: readonly TransactWriteItem[]): Promise<void> {
  for (const { Put, Delete } of writes) {
    if (Put !== undefined) await attempt(() => client.send(new PutItemCommand(Put)));
    if (Delete !== undefined) await attempt(() => client.send(new DeleteItemCommand(Delete)));
  }
}

/** The correction that an item holds; undefined for every other item. */
export function writtenCorrection(item: Item | undefined): ReplacedFacts | undefined {
  return recordOf('customer-facts', replacedFacts, item);
}
