import { isAbove } from './organisation.ts';
import type { Actor, Person } from './person.ts';
import type { People } from './ports.ts';
import type { Role } from './roles.ts';

/** What somebody may do in the pools (IN-8). */
export const poolActions = [
  /** Enter a customer, pick one of the public pool, apply for one of another region. */
  'enter',
  'pick',
  'apply',
  'release',
  'transfer',
  /** See a pool, its customers, and what was noted of contacts with them. */
  'view',
  'decide',
  'reverse',
  /** Correct the facts of a customer. */
  'correct',
  /** Merge two records of one company. */
  'merge',
  /** Assign the regions of salespeople, open and close their accounts. */
  'administer',
  /** Say who is under whom, and who works for which partner. */
  'organise',
] as const;
export type PoolAction = (typeof poolActions)[number];

/** Whose pools a right reaches: the actor's own, those of the people below them, of their partner's people, all. */
export type Reach = 'own' | 'below' | 'partner' | 'all';

/** IN-8 as data: which role may do what, and how far it reaches. A role that is not named may not. */
export const poolRights: Readonly<Record<PoolAction, Readonly<Partial<Record<Role, Reach>>>>> = {
  enter: { sales: 'own' },
  pick: { sales: 'own' },
  apply: { sales: 'own' },
  release: { sales: 'own', 'sales-manager': 'all', hq: 'all' },
  transfer: { sales: 'own', partner: 'partner', 'sales-manager': 'all', hq: 'all' },
  view: {
    sales: 'own',
    supervisor: 'below',
    partner: 'partner',
    'channel-manager': 'below',
    director: 'all',
    'sales-manager': 'all',
    'approval-group': 'all',
    hq: 'all',
  },
  decide: { 'approval-group': 'all' },
  reverse: { 'approval-group': 'all' },
  correct: { sales: 'own', 'sales-manager': 'all', 'approval-group': 'all', hq: 'all' },
  merge: { 'approval-group': 'all' },
  administer: { 'channel-manager': 'below', director: 'all' },
  organise: { director: 'all', hq: 'all' },
};

/** How far the actor's roles reach for an action, the widest first; empty where they may not do it at all. */
export function reachesOf({ roles }: Actor, action: PoolAction): readonly Reach[] {
  const reaches = new Set(roles.flatMap((role) => poolRights[action][role] ?? []));
  return (['all', 'partner', 'below', 'own'] as const).filter((reach) => reaches.has(reach));
}

/** Whether any of the actor's roles may do the action somewhere. */
export function mayAtAll(actor: Actor, action: PoolAction): boolean {
  return reachesOf(actor, action).length > 0;
}

/**
 * Whether the actor may do the action in the pool of `owner` (IN-8).
 * @param owner the owner's user name, with their record where the directory has one
 */
export async function mayInPool(
  people: Pick<People, 'get'>,
  actor: Actor,
  action: PoolAction,
  owner: { readonly id: string; readonly person: Person | undefined },
): Promise<boolean> {
  for (const reach of reachesOf(actor, action)) {
    if (reach === 'all') return true;
    if (reach === 'own' && owner.id === actor.id) return true;
    if (reach === 'below' && (await isAbove(people, actor.id, owner.person))) return true;
    if (reach === 'partner' && owner.person?.partner !== undefined) {
      if ((await people.get(actor.id))?.partner === owner.person.partner) return true;
    }
  }
  return false;
}
