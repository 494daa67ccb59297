import { SopError } from '../shared/domain/errors.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import type { Absences } from '../shared/domain/ports.ts';
import { type AdministerWorld, administeredPerson } from './administer.ts';
import { enterAbsence } from './enter-absence.ts';

/** What opening and closing accounts needs of the world. */
export interface ChangeAccountWorld extends AdministerWorld {
  readonly absences: Pick<Absences, 'of' | 'version' | 'enter' | 'remove'>;
}

/** For so many days a closed account's tasks go to the successor; none lives longer. */
const COVERED_DAYS = 366;

/**
 * Closes somebody's account, or opens it again (IN-8). Who is closed out gets no token any more, enters and picks no
 * customers, and is given none. Their tasks, those open and those to come, go to the successor, as while somebody is away.
 * Their customers stay in their pool, counted, until whoever may transfers them, or until they are recycled as not
 * contacted (IN-10). Closing a closed account changes its successor.
 * @throws SopError PersonNotYours (403), PersonNotFound (404), SubstitutesRing (409), SuccessorInvalid (422)
 */
export async function changeAccount(
  world: ChangeAccountWorld,
  actor: Actor,
  id: string,
  wanted: { readonly account: 'open' } | { readonly account: 'closed'; readonly successor: string },
): Promise<Person> {
  const person = await administeredPerson(world.people, actor, id);
  if (wanted.account === 'open') {
    if (person.closedAt === undefined) return person;
    await world.absences.remove(id);
    const opened = await world.people.change(id, (known) => {
      if (known === undefined) return undefined;
      const { closedAt: _, ...rest } = known;
      return rest;
    });
    return opened ?? person;
  }
  await coverBy(world, person, wanted.successor);
  const closedAt = world.now().toISOString();
  const closed = await world.people.change(id, (known) => known && { ...known, closedAt: known.closedAt ?? closedAt });
  return closed ?? person;
}

/** Has the successor act for the person from now on. */
async function coverBy(world: ChangeAccountWorld, person: Person, successor: string): Promise<void> {
  const from = world.now();
  const to = new Date(from.getTime() + COVERED_DAYS * 24 * 60 * 60 * 1000);
  if ((await world.people.get(successor))?.closedAt !== undefined) throw successorInvalid();
  const absence = { from: from.toISOString(), to: to.toISOString(), substitute: successor };
  try {
    await enterAbsence(world, { id: person.id, roles: person.roles }, absence);
  } catch (error) {
    throw error instanceof SopError && error.name === 'AbsenceInvalid' ? successorInvalid() : error;
  }
}

function successorInvalid(): SopError {
  const text = {
    zh: '接手人须是另一位账号开通、且至少有一个相同角色的同事。',
    en: 'The successor must be somebody else whose account is open and who shares a role at least.',
  };
  return new SopError('SuccessorInvalid', 422, text, { fields: [{ pointer: '/successor', text }] });
}
