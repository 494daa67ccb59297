import { expect, test } from 'vitest';
import { actorOf } from '../../../../functions/shared/http/actor.ts';
import { anEvent } from './call.ts';

function eventWith(claims: Record<string, unknown>) {
  const event = anEvent('GET /me', {});
  return { ...event, requestContext: { ...event.requestContext, authorizer: { jwt: { claims } } } };
}

test.each([
  ['the text API Gateway makes of a list', '[sales sales-manager]', ['sales', 'sales-manager']],
  ['one group', '[sales]', ['sales']],
  ['text with commas', 'sales,hq', ['sales', 'hq']],
  ['a list', ['sales', 'hq'], ['sales', 'hq']],
  ['groups that are no role', '[admins sales eu-west-1_Google]', ['sales']],
  ['no group', undefined, []],
  ['an empty list', '[]', []],
])('roles from %s', (_, groups, roles) => {
  expect(actorOf(eventWith({ username: 'li.na', 'cognito:groups': groups }))).toEqual({ id: 'li.na', roles });
});

test('an id token names the user by another claim', () => {
  expect(actorOf(eventWith({ 'cognito:username': 'li.na' }))).toEqual({ id: 'li.na', roles: [] });
});

test.each([[{}], [{ sub: '1234' }], [{ username: '' }]])('claims %j name nobody', (claims) => {
  expect(() => actorOf(eventWith(claims))).toThrow(expect.objectContaining({ name: 'NotSignedIn', status: 401 }));
});
