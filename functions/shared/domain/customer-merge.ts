import * as z from 'zod/mini';
import type { Customer } from './customer.ts';
import { SopError } from './errors.ts';
import type { Fact } from './history.ts';
import { onceFact } from './new-fact.ts';
import { isPublic, type Move } from './pools.ts';
import type { Customers } from './ports.ts';

/** Who holds a customer that was merged into another one: no user's name begins so, and nothing that wants a holder is done. */
export const MERGED = '#merged';

/** A record that was merged into another: what the survivor keeps of it. */
export const mergedRecord = z.object({
  customerId: z.string(),
  into: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
});
export type MergedRecord = z.infer<typeof mergedRecord>;

/** A merge as it is written. */
export interface Merge {
  /** The record that ends. */
  readonly merged: Customer;
  /** The one that goes on. */
  readonly survivor: Customer;
  /** Takes it out of its pool, and says so on its record. */
  readonly move: Move;
  readonly facts: readonly Fact[];
}

/** The merges of customers. */
export interface CustomerMerges {
  /**
   * Ends the one record and has the other go on, with the pools' counts and what goes on record, in one transaction. From
   * then on whatever leads to the one leads to the other: its claims and its index items stay where they are.
   * @returns `changed` when one of them is not as it was read any more
   */
  merge(merge: Merge): Promise<'merged' | 'changed'>;
  /** The records that were merged into this very one, oldest first. */
  mergedInto(id: string): Promise<readonly MergedRecord[]>;
}

/** The merge of two customers as they were read. */
export function mergeOf(
  merged: Customer,
  survivor: Customer,
  { by, at, reason }: { readonly by: string; readonly at: string; readonly reason: string },
): Merge {
  const fact = (caseId: string, type: Fact['type'], detail: Fact['detail']): Fact =>
    onceFact({ caseId, type, by, ...(detail === undefined ? {} : { detail }) }, new Date(at), at);
  return {
    merged,
    survivor,
    move: {
      kind: 'merge',
      customerId: merged.id,
      from: merged.holder,
      to: MERGED,
      ...(merged.partner === undefined ? {} : { fromPartner: merged.partner }),
      by,
      at,
      reason,
      into: survivor.id,
    },
    facts: [
      fact(merged.id, 'customer.merged', { into: survivor.id }),
      fact(survivor.id, 'customer.took-over', { customerId: merged.id }),
    ],
  };
}

/** The record that ends, as the merge leaves it. */
export function mergedCustomer(customer: Customer, { at, from, into }: Move): Customer {
  const { partner: _, commission: __, recyclingWarning: ___, ...rest } = customer;
  return {
    ...rest,
    holder: MERGED,
    mergedAt: at,
    lastHolder: from,
    ...(into === undefined ? {} : { mergedInto: into }),
  };
}

/** When the company was last contacted and last ordered, by either record (IN-10): what the survivor goes by. */
export function clocksOfBoth(merged: Customer, survivor: Customer): Pick<Customer, 'lastContactAt' | 'lastOrderAt'> {
  const later = (a = '', b = ''): string => (a > b ? a : b);
  const lastContactAt = later(merged.lastContactAt, survivor.lastContactAt);
  const lastOrderAt = later(merged.lastOrderAt, survivor.lastOrderAt);
  return {
    ...(lastContactAt === '' ? {} : { lastContactAt }),
    ...(lastOrderAt === '' ? {} : { lastOrderAt }),
  };
}

/** Whether the customer was in a private pool, which it leaves by the merge. */
export function leavesPool({ from }: Move): boolean {
  return !isPublic(from);
}

/** Chains longer than this do not come about by people's decisions. */
const LONGEST_CHAIN = 100;

/** The customer that goes on for this one: itself, unless it was merged. Of a chain, the last. */
export async function survivorOf(customers: Pick<Customers, 'get'>, customer: Customer): Promise<Customer> {
  let found = customer;
  for (let steps = 0; steps < LONGEST_CHAIN && found.mergedInto !== undefined; steps += 1) {
    const next = await customers.get(found.mergedInto);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

/** Every record that leads to the customer, directly or through others, oldest merge first. */
export async function mergedRecordsOf(
  merges: Pick<CustomerMerges, 'mergedInto'>,
  id: string,
): Promise<readonly MergedRecord[]> {
  const found: MergedRecord[] = [];
  let next: readonly string[] = [id];
  for (let steps = 0; steps < LONGEST_CHAIN && next.length > 0; steps += 1) {
    const records = (await Promise.all(next.map((each) => merges.mergedInto(each)))).flat();
    found.push(...records);
    next = records.map(({ customerId }) => customerId);
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/**
 * The refusal of whatever is to be done with a record that was merged: says where it went.
 * @throws SopError CustomerMerged (409)
 */
export async function mustNotBeMerged(customers: Pick<Customers, 'get'>, customer: Customer): Promise<void> {
  if (customer.mergedInto === undefined) return;
  throw customerMerged(await survivorOf(customers, customer));
}

/** The refusal, given the customer that goes on. */
export function customerMerged({ id }: Pick<Customer, 'id'>): SopError {
  return new SopError(
    'CustomerMerged',
    409,
    {
      zh: `该客户已合并到 ${id}，请在那里继续。`,
      en: `This customer was merged into ${id}: go on there.`,
    },
    { extension: { mergedInto: id, location: `/customers/${id}` } },
  );
}
