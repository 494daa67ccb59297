import { describe, expect, test } from 'vitest';
import { answerInbox } from '../../../functions/web-inbox/answer-inbox.ts';
import { people } from '../../pages/open-tasks.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { inboxWorld, type TestInbox, textOf, visitor } from './visitor.ts';

/** A world, and a browser that has been sent to the user pool. */
async function sentToSignIn(to = '/inbox') {
  const world = inboxWorld(memoryWorld());
  const browser = visitor(world);
  const sent = await browser.get(`/inbox/sign-in?${new URLSearchParams({ to })}`);
  return { world, browser, address: sent.headers.location ?? '' };
}

function backFrom(world: TestInbox, address: string): string {
  return `/inbox/signed-in?${new URLSearchParams({ ...world.signIn.choose(people.sales, address) })}`;
}

describe('signing in', () => {
  test('leads through the user pool to the page that was asked for, with a session out of scripts’ reach', async () => {
    // given a browser that asked for a page and was sent to sign in
    const world = inboxWorld(memoryWorld());
    const browser = visitor(world);
    const asked = await browser.get('/inbox/cases?status=RUNNING');
    expect([asked.status, asked.headers.location]).toEqual([
      303,
      '/inbox/sign-in?to=%2Finbox%2Fcases%3Fstatus%3DRUNNING',
    ]);
    const sent = await browser.get(asked.headers.location ?? '');
    // when the person signs in at the user pool
    const back = await browser.get(backFrom(world, sent.headers.location ?? ''));
    // then they are where they wanted to be, signed in
    expect([back.status, back.headers.location]).toEqual([303, '/inbox/cases?status=RUNNING']);
    for (const cookie of back.cookies ?? []) {
      expect(cookie).toMatch(/^__Host-[\w-]+=[^;]*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    }
    expect((await browser.get('/inbox/cases?status=RUNNING')).status).toBe(200);
  });

  test.each([
    'https://evil.example/inbox',
    '//evil.example',
    '/inbox@evil.example',
    '/inboxevil',
    '/cases',
    '/inbox/\\evil',
    '/inbox\r\nset-cookie: a=b',
  ])('never leads out of the inbox: %s', async (to) => {
    const { world, browser, address } = await sentToSignIn(to);
    expect((await browser.get(backFrom(world, address))).headers.location).toBe('/inbox');
  });

  test('is refused in a browser that did not begin it', async () => {
    const { world, address } = await sentToSignIn();
    const other = await visitor(world).get(backFrom(world, address));
    expect(other.status).toBe(403);
    expect(other.cookies ?? []).toEqual([]);
  });

  test('is refused where the state is another’s, and with somebody else’s code', async () => {
    const { world, browser, address } = await sentToSignIn();
    const { code, state } = world.signIn.choose(people.sales, address);
    const injected = world.signIn.choose(people.manager, 'https://sign-in.example.com/?challenge=x');
    expect((await browser.get(`/inbox/signed-in?code=${code}&state=other`)).status).toBe(403);
    expect((await browser.get(`/inbox/signed-in?code=${injected.code}&state=${state}`)).status).toBe(403);
    expect(browser.cookies.has('__Host-session')).toBe(false);
  });

  test('is refused where the token answers another sign-in', async () => {
    const { world, browser, address } = await sentToSignIn();
    const other = new URL(address);
    other.searchParams.set('nonce', 'another');
    expect((await browser.get(backFrom(world, other.href))).status).toBe(403);
  });

  test('ends with signing out: here, at the user pool, and for whoever kept the refresh token', async () => {
    const world = inboxWorld(memoryWorld());
    const browser = visitor(world, people.sales);
    const kept = browser.cookies.get('__Host-renewal') ?? '';
    const out = await browser.post('/inbox/sign-out');
    expect([out.status, out.headers.location]).toEqual([303, world.signIn.signOutAddress()]);
    expect([...browser.cookies.keys()]).toEqual([]);
    expect(await world.signIn.renew(kept)).toBeUndefined();
    expect(textOf(await browser.get('/inbox/signed-out'))).toContain('您已退出');
  });

  test('on one machine begins again at the host that people are sent back to', async () => {
    const world = { ...inboxWorld(memoryWorld()), publicUrl: 'http://127.0.0.1:3000' };
    const answer = await answerInbox(world, {
      method: 'GET',
      path: '/inbox/sign-in',
      query: { to: '/inbox' },
      cookies: new Map(),
      host: '127.0.0.1:3000',
      headers: { host: 'localhost:3000' },
      body: '',
    });
    expect(answer.headers.location).toBe('http://127.0.0.1:3000/inbox/sign-in?to=%2Finbox');
  });
});

describe('a session', () => {
  test('is renewed without a word when its token has run out', async () => {
    const world = inboxWorld(memoryWorld());
    const browser = visitor(world, people.sales);
    const before = browser.cookies.get('__Host-session');
    world.signIn.expire();
    expect((await browser.get('/inbox')).status).toBe(200);
    expect(browser.cookies.get('__Host-session')).not.toBe(before);
  });

  test('that can’t be renewed leads to signing in, and keeps what was typed', async () => {
    const world = inboxWorld(memoryWorld());
    const browser = visitor(world, people.sales);
    await world.signIn.revoke(browser.cookies.get('__Host-renewal') ?? '');
    world.signIn.expire();
    expect((await browser.get('/inbox/tasks/x?lang=en')).headers.location).toBe(
      '/inbox/sign-in?to=%2Finbox%2Ftasks%2Fx%3Flang%3Den',
    );
    const answer = await browser.post('/inbox/tasks/x', { comment: '改“大”一点 <b>', outcome: 'done' });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('<form method="post" action="/inbox/tasks/x">');
    expect(answer.body).toContain('name="comment" value="改“大”一点 &lt;b&gt;"');
    expect(answer.body).toContain('name="outcome" value="done"');
  });

  test('of somebody without a role shows an empty inbox', async () => {
    const world = inboxWorld(memoryWorld());
    const nobody = visitor(world, { ...people.sales, roles: [] });
    expect(textOf(await nobody.get('/inbox'))).toContain('没有待办任务');
    expect((await nobody.get('/inbox/cases/new')).status).toBe(403);
  });
});

describe('a form', () => {
  test.each([
    ['another site’s', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a neighbouring host’s', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' }],
    ['one by another origin, from an old browser', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
    ['one that does not say where it is from', { 'sec-fetch-site': undefined, origin: undefined }],
    ['one from a sandbox', { 'sec-fetch-site': undefined, origin: 'null' }],
    ['one of another type', { 'content-type': 'text/plain' }],
  ])('is refused: %s', async (_, headers) => {
    const world = inboxWorld(memoryWorld());
    const browser = visitor(world, people.sales);
    const answer = await browser.post('/inbox/sign-out', {}, headers);
    expect([403, 415]).toContain(answer.status);
    expect(browser.cookies.has('__Host-session')).toBe(true);
  });

  test('is taken from a browser that tells its origin only', async () => {
    const browser = visitor(inboxWorld(memoryWorld()), people.sales);
    expect((await browser.post('/inbox/sign-out', {}, { 'sec-fetch-site': undefined })).status).toBe(303);
  });
});
