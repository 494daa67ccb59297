import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Customers, Page, PageRequest, People } from '../shared/domain/ports.ts';
import { seesPool } from './sees-pool.ts';

/**
 * The customers in somebody's pool, newest first, for whoever sees it (IN-8); the public pool for every salesperson.
 * @throws SopError PoolNotYours (403), CursorInvalid (400)
 */
export async function listCustomers(
  world: { readonly customers: Pick<Customers, 'list'>; readonly people: Pick<People, 'get'> },
  actor: Actor,
  holder: string,
  page: PageRequest,
): Promise<Page<Customer>> {
  if (!(await seesPool(world.people, actor, holder))) throw poolNotYours();
  return world.customers.list({ holder }, page);
}

/** The refusal of a pool that is out of the actor's reach. */
export function poolNotYours(): SopError {
  return new SopError('PoolNotYours', 403, {
    zh: '只能查看自己的仓库、下属或本渠道商人员的仓库，以及（限销售）公海。',
    en: 'You may only see your own pool, those of people below you or of your partner, and as a salesperson the public one.',
  });
}
