import type { Actor } from '../shared/domain/person.ts';
import { commissionOf, commissionsOf } from '../shared/domain/pools.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import { readCustomer } from './read-customer.ts';

/**
 * Who claims the commission on a customer, and everybody who did, with the claims a reversal took away (IN-9).
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function readCommission(
  world: { readonly customers: Pick<Customers, 'get' | 'moves'>; readonly people: Pick<People, 'get'> },
  actor: Actor,
  id: string,
) {
  const customer = await readCustomer(world, actor, id);
  const history = [...commissionsOf(customer, await world.customers.moves(id))];
  const current = commissionOf(customer);
  return { history, ...(current === undefined ? {} : { current }) };
}
