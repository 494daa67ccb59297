import { type Application, subjectOfTransferIn } from '../shared/domain/application.ts';
import { mustNotBeMerged } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { isInRegion, isPublic } from '../shared/domain/pools.ts';
import type { Applications, Customers, People } from '../shared/domain/ports.ts';
import { type EntryRequest, unconfirmed } from './enter-customer.ts';
import { applicationIdOf } from './entry-id.ts';
import { accountClosed, regionOfCustomer } from './entry-rights.ts';
import { customerNotFound } from './read-customer.ts';

/** What applying for a transfer-in needs of the world. */
export interface ApplyTransferInWorld {
  readonly customers: Pick<Customers, 'get' | 'turns' | 'index'>;
  readonly applications: Pick<Applications, 'submit'>;
  readonly people: Pick<People, 'get'>;
  /** What the organisation and its channel partners are called, where that is set. */
  readonly ownCompanies?: readonly string[];
}

/**
 * IN-4: applies for a customer of the public pool from another region (申请调入); the approval group decides. The four facts
 * are confirmed with the customer first (IN-1), and what looks odd about them is cleared up (IN-6). Repeated under the same
 * idempotency key it is the same application; sent again in any other way, too, while the first is pending.
 * @returns the application that stands
 * @throws SopError RoleMissing (403), AccountClosed (403), CustomerNotFound (404), CustomerMerged (409), NotInPublicPool (409), InYourRegion (409),
 *   FactsInvalid (422), FactsUnconfirmed (422)
 */
export async function applyTransferIn(
  world: ApplyTransferInWorld,
  request: Omit<EntryRequest, 'pick'> & { readonly customerId: string; readonly reason: string },
): Promise<Application> {
  const { actor, facts, confirmed, identity, customerId, reason } = request;
  if (!mayAtAll(actor, 'apply')) throw roleMissing();
  const [person, customer] = await Promise.all([world.people.get(actor.id), world.customers.get(customerId)]);
  if (person?.closedAt !== undefined) throw accountClosed();
  if (customer === undefined) throw customerNotFound();
  await mustNotBeMerged(world.customers, customer);
  if (!isPublic(customer.holder)) throw notInPublicPool();
  if (isInRegion(person?.regions, await regionOfCustomer(customer))) throw inYourRegion(customerId);
  const [{ assessEntry }, { mustTell }] = await Promise.all([import('./assess-entry.ts'), import('./must-tell.ts')]);
  mustTell(facts, world.ownCompanies);
  const { flags } = await assessEntry(world.customers, facts, request.callerId);
  const open = flags.filter((flag) => confirmed?.includes(flag) !== true);
  if (open.length > 0) throw unconfirmed(open);
  return world.applications.submit({
    id: applicationIdOf(identity),
    kind: 'transfer-in',
    status: 'OPEN',
    applicant: actor.id,
    facts,
    confirmed: [...(confirmed ?? [])],
    reason,
    rivals: [customerId],
    subjects: [subjectOfTransferIn(customerId)],
    createdAt: identity.at.toISOString(),
  });
}

function roleMissing(): SopError {
  return new SopError('RoleMissing', 403, {
    zh: '只有销售可以申请调入客户。',
    en: 'Only salespeople apply for a customer’s transfer-in.',
  });
}

function notInPublicPool(): SopError {
  return new SopError('NotInPublicPool', 409, {
    zh: '该客户不在公海，不能申请调入；请把线索转交给其归属人。',
    en: 'This customer is not in the public pool and cannot be applied for: hand the lead over to its holder.',
  });
}

function inYourRegion(customerId: string): SopError {
  return new SopError(
    'InYourRegion',
    409,
    {
      zh: '该客户在您的区域内，无需申请，请直接挑入。',
      en: 'This customer is in your own region: pick it, there is nothing to apply for.',
    },
    { extension: { customerId } },
  );
}
