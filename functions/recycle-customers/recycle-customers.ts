import type { Now, Observer } from '../shared/domain/ports.ts';
import { nightOf, type RecyclingTerms } from '../shared/domain/recycling.ts';
import type { PlacedCustomer, Recycling, RecyclingWord } from '../shared/domain/recycling-ports.ts';
import { dayAt } from '../shared/domain/working-days.ts';
import type { Output } from './contract.ts';
import { type TellRecyclingWorld, tellRecycling } from './tell-recycling.ts';

export interface RecycleCustomersWorld extends TellRecyclingWorld {
  readonly recycling: Recycling;
  readonly now: Now;
  readonly observer: Observer;
  readonly terms: RecyclingTerms;
  /** By which it is known that the terms have changed. */
  readonly termsName: string;
}

/** How long a sweep has the pools for itself: longer than the function may run. */
const LEASE = 16 * 60_000;

/** So many pools are worked on at once; the customers of one share its count, and wait for each other anyway. */
const AT_ONCE = 8;

/**
 * IN-10: warns of customers that nobody cares for, returns those that were warned of to the public pool, and mails both.
 * Whatever two sweeps do at once, and wherever one dies, each customer is warned of and recycled once; a contact or an order
 * that comes meanwhile wins, or comes too late and is told so. What nights were missed is made up for, with the warning
 * first. Under changed terms every customer of a private pool is looked at anew.
 *
 * @param by names this sweep
 * @param mayGoOn asked before each batch; what is left then is the next sweep's
 * @throws Error `RecyclingFailed` once everything else is done, when the work on some customers or mails failed
 */
export async function recycleCustomers(
  world: RecycleCustomersWorld,
  by: string,
  mayGoOn: () => boolean,
): Promise<Output> {
  const { recycling } = world;
  const now = world.now();
  const result = { alone: true, warned: 0, recycled: 0, placed: 0, passedBy: 0, mails: 0 };
  const until = new Date(now.getTime() + LEASE).toISOString();
  if (!(await recycling.begin(by, now.toISOString(), until))) return { ...result, alone: false };
  try {
    const failures = await sweep(world, now, result, mayGoOn);
    const told = await tellRecycling(world);
    const failed = [...failures, ...told.failures];
    if (failed.length > 0) {
      const error = new AggregateError(failed, `${failed.length} customers or mails of the night failed`);
      error.name = 'RecyclingFailed';
      throw error;
    }
    return { ...result, mails: told.mails };
  } finally {
    await recycling.end(by);
  }
}

type Counts = Record<'warned' | 'recycled' | 'placed' | 'passedBy', number>;

/** @returns what failed; the customers stay due */
async function sweep(
  world: RecycleCustomersWorld,
  now: Date,
  counts: Counts,
  mayGoOn: () => boolean,
): Promise<readonly unknown[]> {
  const { recycling } = world;
  const failures: unknown[] = [];
  const placedUnder = await recycling.terms();
  if (placedUnder === undefined) {
    for (const { id } of await world.people.withRole('sales')) await recycling.enrol(id);
  }
  const anew = placedUnder !== world.termsName;
  for await (const batch of recycling.placed(anew ? undefined : now.toISOString())) {
    if (!mayGoOn()) return failures;
    const pools = [...Map.groupBy(batch, ({ customer }) => customer.holder).values()];
    for (let start = 0; start < pools.length; start += AT_ONCE) {
      await Promise.all(
        pools.slice(start, start + AT_ONCE).map((pool) => lookThrough(world, pool, now, counts, failures)),
      );
    }
  }
  if (anew && failures.length === 0) await recycling.placedUnder(world.termsName);
  return failures;
}

async function lookThrough(
  world: RecycleCustomersWorld,
  pool: readonly PlacedCustomer[],
  now: Date,
  counts: Counts,
  failures: unknown[],
): Promise<void> {
  for (const item of pool) {
    try {
      const outcome = await lookAt(world, item, now);
      if (outcome !== undefined) counts[outcome] += 1;
    } catch (error) {
      failures.push(error);
      world.observer.warn('recycling.failed', { customerId: item.customer.id });
    }
  }
}

/** @returns what came of it; undefined where the customer stands where it has to */
async function lookAt(
  { recycling, terms }: RecycleCustomersWorld,
  { customer, lookAt: placedAt }: PlacedCustomer,
  now: Date,
): Promise<keyof Counts | undefined> {
  const { act, outlook, nextAt } = nightOf(customer, terms, dayAt(now, terms.calendar));
  const { lastDay, missing, recycleOn } = outlook;
  const { id: customerId, name: customerName, holder } = customer;
  const about = { customerId, customerName, holder, at: now.toISOString(), lastDay, missing, told: [] };
  switch (act) {
    case 'warn': {
      const warning: RecyclingWord = { kind: 'warning', ...about, recycleOn };
      return (await recycling.warn(customer, warning, nextAt)) ? 'warned' : 'passedBy';
    }
    case 'recycle':
      return (await recycling.recycle(customer, { kind: 'recycling', ...about })) ? 'recycled' : 'passedBy';
    case 'nothing':
      if (nextAt === placedAt) return undefined;
      return (await recycling.place(customer, nextAt)) ? 'placed' : 'passedBy';
  }
}
