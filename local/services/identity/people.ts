import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Person } from '../../contract.ts';

const peopleSchema = z.array(
  z
    .strictObject({
      user: z.string().regex(/^[a-z0-9.-]+$/),
      name: z.string().min(1),
      email: z.email(),
      locale: z.enum(['zh-CN', 'en']),
      groups: z.array(z.string()).min(1),
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
    ),
);

/** The people everyone can sign in as on one machine. @throws Error when the file is not of their shape. */
export function seededPeople(): readonly Person[] {
  return peopleSchema.parse(JSON.parse(readFileSync(new URL('../../seed/people.json', import.meta.url), 'utf8')));
}

/** Finds a person. @throws Error listing everybody when there is none of that name. */
export function personNamed(people: readonly Person[], user: string): Person {
  const person = people.find((candidate) => candidate.user === user);
  if (person) return person;
  const known = people.map((each) => `  ${each.user}  ${each.groups.join(', ')}  ${each.name}`).join('\n');
  throw new Error(`there is no person ${user}. There are:\n${known}`);
}
