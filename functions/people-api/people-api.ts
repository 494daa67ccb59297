import { SopError } from '../shared/domain/errors.ts';
import type { Absence } from '../shared/domain/inbox.ts';
import type { Absences, Cases, Observer, People, Tasks } from '../shared/domain/ports.ts';
import { roles } from '../shared/domain/roles.ts';
import type { SuppressionList, Suppressions } from '../shared/domain/suppression.ts';
import type { UserAccounts } from '../shared/domain/user-accounts.ts';
import { type ApiWorld, type Endpoint, endpoint } from '../shared/http/api.ts';
import { nextPage } from '../shared/http/paging.ts';
import { visiblePerson } from './administer.ts';
import { assignRegions } from './assign-regions.ts';
import { changeAccount } from './change-account.ts';
import { operations } from './contract.ts';
import { enterAbsence } from './enter-absence.ts';
import { openAccount } from './open-account.ts';
import { personView } from './person-view.ts';
import { placePerson } from './place-person.ts';
import { clearSuppressedAddress, listSuppressedAddresses } from './suppressed-addresses.ts';

/** What the resource needs of the world. */
export interface PeopleApiWorld extends ApiWorld {
  readonly people: Pick<People, 'get' | 'withRole' | 'change' | 'ofPartner'>;
  readonly accounts: UserAccounts;
  readonly absences: Absences;
  readonly cases: Pick<Cases, 'get' | 'factsSince'>;
  readonly tasks: Pick<Tasks, 'list'>;
  readonly suppressions: Suppressions;
  readonly suppressionList: SuppressionList;
  readonly observer: Observer;
}

/** The endpoints of `/people`. */
export function peopleApi(world: PeopleApiWorld): readonly Endpoint[] {
  return [
    endpoint(operations.listPeople, async ({ actor, query }) => {
      if (!actor.roles.some((role) => role !== 'customer')) throw peopleNotYours();
      const members = await world.people.withRole(query.role);
      const items = members
        .filter(({ closedAt }) => closedAt === undefined)
        .map(({ id, name, roles: held }) => ({
          id,
          name,
          roles: held.map((role) => ({ id: role, title: roles[role] })),
        }));
      return { answer: { items } };
    }),
    endpoint(operations.getAbsence, async ({ actor }) => ({ answer: answerOf(await world.absences.of(actor.id)) })),
    endpoint(operations.enterAbsence, async ({ actor, body }) => ({
      answer: answerOf(await enterAbsence(world, actor, body)),
    })),
    endpoint(operations.listSuppressedAddresses, async ({ actor, query }) => {
      const { limit, cursor } = query;
      const page = await listSuppressedAddresses(world, actor, { limit, ...(cursor === undefined ? {} : { cursor }) });
      return { answer: { items: [...page.items], next: nextPage('/suppressed-addresses', { limit }, page.cursor) } };
    }),
    endpoint(operations.clearSuppressedAddress, async ({ actor, id, identity }) => ({
      answer: await clearSuppressedAddress(world, { actor, id, via: 'api', at: identity.at }),
    })),
    endpoint(operations.endAbsence, async ({ actor }) => {
      await world.absences.remove(actor.id);
      return { answer: {} };
    }),
    endpoint(operations.openAccount, async ({ actor, body }) => {
      const answer = await personView(await openAccount(world, actor, body));
      return { answer, headers: { location: `/people/${answer.id}` } };
    }),
    endpoint(operations.getPerson, async ({ actor, id }) => ({
      answer: await personView(await visiblePerson(world.people, actor, id)),
    })),
    endpoint(operations.assignRegions, async ({ actor, id, body: { regions } }) => ({
      answer: await personView(await assignRegions(world, actor, id, regions)),
    })),
    endpoint(operations.placePerson, async ({ actor, id, body }) => ({
      answer: await personView(await placePerson(world, actor, id, body)),
    })),
    endpoint(operations.changeAccount, async ({ actor, id, body }) => ({
      answer: await personView(await changeAccount(world, actor, id, body)),
    })),
  ];
}

function answerOf(absence: Absence | undefined): { absence?: Omit<Absence, 'person'> } {
  if (absence === undefined) return {};
  const { person: _, ...own } = absence;
  return { absence: own };
}

function peopleNotYours(): SopError {
  return new SopError('PeopleNotYours', 403, {
    zh: '只有员工可以查看同事名单。',
    en: 'Only staff may see who their colleagues are.',
  });
}
