import * as z from 'zod/mini';
import { type Person, person } from '../shared/domain/person.ts';
import type { People } from '../shared/domain/ports.ts';
import { isRole } from '../shared/domain/roles.ts';
import type { SignIn } from './contract.ts';

/**
 * Brings the directory up to date with who has just signed in: name, address, language, and a role for each group that is
 * one. Tasks are mailed to people in the directory, so that somebody new is reachable from their first sign-in on. What the
 * user pool does not know stays: supervisor, partner, regions, team. Written only when something changed.
 * @returns `unusable` for a user without a valid e-mail address, whom no task could reach; `closed` for one whose account
 *   was closed (IN-8), who is to get no token
 */
export async function registerPerson(
  world: { readonly people: Pick<People, 'get' | 'change'> },
  { userName, request }: SignIn,
): Promise<'registered' | 'unchanged' | 'unusable' | 'closed'> {
  const { userAttributes: attributes, groupConfiguration } = request;
  const known = await world.people.get(userName);
  if (known?.closedAt !== undefined) return 'closed';
  const read = z.safeParse(person, {
    id: userName,
    name: attributes.name?.trim() || userName,
    email: attributes.email,
    roles: (groupConfiguration.groupsToOverride ?? []).filter(isRole).toSorted(),
    language: attributes.locale?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN',
  });
  if (!read.success) {
    return 'unusable';
  }
  const seen = read.data;
  if (known !== undefined && isSame(known, seen)) {
    return 'unchanged';
  }
  await world.people.change(userName, (now) => ({ ...now, ...seen }));
  return 'registered';
}

function isSame(known: Person, seen: Person): boolean {
  return (
    known.name === seen.name &&
    known.email === seen.email &&
    known.language === seen.language &&
    known.roles.toSorted().join() === seen.roles.join()
  );
}
