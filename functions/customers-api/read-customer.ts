import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import { seesPool } from './sees-pool.ts';

/**
 * The customer, for whoever sees the pool it is in (IN-8): its holder, those above them, their partner, sales managers,
 * directors, headquarters and the approval group; one of the public pool for every salesperson.
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function readCustomer(
  world: { readonly customers: Pick<Customers, 'get'>; readonly people: Pick<People, 'get'> },
  actor: Actor,
  id: string,
): Promise<Customer> {
  const customer = await world.customers.get(id);
  if (customer === undefined) {
    throw customerNotFound();
  }
  if (!(await seesPool(world.people, actor, customer.holder))) {
    throw new SopError('CustomerNotYours', 403, {
      zh: '该客户不在您可以查看的仓库中。',
      en: 'This customer is in no pool that you may see.',
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
