import { seesAll } from '../shared/domain/access.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Customers, Page, PageRequest } from '../shared/domain/ports.ts';

/**
 * The customers in somebody's pool, newest first: one's own, or anybody's for sales managers, headquarters and the
 * approval group (IN-8).
 * @throws SopError PoolNotYours (403), CursorInvalid (400)
 */
export async function listCustomers(
  world: { readonly customers: Pick<Customers, 'list'> },
  actor: Actor,
  holder: string,
  page: PageRequest,
): Promise<Page<Customer>> {
  if (holder !== actor.id && !seesAll(actor) && !actor.roles.includes('approval-group')) {
    throw new SopError('PoolNotYours', 403, {
      zh: '只能查看自己仓库中的客户。',
      en: 'You may only see the customers in your own pool.',
    });
  }
  return world.customers.list({ holder }, page);
}
