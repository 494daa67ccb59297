import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TransientFailure } from '../../../functions/shared/domain/transient-failure.ts';
import { cognitoSignIn } from '../../../functions/web-inbox/sign-in/cognito.ts';
import type { SignInService } from '../../../functions/web-inbox/sign-in/sign-in-service.ts';
import { type FakeService, fakeService } from '../../support/fake-service.ts';

const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';
const now = new Date('2026-11-23T02:00:00.000Z');
const seconds = now.getTime() / 1000;

/** What a token of the pool says. */
const said = {
  iss: issuer,
  aud: 'client',
  exp: seconds + 3600,
  token_use: 'id',
  'cognito:username': 'li.na',
  'cognito:groups': ['sales'],
  name: '李娜',
  locale: 'zh-CN',
  nonce: 'n',
};

type Answer = { status: number; type: string; body: string };
const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

let service: FakeService;
let pool: SignInService;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let answer: Answer;

beforeAll(async () => {
  keys = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  service = await fakeService(({ path }) => (path === '/keys' ? json(200, { keys: [jwk] }) : answer));
  pool = cognitoSignIn({
    signInUrl: service.config.endpoint,
    clientId: 'client',
    issuer,
    keysUrl: `${service.config.endpoint}/keys`,
    signedInUrl: 'https://sop.example.com/inbox/signed-in',
    signedOutUrl: 'https://sop.example.com/inbox/signed-out',
    now: () => now,
  });
});
afterAll(() => service.stop());
beforeEach(() => {
  service.requests.length = 0;
  answer = json(500, {});
});

function signed(
  change: Record<string, unknown> = {},
  key: Parameters<SignJWT['sign']>[0] = keys.privateKey,
  kid = 'k',
) {
  return new SignJWT({ ...said, ...change }).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
}

describe('an id token', () => {
  test('of the pool, for this client, says who it is', async () => {
    expect(await pool.verify(await signed())).toEqual({
      username: 'li.na',
      groups: ['sales'],
      name: '李娜',
      locale: 'zh-CN',
      nonce: 'n',
    });
  });

  test('of somebody without groups, name and language is good too', async () => {
    const bare = { 'cognito:groups': undefined, name: undefined, locale: undefined, nonce: undefined };
    expect(await pool.verify(await signed(bare))).toMatchObject({ username: 'li.na', groups: [], name: undefined });
  });

  test.each([
    ['that has run out', { exp: seconds - 1 }],
    ['of another pool', { iss: `${issuer}x` }],
    ['for another client', { aud: 'other' }],
    ['that is an access token', { token_use: 'access' }],
    ['that names nobody', { 'cognito:username': '' }],
  ])('is not taken: one %s', async (_, change) => {
    expect(await pool.verify(await signed(change))).toBeUndefined();
  });

  test('is not taken: one signed by another key, by no key, by the public key as a secret, or cut short', async () => {
    const other = await generateKeyPair('RS256');
    const [header, claims] = (await signed()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)));
    const confused = await new SignJWT(said).setProtectedHeader({ alg: 'HS256', kid: 'k' }).sign(secret);
    for (const token of [await signed({}, other.privateKey), unsigned, confused, `${header}.${claims}`, '', 'a.b.c']) {
      expect(await pool.verify(token)).toBeUndefined();
    }
    expect(await pool.verify(await signed({}, keys.privateKey, 'unknown'))).toBeUndefined();
  });

  test('can’t be judged while the keys are out of reach, which is nobody’s fault', async () => {
    const cutOff = cognitoSignIn({
      ...{ signInUrl: service.config.endpoint, clientId: 'client', issuer, keysUrl: 'http://127.0.0.1:9/keys' },
      ...{ signedInUrl: 'https://a.example', signedOutUrl: 'https://a.example', now: () => now },
    });
    await expect(cutOff.verify(await signed())).rejects.toThrow(TransientFailure);
  });
});

describe('tokens', () => {
  test('are had for a code and its verifier', async () => {
    answer = json(200, { id_token: 'id', access_token: 'a', refresh_token: 'r', expires_in: 3600 });
    expect(await pool.redeem('c', 'v')).toEqual({ idToken: 'id', refreshToken: 'r' });
    expect(service.requests.map(({ path, body }) => [path, Object.fromEntries(new URLSearchParams(body))])).toEqual([
      [
        '/oauth2/token',
        {
          grant_type: 'authorization_code',
          code: 'c',
          code_verifier: 'v',
          client_id: 'client',
          redirect_uri: 'https://sop.example.com/inbox/signed-in',
        },
      ],
    ]);
  });

  test('are had for a refresh token, which stays the same', async () => {
    answer = json(200, { id_token: 'id', access_token: 'a', expires_in: 3600 });
    expect(await pool.renew('r')).toEqual({ idToken: 'id' });
  });

  test('are not had for what the pool does not know', async () => {
    answer = json(400, { error: 'invalid_grant' });
    expect(await pool.redeem('c', 'v')).toBeUndefined();
    expect(await pool.renew('r')).toBeUndefined();
  });

  test.each([429, 500, 503])('can’t be had for now when the pool answers %i', async (status) => {
    answer = json(status, {});
    await expect(pool.renew('r')).rejects.toThrow(TransientFailure);
  });

  test('are worthless once the refresh token is revoked', async () => {
    answer = { status: 200, type: 'text/plain', body: '' };
    await pool.revoke('r');
    expect(service.requests.map(({ path, body }) => `${path} ${body}`)).toEqual([
      '/oauth2/revoke token=r&client_id=client',
    ]);
  });
});

test('the browser is sent to the pool with a challenge, never with the verifier', () => {
  const address = new URL(pool.signInAddress({ state: 's', nonce: 'n', challenge: 'c' }));
  expect(Object.fromEntries(address.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'client',
    redirect_uri: 'https://sop.example.com/inbox/signed-in',
    scope: 'openid email profile',
    state: 's',
    nonce: 'n',
    code_challenge: 'c',
    code_challenge_method: 'S256',
  });
  expect(new URL(pool.signOutAddress()).searchParams.get('logout_uri')).toBe(
    'https://sop.example.com/inbox/signed-out',
  );
});
