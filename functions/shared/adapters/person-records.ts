import * as z from 'zod/mini';
import { canonicalJson } from '../domain/content-hash.ts';
import { type Person, person as personSchema } from '../domain/person.ts';
import type { People } from '../domain/ports.ts';
import { TransientFailure } from '../domain/transient-failure.ts';
import { parseItem, toItem, toValue } from './item.ts';
import { memberKey, partnerPartition, personKey, reportsPartition, rolePartition } from './keys.ts';
import { getItem, itemsOf, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';

const MAX_TRIES = 5;

/** The partitions a person's item says they are listed in. */
const listed = z.object({ listedIn: z._default(z.array(z.string()), []) });

/** What more than one writer changes, each its own: written only while it is as it was read. */
const guarded = ['roles', 'supervisor', 'partner', 'regions', 'closedAt'] as const satisfies readonly (keyof Person)[];

/**
 * The directory in the Records table: each person once, and once more under each role they hold, under their supervisor and
 * under their partner. Where they are no longer listed the item stays, and says so: nothing here needs the right to delete.
 */
export function personRecords(table: RecordsTable): People {
  const members = (partition: string): Promise<readonly Person[]> =>
    itemsOf(table, personSchema, partition, { prefix: 'PERSON#' });

  const change: People['change'] = async (id, make) => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const item = await getItem(table, personKey(id));
      const before = item === undefined ? undefined : parseItem(personSchema, item);
      const person = make(before);
      if (person === undefined) return undefined;
      const { listedIn } = item === undefined ? { listedIn: [] } : parseItem(listed, item);
      const touched = [...new Set([...listedIn, ...(before?.roles ?? []).map(rolePartition), ...partitionsOf(person)])];
      // Signing in puts the person each time: mostly nothing has changed.
      const same = before !== undefined && canonicalJson(before) === canonicalJson(person);
      if (same && listedIn.length === touched.length) return person;
      const outcome = await transact(table, writes(table, before, person, touched));
      if (outcome.written) return person;
    }
    throw new TransientFailure(new Error('The person kept changing while they were written'));
  };

  return {
    change,

    async get(id) {
      const item = await getItem(table, personKey(id));
      return item === undefined ? undefined : parseItem(personSchema, item);
    },

    async withRole(role) {
      return (await members(rolePartition(role))).filter(({ roles }) => roles.includes(role));
    },

    async reportingTo(superior) {
      return (await members(reportsPartition(superior))).filter(({ supervisor }) => supervisor === superior);
    },

    async ofPartner(partner) {
      return (await members(partnerPartition(partner))).filter((person) => person.partner === partner);
    },

    async put(person) {
      await change(person.id, () => person);
    },
  };
}

function partitionsOf({ roles, supervisor, partner }: Person): readonly string[] {
  return [
    ...roles.map(rolePartition),
    ...(supervisor === undefined ? [] : [reportsPartition(supervisor)]),
    ...(partner === undefined ? [] : [partnerPartition(partner)]),
  ];
}

/** The person under their id, if still as read, and wherever they are or were listed. */
function writes({ name }: RecordsTable, before: Person | undefined, person: Person, listedIn: readonly string[]) {
  return [
    {
      Put: {
        TableName: name,
        Item: toItem({ ...personKey(person.id), entity: 'person', ...person, listedIn }),
        ...(before === undefined ? { ConditionExpression: 'attribute_not_exists(pk)' } : asRead(before)),
      },
    },
    ...listedIn.map((partition) => ({
      Put: { TableName: name, Item: toItem({ ...memberKey(partition, person.id), entity: 'membership', ...person }) },
    })),
  ];
}

function asRead(before: Person) {
  const present = guarded.filter((attribute) => before[attribute] !== undefined);
  const tests = guarded.map((attribute) =>
    before[attribute] === undefined ? `attribute_not_exists(#${attribute})` : `#${attribute} = :${attribute}`,
  );
  return {
    ConditionExpression: tests.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(guarded.map((attribute) => [`#${attribute}`, attribute])),
    ExpressionAttributeValues: Object.fromEntries(
      present.map((attribute) => [`:${attribute}`, toValue(before[attribute])]),
    ),
  };
}
