import { describe, expect, test } from 'vitest';
import { contents, openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aCase, aDecision, aDocument } from '../../support/builders.ts';
import { inboxWorld, textOf, visitor } from './visitor.ts';

const id = aCase().id;
const address = `/inbox/cases/${id}/documents/plan/change`;

/** The plan as its form holds it. */
const typed = {
  version: '1',
  channels: contents.plan.channels.join('\n'),
  positions: contents.plan.positions.join('\n'),
  'period.from': contents.plan.period.from,
  'period.to': contents.plan.period.to,
  audience: contents.plan.audience,
  expectedEffect: contents.plan.expectedEffect,
};

async function planWorld() {
  const records = await worldWithCase(['plan']);
  const world = inboxWorld(records);
  return { records, world, browser: visitor(world, people.sales) };
}

describe('AD-5: changing a document in the inbox', () => {
  test('the case leads to a form that holds the latest version, and names whose tasks it would interrupt', async () => {
    const { records, browser } = await planWorld();
    await openTask(records, '3', { subject: [{ kind: 'plan', version: 1 }] });
    expect((await browser.get(`/inbox/cases/${id}`)).body).toContain(`href="${address}"`);
    const page = await browser.get(address);
    expect(page.status).toBe(200);
    expect(page.body).toContain(`value="${contents.plan.period.from}"`);
    expect(page.body).toContain(contents.plan.audience);
    expect(textOf(page)).toMatch(/保存后成为第 2 版.*下列待处理的任务会按新内容重新下达.*3 发布报价/);
  });

  test('what is different is shown before anything is saved', async () => {
    const { records, browser } = await planWorld();
    const page = await browser.post(address, { ...typed, audience: '全国用户', next: 'compare' });
    expect(page.status).toBe(200);
    expect(page.body).toContain(`<ins>全国用户</ins> <span class="was">原为 ${contents.plan.audience}`);
    expect(textOf(page)).toContain('保存为第 2 版');
    expect(records.records.documents).toHaveLength(1);
    const english = await browser.post(`${address}?lang=en`, {
      ...typed,
      audience: '全国用户',
      compared: 'yes',
      do: 'show',
    });
    expect(textOf(english)).toContain('Save as version 2');
    const again = await browser.post(address, { ...typed, audience: '全国用户', compared: 'yes', do: 'edit' });
    expect(again.body).toContain('全国用户</textarea>');
  });

  test('saved twice by a second press, it makes one version, and the history says by which way', async () => {
    const { records, world, browser } = await planWorld();
    const form = { ...typed, audience: '全国用户', next: 'save' };
    const presses = [await browser.post(address, form), await browser.post(address, form)];
    expect(presses.map(({ headers }) => headers.location)).toEqual(Array(2).fill(`/inbox/cases/${id}/documents/plan`));
    expect(records.records.documents).toHaveLength(2);
    expect(records.records.documents.at(-1)).toMatchObject({
      version: 2,
      by: 'li.na',
      content: { audience: '全国用户' },
    });
    expect((await world.cases.factsSince(id, '2026')).filter(({ type }) => type === 'document.added')).toMatchObject([
      { by: 'li.na', via: 'inbox', detail: { kind: 'plan', version: 2 } },
    ]);
  });

  test('a mistake is named at its field, and everything typed is kept', async () => {
    const { records, browser } = await planWorld();
    const page = await browser.post(address, { ...typed, channels: '', 'period.to': '不定', next: 'save' });
    expect(page.status).toBe(422);
    expect(page.body).toContain('<a href="#f-period.to">投放期限 · 结束日期</a>');
    expect(page.body).toContain('id="f-channels-error"');
    expect(page.body).toContain(contents.plan.audience);
    expect(records.records.documents).toHaveLength(1);
  });

  test('nothing to save is said, though browsers end lines in their own way', async () => {
    const { browser } = await planWorld();
    const expectedEffect = typed.expectedEffect.replaceAll('\n', '\r\n');
    const page = await browser.post(address, { ...typed, expectedEffect, next: 'compare' });
    expect([page.status, textOf(page)]).toEqual([422, expect.stringContaining('没有可保存的改动')]);
  });

  test('another’s version made meanwhile is shown with its difference; what is typed stays and goes on from theirs', async () => {
    const { records, browser } = await planWorld();
    const content = { ...contents.plan, positions: ['开屏'] };
    records.records.documents.push(aDocument({ kind: 'plan', version: 2, content }));
    const page = await browser.post(address, { ...typed, audience: '全国用户', next: 'save' });
    expect(page.status).toBe(409);
    expect(textOf(page)).toContain('此文件已有第 2 版，您的改动尚未保存');
    expect(page.body).toContain('<ins>开屏</ins>');
    expect(page.body).toContain('全国用户</textarea>');
    expect(page.body).toContain('name="version" value="2"');
    expect(records.records.documents).toHaveLength(2);
  });

  test('is for who makes the document only, while it is not settled', async () => {
    const { records, world, browser } = await planWorld();
    const assistant = visitor(world, people.assistant);
    expect((await assistant.get(`/inbox/cases/${id}`)).body).not.toContain(address);
    expect((await assistant.get(address)).status).toBe(403);
    expect((await assistant.post(address, { ...typed, next: 'save' })).status).toBe(403);
    const { task } = await openTask(records, '4');
    const accepted = aDecision({ outcome: 'accepted', at: world.now().toISOString() });
    await world.tasks.decide(task, accepted, undefined, []);
    expect((await browser.get(`/inbox/cases/${id}`)).body).not.toContain(address);
    expect((await browser.get(address)).status).toBe(409);
    expect(records.records.documents).toHaveLength(1);
  });
});
