import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InvocationResult } from '../../../local/contract.ts';
import { HostedUi } from '../../../local/services/identity/hosted-ui.ts';
import { issuerKey } from '../../../local/services/identity/issuer-key.ts';
import { UserPool } from '../../../local/services/identity/user-pool.ts';
import { Store } from '../../../local/store.ts';
import { withPoolsHere } from '../../../local/template/sign-in-addresses.ts';
import type { UserPoolSpec } from '../../../local/template/user-pools.ts';
import { eventually } from '../fixtures/run.ts';

const spec: UserPoolSpec = {
  id: 'us-east-1_AbCdEfGhI',
  arn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_AbCdEfGhI',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI',
  clients: [
    {
      id: 'inbox',
      name: 'inbox',
      callbackUrls: ['http://127.0.0.1:3000/inbox/signed-in'],
      logoutUrls: ['http://127.0.0.1:3000/inbox/signed-out'],
    },
    { id: 'other', name: 'other', callbackUrls: ['http://127.0.0.1:3000/other'], logoutUrls: [] },
  ],
  domains: ['sales-sop'],
  groups: ['sales'],
  preTokenArn: 'arn:aws:lambda:us-east-1:000000000000:function:register-person',
};
const people = [
  { user: 'li.na', name: '李娜', email: 'li.na@example.com', locale: 'zh-CN' as const, groups: ['sales'] },
];
const verifier = 'a verifier of the tests';
const asked = {
  response_type: 'code',
  client_id: 'inbox',
  redirect_uri: 'http://127.0.0.1:3000/inbox/signed-in',
  state: 's',
  nonce: 'n',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
};

let dataDir: string;
let store: Store;
let server: Server;
let url: string;
let now: number;
/** What the pool's trigger refuses everybody with. */
let refusal: string | undefined;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-test-'));
  store = new Store(join(dataDir, 'local.db'));
  now = Date.parse('2026-11-23T02:00:00.000Z');
  const key = await issuerKey(dataDir);
  refusal = undefined;
  const invoke = async (): Promise<InvocationResult> =>
    refusal === undefined
      ? { payload: '{}' }
      : { payload: JSON.stringify({ errorMessage: refusal }), functionError: 'Unhandled' };
  const pool = new UserPool(spec, { key, people, keep: () => {}, region: 'us-east-1', now: () => now, invoke });
  const hostedUi = new HostedUi([pool], { people, store, now: () => now });
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const answer = await hostedUi.answer(request, new URL(request.url ?? '/', url), Buffer.concat(chunks));
    response.writeHead(answer?.status ?? 404, answer?.headers).end(answer?.body);
  });
  server.listen(0, '127.0.0.1');
  url = await eventually(
    async () => server.address(),
    (address) => address !== null,
  ).then((address) => `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const post = (path: string, form: Record<string, string>) =>
  fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

/** Chooses a person, as its page's form does. @returns the code */
async function choose(change: Record<string, string> = {}): Promise<string> {
  const answer = await post(`/oauth2/authorize?${new URLSearchParams({ ...asked, ...change })}`, { user: 'li.na' });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

const redemption = (code: string) => ({
  grant_type: 'authorization_code',
  client_id: 'inbox',
  redirect_uri: asked.redirect_uri,
  code,
  code_verifier: verifier,
});

describe('signing in on the user pool’s page', () => {
  test('lists who one can be, and sends whoever is chosen back with a code and the state', async () => {
    const page = await fetch(`${url}/oauth2/authorize?${new URLSearchParams(asked)}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('value="li.na"')]);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:3000;");
    const answer = await post(`/oauth2/authorize?${new URLSearchParams(asked)}`, { user: 'li.na' });
    const back = new URL(answer.headers.get('location') ?? '');
    expect([answer.status, back.origin + back.pathname, back.searchParams.get('state')]).toEqual([
      302,
      asked.redirect_uri,
      's',
    ]);
  });

  test.each([
    ['an unknown client', { client_id: 'x' }],
    ['another way back', { redirect_uri: 'https://evil.example/' }],
    ['another client’s way back', { redirect_uri: 'http://127.0.0.1:3000/other' }],
    ['tokens in the address', { response_type: 'token' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
  ])('refuses %s, as Cognito does, and sends nobody there', async (_, change) => {
    const answer = await post(`/oauth2/authorize?${new URLSearchParams({ ...asked, ...change })}`, { user: 'li.na' });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  test('IN-8: gives no tokens where the pool’s trigger fails, and its message, as Cognito does', async () => {
    const code = await choose();
    const { refresh_token } = await (await post('/oauth2/token', redemption(code))).json();
    refusal = 'This account is closed';
    const again = await post('/oauth2/token', redemption(await choose()));
    const renewal = { grant_type: 'refresh_token', client_id: 'inbox', refresh_token };
    for (const answer of [again, await post('/oauth2/token', renewal)]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({
        error: 'invalid_grant',
        error_description: 'PreTokenGeneration failed with error This account is closed',
      });
    }
  });

  test('gives tokens for a code once, with the nonce in the id token', async () => {
    const code = await choose();
    const answer = await post('/oauth2/token', redemption(code));
    const tokens = await answer.json();
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(decodeJwt(tokens.id_token)).toMatchObject({
      iss: spec.issuer,
      aud: 'inbox',
      nonce: 'n',
      token_use: 'id',
      'cognito:username': 'li.na',
      'cognito:groups': ['sales'],
    });
    const again = await post('/oauth2/token', redemption(code));
    expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_grant' }]);
  });

  test.each([
    ['another verifier', { code_verifier: 'x' }],
    ['another way back', { redirect_uri: 'http://127.0.0.1:3000/other' }],
    ['another client', { client_id: 'other' }],
  ])('gives none with %s', async (_, change) => {
    const answer = await post('/oauth2/token', { ...redemption(await choose()), ...change });
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_grant' }]);
  });

  test('gives none for a code after five minutes', async () => {
    const code = await choose();
    now += 5 * 60_000;
    expect((await post('/oauth2/token', redemption(code))).status).toBe(400);
  });

  test('renews until the refresh token is revoked', async () => {
    const { refresh_token: token } = await (await post('/oauth2/token', redemption(await choose()))).json();
    const renewal = { grant_type: 'refresh_token', client_id: 'inbox', refresh_token: token };
    now += 3600_000;
    const renewed = await (await post('/oauth2/token', renewal)).json();
    expect(decodeJwt(renewed.id_token).exp).toBe(now / 1000 + 3600);
    expect(renewed.refresh_token).toBeUndefined();
    expect((await post('/oauth2/token', { ...renewal, client_id: 'other' })).status).toBe(400);
    expect((await post('/oauth2/revoke', { client_id: 'inbox', token })).status).toBe(200);
    expect((await post('/oauth2/token', renewal)).status).toBe(400);
  });

  test('sends people who sign out to where the client may, and nowhere else', async () => {
    const leave = (to: string) =>
      fetch(`${url}/logout?${new URLSearchParams({ client_id: 'inbox', logout_uri: to })}`, { redirect: 'manual' });
    const answer = await leave('http://127.0.0.1:3000/inbox/signed-out');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://127.0.0.1:3000/inbox/signed-out']);
    expect((await leave('https://evil.example/')).status).toBe(400);
  });
});

test('the pools’ addresses in a function’s environment lead here; the issuer stays', () => {
  const environment = {
    SIGN_IN_URL: 'https://sales-sop.auth.us-east-1.amazoncognito.com',
    TOKEN_ISSUER: spec.issuer,
    TOKEN_KEYS_URL: `${spec.issuer}/.well-known/jwks.json`,
    OTHER: 'https://example.com',
  };
  const bare = {
    ...{ name: 'f', arn: 'a', logicalId: 'F', path: 'F', handler: 'index.handler', code: { inline: '' } },
    ...{ timeoutMs: 1, memoryMb: 128, asynchronous: { maxRetries: 0, maxAgeMs: 1 } },
  };
  const [moved] = withPoolsHere([{ ...bare, environment }], [spec], {
    region: 'us-east-1',
    awsUrl: 'http://127.0.0.1:4566',
  });
  expect(moved?.environment).toEqual({
    SIGN_IN_URL: 'http://127.0.0.1:4566',
    TOKEN_ISSUER: spec.issuer,
    TOKEN_KEYS_URL: 'http://127.0.0.1:4566/us-east-1_AbCdEfGhI/.well-known/jwks.json',
    OTHER: 'https://example.com',
  });
});
