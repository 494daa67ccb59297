import { beforeEach, describe, expect, test } from 'vitest';
import type { Customer } from '../../../functions/shared/domain/customer.ts';
import type { Person } from '../../../functions/shared/domain/person.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';
import { textOf } from '../web-inbox/visitor.ts';
import { pagesWorld, type TestPages, visitor } from './visitor.ts';

const lina = aPerson({ supervisor: 'tang.li' });
const wangfang = aPerson({ id: 'wang.fang', name: '王芳' });
const tangli = aPerson({ id: 'tang.li', name: '唐莉', roles: ['supervisor'] });
const director = aPerson({ id: 'du.wei', name: '杜伟', roles: ['director'] });
const design = aPerson({ id: 'lin.tao', name: '林涛', roles: ['design'] });

let memory: MemoryWorld;
let world: TestPages;
beforeEach(async () => {
  memory = memoryWorld();
  for (const person of [lina, wangfang, tangli, director, design]) await memory.people.put(person);
  world = pagesWorld(memory);
  // Their fifteenth working days are 23 and 25 November and 7 December; it is the morning of 23 November. The first is warned of.
  const recyclingWarning = { at: '2026-11-18T16:30:00.000Z', lastDay: '2026-11-23' };
  await held({ id: 'CU-1', name: '杭州云帆科技有限公司', createdAt: '2026-11-02T02:00:00.000Z', recyclingWarning });
  await held({ id: 'CU-2', name: '苏州晨光贸易有限公司', createdAt: '2026-11-04T02:00:00.000Z' });
  await held({ id: 'CU-3', name: '=上海海棠贸易有限公司', createdAt: '2026-11-16T02:00:00.000Z', holder: 'wang.fang' });
});

async function held(change: Partial<Customer>): Promise<void> {
  const customer = aCustomer(change);
  const pool = { owner: customer.holder, capacity: 400 };
  await memory.customers.enter(customer, [], { postings: [], turns: [], pool });
}

const path = '/inbox/customers/forecast';
const page = async (as: Person, query = '') => textOf(await visitor(world, as).get(`${path}${query}`));

describe('what returns next', () => {
  test('IN-10: a salesperson sees their own customers at once, with what is missing and the day', async () => {
    const before = structuredClone(memory.records.customers);
    const text = await page(lina);
    expect(text).toContain('现行规则：15 个工作日未联系，或 90 天未下单，提前 3 个工作日提醒');
    expect(text).toContain('2026年11月24日周二凌晨 按现行规则退回 1 个、提醒 1 个');
    expect(text).toMatch(
      /退回公海 1 杭州云帆科技有限公司 CU-1 · 未按期联系，期限 2026年11月23日周一 2026年11月24日周二/,
    );
    expect(text).toMatch(/提醒 1 苏州晨光贸易有限公司 CU-2/);
    expect(text).not.toContain('王芳');
    expect(memory.records.customers).toEqual(before);
    expect(textOf(await visitor(world, lina).get('/inbox/customers'))).toContain('回收预测');
  });

  test('IN-10: who decides about the rule sees how many each salesperson loses or keeps under other days, then whose', async () => {
    const shorter = await page(director, '?days=7&contactDays=8');
    expect(shorter).toContain(
      '按现行规则退回 2 个、提醒 1 个。按新规则退回 3 个（多退 1 个，少退 0 个，提前 0 个，推迟 1 个）',
    );
    expect(shorter).toMatch(/王芳 新规则下才会退回 1，新规则下才会提醒 1 1 个客户.*李娜 .*2 个客户/);
    const hers = await page(director, '?days=7&contactDays=8&owner=wang.fang');
    expect(hers).toMatch(/← 全部销售 王芳 1 个客户 新规则下才会退回 1 =上海海棠贸易有限公司 CU-3/);
    const longer = await page(director, '?days=7&contactDays=30&owner=li.na');
    expect(longer).toMatch(/多退 0 个，少退 2 个.*新规则下不再退回 2/);
    // tonight a shorter rule only warns, which the page says
    expect(await page(director, '?contactDays=8')).toContain('请同时看 7 天之内');
  });

  test('one that returns under both rules shows both days', async () => {
    const text = await page(director, '?days=30&contactDays=8&owner=wang.fang');
    expect(text).toMatch(/新规则下更早退回 1 .*新规则：2026年11月27日周五 现行：2026年12月8日周二/);
  });

  test('IN-8: a supervisor sees the people below them and nobody else; a department nothing at all', async () => {
    const text = await page(tangli);
    expect([text.includes('李娜'), text.includes('王芳')]).toEqual([true, false]);
    const status = async (as: Person, query: string) => (await visitor(world, as).get(`${path}${query}`)).status;
    expect(await status(tangli, '?owner=wang.fang')).toBe(403);
    expect(await status(lina, '?owner=wang.fang')).toBe(403);
    expect(await status(design, '')).toBe(403);
    expect(await status(design, '/csv')).toBe(403);
  });

  test('many salespeople go on, page by page', async () => {
    for (let count = 10; count < 45; count += 1)
      await memory.people.put(aPerson({ id: `s.${count}`, name: `销售${count}` }));
    const first = await visitor(world, director).get(`${path}?days=7&contactDays=8`);
    expect(textOf(first)).toContain('（只计本页的销售）');
    const [, next = ''] = /class="more" href="([^"]*)"/.exec(first.body) ?? [];
    const second = textOf(await visitor(world, director).get(next.replaceAll('&amp;', '&')));
    expect(second).toMatch(/王芳 新规则下才会退回 1/);
    expect(second).not.toContain('后面的销售');
  });

  test.each(['contactDays=2', 'contactDays=abc', 'orderDays=0', 'orderDays=9999', 'contactDays=1.5'])(
    'refuses %s in words, with what was typed still there',
    async (query) => {
      const answer = await visitor(world, director).get(`${path}?${query}`);
      expect(answer.status).toBe(422);
      expect(textOf(answer)).toMatch(/须为|请填写整数/);
      expect(answer.body).toContain(`value="${query.split('=')[1]}"`);
    },
  );

  test('is downloaded as a table that a spreadsheet opens and runs nothing of', async () => {
    const answer = await visitor(world, director).get(`${path}/csv?days=7&contactDays=8`);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('recycling-2026-11-30.csv');
    const [first, ...rows] = answer.body.split('\r\n');
    expect(first).toContain('\uFEFF"销售","用户名","客户编号"');
    expect(rows).toContain(
      '"王芳","wang.fang","CU-3","\'=上海海棠贸易有限公司","新规则下才会退回","","2026-11-27","未按期联系","2026-11-26"',
    );
    expect((await visitor(world, director).get(`${path}/csv?contactDays=x`)).status).toBe(303);
  });

  test('in English', async () => {
    const text = textOf(await visitor(world, director).get(`${path}?days=7&contactDays=8&lang=en`));
    expect(text).toMatch(
      /Under the other rule 3 return \(1 more, 0 kept, 0 sooner, 1 later\).*Lost under the other rule only: 1/,
    );
  });
});
