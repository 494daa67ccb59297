import { describe, expect, test } from 'vitest';
import { enterCustomer } from '../../../functions/customers-api/enter-customer.ts';
import { mergeOf } from '../../../functions/shared/domain/customer-merge.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { contents, openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aCase, aCustomer, aDocument } from '../../support/builders.ts';
import { inboxWorld, textOf, visitor } from './visitor.ts';

const id = aCase().id;

/** What a salesperson types to open a case with a new customer. */
const typed = {
  key: 'form-1',
  customer: 'new',
  'customer.name': '宁波远航贸易有限公司',
  'customer.landline': '0574-87654321',
  'customer.fax': '0574-87654322',
  'customer.address': '宁波市鄞州区中兴路 8 号',
  'contact.name': '林悦',
  'contact.email': 'lin.yue@customer.example',
  'contact.language': 'en',
  title: '春季推广',
  assistant: 'zhang.wei',
  'settings.maxTurns': '3',
};

async function casesWorld() {
  const records = await worldWithCase(['plan', 'quote']);
  return { records, world: inboxWorld(records) };
}

/** The value of a field in a page's form. */
function fieldIn(body: string, name: string): string | undefined {
  return new RegExp(`<input [^>]*name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1];
}

describe('the cases', () => {
  test('of a salesperson say where each stands', async () => {
    const { records, world } = await casesWorld();
    await openTask(records, '3');
    const text = textOf(await visitor(world, people.sales).get('/inbox/cases'));
    expect(text).toMatch(/我的项目.*冬季推广.*杭州云帆科技有限公司.*李娜.*进行中.*3 发布报价/);
    const none = await visitor(world, people.sales).get('/inbox/cases?status=LOST');
    expect(textOf(none)).toContain('没有这种状态的项目');
  });

  test('of a customer that was merged say who it is by now', async () => {
    const { records, world } = await casesWorld();
    const merged = aCustomer();
    const survivor = aCustomer({ id: 'CU-0002', name: '杭州云帆数字科技有限公司' });
    for (const customer of [merged, survivor]) await records.customers.enter(customer, []);
    const by = { by: 'qin.yue', at: records.now().toISOString(), reason: '同一家公司' };
    await records.customers.merge(mergeOf(merged, survivor, by));
    const text = textOf(await visitor(world, people.sales).get(`/inbox/cases/${id}`));
    expect(text).toContain('客户 杭州云帆科技有限公司 客户现为 杭州云帆数字科技有限公司 · CU-0002');
  });

  test('of somebody without a part in any are none, and stay closed', async () => {
    const { world } = await casesWorld();
    const browser = visitor(world, people.publishing);
    expect(textOf(await browser.get('/inbox/cases'))).toContain('还没有与您有关的项目');
    expect((await browser.get(`/inbox/cases/${id}`)).status).toBe(403);
    expect((await browser.get(`/inbox/cases/${id}/documents/plan`)).status).toBe(403);
    expect((await browser.get('/inbox/cases/AD-1')).status).toBe(404);
  });

  test.each([
    [{ why: 'from-other-person' }, '处理未被接受 · 6 审核合同：发件人不是本人'],
    [{ why: 'dkim-unaligned' }, '：邮件未通过发件人验证（DMARC、SPF、DKIM）'],
    [{ why: 'DutiesSeparated', rule: 'own-work' }, '：职责分离，不得由其决定'],
    [{ why: 'LinkDead', link: 'superseded' }, '：任务已重新下达，旧链接或旧邮件失效'],
    [{ why: 'SomethingNew' }, '：SomethingNew'],
  ])('say why an attempt was refused: %j', async (detail, words) => {
    const { records, world } = await casesWorld();
    const fact = newFact({ caseId: id, step: '6', type: 'task.refused-attempt', detail }, records.now());
    await records.cases.record(fact);
    expect(textOf(await visitor(world, people.sales).get(`/inbox/cases/${id}`))).toContain(words);
  });

  test('each show what is to be done, the documents, and what happened, the latest first', async () => {
    const { records, world } = await casesWorld();
    const { task } = await openTask(records, '3');
    records.clock.advance(60_000);
    await visitor(world, people.sales).post(`/inbox/tasks/${task.id}`, { outcome: 'done' });
    const fact = newFact(
      { caseId: id, type: 'task.refused-attempt', by: 'wu.di', via: 'link', step: '3' },
      world.now(),
    );
    await world.cases.record(fact);
    const text = textOf(await visitor(world, people.assistant).get(`/inbox/cases/${id}`));
    expect(text).toMatch(/现在要做的.*发布报价.*推广方案 · 第 1 版.*经过.*吴迪 · 邮件链接.*任务下达 · 3 发布报价/);
  });

  test('show every version of a document with what it changed', async () => {
    const { records, world } = await casesWorld();
    const content = { ...contents.plan, audience: '全国用户' };
    records.records.documents.push(aDocument({ kind: 'plan', version: 2, content }));
    const browser = visitor(world, people.sales);
    expect((await browser.get(`/inbox/cases/${id}`)).body).toContain(`/inbox/cases/${id}/documents/plan`);
    const page = await browser.get(`/inbox/cases/${id}/documents/plan`);
    expect(page.body).toContain('<ins><span class="said">全国用户</span></ins>');
    expect((await browser.get(`/inbox/cases/${id}/documents/order`)).status).toBe(404);
    expect((await browser.get(`/inbox/cases/${id}/documents/constructor`)).status).toBe(404);
  });
});

describe('cancelling a case', () => {
  const address = `/inbox/cases/${id}/cancellation`;

  test('asks for a reason first, then stops everything, once', async () => {
    const { records, world } = await casesWorld();
    const { task } = await openTask(records, '3');
    const browser = visitor(world, people.sales);
    expect(textOf(await browser.get(address))).toContain('取消后不能恢复');
    const without = await browser.post(address, { reason: ' ' });
    expect([without.status, textOf(without)]).toEqual([422, expect.stringContaining('请填写取消的原因')]);
    const presses = [
      await browser.post(address, { reason: '客户停业' }),
      await browser.post(address, { reason: '客户停业' }),
    ];
    expect(presses.map(({ headers }) => headers.location)).toEqual([`/inbox/cases/${id}`, `/inbox/cases/${id}`]);
    expect(await world.cases.get(id)).toMatchObject({ status: 'CANCELLED', endReason: '客户停业' });
    expect((await world.tasks.get(task.id))?.status).toBe('CANCELLED');
    expect((await world.cases.factsSince(id, '2026')).filter(({ type }) => type === 'case.cancelled')).toMatchObject([
      { by: 'li.na', via: 'inbox' },
    ]);
    expect((await browser.get(address)).headers.location).toBe(`/inbox/cases/${id}`);
  });

  test('keeps the reason while the language changes', async () => {
    const { world } = await casesWorld();
    const page = await visitor(world, people.sales).post(`${address}?lang=en`, { reason: '客户停业', do: 'show' });
    expect(page.body).toMatch(/<html lang="en">[\s\S]*客户停业<\/textarea>/);
    expect((await world.cases.get(id))?.status).toBe('RUNNING');
  });

  test('is for its salesperson and managers only', async () => {
    const { world } = await casesWorld();
    const browser = visitor(world, people.assistant);
    expect((await browser.get(`/inbox/cases/${id}`)).body).not.toContain('/cancellation');
    expect((await browser.get(address)).status).toBe(403);
    expect((await browser.post(address, { reason: '客户停业' })).status).toBe(403);
    expect((await world.cases.get(id))?.status).toBe('RUNNING');
  });
});

describe('opening a case', () => {
  const address = '/inbox/cases/new';

  test('enters the customer and starts one case, however often the button is pressed', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.sales);
    const form = { ...typed, key: fieldIn((await browser.get(address)).body, 'key') ?? '' };
    const presses = await Promise.all([browser.post(address, form), browser.post(address, form)]);
    const [first = '', second = ''] = presses.map(({ headers }) => headers.location);
    expect(first).toMatch(/^\/inbox\/cases\/AD-20261123-\w{6}$/);
    expect((await browser.post(address, form)).headers.location).toBe(first);
    expect([first, '/inbox/cases']).toContain(second);
    const opened = [...records.records.cases.values()].filter(({ title }) => title === '春季推广');
    expect(opened).toMatchObject([
      {
        status: 'STARTING',
        customerName: '宁波远航贸易有限公司',
        contact: { name: '林悦', language: 'en' },
        sales: 'li.na',
        assistant: 'zhang.wei',
        settings: { maxTurns: 3 },
      },
    ]);
    expect((await world.cases.factsSince(opened[0]?.id ?? '', '2026')).map(({ via }) => via)).toEqual(['inbox']);
  });

  test('AD-4: takes how soon it is wanted and what publication waits for, which the case then shows', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.sales);
    const offered = (await browser.get(address)).body;
    expect(offered).toContain('<option value="normal" selected>普通</option>');
    expect(offered).toContain('<option value="none" selected>不等待</option>');
    const wanted = { 'settings.priority': 'urgent', 'settings.publicationGate': 'paid' };
    const { headers } = await browser.post(address, { ...typed, ...wanted });
    const opened = [...records.records.cases.values()].find(({ title }) => title === '春季推广');
    expect(opened?.settings).toEqual({ maxTurns: 3, priority: 'urgent', publicationGate: 'paid' });
    const shown = textOf(await browser.get(headers.location ?? ''));
    expect(shown).toMatch(/优先级 加急.*发布广告须等待 款项到账后/);
    const unknown = await browser.post(address, { ...typed, key: 'form-9', 'settings.publicationGate': 'moon' });
    expect([unknown.status, unknown.body]).toEqual([422, expect.stringContaining('#f-settings.publicationGate')]);
  });

  test('says field by field what is missing, and enters nothing before all of it is right', async () => {
    const { records, world } = await casesWorld();
    const form = { ...typed, 'customer.fax': '', 'contact.email': 'lin.yue', assistant: '', 'settings.maxTurns': '99' };
    const answer = await visitor(world, people.sales).post(address, form);
    expect(answer.status).toBe(422);
    for (const name of ['customer.fax', 'contact.email', 'assistant', 'settings.maxTurns']) {
      expect(answer.body).toContain(`<a href="#f-${name}">`);
      expect(answer.body).toContain(`id="f-${name}-error"`);
    }
    expect(fieldIn(answer.body, 'customer.name')).toBe('宁波远航贸易有限公司');
    expect(records.records.customers.size).toBe(0);
  });

  test('names whose customer it is already, and enters nothing', async () => {
    const { records, world } = await casesWorld();
    const { id: _, holder, createdAt, ...facts } = aCustomer({ name: typed['customer.name'] });
    expect([holder, createdAt]).not.toContain(undefined);
    const other = { ...people.sales, id: 'wang.fang', name: '王芳' };
    await world.people.put(other);
    await enterCustomer(world, { actor: other, facts, identity: freshIdentity(world.now()) });
    const answer = await visitor(world, people.sales).post(address, typed);
    expect([answer.status, textOf(answer)]).toEqual([409, expect.stringContaining('请把线索转交给王芳')]);
    expect(answer.body).toContain('id="f-customer.name-error"');
    expect(records.records.customers.size).toBe(1);
  });

  test('IN-6: asks to confirm numbers that look odd, and takes them when the form is sent again', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.sales);
    const odd = { ...typed, 'customer.fax': typed['customer.landline'] };
    const asked = await browser.post(address, odd);
    expect([asked.status, textOf(asked)]).toEqual([422, expect.stringContaining('直接再次提交')]);
    expect(asked.body).toContain('id="f-customer.fax-error"');
    expect(records.records.customers.size).toBe(0);
    const confirmed = /name="confirmed" value="([^"]*)"/.exec(asked.body)?.[1] ?? '';
    expect((await browser.post(address, { ...odd, confirmed })).status).toBe(303);
    expect([...records.records.customers.values()]).toMatchObject([{ confirmed: ['landline-is-fax'] }]);
  });

  test('IN-4: leaves what may be another’s to the approval group, and says so', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.sales);
    const { id: _, holder, createdAt, ...facts } = aCustomer({ landline: typed['customer.landline'] });
    expect([holder, createdAt]).not.toContain(undefined);
    const other = { ...people.sales, id: 'wang.fang', name: '王芳' };
    await enterCustomer(world, { actor: other, facts, identity: freshIdentity(world.now()) });
    const left = await browser.post(address, { ...typed, confirmed: 'landline-of-another' });
    expect([left.status, textOf(left)]).toEqual([409, expect.stringContaining('已提交审批组决定')]);
    expect(records.records.customers.size).toBe(1);
    const { items } = await records.applications.list({ status: 'OPEN' }, { limit: 9 });
    expect(items).toMatchObject([{ applicant: people.sales.id, confirmed: ['landline-of-another'] }]);
    expect(left.body).toContain(`href="/inbox/applications/${items[0]?.id}"`);
  });

  test('takes the customer that is in one’s own pool already', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.sales);
    await browser.post(address, typed);
    const again = await browser.post(address, { ...typed, key: 'form-2', title: '秋季推广' });
    expect([again.status, textOf(again)]).toEqual([409, expect.stringContaining('请直接使用该客户')]);
    const customerId = fieldIn(again.body, 'customerId') ?? '';
    const opened = await browser.post(address, {
      ...typed,
      key: 'form-2',
      title: '秋季推广',
      customer: 'known',
      customerId,
    });
    expect(opened.status).toBe(303);
    expect(records.records.customers.size).toBe(1);
    const offered = await browser.get(address);
    expect(offered.body).toContain(`<option value="${customerId}">宁波远航贸易有限公司</option>`);
  });

  test('keeps a customer that was entered when the case could not be opened', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.sales);
    const refused = await browser.post(address, { ...typed, assistant: 'wu.di' });
    expect(refused.status).toBe(422);
    const customerId = fieldIn(refused.body, 'customerId') ?? '';
    expect([...records.records.customers.keys()]).toEqual([customerId]);
    expect(refused.body).toMatch(/id="customer-known"[^>]* checked/);
    const opened = await browser.post(address, { ...typed, customer: 'known', customerId });
    expect(opened.headers.location).toMatch(/^\/inbox\/cases\/AD-/);
  });

  test('lets a manager open one for a salesperson, and nobody else', async () => {
    const { world } = await casesWorld();
    await visitor(world, people.sales).post(address, typed);
    const customerId = [...(await casesOfSales(world))].map(({ customerId: each }) => each).at(0) ?? '';
    const manager = visitor(world, people.manager);
    const form = { ...typed, key: 'form-3', customer: 'known', customerId, sales: 'li.na', title: '经理代建' };
    expect((await manager.get(address)).body).not.toContain('id="customer-new"');
    expect((await manager.post(address, form)).status).toBe(303);
    expect((await visitor(world, people.assistant).post(address, form)).status).toBe(403);
  });
});

async function casesOfSales({ cases }: ReturnType<typeof inboxWorld>) {
  return (await cases.list({ sales: 'li.na' }, { limit: 10 })).items;
}

describe('the customer’s contact', () => {
  const corrected = { name: '陈明', email: ' chen.ming@right.example ', language: 'en' };

  test('is corrected by the salesperson, on a page that shows it as it is', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.sales);
    expect((await browser.get(`/inbox/cases/${id}`)).body).toContain(`href="/inbox/cases/${id}/contact"`);
    const page = await browser.get(`/inbox/cases/${id}/contact`);
    expect([fieldIn(page.body, 'name'), fieldIn(page.body, 'email')]).toEqual([
      aCase().contact.name,
      aCase().contact.email,
    ]);
    const answer = await browser.post(`/inbox/cases/${id}/contact`, corrected);
    expect(answer.headers.location).toBe(`/inbox/cases/${id}`);
    expect((await records.cases.get(id))?.contact).toEqual({ ...corrected, email: 'chen.ming@right.example' });
    const text = textOf(await browser.get(`/inbox/cases/${id}`));
    expect(text).toContain('陈明 · chen.ming@right.example');
    expect(text).toContain('客户联系人更正：姓名、邮箱、语言');
  });

  test('that is none is shown again with what was typed and what is wrong', async () => {
    const { records, world } = await casesWorld();
    const browser = visitor(world, people.assistant);
    const answer = await browser.post(`/inbox/cases/${id}/contact`, { ...corrected, email: 'chen.ming' });
    expect([answer.status, fieldIn(answer.body, 'email')]).toEqual([422, 'chen.ming']);
    expect(textOf(answer)).toContain('须为有效的邮箱地址');
    expect((await records.cases.get(id))?.contact).toEqual(aCase().contact);
    // another language keeps what was typed
    const again = await browser.post(`/inbox/cases/${id}/contact`, {
      ...corrected,
      email: 'chen.ming',
      do: 'language',
    });
    expect([again.status, fieldIn(again.body, 'email')]).toEqual([200, 'chen.ming']);
  });

  test('is not a manager’s to correct, nor anybody’s once the case has ended', async () => {
    const { records, world } = await casesWorld();
    const manager = visitor(world, people.manager);
    expect((await manager.get(`/inbox/cases/${id}`)).body).not.toContain(`/inbox/cases/${id}/contact`);
    expect((await manager.get(`/inbox/cases/${id}/contact`)).status).toBe(403);
    expect((await manager.post(`/inbox/cases/${id}/contact`, corrected)).status).toBe(403);
    records.records.cases.set(id, aCase({ status: 'PUBLISHED' }));
    const sales = visitor(world, people.sales);
    expect((await sales.get(`/inbox/cases/${id}/contact`)).headers.location).toBe(`/inbox/cases/${id}`);
    expect((await sales.post(`/inbox/cases/${id}/contact`, corrected)).status).toBe(409);
  });
});
