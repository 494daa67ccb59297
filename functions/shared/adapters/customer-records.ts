import * as z from 'zod/mini';
import { customer as customerSchema } from '../domain/customer.ts';
import type { Customers } from '../domain/ports.ts';
import { parseItem, toItem } from './item.ts';
import { claimKey, customerKey } from './keys.ts';
import { getItem, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent } from './write.ts';

const claimSchema = z.object({ claim: z.string(), customerId: z.string() });

/** The customers of the Records table and the claims that keep each of them single (IN-2, AD-6). */
export function customerRecords(table: RecordsTable): Customers {
  return {
    async enter(customer, claims) {
      const outcome = await transact(table, [
        putIfAbsent(table, toItem({ ...customerKey(customer.id), entity: 'customer', ...customer })),
        ...claims.map((claim) =>
          putIfAbsent(table, toItem({ ...claimKey(claim), entity: 'claim', claim, customerId: customer.id })),
        ),
      ]);
      // The customer's own item in the way means that this very entry has been made before.
      if (outcome.written || outcome.index === 0) return { entered: true };
      const clash = claims[outcome.index - 1] ?? '';
      const { customerId } = await holderOf(outcome.item, clash);
      return { entered: false, clash, customerId };
    },

    async get(id) {
      const item = await getItem(table, customerKey(id));
      return item === undefined ? undefined : parseItem(customerSchema, item);
    },

    async findClaims(claims) {
      const items = await Promise.all(claims.map((claim) => getItem(table, claimKey(claim))));
      return items.flatMap((item) => (item === undefined ? [] : [parseItem(claimSchema, item)]));
    },
  };

  async function holderOf(item: Parameters<typeof parseItem>[1] | undefined, claim: string) {
    const found = item ?? (await getItem(table, claimKey(claim)));
    return found === undefined ? { customerId: '' } : parseItem(claimSchema, found);
  }
}
