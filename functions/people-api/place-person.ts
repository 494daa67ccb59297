import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import { isAbove } from '../shared/domain/organisation.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import type { AdministerWorld } from './administer.ts';
import { personNotFound } from './administer.ts';
import type { Place } from './contract.ts';

/**
 * Says where somebody stands in the organisation (IN-8): their supervisor, the channel partner they work for or run, the
 * headquarters' team they are in; what is left out they have none of. Headquarters' and directors' business. Customers they
 * hold stay counted in the partner's pool they were counted in, until they move.
 * @throws SopError PersonNotYours (403), PersonNotFound (404), PlaceInvalid (422)
 */
export async function placePerson(
  { people }: AdministerWorld,
  actor: Actor,
  id: string,
  place: Place,
): Promise<Person> {
  if (!mayAtAll(actor, 'organise')) throw notOrganised();
  const person = await people.get(id);
  if (person === undefined) throw personNotFound();
  if (place.supervisor !== undefined) {
    const superior = await people.get(place.supervisor);
    if (superior === undefined || superior.id === id || (await isAbove(people, id, superior)))
      throw supervisorInvalid();
  }
  if (place.team !== undefined && !person.roles.includes('hq')) throw teamInvalid();
  const changed = await people.change(id, (known) => {
    if (known === undefined) return undefined;
    const { supervisor: _, partner: __, team: ___, ...rest } = known;
    return { ...rest, ...place };
  });
  return changed ?? person;
}

function notOrganised(): SopError {
  return new SopError('PersonNotYours', 403, {
    zh: '只有总部和总监可以调整组织关系。',
    en: 'Who is under whom, and who works for which partner, is said by headquarters and directors.',
  });
}

function supervisorInvalid(): SopError {
  return placeInvalid('/supervisor', {
    zh: '上级须是另一位已登记的人员，且不能是其下属。',
    en: 'The supervisor must be somebody else in the directory, and nobody below them.',
  });
}

function teamInvalid(): SopError {
  return placeInvalid('/team', { zh: '只有总部人员属于团队。', en: 'Only headquarters’ people are in a team.' });
}

function placeInvalid(pointer: string, text: Text): SopError {
  return new SopError('PlaceInvalid', 422, text, { fields: [{ pointer, text }] });
}
