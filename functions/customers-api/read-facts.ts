import type { Customer } from '../shared/domain/customer.ts';
import {
  type CustomerCorrections,
  factsOf,
  type ProposedFacts,
  versionOf,
} from '../shared/domain/customer-correction.ts';
import { type CustomerMerges, mergedRecordsOf, survivorOf } from '../shared/domain/customer-merge.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import type { FactsHistory } from './change-contract.ts';
import { readCustomer } from './read-customer.ts';

/** What reading a customer's facts needs of the world. */
export interface ReadFactsWorld {
  readonly customers: Pick<Customers, 'get'> &
    Pick<CustomerCorrections, 'replaced' | 'proposed'> &
    Pick<CustomerMerges, 'mergedInto'>;
  readonly people: Pick<People, 'get'>;
}

/**
 * The facts of a customer with every set there was, of records that were merged into it, too, for whoever sees it (IN-8).
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function readFacts(world: ReadFactsWorld, actor: Actor, id: string): Promise<FactsHistory> {
  const customer = await readCustomer(world, actor, id);
  const [replaced, proposed] = await Promise.all([
    replacedOf(world.customers, customer),
    readProposal(world.customers, actor, customer),
  ]);
  return {
    customerId: id,
    version: versionOf(customer),
    facts: factsOf(customer),
    formerNames: customer.formerNames ?? [],
    replaced,
    ...(proposed === undefined ? {} : { proposed }),
  };
}

async function replacedOf(customers: ReadFactsWorld['customers'], { id, tookOver }: Customer) {
  const merged = tookOver === true ? await mergedRecordsOf(customers, id) : [];
  const ids = [id, ...merged.map(({ customerId }) => customerId)];
  const found = await Promise.all(ids.map((each) => customers.replaced(each)));
  return found.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/**
 * What is proposed for the facts the customer has now, for the approval group and for whoever proposed it, as long as there
 * is another customer it looks like: one that was merged into this one is none any more.
 */
export async function readProposal(
  customers: Pick<Customers, 'get'> & Pick<CustomerCorrections, 'proposed'>,
  actor: Actor,
  customer: Customer,
): Promise<ProposedFacts | undefined> {
  if (customer.mergedInto !== undefined) return undefined;
  const proposed = await customers.proposed(customer.id);
  if (proposed === undefined || proposed.version !== versionOf(customer)) return undefined;
  if (!mayAtAll(actor, 'decide') && proposed.by !== actor.id) return undefined;
  const rivals = await Promise.all(proposed.rivals.map((rival) => customers.get(rival)));
  const goOn = await Promise.all(rivals.flatMap((rival) => (rival === undefined ? [] : survivorOf(customers, rival))));
  return goOn.some(({ id }) => id !== customer.id) ? proposed : undefined;
}
