import type { Customer } from '../shared/domain/customer.ts';
import { namesakesOf } from '../shared/domain/customer-correction.ts';
import { mustNotBeMerged } from '../shared/domain/customer-merge.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import type { Match } from './assess-entry.ts';
import type { Lookalikes } from './change-contract.ts';
import { holderName } from './match-view.ts';
import { mergeNotYours } from './merge-customers.ts';
import { customerNotFound } from './read-customer.ts';

/** What looking for records of one company needs of the world. */
export interface LookalikesWorld {
  readonly customers: Pick<Customers, 'get' | 'turns' | 'index'>;
  readonly people: Pick<People, 'get'>;
}

/**
 * The other records that are, or may be, the same company as a customer by its name, its former names and its numbers
 * (IN-5), unmasked beside it, for the approval group. What was told apart before is among them: it looks alike still.
 * @throws SopError RoleMissing (403), CustomerNotFound (404), CustomerMerged (409)
 */
export async function listLookalikes(
  { customers, people }: LookalikesWorld,
  actor: Actor,
  id: string,
): Promise<Lookalikes> {
  if (!mayAtAll(actor, 'merge')) throw mergeNotYours();
  const customer = await customers.get(id);
  if (customer === undefined) throw customerNotFound();
  await mustNotBeMerged(customers, customer);
  // The matcher's tables are loaded when lookalikes are asked for, not when a customer is only shown.
  const { assessEntry } = await import('./assess-entry.ts');
  const found = await Promise.all(
    namesakesOf(customer).map((facts) => assessEntry(customers, facts, undefined, [], id)),
  );
  const best = new Map<string, Match>();
  for (const match of found.flatMap(({ matches }) => matches)) {
    const known = best.get(match.customer.id);
    if (known === undefined || order(match, known) < 0) best.set(match.customer.id, match);
  }
  const holderOf = async ({ holder }: Customer) => ({
    id: holder,
    name: (await people.get(holder))?.name ?? holderName(holder),
  });
  return {
    customer,
    holder: await holderOf(customer),
    items: await Promise.all(
      [...best.values()].sort(order).map(async (match) => ({
        verdict: match.verdict,
        score: Math.round(match.score * 100) / 100,
        customer: match.customer,
        holder: await holderOf(match.customer),
        findings: match.findings.map(({ zh, en, ...rest }) => ({ ...rest, text: { zh, en } })),
      })),
    ),
  };
}

function order(a: Match, b: Match): number {
  return Number(b.verdict === 'duplicate') - Number(a.verdict === 'duplicate') || b.score - a.score;
}
