import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll, mayInPool, reachesOf } from '../shared/domain/pool-rights.ts';
import { isPublic } from '../shared/domain/pools.ts';
import type { People } from '../shared/domain/ports.ts';

/**
 * Whether the actor sees a pool and its customers (IN-8): one's own always, the public one as a salesperson, others as far
 * as the actor's right to view reaches.
 * @param holder a user name, or the public pool
 */
export async function seesPool(people: Pick<People, 'get'>, actor: Actor, holder: string): Promise<boolean> {
  if (holder === actor.id || reachesOf(actor, 'view').includes('all')) return true;
  if (isPublic(holder)) return mayAtAll(actor, 'pick');
  return mayInPool(people, actor, 'view', { id: holder, person: await people.get(holder) });
}
