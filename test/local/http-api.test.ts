import { request as httpRequest } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../local/manual-clock.ts';
import { issuerKey } from '../../local/services/identity/issuer-key.ts';
import { type FixtureRun, startFixture } from './fixtures/run.ts';

const clock = manualClock(Date.parse('2026-11-22T08:00:00Z'));
let fixture: FixtureRun;
let url: string;
beforeAll(async () => {
  fixture = await startFixture({ clock });
  url = fixture.run.appUrl;
});
afterAll(() => fixture[Symbol.asyncDispose]());

/** What the function was given, for requests it answers with its event. */
async function eventOf(path: string, init: RequestInit = {}) {
  const response = await fetch(`${url}${path}`, init);
  const { event } = await response.json();
  return { response, event };
}

describe('an HTTP API of the template, payload format 2.0', () => {
  test('a function is given the request', async () => {
    const { event } = await eventOf('/open/%E6%A1%88?a=1&a=2&b=%26', {
      method: 'POST',
      headers: { Cookie: 'x=1; y=2', 'X-Thing': 'Yes', 'content-type': 'application/json' },
      body: '{"名":1}',
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /open/{id}',
      rawPath: '/open/案',
      rawQueryString: 'a=1&a=2&b=%26',
      queryStringParameters: { a: '1,2', b: '&' },
      pathParameters: { id: '案' },
      cookies: ['x=1', 'y=2'],
      headers: { 'x-thing': 'Yes', 'content-type': 'application/json' },
      body: '{"名":1}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'POST', path: '/open/案', sourceIp: '127.0.0.1' },
        stage: '$default',
        timeEpoch: clock.now(),
        time: '22/Nov/2026:08:00:00 +0000',
      },
    });
    expect(event.headers.cookie).toBeUndefined();
  });

  test('a body that is no text comes in base64', async () => {
    const body = new Uint8Array([0xff, 0xd8, 0x00]);
    const { event } = await eventOf('/files/a/b.jpg', {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg' },
      body,
    });
    expect(event).toMatchObject({ isBase64Encoded: true, body: '/9gA', pathParameters: { proxy: 'a/b.jpg' } });
  });

  test('status, headers and cookies of the answer are sent', async () => {
    const { response } = await eventOf('/open/1');
    expect(response.status).toBe(201);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  test('an answer without a status code is the body', async () => {
    const response = await fetch(`${url}/open/plain`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ hello: 'plain' });
  });

  test('a base64 answer is sent as bytes', async () => {
    const response = await fetch(`${url}/open/binary`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 255]));
  });

  test('a function that throws is a 500 without its message', async () => {
    const response = await fetch(`${url}/open/throw`);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
  });

  test('a function that times out is a 500', async () => {
    const response = await fetch(`${url}/slow`);
    expect(response.status).toBe(500);
  });

  test("a function that outlasts its integration's time-out is a 503", async () => {
    const response = await fetch(`${url}/late`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });

  test.each([
    ['GET', '/nowhere'],
    ['DELETE', '/open/1'],
    ['HEAD', '/open/1'],
  ])('%s %s, which no route takes, is a 404', async (method, path) => {
    expect((await fetch(url + path, { method })).status).toBe(404);
  });

  test('HEAD is taken by a route for ANY, and answered without a body', async () => {
    const response = await fetch(`${url}/files/x`, { method: 'HEAD' });
    expect(response.status).toBe(201);
    expect(await response.text()).toBe('');
  });

  test.each([
    ["API Gateway's quota of 10 MB", 10 * 1024 * 1024 + 1],
    ["Lambda's quota of 6 MB, which the event exceeds", 6 * 1024 * 1024],
  ])('a body above %s is a 413', async (_name, size) => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${url}/files/big`, { method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end(Buffer.alloc(size, 'x'));
    });
    expect(status).toBe(413);
  });

  test('CORS is answered for the origins of the template only', async () => {
    const preflight = (origin: string) =>
      fetch(`${url}/open/1`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const allowed = await preflight('https://inbox.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://inbox.example');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the JWT authorizer', () => {
  const get = (path: string, token?: string) =>
    fetch(url + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

  test('without a token a route is closed', async () => {
    const response = await get('/private');
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  test("a seeded person's token opens it, and the function sees the claims as API Gateway writes them", async () => {
    const { event } = await (await get('/private', await fixture.run.token('li.na'))).json();
    expect(event.requestContext.authorizer.jwt).toMatchObject({
      claims: { 'cognito:username': 'li.na', 'cognito:groups': '[sales]', name: '李娜', token_use: 'id' },
      scopes: null,
    });
  });

  /** A token signed with the pool's own key, its claims changed. */
  async function forged(change: Record<string, unknown>, algorithmKey?: Uint8Array): Promise<string> {
    const token = await fixture.run.token('li.na');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const { privateKey } = await issuerKey(fixture.dataDir);
    if (algorithmKey)
      return new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'HS256' }).sign(algorithmKey);
    return new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: 'RS256', kid: String(privateKey.kid) })
      .sign(await importJWK(privateKey, 'RS256'));
  }

  test.each([
    ['another issuer', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other' }],
    ['another audience', { aud: 'other-client' }],
    ['an expiry in the past', { exp: Math.floor(clock.now() / 1000) - 1 }],
    ['a beginning in the future', { nbf: Math.floor(clock.now() / 1000) + 600 }],
  ])('a token with %s is refused', async (_name, change) => {
    expect((await get('/private', await forged(change))).status).toBe(401);
  });

  test('an unchanged forgery would pass, so that the tests above mean something', async () => {
    expect((await get('/private', await forged({}))).status).toBe(201);
  });

  test('a token of another algorithm, or altered, is refused', async () => {
    expect((await get('/private', await forged({}, new TextEncoder().encode('x'.repeat(32))))).status).toBe(401);
    const [head, , signature] = (await fixture.run.token('li.na')).split('.');
    const claims = Buffer.from('{"sub":"admin"}').toString('base64url');
    expect((await get('/private', `${head}.${claims}.${signature}`)).status).toBe(401);
  });

  test('a token lives an hour by the clock of the run', async () => {
    const token = await fixture.run.token('li.na');
    clock.advanceTo(clock.now() + 59 * 60_000);
    expect((await get('/private', token)).status).toBe(201);
    clock.advanceTo(clock.now() + 2 * 60_000);
    expect((await get('/private', token)).status).toBe(401);
  });

  test('a route that asks for a scope refuses a token without it', async () => {
    expect((await get('/scoped', await fixture.run.token('li.na'))).status).toBe(403);
    expect((await get('/scoped', await forged({ scope: 'openid cases/write' }))).status).toBe(201);
  });

  test('an access token counts by its client', async () => {
    const { cognito_access_token } = await (
      await fetch(`${url}/local/token`, { method: 'POST', body: '{"user":"zhang.wei"}' })
    ).json();
    const { event } = await (await get('/private', cognito_access_token)).json();
    expect(event.requestContext.authorizer.jwt.claims).toMatchObject({ username: 'zhang.wei', token_use: 'access' });
  });

  test("the pool's key set and configuration are served", async () => {
    const pool = fixture.run.physicalName('AWS::Cognito::UserPool', 'People');
    const read = async (name: string) => (await fetch(`${fixture.run.awsUrl}/${pool}/.well-known/${name}`)).json();
    expect((await read('jwks.json')).keys).toMatchObject([{ kty: 'RSA', alg: 'RS256', use: 'sig' }]);
    expect((await read('jwks.json')).keys[0].d).toBeUndefined();
    expect((await read('openid-configuration')).issuer).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${pool}`);
  });
});
