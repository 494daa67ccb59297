import { canonicalJson } from '../domain/content-hash.ts';
import { type Person, person as personSchema } from '../domain/person.ts';
import type { People } from '../domain/ports.ts';
import { roleIds } from '../domain/roles.ts';
import { parseItem, toItem } from './item.ts';
import { memberKey, personKey, rolePartition } from './keys.ts';
import { getItem, itemsOf, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';

/** The directory in the Records table: each person once, and once more under each role they hold. */
export function personRecords(table: RecordsTable): People {
  const get = async (id: string): Promise<Person | undefined> => {
    const item = await getItem(table, personKey(id));
    return item === undefined ? undefined : parseItem(personSchema, item);
  };
  return {
    get,

    withRole: (role) => itemsOf(table, personSchema, rolePartition(role), { prefix: 'PERSON#' }),

    async put(person) {
      // Signing in puts the person each time: mostly nothing has changed.
      if (canonicalJson(await get(person.id)) === canonicalJson(person)) return;
      const { name } = table;
      await transact(table, [
        { Put: { TableName: name, Item: toItem({ ...personKey(person.id), entity: 'person', ...person }) } },
        ...roleIds.map((role) => {
          const key = memberKey(role, person.id);
          return person.roles.includes(role)
            ? { Put: { TableName: name, Item: toItem({ ...key, entity: 'membership', ...person }) } }
            : { Delete: { TableName: name, Key: toItem({ ...key }) } };
        }),
      ]);
    },
  };
}
