import { SopError } from '../shared/domain/errors.ts';
import { onceFact } from '../shared/domain/new-fact.ts';
import type { Cases, Customers, Now, Observer } from '../shared/domain/ports.ts';
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
  const customer = salesCase === undefined ? undefined : await world.customers.get(salesCase.customerId);
  if (salesCase === undefined || customer === undefined) throw customerNotEntered();
  const claims = await world.customers.claimsOf(customer.id);
  const held = await world.customers.findClaims(claims);
  const own = held.filter(({ customerId }) => customerId === customer.id);
  if (own.length === 0 || own.length < claims.length) throw customerNotEntered();
  const fact = onceFact({ caseId, type: 'customer.checked' }, world.now(), salesCase.createdAt);
  await world.cases.record(fact);
  world.observer.fact(fact);
  return { customerId: customer.id };
}

function customerNotEntered(): SopError {
  return new SopError('CustomerNotEntered', 409, {
    zh: '客户未通过录入查重，请先录入客户再开案。',
    en: 'The customer has not passed customer intake: enter the customer first, then open the case again.',
  });
}
