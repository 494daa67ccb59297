import { expect, test } from 'vitest';
import { openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { inboxWorld, textOf, visitor } from './visitor.ts';

const ids = ['AD-20261123-7K3F9Q.17.aaa', 'AD-20261123-7K3F9Q.17.bbb', 'AD-20261123-7K3F9Q.17.ccc'] as const;

/** Three tasks of a step that needs no look at each. */
async function worldWithSeveral() {
  const records = await worldWithCase(['publication-request', 'design-proof']);
  for (const id of ids) await openTask(records, '17', { id });
  const world = inboxWorld(records);
  const browser = visitor(world, people.publishing);
  const page = await browser.get('/inbox/bulk/17');
  const ticks = [...page.body.matchAll(/name="task" value="([^"]+)"/g)].map(([, value = '']) => value);
  const post = (form: readonly (readonly [string, string])[]) =>
    browser.postText('/inbox/bulk/17', new URLSearchParams(form.map(([name, value]) => [name, value])).toString());
  return { world, browser, page, ticks, post };
}

test('several tasks of a step that needs no look at each are decided at once, those that are ticked', async () => {
  const { world, browser, page, ticks, post } = await worldWithSeveral();
  expect((await browser.get('/inbox')).body).toContain('href="/inbox/bulk/17"');
  expect(textOf(page)).toContain('首页横幅');
  expect(ticks).toHaveLength(3);
  const form = [...ticks.slice(0, 2).map((tick) => ['task', tick] as const), ['outcome', 'done'] as const];
  expect((await post(form)).headers.location).toBe('/inbox');
  const statuses = await Promise.all(ids.map(async (id) => (await world.tasks.get(id))?.status));
  expect(statuses.filter((status) => status === 'DECIDED')).toHaveLength(2);
  expect((await post(form)).headers.location).toBe('/inbox');
});

test('what one is refused for is said of it, and does not touch the others', async () => {
  const { world, browser, ticks, post } = await worldWithSeveral();
  const first = ticks[0]?.split(' ')[0] ?? '';
  await visitor(world, people.publishing).post(`/inbox/tasks/${first}/claim`);
  const other = visitor(world, { ...people.publishing, id: 'huang.lin', name: '黄琳' });
  expect(other.cookies.size).toBe(2);
  browser.cookies.set('__Host-session', other.cookies.get('__Host-session') ?? '');
  const answer = await post([...ticks.map((tick) => ['task', tick] as const), ['outcome', 'done']]);
  expect(textOf(answer)).toMatch(/已处理 2 项.*1 项没有处理.*此任务不由您处理/);
  expect((await world.tasks.get(first))?.status).toBe('OPEN');
});

test('without a tick nothing is decided, and steps that need a look at each take no part', async () => {
  const { browser, post } = await worldWithSeveral();
  expect((await post([['outcome', 'done']])).status).toBe(422);
  expect((await browser.get('/inbox/bulk/6')).status).toBe(404);
  expect((await browser.post('/inbox/bulk/6', { outcome: 'meets' })).status).toBe(404);
});
