import { seesAll } from '../shared/domain/access.ts';
import { SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import type { Actor } from '../shared/domain/person.ts';
import { CLAIMS_A_DAY, COOL_DOWN_DAYS } from '../shared/domain/pools.ts';
import type { Customers } from '../shared/domain/ports.ts';
import { poolNotYours } from './list-customers.ts';

/**
 * How full a private pool is (IN-7): one's own, or anybody's for those who see all.
 * @throws SopError PoolNotYours (403)
 */
export async function readPool(
  { customers }: { readonly customers: Pick<Customers, 'pool'> },
  actor: Actor,
  owner: string,
) {
  if (owner !== actor.id && !seesAll(actor) && !actor.roles.includes('approval-group')) throw poolNotYours();
  const { held } = await customers.pool(owner);
  return { owner, held, capacity: SALESPERSON_CAPACITY, claimsADay: CLAIMS_A_DAY, coolDownDays: COOL_DOWN_DAYS };
}
