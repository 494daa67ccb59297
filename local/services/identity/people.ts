import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Person } from '../../contract.ts';
import type { Store } from '../../store.ts';

const personSchema = z
  .strictObject({
    user: z.string().regex(/^[a-z0-9.-]+$/),
    name: z.string().min(1),
    email: z.email(),
    locale: z.enum(['zh-CN', 'en']),
    groups: z.array(z.string()),
    supervisor: z.string().optional(),
    partner: z.string().optional(),
    regions: z.array(z.string()).optional(),
    team: z.enum(['new-contract', 'renewal']).optional(),
  })
  .transform(
    ({ supervisor, partner, regions, team, ...person }): Person => ({
      ...person,
      ...(supervisor === undefined ? {} : { supervisor }),
      ...(partner === undefined ? {} : { partner }),
      ...(regions === undefined ? {} : { regions }),
      ...(team === undefined ? {} : { team }),
    }),
  );

/** The people everyone can sign in as on one machine. @throws Error when the file is not of their shape. */
export function seededPeople(): readonly Person[] {
  return z
    .array(personSchema)
    .parse(JSON.parse(readFileSync(new URL('../../seed/people.json', import.meta.url), 'utf8')));
}

/** Everybody in the user pool: the seeded people, and those whose accounts were opened since. */
export class Accounts {
  /** Grows as accounts are opened. */
  readonly people: readonly Person[];
  private readonly everybody: Person[];
  private readonly store: Store;

  /** @param store keeps what was opened. */
  constructor(store: Store) {
    this.store = store;
    const opened = store
      .all('SELECT person FROM accounts ORDER BY user')
      .map(({ person }) => personSchema.parse(JSON.parse(String(person))));
    this.everybody = [...seededPeople(), ...opened];
    this.people = this.everybody;
  }

  /** Writes the person in place of who had that user name. */
  keep(person: Person): void {
    const at = this.everybody.findIndex(({ user }) => user === person.user);
    this.everybody.splice(at === -1 ? this.everybody.length : at, 1, person);
    this.store.run('INSERT OR REPLACE INTO accounts (user, person) VALUES (?, ?)', person.user, JSON.stringify(person));
  }
}

/** Finds a person. @throws Error listing everybody when there is none of that name. */
export function personNamed(people: readonly Person[], user: string): Person {
  const person = people.find((candidate) => candidate.user === user);
  if (person) return person;
  const known = people.map((each) => `  ${each.user}  ${each.groups.join(', ')}  ${each.name}`).join('\n');
  throw new Error(`there is no person ${user}. There are:\n${known}`);
}
