import type { Person } from './person.ts';
import type { People } from './ports.ts';

/** So many stand above one another at most; a longer chain, or a ring, is followed no further. */
const MOST_LEVELS = 8;

/** So many people are looked at below somebody. */
const MOST_PEOPLE = 500;

/** Whether `superior` is above the person, by the supervisors the directory knows. */
export async function isAbove(
  people: Pick<People, 'get'>,
  superior: string,
  person: Pick<Person, 'supervisor'> | undefined,
): Promise<boolean> {
  let next = person?.supervisor;
  for (let level = 0; level < MOST_LEVELS && next !== undefined; level += 1) {
    if (next === superior) return true;
    next = (await people.get(next))?.supervisor;
  }
  return false;
}

/** Everybody below a person, level by level; the first 500 of more. */
export async function peopleBelow(people: Pick<People, 'reportingTo'>, superior: string): Promise<readonly Person[]> {
  const found = new Map<string, Person>();
  let level: readonly string[] = [superior];
  while (level.length > 0 && found.size < MOST_PEOPLE) {
    const below = (await Promise.all(level.map((id) => people.reportingTo(id)))).flat();
    const fresh = below.filter(({ id }) => id !== superior && !found.has(id));
    for (const person of fresh) found.set(person.id, person);
    level = fresh.map(({ id }) => id);
  }
  return [...found.values()].slice(0, MOST_PEOPLE);
}
