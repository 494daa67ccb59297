import type { Customer } from '../shared/domain/customer.ts';
import {
  type CustomerMerges,
  customerMerged,
  mergedCustomer,
  mergeOf,
  mustNotBeMerged,
  survivorOf,
} from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { Identity } from '../shared/http/identity.ts';
import { accountClosed } from './entry-rights.ts';
import { customerNotFound } from './read-customer.ts';

/** What merging needs of the world. */
export interface MergeCustomersWorld {
  readonly customers: Pick<Customers, 'get'> & Pick<CustomerMerges, 'merge'>;
  readonly people: Pick<People, 'get'>;
}

/** How often it is tried while others move or correct one of the two. */
const MAX_TRIES = 8;

/**
 * Merges a record into another one of the same company, by the approval group. The record ends: it leaves its pool and its
 * holder's and partner's counts, and nothing is done with it any more; its name and its numbers lead to the survivor, which
 * stays with its own holder. Everything stays on record. Of a merge and a move of either at the same moment one comes
 * first, and the merge takes the record from wherever it is then. Repeated under the same idempotency key it is the same merge.
 * @throws SopError RoleMissing (403), AccountClosed (403), MergeYourOwn (403), CustomerNotFound (404), CustomerMerged (409),
 *   MergeInvalid (422)
 */
export async function mergeCustomers(
  { customers, people }: MergeCustomersWorld,
  actor: Actor,
  wanted: { readonly id: string; readonly into: string; readonly reason: string; readonly identity: Identity },
): Promise<Customer> {
  if (!mayAtAll(actor, 'merge')) throw mergeNotYours();
  if ((await people.get(actor.id))?.closedAt !== undefined) throw accountClosed();
  const { id, into, reason, identity } = wanted;
  const at = identity.at.toISOString();
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (identity.takenOver) {
      const before = await customers.get(id);
      if (before?.mergedInto === into && before.mergedAt === at) return before;
    }
    const { merged, survivor } = await mergeable(customers, id, into);
    if (merged.holder === actor.id || survivor.holder === actor.id) throw mergeYourOwn();
    const merge = mergeOf(merged, survivor, { by: actor.id, at, reason });
    if ((await customers.merge(merge)) === 'merged') return mergedCustomer(merged, merge.move);
  }
  throw new TransientFailure(new Error('The customers kept changing while they were merged'));
}

/**
 * Both records of a merge, as they are now.
 * @throws SopError CustomerNotFound (404), CustomerMerged (409), MergeInvalid (422)
 */
export async function mergeable(
  customers: Pick<Customers, 'get'>,
  id: string,
  into: string,
): Promise<{ readonly merged: Customer; readonly survivor: Customer }> {
  const [merged, survivor] = await Promise.all([customers.get(id), customers.get(into)]);
  if (merged === undefined) throw customerNotFound();
  await mustNotBeMerged(customers, merged);
  if (id === into) {
    throw invalid({ zh: '客户不能合并到自身。', en: 'A customer is not merged into itself.' });
  }
  if (survivor === undefined) {
    throw invalid({ zh: '没有这个客户，请核对客户编号。', en: 'There is no such customer: check its id.' });
  }
  if (survivor.mergedInto !== undefined) {
    const { id: goesOn } = await survivorOf(customers, survivor);
    if (goesOn === id) throw customerMerged({ id });
    throw targetMerged(goesOn);
  }
  return { merged, survivor };
}

function targetMerged(id: string): SopError {
  const text = {
    zh: `目标客户已合并到 ${id}，请改为合并到 ${id}。`,
    en: `The customer to merge into was merged into ${id} itself: merge into that one.`,
  };
  const fields = [{ pointer: '/into', text }];
  return new SopError('CustomerMerged', 409, text, {
    fields,
    extension: { mergedInto: id, location: `/customers/${id}` },
  });
}

function invalid(text: Text): SopError {
  return new SopError('MergeInvalid', 422, text, { fields: [{ pointer: '/into', text }] });
}

function mergeYourOwn(): SopError {
  return new SopError('MergeYourOwn', 403, {
    zh: '不能合并自己的客户，请由审批组的其他同事合并。',
    en: 'Nobody merges customers of their own: leave it to a colleague of the approval group.',
  });
}

/** The refusal of merging, and of looking for what to merge, to anybody but the approval group. */
export function mergeNotYours(): SopError {
  return new SopError('RoleMissing', 403, {
    zh: '只有审批组可以查找并合并重复的客户。',
    en: 'Only the approval group looks for records of one company and merges them.',
  });
}
