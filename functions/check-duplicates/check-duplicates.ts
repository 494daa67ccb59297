import { survivorOf } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import { onceFact } from '../shared/domain/new-fact.ts';
import type { Cases, Customers, Now, Observer } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { Input, Output } from './contract.ts';

export interface CheckDuplicatesWorld {
  readonly cases: Pick<Cases, 'get' | 'record'>;
  readonly customers: Pick<Customers, 'get' | 'claimsOf' | 'findClaims'>;
  readonly now: Now;
  readonly observer: Observer;
}

/**
 * AD-6: the customer of a new case has passed customer intake: the claims it was entered with are there, and its own.
 * @throws SopError `CustomerNotEntered`, which the state machine catches
 */
export async function checkDuplicates(world: CheckDuplicatesWorld, { caseId }: Input): Promise<Output> {
  const salesCase = await world.cases.get(caseId);
  const record = salesCase === undefined ? undefined : await world.customers.get(salesCase.customerId);
  if (salesCase === undefined || record === undefined) throw customerNotEntered();
  // Of one that was merged since the case was opened, the one that goes on holds what counts.
  const customer = await survivorOf(world.customers, record);
  if (!(await holdsItsClaims(world.customers, customer.id))) throw customerNotEntered();
  const fact = onceFact({ caseId, type: 'customer.checked' }, world.now(), salesCase.createdAt);
  await world.cases.record(fact);
  world.observer.fact(fact);
  return { customerId: customer.id };
}

/** How often claims are read again because a correction of the customer's facts came between. */
const MAX_READS = 4;

async function holdsItsClaims(customers: CheckDuplicatesWorld['customers'], id: string): Promise<boolean> {
  let claims = await customers.claimsOf(id);
  for (let reads = 1; reads <= MAX_READS; reads += 1) {
    const held = await customers.findClaims(claims);
    const own = held.filter(({ customerId }) => customerId === id);
    if (own.length > 0 && own.length >= claims.length) return true;
    const now = await customers.claimsOf(id);
    if (now.join() === claims.join()) return false;
    claims = now;
  }
  throw new TransientFailure(new Error('The claims of the customer kept changing'));
}

function customerNotEntered(): SopError {
  return new SopError('CustomerNotEntered', 409, {
    zh: '客户未通过录入查重，请先录入客户再开案。',
    en: 'The customer has not passed customer intake: enter the customer first, then open the case again.',
  });
}
