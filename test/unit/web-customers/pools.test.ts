import { beforeEach, describe, expect, test } from 'vitest';
import type { Customer } from '../../../functions/shared/domain/customer.ts';
import { PUBLIC_POOL } from '../../../functions/shared/domain/pools.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';
import { textOf } from '../web-inbox/visitor.ts';
import { pagesWorld, type TestPages, type Visitor, visitor } from './visitor.ts';

const lina = aPerson({ supervisor: 'tang.li' });
const wangfang = aPerson({ id: 'wang.fang', name: '王芳' });
const tangli = aPerson({ id: 'tang.li', name: '唐莉', roles: ['supervisor'] });
const manager = aPerson({ id: 'chen.jie', name: '陈杰', roles: ['sales-manager'] });
const approver = aPerson({ id: 'qin.yue', name: '秦月', roles: ['approval-group'] });
const id = 'CU-0001';
const address = `/inbox/customers/${id}`;
const key = 'form-1';
/** What the customer confirmed. */
const { name, landline, fax, address: at } = aCustomer();
const typed = { name, landline, fax, address: at };

let memory: MemoryWorld;
let world: TestPages;
let sales: Visitor;
beforeEach(async () => {
  memory = memoryWorld();
  for (const person of [lina, wangfang, tangli, manager, approver]) await memory.people.put(person);
  world = pagesWorld(memory);
  sales = visitor(world, lina);
  await held({});
});

/** A customer in the pool of its holder. */
async function held(change: Partial<Customer>): Promise<void> {
  const customer = aCustomer({ createdAt: memory.now().toISOString(), ...change });
  const pool = { owner: customer.holder, capacity: 400 };
  await memory.customers.enter(customer, [], { postings: [], turns: [], pool });
}

const holderOf = async (): Promise<string | undefined> => (await memory.customers.get(id))?.holder;
const release = () => sales.post(`${address}/release`, { key: 'given up', reason: '' });

describe('the pool on its page', () => {
  test('IN-7, IN-10: capacity, and the customers by when they return, those warned first', async () => {
    const at = memory.now().toISOString();
    await held({ id: 'CU-0002', name: '杭州先到期有限公司', heldSince: '2026-11-02T01:00:00.000Z' });
    const recyclingWarning = { at, lastDay: '2026-12-14' };
    await held({ id: 'CU-0003', name: '杭州已提醒有限公司', recyclingWarning });
    const page = textOf(await sales.get('/inbox/customers'));
    expect(page).toContain('已有 3 个客户，还可容纳 397 个（上限 400）');
    expect(page.match(/CU-\d+/g)).toEqual(['CU-0003', 'CU-0002', 'CU-0001']);
    expect(page).toMatch(/已提醒 CU-0003 .*? 22 天后退回公海 2026年12月14日周一前须联系/);
  });

  test('a customer is found by a part of its name, however wide its letters', async () => {
    await held({ id: 'CU-0002', name: '上海ＡＢＣ贸易有限公司' });
    const found = textOf(await sales.get(`/inbox/customers?q=${encodeURIComponent('abc 贸易')}`));
    expect([found.includes('CU-0002'), found.includes('CU-0001')]).toEqual([true, false]);
    expect(textOf(await sales.get('/inbox/customers?q=none'))).toContain('没有找到这个名称的客户');
  });

  test('a pool of more than a page goes on', async () => {
    for (let count = 2; count <= 31; count += 1) await held({ id: `CU-1${count}`, name: `客户${count}` });
    const first = await sales.get('/inbox/customers?q=');
    const [, next = ''] = /class="more" href="([^"]*)"/.exec(first.body) ?? [];
    const second = await sales.get(next.replaceAll('&amp;', '&'));
    const items = (body: string) => body.match(/<li class="item/g)?.length;
    expect([items(first.body), items(second.body)]).toEqual([30, 1]);
  });

  test('IN-8: a supervisor sees the pools of their people, and nobody else’s', async () => {
    const supervisor = visitor(world, tangli);
    const own = textOf(await supervisor.get('/inbox/customers'));
    expect([own.includes('李娜'), own.includes('王芳')]).toEqual([true, false]);
    expect(textOf(await supervisor.get(`/inbox/customers?owner=${lina.id}`))).toContain('李娜的仓库');
    expect((await supervisor.get(`/inbox/customers?owner=${wangfang.id}`)).status).toBe(403);
    // with how often they were in contact
    await sales.post(`${address}/contacts`, { key, kind: 'call', at: '', note: '' });
    const theirs = textOf(await supervisor.get(`/inbox/customers?owner=${lina.id}`));
    expect(theirs).toContain('最近 30 天联系 1 次：电话 1');
    // and a customer's page without anything to do
    const page = await supervisor.get(address);
    expect([page.status, page.body.includes(`action="${address}`)]).toEqual([200, false]);
  });
});

describe('the public pool on its page', () => {
  test('IN-4: by name and region, one’s own regions first', async () => {
    await release();
    await held({
      id: 'CU-0002',
      name: '苏州远山贸易有限公司',
      address: '苏州市姑苏区干将路 1 号',
      holder: PUBLIC_POOL,
    });
    await memory.people.put({ ...lina, regions: ['33'] });
    const shown = async (query: string) => {
      const page = textOf(await sales.get(`/inbox/customers/public${query}`));
      return ['CU-0001', 'CU-0002'].filter((each) => page.includes(each));
    };
    expect(await shown('')).toEqual(['CU-0001']);
    expect(await shown(`?region=${encodeURIComponent('全部')}`)).toEqual(['CU-0001', 'CU-0002']);
    expect(await shown(`?region=${encodeURIComponent('江苏')}`)).toEqual(['CU-0002']);
    expect(await shown(`?region=${encodeURIComponent('全部')}&q=${encodeURIComponent('远山')}`)).toEqual(['CU-0002']);
    const unknown = textOf(await sales.get(`/inbox/customers/public?region=${encodeURIComponent('乌有')}`));
    expect(unknown).toContain('没有「乌有」这个省或市');
  });

  test('IN-4: a colleague claims a customer; who gave it up is told from when they may', async () => {
    await release();
    expect(textOf(await sales.get(address))).toContain('之后才能再挑入');
    const refused = await sales.post(`${address}/claim`, { key });
    expect([refused.status, textOf(refused).includes('之前不能再挑入')]).toEqual([409, true]);
    const colleague = visitor(world, wangfang);
    const claimed = await colleague.post(`${address}/claim`, { key });
    const again = await colleague.post(`${address}/claim`, { key });
    expect([claimed.headers.location, again.headers.location]).toEqual([
      `${address}?done=claimed`,
      `${address}?done=claimed`,
    ]);
    expect(await holderOf()).toBe(wangfang.id);
    expect(textOf(await colleague.get(`${address}?done=claimed`))).toContain('已挑入您的仓库');
    // whoever else had the page open reads that it is gone, though the record is hidden from them now
    const late = await sales.post(`${address}/claim`, { key: 'late' });
    expect([late.status, textOf(late).includes('该客户已不在公海')]).toEqual([409, true]);
  });

  test('IN-7: claimed into a full pool it is refused, with what could be released', async () => {
    await release();
    for (let count = 1; count <= 400; count += 1)
      await held({ id: `CU-9${count}`, holder: wangfang.id, name: `客户${count}` });
    const refused = await visitor(world, wangfang).post(`${address}/claim`, { key });
    expect(refused.status).toBe(409);
    expect(textOf(refused)).toMatch(/您的仓库已满（400 个客户）.*可以考虑释放： 客户\d+ · 22 天后退回公海/);
  });

  test('IN-4: who claimed twenty today is told to come back tomorrow', async () => {
    for (let count = 1; count <= 21; count += 1) await held({ id: `CU-8${count}`, holder: PUBLIC_POOL });
    const claim = (count: number) => sales.post(`/inbox/customers/CU-8${count}/claim`, { key: `${count}` });
    for (let count = 1; count <= 20; count += 1) expect((await claim(count)).status).toBe(303);
    const refused = await claim(21);
    expect([refused.status, textOf(refused).includes('每天最多挑入 20 个客户')]).toEqual([409, true]);
    expect(textOf(await sales.get('/inbox/customers/public'))).toContain('您的仓库已有 21 / 400 个客户');
  });

  test('IN-4: one of another region is applied for, not claimed', async () => {
    await release();
    await memory.people.put({ ...wangfang, regions: ['31'] });
    const colleague = visitor(world, wangfang);
    const page = await colleague.get(address);
    expect([page.body.includes(`${address}/transfer-in`), page.body.includes(`${address}/claim`)]).toEqual([
      true,
      false,
    ]);
    const refused = await colleague.post(`${address}/claim`, { key });
    expect([refused.status, textOf(refused).includes('属于浙江省杭州市')]).toEqual([409, true]);
  });

  test('IN-4: one that was applied for says so to its applicant, and to others that somebody does', async () => {
    await release();
    for (const person of [wangfang, manager]) await memory.people.put({ ...person, roles: ['sales'], regions: ['31'] });
    const [first, second] = [wangfang, manager].map((person) => visitor(world, { ...person, roles: ['sales'] }));
    await first?.post(`${address}/transfer-in`, { key, do: 'apply', ...typed, reason: '总部在上海' });
    const [application] = (await memory.applications.list({ applicant: wangfang.id }, { limit: 9 })).items;
    const [own, other] = [await first?.get(address), await second?.get(address)];
    expect(own?.body).toContain(`href="/inbox/applications/${application?.id}"`);
    expect(own?.body).not.toContain(`${address}/transfer-in`);
    expect(other?.body).toContain(`${address}/transfer-in`);
    expect(other?.body).toContain('另有 1 人在申请调入，一个通过，其余即结束。');
  });

  test('IN-8: who neither picks nor sees everything is kept out', async () => {
    expect((await visitor(world, tangli).get('/inbox/customers/public')).status).toBe(403);
    expect((await visitor(world, manager).get('/inbox/customers/public')).status).toBe(200);
    const asPrivate = await sales.get('/inbox/customers?owner=%23public');
    expect(asPrivate.headers.location).toBe('/inbox/customers/public');
    const seal = visitor(world, aPerson({ id: 'zhao.min', roles: ['seal'] }));
    expect((await seal.get('/inbox/customers')).status).toBe(403);
  });
});

describe('a customer on its page', () => {
  test('IN-10: its holder records a contact, which moves the day it returns', async () => {
    const before = textOf(await sales.get(address));
    memory.clock.advance(3 * 24 * 60 * 60 * 1000);
    const refused = await sales.post(`${address}/contacts`, {
      key,
      kind: 'call',
      at: '2020-01-01T09:00',
      note: '回访',
    });
    expect([refused.status, refused.body.includes('回访')]).toEqual([422, true]);
    const malformed = await sales.post(`${address}/contacts`, { key, kind: 'call', at: 'soon', note: '' });
    expect([malformed.status, textOf(malformed).includes('时间：')]).toEqual([422, true]);
    const recorded = await sales.post(`${address}/contacts`, { key, kind: 'visit', at: '', note: '上门演示' });
    expect(recorded.headers.location).toBe(`${address}?done=contacted`);
    const after = textOf(await sales.get(address));
    expect(after).toContain('拜访： 上门演示');
    const returns = (page: string) => /退回公海 (\S+)/.exec(page)?.[1];
    expect(returns(after)).not.toBe(returns(before));
  });

  test('released it is seen by every salesperson, with its move and its commission', async () => {
    const released = await sales.post(`${address}/release`, { key, reason: '客户歇业' });
    expect(released.headers.location).toBe(`${address}?done=released`);
    const page = textOf(await visitor(world, wangfang).get(address));
    expect(page).toMatch(/释放到公海：李娜 → 公海 客户歇业/);
    expect(page).toContain('提成归属');
  });

  test('IN-8: its holder transfers it to a colleague and sees it no more', async () => {
    const missing = await sales.post(`${address}/transfer`, { key, to: '', reason: '换区' });
    expect([missing.status, missing.body.includes('换区')]).toEqual([422, true]);
    const moved = await sales.post(`${address}/transfer`, { key, to: wangfang.id, reason: '换区' });
    expect([moved.headers.location, await holderOf()]).toEqual(['/inbox/customers?done=transferred', wangfang.id]);
    expect((await sales.get(address)).status).toBe(403);
  });

  test('IN-9: the approval group reverses an illegal entry; nobody else has the form', async () => {
    expect((await sales.get(address)).body).not.toContain(`${address}/reversal`);
    const group = visitor(world, approver);
    expect((await group.get(address)).body).toContain(`${address}/reversal`);
    const reversed = await group.post(`${address}/reversal`, { key, to: wangfang.id, reason: '原属王芳' });
    expect([reversed.status, await holderOf()]).toEqual([303, wangfang.id]);
    expect(textOf(await group.get(address))).toMatch(/王芳：违规录入被撤销后归还/);
  });

  test('a form’s address opened anew leads to the customer; what is no address is 404', async () => {
    expect((await sales.get(`${address}/release`)).headers.location).toBe(address);
    expect((await sales.get('/inbox/customers/CU-none')).status).toBe(404);
    expect((await sales.get(`${address}/nothing`)).status).toBe(404);
    expect((await sales.post('/inbox/customers/public', { key })).status).toBe(404);
  });
});
