import type { PastCommission } from '../shared/domain/commission.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { type CustomerMerges, mergedRecordsOf } from '../shared/domain/customer-merge.ts';
import { commissionsOf, type Move } from '../shared/domain/pools.ts';
import type { Customers } from '../shared/domain/ports.ts';

/** What reading a customer's history needs of the world. */
export type HistoryKeeper = Pick<Customers, 'get' | 'moves'> & Pick<CustomerMerges, 'mergedInto'>;

/** A claim to the commission on a customer; of a record that was merged into it, on that one. */
export type ClaimOfRecord = PastCommission & { readonly customerId?: string };

/** The customer and every record that was merged into it, itself first. */
export async function recordsOf(customers: HistoryKeeper, customer: Customer): Promise<readonly Customer[]> {
  if (customer.tookOver !== true) return [customer];
  const merged = await mergedRecordsOf(customers, customer.id);
  const records = await Promise.all(merged.map(({ customerId }) => customers.get(customerId)));
  return [customer, ...records.flatMap((record) => record ?? [])];
}

/** Every move of the customer and of what was merged into it, in one order, oldest first. */
export async function wholeMoves(customers: HistoryKeeper, customer: Customer): Promise<readonly Move[]> {
  const records = await recordsOf(customers, customer);
  const moves = await Promise.all(records.map(({ id }) => customers.moves(id)));
  return moves.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Every claim to the commission on the customer and on what was merged into it, in one order, oldest first (IN-9). */
export async function wholeCommissions(
  customers: HistoryKeeper,
  customer: Customer,
): Promise<readonly ClaimOfRecord[]> {
  const records = await recordsOf(customers, customer);
  const claims = await Promise.all(
    records.map(async (record) => {
      const own = commissionsOf(record, await customers.moves(record.id));
      return record.id === customer.id ? own : own.map((claim) => ({ ...claim, customerId: record.id }));
    }),
  );
  return claims.flat().sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
}
