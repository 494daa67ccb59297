import { commissionHistory, type PastCommission } from '../shared/domain/commission.ts';
import type { Actor } from '../shared/domain/person.ts';
import { commissionOf } from '../shared/domain/pools.ts';
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
  const moves = await world.customers.moves(id);
  const holder = moves[0]?.from ?? customer.holder;
  const entered = commissionOf({ ...customer, holder, commission: undefined });
  const history: PastCommission[] = [...commissionHistory(entered, moves)];
  const current = commissionOf(customer);
  return { history, ...(current === undefined ? {} : { current }) };
}
