import type { Person } from '../shared/domain/person.ts';
import type { Mailer, Observer, People } from '../shared/domain/ports.ts';
import type { Recycling, RecyclingWord } from '../shared/domain/recycling-ports.ts';
import { recyclingNotice } from '../shared/mails/recycling-notice.ts';

export interface TellRecyclingWorld {
  readonly recycling: Pick<Recycling, 'untold' | 'told' | 'settled'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
}

/** So many managers are told at most where a holder has no supervisor. */
const MOST = 5;

/** So many records are written at once. */
const AT_ONCE = 20;

/**
 * Mails what there is to tell of warnings and recyclings: to each holder and each supervisor one mail that lists all of
 * theirs. Each is told once, however often this runs; a crash between a mail and its record repeats that mail.
 * @returns how many mails went out, and what failed: it is told by the next sweep
 */
export async function tellRecycling(
  world: TellRecyclingWorld,
): Promise<{ readonly mails: number; readonly failures: readonly unknown[] }> {
  const words = await world.recycling.untold();
  const hearers = await hearersOf(world, [...new Set(words.map(({ holder }) => holder))]);
  const people = new Map([...hearers.values()].flat().map((person) => [person.id, person]));
  const holders = new Map<string, string>();
  for (const holder of hearers.keys()) holders.set(holder, (await world.people.get(holder))?.name ?? holder);

  const hears = ({ holder }: RecyclingWord, id: string): boolean =>
    hearers.get(holder)?.some((person) => person.id === id) === true;
  const failures: unknown[] = [];
  let mails = 0;
  for (const person of people.values()) {
    const theirs = words.filter((word) => hears(word, person.id) && !word.told.includes(person.id));
    if (theirs.length === 0) continue;
    try {
      const outcome = await world.mailer.send(recyclingNotice({ person, words: theirs, holders }));
      if (outcome === 'sent') mails += 1;
      else world.observer.warn('recycling.notice-refused', { words: theirs.length });
      for (let start = 0; start < theirs.length; start += AT_ONCE) {
        await Promise.all(theirs.slice(start, start + AT_ONCE).map((word) => world.recycling.told(word, person.id)));
      }
    } catch (error) {
      failures.push(error);
      people.delete(person.id);
    }
  }
  for (const word of words) {
    const those = hearers.get(word.holder) ?? [];
    if (those.length === 0) world.observer.warn('recycling.nobody-to-tell', { customerId: word.customerId });
    if (those.every(({ id }) => people.has(id))) await world.recycling.settled(word);
  }
  return { mails, failures };
}

/** Who hears of each holder's customers: the holder and their supervisor, else sales managers, else headquarters. */
async function hearersOf(
  { people }: TellRecyclingWorld,
  holders: readonly string[],
): Promise<ReadonlyMap<string, readonly Person[]>> {
  const found = new Map<string, readonly Person[]>();
  for (const id of holders) {
    const holder = await atWork(people, id);
    const above = await superiorsOf(people, holder, id);
    found.set(id, [...(holder === undefined ? [] : [holder]), ...above]);
  }
  return found;
}

async function superiorsOf(
  people: TellRecyclingWorld['people'],
  holder: Person | undefined,
  id: string,
): Promise<readonly Person[]> {
  const supervisor = holder?.supervisor === undefined ? undefined : await atWork(people, holder.supervisor);
  if (supervisor !== undefined && supervisor.id !== id) return [supervisor];
  for (const role of ['sales-manager', 'hq'] as const) {
    const members = (await people.withRole(role)).filter((member) => member.id !== id && !isClosed(member));
    if (members.length > 0) return members.slice(0, MOST);
  }
  return [];
}

/** Somebody of the directory whose account is not closed. */
async function atWork(people: TellRecyclingWorld['people'], id: string): Promise<Person | undefined> {
  const person = await people.get(id);
  return person === undefined || isClosed(person) ? undefined : person;
}

function isClosed({ closedAt }: Person): boolean {
  return closedAt !== undefined;
}
