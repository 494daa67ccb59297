import { PARTNER_CAPACITY, SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import { peopleBelow } from '../shared/domain/organisation.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import { mayAtAll, mayInPool, reachesOf } from '../shared/domain/pool-rights.ts';
import { CLAIMS_A_DAY, COOL_DOWN_DAYS, partnerPool } from '../shared/domain/pools.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import type { PoolView } from './contract.ts';
import { poolNotYours } from './list-customers.ts';
import { seesPool } from './sees-pool.ts';

/** What reading pools needs of the world. */
export interface ReadPoolWorld {
  readonly customers: Pick<Customers, 'pool'>;
  readonly people: Pick<People, 'get' | 'reportingTo' | 'ofPartner' | 'withRole'>;
}

/** So many pools are told of at once. */
const MOST_POOLS = 200;

/**
 * How full a private pool is (IN-7), for whoever sees it (IN-8), with the partner's it counts in. One's own comes with the
 * pools within one's reach: of the partner's people, of the people below one, of every salesperson.
 * @throws SopError PoolNotYours (403)
 */
export async function readPool(world: ReadPoolWorld, actor: Actor, owner: string): Promise<PoolView> {
  if (!(await seesPool(world.people, actor, owner))) throw poolNotYours();
  const person = await world.people.get(owner);
  const own = owner === actor.id;
  const roles = person?.roles ?? (own ? actor.roles : []);
  const others = own ? await withinReach(world, actor, person) : [];
  const [{ held }, partner, scope] = await Promise.all([
    world.customers.pool(owner),
    person?.partner === undefined ? undefined : partnerView(world, person.partner),
    Promise.all(others.slice(0, MOST_POOLS).map((other) => memberView(world, other))),
  ]);
  return {
    owner,
    held,
    capacity: roles.includes('sales') ? SALESPERSON_CAPACITY : 0,
    ...(own && mayAtAll(actor, 'pick') ? { claimsADay: CLAIMS_A_DAY } : {}),
    coolDownDays: COOL_DOWN_DAYS,
    ...(person?.regions === undefined ? {} : { regions: person.regions }),
    ...(partner === undefined ? {} : { partner }),
    ...(own && reachesOf(actor, 'view').some((reach) => reach !== 'own') ? { scope } : {}),
  };
}

/**
 * The pool all salespeople of a partner fill together, for its people and whoever sees one of theirs.
 * @throws SopError PoolNotYours (403)
 */
export async function readPartnerPool(world: ReadPoolWorld, actor: Actor, partner: string): Promise<PoolView> {
  const members = await world.people.ofPartner(partner);
  const visible = await Promise.all(
    members.map((person) => mayInPool(world.people, actor, 'view', { id: person.id, person })),
  );
  if (!visible.includes(true)) throw poolNotYours();
  const sellers = members.filter((member, index) => visible[index] === true && member.roles.includes('sales'));
  const [view, scope] = await Promise.all([
    partnerView(world, partner),
    Promise.all(sellers.slice(0, MOST_POOLS).map((member) => memberView(world, member))),
  ]);
  const { held, capacity } = view;
  return {
    owner: partnerPool(partner),
    held,
    capacity,
    coolDownDays: COOL_DOWN_DAYS,
    scope,
  };
}

/** The salespeople whose pools the actor sees besides their own. */
export async function withinReach(
  { people }: Pick<ReadPoolWorld, 'people'>,
  actor: Actor,
  person: Person | undefined,
): Promise<readonly Person[]> {
  const reaches = reachesOf(actor, 'view');
  const found = reaches.includes('all')
    ? await people.withRole('sales')
    : [
        ...(reaches.includes('partner') && person?.partner !== undefined ? await people.ofPartner(person.partner) : []),
        ...(reaches.includes('below') ? await peopleBelow(people, actor.id) : []),
      ];
  const byId = new Map(found.map((each) => [each.id, each]));
  return [...byId.values()].filter(({ id, roles }) => id !== actor.id && roles.includes('sales'));
}

async function partnerView({ customers }: ReadPoolWorld, partner: string) {
  const { held } = await customers.pool(partnerPool(partner));
  return { id: partner, held, capacity: PARTNER_CAPACITY };
}

async function memberView({ customers }: ReadPoolWorld, { id, name, partner, closedAt }: Person) {
  const { held } = await customers.pool(id);
  return {
    owner: id,
    name,
    held,
    capacity: SALESPERSON_CAPACITY,
    ...(partner === undefined ? {} : { partner }),
    ...(closedAt === undefined ? {} : { closedAt }),
  };
}
