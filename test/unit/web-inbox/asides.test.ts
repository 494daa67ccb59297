import { describe, expect, onTestFinished, test } from 'vitest';
import { setLocalClock } from '../../../functions/shared/domain/local-clock.ts';
import { openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aPerson } from '../../support/builders.ts';
import { inboxWorld, textOf, visitor } from './visitor.ts';

/** A colleague of the salesperson of the example case. */
const colleague = aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' });

async function worldWithQuote() {
  const records = await worldWithCase(['plan']);
  await records.people.put(colleague);
  const { task } = await openTask(records, '3');
  return { records, world: inboxWorld(records), task, address: `/inbox/tasks/${task.id}` };
}

describe('a task in other hands', () => {
  test('is delegated to a colleague of the same role, who sees on whose behalf, and taken back', async () => {
    // given a salesperson who passes their task on
    const { world, task, address } = await worldWithQuote();
    const owner = visitor(world, people.sales);
    expect((await owner.get(address)).body).toContain('<option value="wang.fang">王芳（wang.fang）</option>');
    expect((await owner.post(`${address}/delegation`, { to: 'wang.fang' })).headers.location).toBe(address);
    expect(textOf(await owner.get(`/inbox/cases/${task.caseId}`))).toContain('任务已委托 · 3 发布报价 → 王芳');
    // then the colleague may decide, and the owner may not but may take it back
    const delegate = await visitor(world, colleague).get(address);
    expect(textOf(delegate)).toContain('代李娜代理');
    expect(delegate.body).toContain('name="outcome"');
    const left = await owner.get(address);
    expect(left.body).not.toContain('name="outcome"');
    await owner.post(`${address}/delegation`, { to: people.sales.id });
    expect((await world.tasks.get(task.id))?.assignee).toBe(people.sales.id);
  });

  test('goes to nobody without the role, nor to nobody at all, and says so', async () => {
    const { world, task, address } = await worldWithQuote();
    const owner = visitor(world, people.sales);
    const unfit = await owner.post(`${address}/delegation`, { to: people.design.id });
    expect([unfit.status, textOf(unfit)]).toEqual([422, expect.stringContaining('只能交给有“销售”角色的人')]);
    const nobody = await owner.post(`${address}/delegation`, { to: '' });
    expect([nobody.status, textOf(nobody)]).toEqual([422, expect.stringContaining('请选择交给谁')]);
    expect((await world.tasks.get(task.id))?.assignee).toBe(people.sales.id);
  });

  test('is reassigned by a manager only', async () => {
    const { world, task, address } = await worldWithQuote();
    const refused = await visitor(world, people.sales).post(`${address}/reassignment`, { to: 'wang.fang' });
    expect(refused.status).toBe(403);
    await visitor(world, people.manager).post(`${address}/reassignment`, { to: 'wang.fang' });
    expect((await world.tasks.get(task.id))?.assignee).toBe('wang.fang');
    const facts = await world.cases.factsSince(task.caseId, '2026');
    expect(facts.find(({ type }) => type === 'task.reassigned')).toMatchObject({ by: people.manager.id, via: 'inbox' });
  });
});

describe('comments', () => {
  test('are seen by everybody who sees the task, and mention colleagues', async () => {
    const { world, task, address } = await worldWithQuote();
    const text = '@zhang.wei 请核对 <b>税率</b>';
    const posted = await visitor(world, people.sales).post(`${address}/comments`, { text });
    expect(posted.headers.location).toBe(`${address}#comments`);
    const seen = await visitor(world, people.assistant).get(address);
    expect(seen.body).toContain('@zhang.wei 请核对 &lt;b&gt;税率&lt;/b&gt;');
    const { items } = await world.comments.ofTask(task.id, { limit: 10 });
    expect(items).toMatchObject([{ by: 'li.na', mentions: ['zhang.wei'] }]);
  });

  test('that mention a stranger, or say nothing, are given back as typed', async () => {
    const { world, task, address } = await worldWithQuote();
    const owner = visitor(world, people.sales);
    const stranger = await owner.post(`${address}/comments`, { text: '@wu.di 请看' });
    expect([stranger.status, textOf(stranger)]).toEqual([422, expect.stringContaining('无权查看此任务：@wu.di')]);
    expect(stranger.body).toContain('@wu.di 请看</textarea>');
    expect((await owner.post(`${address}/comments`, { text: ' ' })).status).toBe(422);
    expect((await world.comments.ofTask(task.id, { limit: 10 })).items).toEqual([]);
  });

  test('of people without a part in the task are refused', async () => {
    const { world, address } = await worldWithQuote();
    expect((await visitor(world, people.publishing).post(`${address}/comments`, { text: '好' })).status).toBe(403);
  });
});

describe('a reminder', () => {
  test('is set on China’s clock, shown, and taken off', async () => {
    const { world, task, address } = await worldWithQuote();
    const owner = visitor(world, people.sales);
    await owner.post(`${address}/follow-up`, { at: '2026-11-25T09:30', note: '问客户' });
    expect(await world.followUps.of('li.na', task.id)).toMatchObject({
      at: '2026-11-25T01:30:00.000Z',
      note: '问客户',
    });
    expect((await owner.get(address)).body).toContain('value="2026-11-25T09:30"');
    await owner.post(`${address}/follow-up`, { do: 'remove' });
    expect(await world.followUps.of('li.na', task.id)).toBeUndefined();
  });

  test.each(['', '2026-11-01T09:30', 'x'])('for “%s” is refused', async (at) => {
    const { world, task, address } = await worldWithQuote();
    const answer = await visitor(world, people.sales).post(`${address}/follow-up`, { at, note: '问客户' });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('value="问客户"');
    expect(await world.followUps.of('li.na', task.id)).toBeUndefined();
  });
});

describe('an absence', () => {
  const away = { from: '2026-12-01T09:00', to: '2026-12-05T18:00', substitute: 'wang.fang' };

  test('is entered with a substitute, changed, and ended', async () => {
    const { world } = await worldWithQuote();
    const owner = visitor(world, people.sales);
    expect((await owner.get('/inbox/absence')).body).toContain('<option value="wang.fang">');
    expect((await owner.post('/inbox/absence', away)).headers.location).toBe('/inbox/absence');
    expect(await world.absences.of('li.na')).toEqual({
      person: 'li.na',
      from: '2026-12-01T01:00:00.000Z',
      to: '2026-12-05T10:00:00.000Z',
      substitute: 'wang.fang',
    });
    expect(textOf(await owner.get('/inbox/absence'))).toContain('由王芳代理');
    await owner.post('/inbox/absence', { ...away, do: 'remove' });
    expect(await world.absences.of('li.na')).toBeUndefined();
  });

  test('and a reminder are typed and shown on the clock of the stage', async () => {
    setLocalClock('Europe/Berlin');
    onTestFinished(() => setLocalClock(undefined));
    const { world, task } = await worldWithQuote();
    const owner = visitor(world, people.sales);
    const typed = { ...away, from: '2026-12-01T09:00', to: '2027-04-01T18:00' };
    expect((await owner.post('/inbox/absence', typed)).status).toBe(303);
    expect(await world.absences.of('li.na')).toMatchObject({
      from: '2026-12-01T08:00:00.000Z',
      to: '2027-04-01T16:00:00.000Z',
    });
    const page = await owner.get('/inbox/absence');
    expect(textOf(page)).toContain('2027年4月1日周四 18:00（中欧夏令时间）');
    expect(textOf(page)).toContain('开始（中欧时间）');
    expect(textOf(await owner.get('/inbox'))).toContain('页面上的时间均为中欧时间。');
    expect(page.body).toContain('value="2027-04-01T18:00"');
    await owner.post(`/inbox/tasks/${task.id}/follow-up`, { at: '2026-12-01T09:00', note: '' });
    expect(await world.followUps.of('li.na', task.id)).toMatchObject({ at: '2026-12-01T08:00:00.000Z' });
    expect(textOf(await owner.get(`/inbox/tasks/${task.id}`))).not.toContain('北京');
  });

  test.each([
    ['no end', { ...away, to: '' }],
    ['an end before its beginning', { ...away, to: '2026-11-30T09:00' }],
    ['no substitute', { ...away, substitute: '' }],
    ['a substitute of another role', { ...away, substitute: 'wu.di' }],
  ])('with %s is given back as typed', async (_, typed) => {
    const { world } = await worldWithQuote();
    const answer = await visitor(world, people.sales).post('/inbox/absence', typed);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('role="alert"');
    expect(answer.body).toContain(`value="${typed.from}"`);
    expect(await world.absences.of('li.na')).toBeUndefined();
  });

  test('that would make a ring of substitutes is refused', async () => {
    const { world } = await worldWithQuote();
    await visitor(world, colleague).post('/inbox/absence', { ...away, substitute: 'li.na' });
    const answer = await visitor(world, people.sales).post('/inbox/absence', away);
    expect([answer.status, textOf(answer)]).toEqual([409, expect.stringContaining('代理关系会形成循环')]);
  });
});
