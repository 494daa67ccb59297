import type { Actor } from '../shared/domain/person.ts';
import { commissionOf } from '../shared/domain/pools.ts';
import type { People } from '../shared/domain/ports.ts';
import { readCustomer } from './read-customer.ts';
import { type HistoryKeeper, wholeCommissions } from './whole-history.ts';

/**
 * Who claims the commission on a customer, and everybody who did, with the claims a reversal took away (IN-9) and those on
 * records that were merged into it.
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function readCommission(
  world: { readonly customers: HistoryKeeper; readonly people: Pick<People, 'get'> },
  actor: Actor,
  id: string,
) {
  const customer = await readCustomer(world, actor, id);
  const history = [...(await wholeCommissions(world.customers, customer))];
  const current = commissionOf(customer);
  return { history, ...(current === undefined ? {} : { current }) };
}
