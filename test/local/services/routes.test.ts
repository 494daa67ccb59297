import { describe, expect, test } from 'vitest';
import { findRoute } from '../../../local/services/http-api/routes.ts';
import type { RouteSpec } from '../../../local/template/http-apis.ts';

const route = (key: string): RouteSpec => {
  const [method, path] = key.split(' ');
  const found = { key, functionArn: 'arn', timeoutMs: 1000, scopes: [] };
  return method !== undefined && path !== undefined ? { ...found, method, path } : found;
};
const routes = [
  '$default',
  'ANY /cases/{id}',
  'GET /cases/{id}',
  'GET /cases/all',
  'ANY /{proxy+}',
  'GET /cases/{proxy+}',
  'POST /cases/{id}/decision',
].map(route);

describe('choosing a route', () => {
  test.each([
    ['GET', '/cases/7', 'GET /cases/{id}', { id: '7' }],
    ['PUT', '/cases/7', 'ANY /cases/{id}', { id: '7' }],
    ['GET', '/cases/all', 'GET /cases/all', {}],
    ['GET', '/cases/7/documents/2', 'GET /cases/{proxy+}', { proxy: '7/documents/2' }],
    ['POST', '/cases/7/decision', 'POST /cases/{id}/decision', { id: '7' }],
    ['DELETE', '/other/thing', 'ANY /{proxy+}', { proxy: 'other/thing' }],
    ['GET', '/cases/%E6%A1%88%E4%BB%B6', 'GET /cases/{id}', { id: '案件' }],
  ])('%s %s goes to %s', (method, path, key, parameters) => {
    expect(findRoute(routes, method, path)).toMatchObject({ route: { key }, parameters });
  });

  test('$default takes what no other route does', () => {
    expect(findRoute([route('$default'), route('GET /x')], 'GET', '/y')?.route.key).toBe('$default');
  });

  test('a route for GET does not answer HEAD', () => {
    expect(findRoute([route('GET /x')], 'HEAD', '/x')).toBeUndefined();
  });
});
