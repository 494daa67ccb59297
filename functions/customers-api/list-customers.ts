import { seesAll } from '../shared/domain/access.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import { PUBLIC_POOL } from '../shared/domain/pools.ts';
import type { Customers, Page, PageRequest } from '../shared/domain/ports.ts';

/**
 * The customers in somebody's pool, newest first: one's own, or anybody's for sales managers, headquarters and the
 * approval group (IN-8); the public pool for every salesperson.
 * @throws SopError PoolNotYours (403), CursorInvalid (400)
 */
export async function listCustomers(
  world: { readonly customers: Pick<Customers, 'list'> },
  actor: Actor,
  holder: string,
  page: PageRequest,
): Promise<Page<Customer>> {
  const open = holder === PUBLIC_POOL && actor.roles.includes('sales');
  if (holder !== actor.id && !open && !seesAll(actor) && !actor.roles.includes('approval-group')) {
    throw poolNotYours();
  }
  return world.customers.list({ holder }, page);
}

/** The refusal of a pool that is somebody else's. */
export function poolNotYours(): SopError {
  return new SopError('PoolNotYours', 403, {
    zh: '只能查看自己的仓库和公海。',
    en: 'You may only see your own pool and the public one.',
  });
}
