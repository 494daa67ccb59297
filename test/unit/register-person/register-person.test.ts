import { expect, test } from 'vitest';
import { registerPerson } from '../../../functions/register-person/register-person.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';

function aSignIn(attributes: Record<string, string> = {}, groups: string[] | null = ['sales']) {
  return {
    userName: 'li.na',
    request: {
      userAttributes: { sub: '1', email: 'li.na@example.com', name: '李娜', ...attributes },
      groupConfiguration: { groupsToOverride: groups },
    },
  };
}

test('somebody who signs in for the first time is in the directory, with a role per group that is one', async () => {
  const world = memoryWorld();
  expect(await registerPerson(world, aSignIn({}, ['sales', 'admins', 'hq']))).toBe('registered');
  expect(await world.people.get('li.na')).toEqual(aPerson({ roles: ['hq', 'sales'] }));
});

test.each([
  ['en-GB', 'en'],
  ['zh-CN', 'zh-CN'],
  ['de', 'zh-CN'],
  ['', 'zh-CN'],
])('the locale %j reads %s', async (locale, language) => {
  const world = memoryWorld();
  await registerPerson(world, aSignIn({ locale }));
  expect((await world.people.get('li.na'))?.language).toBe(language);
});

test('what changed is brought up to date, and the supervisor stays', async () => {
  const world = memoryWorld();
  await world.people.put(aPerson({ supervisor: 'zhou.min' }));
  expect(await registerPerson(world, aSignIn({ email: 'na.li@example.com' }, ['design']))).toBe('registered');
  expect(await world.people.get('li.na')).toEqual(
    aPerson({ email: 'na.li@example.com', roles: ['design'], supervisor: 'zhou.min' }),
  );
});

test('IN-8: what the user pool does not know stays: partner, regions, team', async () => {
  const world = memoryWorld();
  const known = aPerson({ partner: 'lantian', regions: ['33'], team: 'renewal' });
  await world.people.put(known);
  expect(await registerPerson(world, aSignIn({ name: '李小娜' }))).toBe('registered');
  expect(await world.people.get('li.na')).toEqual({ ...known, name: '李小娜' });
});

test('IN-8: whose account is closed is told so, and stays as they were', async () => {
  const world = memoryWorld();
  const closed = aPerson({ closedAt: '2026-11-22T01:00:00.000Z' });
  await world.people.put(closed);
  expect(await registerPerson(world, aSignIn({ name: '李小娜' }))).toBe('closed');
  expect(await world.people.get('li.na')).toEqual(closed);
});

test('nothing is written when nothing changed', async () => {
  const world = memoryWorld();
  await world.people.put(aPerson({ roles: ['sales', 'hq'] }));
  const people = { ...world.people, change: () => Promise.reject(new Error('written')) };
  expect(await registerPerson({ people }, aSignIn({}, ['hq', 'sales']))).toBe('unchanged');
});

test('somebody who has left every group loses their roles', async () => {
  const world = memoryWorld();
  await world.people.put(aPerson());
  await registerPerson(world, aSignIn({}, null));
  expect(await world.people.withRole('sales')).toEqual([]);
});

test('a user without an address, whom no task could reach, is not registered', async () => {
  const world = memoryWorld();
  expect(await registerPerson(world, aSignIn({ email: 'nobody' }))).toBe('unusable');
  expect(await world.people.get('li.na')).toBeUndefined();
});

test('a user without a name is known by the user name', async () => {
  const world = memoryWorld();
  await registerPerson(world, aSignIn({ name: ' ' }));
  expect((await world.people.get('li.na'))?.name).toBe('li.na');
});
