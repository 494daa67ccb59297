import { describe, expect, test } from 'vitest';
import { contactId } from '../../../functions/shared/domain/assignment.ts';
import type { StepId } from '../../../functions/shared/domain/steps.ts';
import { contents, openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aCase, aDocument } from '../../support/builders.ts';
import { inboxWorld, textOf, visitor } from './visitor.ts';

/** The example case with one task open. */
async function worldWithTask(step: StepId, change: Parameters<typeof openTask>[2] = {}) {
  const records = await worldWithCase(['plan', 'quote', 'contract', 'design-request']);
  const { task } = await openTask(records, step, change);
  return { records, world: inboxWorld(records), task, address: `/inbox/tasks/${task.id}` };
}

describe('the list of tasks', () => {
  test('puts what is late before what is due today, mine and my department’s alike, counted, and says why it came back', async () => {
    // given two tasks of a department, one of them overdue and sent back
    const { records, world } = await worldWithTask('12', {
      id: 'AD-20261123-7K3F9Q.12.aaa',
      dueAt: '2026-11-23T03:00:00.000Z',
    });
    await openTask(records, '12', {
      id: 'AD-20261123-7K3F9Q.12.bbb',
      dueAt: '2026-11-22T02:00:00.000Z',
      reason: '主标题太小',
      turn: 2,
    });
    // when a designer takes one and opens the inbox
    await visitor(world, people.design).post('/inbox/tasks/AD-20261123-7K3F9Q.12.aaa/claim');
    const page = await visitor(world, people.design).get('/inbox');
    const text = textOf(page);
    // then the late one stands first, free to be taken and with its reason, their own below
    expect(page.body.indexOf('.12.bbb')).toBeLessThan(page.body.indexOf('.12.aaa'));
    expect(text).toMatch(
      /已超期 1 .*完成广告设计 第 2 次 .*广告编辑部，尚无人认领 已超期 1 天 .* 上一步： 主标题太小.*今天到期 1 /,
    );
    expect(text).toContain('待办（2）');
    expect(text).toContain('还剩 1 小时');
    expect(page.body.match(/class="item late"/g)).toHaveLength(1);
  });

  test('can be narrowed to mine, to a department, to a case', async () => {
    const { world } = await worldWithTask('12');
    const browser = visitor(world, people.design);
    expect(textOf(await browser.get('/inbox?show=mine'))).toContain('没有符合条件的任务');
    expect(textOf(await browser.get('/inbox?show=design'))).toContain('完成广告设计');
    expect(textOf(await browser.get('/inbox?case=ad-20261123-7k3f9q'))).toContain('完成广告设计');
    expect(textOf(await browser.get('/inbox?case=AD-1'))).toContain('没有符合条件的任务');
    expect(textOf(await browser.get('/inbox?when=late'))).toContain('没有符合条件的任务');
    const today = await browser.get('/inbox?show=design&when=today');
    expect(textOf(today)).toContain('完成广告设计');
    expect(today.body).toMatch(/value="design" selected[\s\S]*value="today" selected/);
    expect(today.body).toContain('href="?show=design&amp;when=today&amp;lang=en"');
  });

  test('with nothing to do says so, and leads a manager to the departments', async () => {
    const { world } = await worldWithTask('12');
    expect(textOf(await visitor(world, people.publishing).get('/inbox'))).toMatch(
      /没有待办任务。有新任务时，会发邮件通知您。 /,
    );
    expect(textOf(await visitor(world, people.manager).get('/inbox'))).toContain('请在“谁的”中选择');
  });

  test('keeps other departments’ tasks to themselves', async () => {
    const { world } = await worldWithTask('12');
    const browser = visitor(world, people.publishing);
    expect(textOf(await browser.get('/inbox'))).not.toContain('完成广告设计');
    expect((await browser.get('/inbox?show=design')).status).toBe(403);
  });

  test('starts over with a cursor of somebody else', async () => {
    const { world } = await worldWithTask('12');
    const answer = await visitor(world, people.design).get('/inbox?cursor=AAAA');
    expect([answer.status, answer.headers.location]).toEqual([303, '/inbox']);
  });

  test('goes on where a page ends', async () => {
    const { records, world } = await worldWithTask('12');
    for (let i = 100; i < 220; i += 1) await openTask(records, '12', { id: `AD-20261123-7K3F9Q.12.a${i}` });
    const browser = visitor(world, people.design);
    const first = await browser.get('/inbox');
    const [, next = ''] = /<a class="more" href="([^"]+)"/.exec(first.body) ?? [];
    expect(textOf(first)).toContain('今天到期 100+');
    const second = await browser.get(next.replaceAll('&amp;', '&'));
    const idsOf = (body: string): string[] => [...body.matchAll(/\/inbox\/tasks\/([^"]+)"/g)].map(([, id = '']) => id);
    expect(new Set([...idsOf(first.body), ...idsOf(second.body)]).size).toBe(121);
  });
});

describe('a task', () => {
  test('is decided once: pressed twice it shows the same, another answer comes too late', async () => {
    const { world, task, address } = await worldWithTask('6');
    const browser = visitor(world, people.assistant);
    const form = { attempt: '1', contentHash: task.contentHash, outcome: 'meets', comment: '' };
    const presses = await Promise.all([browser.post(address, form), browser.post(address, form)]);
    expect(presses.map(({ status, headers }) => [status, headers.location])).toEqual([
      [303, address],
      [303, address],
    ]);
    expect((await world.tasks.get(task.id))?.decision).toMatchObject({
      outcome: 'meets',
      by: 'zhang.wei',
      via: 'inbox',
    });
    expect(textOf(await browser.get(address))).toContain('您的决定已记录');
    const late = await browser.post(address, { ...form, outcome: 'fails', comment: '金额有误' });
    expect([late.status, textOf(late)]).toEqual([409, expect.stringContaining('您的这次提交没有生效')]);
  });

  test('is given back with everything typed while something is missing', async () => {
    const { world, task, address } = await worldWithTask('3');
    const browser = visitor(world, people.sales);
    const answer = await browser.post(address, {
      contentHash: task.contentHash,
      outcome: 'done',
      comment: '请尽快',
      'lines.0.position': '首页横幅',
      'lines.0.listPrice': 'abc',
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('value="首页横幅"');
    expect(answer.body).toContain('请尽快</textarea>');
    expect(textOf(answer)).toContain('尚未提交，请先改正');
    expect((await world.tasks.get(task.id))?.status).toBe('OPEN');
  });

  test('is not decided on what has changed since the page was made', async () => {
    const { world, task, address } = await worldWithTask('6');
    const answer = await visitor(world, people.assistant).post(address, { contentHash: 'other', outcome: 'meets' });
    expect([answer.status, textOf(answer)]).toEqual([409, expect.stringContaining('您查看之后内容已有变化')]);
    expect((await world.tasks.get(task.id))?.status).toBe('OPEN');
  });

  test('shows what has changed since, field by field, with what was typed, ready to be decided anew', async () => {
    // given a page that shows the first version of the contract, which then gets a second
    const { records, world, task, address } = await worldWithTask('6');
    const content = { ...contents.contract, number: 'HT-2026-0002' };
    records.records.documents.push(aDocument({ kind: 'contract', version: 2, content }));
    const earlier = [{ attempt: 1, contentHash: task.contentHash, subject: task.subject }];
    const subject = [{ kind: 'contract', version: 2 }];
    const stored = records.records.tasks.get(task.id);
    if (stored === undefined) throw new Error('the task is there');
    records.records.tasks.set(task.id, { ...stored, task: { ...stored.task, subject, contentHash: 'new', earlier } });
    // when they decide on the first
    const form = { attempt: '1', contentHash: task.contentHash, outcome: 'fails', comment: '请改付款日期' };
    const answer = await visitor(world, people.assistant).post(address, form);
    // then
    expect(answer.status).toBe(409);
    expect(textOf(answer)).toMatch(/与您看到的不同之处.*第 1 版 → 第 2 版.*合同编号 HT-2026-0002 原为 HT-2026-0001/);
    expect(answer.body).toContain('请改付款日期</textarea>');
    expect(answer.body).toContain('name="contentHash" value="new"');
  });

  test('grows a row, switches its language, and decides nothing', async () => {
    const { world, task, address } = await worldWithTask('3');
    const browser = visitor(world, people.sales);
    const typed = { 'lines.0.position': '首页横幅', do: 'add:lines' };
    const grown = await browser.post(address, typed);
    expect(grown.body).toContain('name="lines.1.position"');
    const switched = await browser.post(`${address}?lang=en`, { ...typed, do: 'show' });
    expect(switched.body).toContain('<html lang="en">');
    expect(switched.body).toContain('value="首页横幅"');
    expect((await browser.get(address)).body).toContain('<html lang="en">');
    expect((await world.tasks.get(task.id))?.status).toBe('OPEN');
  });

  test('of a department is taken, given back, and out of others’ hands meanwhile', async () => {
    const { records, world, task, address } = await worldWithTask('12');
    const mine = visitor(world, people.design);
    const other = visitor(world, people.otherDesigner);
    expect(textOf(await mine.get(address))).toContain('认领：由我处理');
    expect((await mine.post(`${address}/claim`)).headers.location).toBe(address);
    expect(textOf(await mine.get(address))).toContain('退回部门');
    const seen = await other.get(address);
    expect(textOf(seen)).toContain('由吴迪（广告编辑部）处理');
    expect(seen.body).not.toContain('name="outcome"');
    expect((await other.post(`${address}/claim`)).status).toBe(409);
    records.clock.advance(1000);
    await mine.post(`${address}/release`);
    expect((await world.tasks.get(task.id))?.assignee).toBeUndefined();
    const facts = (await world.cases.factsSince(task.caseId, '2026')).filter(({ via }) => via === 'inbox');
    expect(facts.map(({ type, by }) => [type, by])).toEqual([
      ['task.claimed', 'wu.di'],
      ['task.released', 'wu.di'],
    ]);
  });

  test('that is another’s may be read by who has a part in it, never decided', async () => {
    const { world, task, address } = await worldWithTask('4');
    const sales = visitor(world, people.sales);
    const seen = await sales.get(address);
    expect(textOf(seen)).toContain(`由${aCase().contact.name}（客户）处理`);
    expect(seen.body).not.toContain('name="outcome"');
    const tried = await sales.post(address, { contentHash: task.contentHash, outcome: 'accepted' });
    expect(tried.status).toBe(403);
    expect((await visitor(world, people.publishing).get(address)).status).toBe(403);
    expect((await visitor(world, people.sales).get('/inbox/tasks/AD-1.6.x')).status).toBe(404);
    expect(task.assignee).toBe(contactId(task.caseId));
  });

  test('says that it is cancelled, or has expired, and takes no decision', async () => {
    const { records, world, task, address } = await worldWithTask('6');
    records.clock.set('2026-12-24T00:00:00.000Z');
    const browser = visitor(world, people.assistant);
    const page = await browser.get(address);
    expect(textOf(page)).toContain('此任务已过期');
    expect(page.body).not.toContain('name="outcome"');
    expect((await browser.post(address, { outcome: 'meets', contentHash: task.contentHash })).status).toBe(410);
  });

  test('says who has not been reached by its mail, in the list too', async () => {
    const records = await worldWithCase(['contract']);
    const notice = { state: 'bounced', person: people.assistant.id, at: '2026-11-22T02:00:00.000Z' } as const;
    const { task } = await openTask(records, '6', { notice });
    const world = inboxWorld(records);
    const manager = visitor(world, people.manager);
    expect(textOf(await manager.get(`/inbox/tasks/${task.id}`))).toContain('发给张伟的通知邮件于');
    expect(textOf(await manager.get('/inbox?show=assistant'))).toContain('邮件被退回');
    const own = await visitor(world, people.assistant).get(`/inbox/tasks/${task.id}`);
    expect(textOf(own)).toContain('发给您的通知邮件于');
  });

  test('shows what people typed as text, never as markup', async () => {
    const { world, address } = await worldWithTask('6', { reason: '<img src=x onerror=alert(1)>' });
    const { body, headers } = await visitor(world, people.assistant).get(address);
    expect(body).not.toContain('<img');
    expect(body).toContain('&lt;img src=x');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+' 'sha256-\S+'; form-action 'self' https:\/\/sign-in\.example\.com https:\/\/files\.example\.com; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  test('shows the next one of mine once it is decided', async () => {
    const { records, world, task, address } = await worldWithTask('6');
    await openTask(records, '11', { id: 'AD-20261123-7K3F9Q.11.next' });
    const browser = visitor(world, people.assistant);
    await browser.post(address, { contentHash: task.contentHash, outcome: 'meets' });
    expect((await browser.get(address)).body).toContain('href="/inbox/tasks/AD-20261123-7K3F9Q.11.next"');
  });
});
