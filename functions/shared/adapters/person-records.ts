import { canonicalJson } from '../domain/content-hash.ts';
import { type Person, person as personSchema } from '../domain/person.ts';
import type { People } from '../domain/ports.ts';
import { TransientFailure } from '../domain/transient-failure.ts';
import { parseItem, toItem } from './item.ts';
import { memberKey, personKey, rolePartition } from './keys.ts';
import { getItem, itemsOf, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';

const MAX_TRIES = 5;

/**
 * The directory in the Records table: each person once, and once more under each role they hold. A role somebody has lost
 * keeps its item, which then says so: nothing here needs the right to delete.
 */
export function personRecords(table: RecordsTable): People {
  const get = async (id: string): Promise<Person | undefined> => {
    const item = await getItem(table, personKey(id));
    return item === undefined ? undefined : parseItem(personSchema, item);
  };
  return {
    get,

    async withRole(role) {
      const members = await itemsOf(table, personSchema, rolePartition(role), { prefix: 'PERSON#' });
      return members.filter(({ roles }) => roles.includes(role));
    },

    async put(person) {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const before = await get(person.id);
        // Signing in puts the person each time: mostly nothing has changed.
        if (before !== undefined && canonicalJson(before) === canonicalJson(person)) return;
        const outcome = await transact(table, writes(table, before, person));
        if (outcome.written) return;
      }
      throw new TransientFailure(new Error('The person kept changing while they were written'));
    },
  };
}

/** The person under their id, if still as read, and under every role they hold or held until now. */
function writes({ name }: RecordsTable, before: Person | undefined, person: Person) {
  const touched = [...new Set([...(before?.roles ?? []), ...person.roles])];
  return [
    {
      Put: {
        TableName: name,
        Item: toItem({ ...personKey(person.id), entity: 'person', ...person }),
        ...(before === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#roles = :roles',
              ExpressionAttributeNames: { '#roles': 'roles' },
              ExpressionAttributeValues: toItem({ ':roles': before.roles }),
            }),
      },
    },
    ...touched.map((role) => ({
      Put: { TableName: name, Item: toItem({ ...memberKey(role, person.id), entity: 'membership', ...person }) },
    })),
  ];
}
