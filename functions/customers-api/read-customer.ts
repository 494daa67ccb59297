import { seesAll } from '../shared/domain/access.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import { PUBLIC_POOL } from '../shared/domain/pools.ts';
import type { Customers } from '../shared/domain/ports.ts';

/**
 * The customer, for its holder, sales managers, headquarters and the approval group (IN-8): another's pool stays closed,
 * the public one is open to every salesperson.
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function readCustomer(
  world: { readonly customers: Pick<Customers, 'get'> },
  actor: Actor,
  id: string,
): Promise<Customer> {
  const customer = await world.customers.get(id);
  if (customer === undefined) {
    throw customerNotFound();
  }
  const open = customer.holder === PUBLIC_POOL && actor.roles.includes('sales');
  if (customer.holder !== actor.id && !open && !seesAll(actor) && !actor.roles.includes('approval-group')) {
    throw new SopError('CustomerNotYours', 403, {
      zh: '该客户不在您的仓库中。',
      en: 'This customer is not in your pool.',
    });
  }
  return customer;
}

/** The refusal of an id that no customer has. */
export function customerNotFound(): SopError {
  return new SopError('CustomerNotFound', 404, {
    zh: '没有这个客户，请核对客户编号。',
    en: 'There is no such customer: check its id.',
  });
}
