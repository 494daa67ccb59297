import type { Person } from '../shared/domain/person.ts';
import { roles } from '../shared/domain/roles.ts';
import type { PersonView } from './contract.ts';

/** A person as those see them who look after them; without their mail address. */
export async function personView({ id, name, roles: held, ...person }: Person): Promise<PersonView> {
  const { supervisor, partner, team, regions, closedAt } = person;
  return {
    id,
    name,
    roles: held.map((role) => ({ id: role, title: roles[role] })),
    ...(supervisor === undefined ? {} : { supervisor }),
    ...(partner === undefined ? {} : { partner }),
    ...(team === undefined ? {} : { team }),
    ...(regions === undefined ? {} : { regions: await named(regions) }),
    account: closedAt === undefined ? 'open' : 'closed',
    ...(closedAt === undefined ? {} : { closedAt }),
  };
}

/** The tables of regions are loaded where somebody has any. */
async function named(regions: readonly string[]) {
  const { regionName } = await import('../shared/domain/region.ts');
  return regions.map((code) => ({ code, name: regionName(code) }));
}
