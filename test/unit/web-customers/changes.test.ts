import { beforeEach, describe, expect, test } from 'vitest';
import { recordContact } from '../../../functions/contacts-api/record-contact.ts';
import { enterCustomer } from '../../../functions/customers-api/enter-customer.ts';
import { chinaCalendar } from '../../../functions/shared/domain/china-calendar.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';
import { textOf } from '../web-inbox/visitor.ts';
import { pagesWorld, type TestPages, type Visitor, visitor } from './visitor.ts';

const lina = aPerson();
const wangfang = aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' });
const qinyue = aPerson({ id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group'] });
const english = aPerson({ ...qinyue, id: 'amy', name: 'Amy', language: 'en' });

const facts = {
  name: '宁波甬江重型机械制造有限公司',
  landline: '0574-87651234',
  fax: '0574-87651235',
  address: '宁波市北仑区明州路 100 号',
};
const others = {
  name: '宁波晨曦绘本文化传媒有限公司',
  landline: '0574-87129987',
  fax: '0574-87129988',
  address: '宁波市鄞州区首南路 9 号',
};
/** The real numbers turn out to be another company's. */
const real = {
  ...facts,
  landline: others.landline,
  fax: others.fax,
  confirmed: ['landline-of-another', 'fax-of-another'],
};

let memory: MemoryWorld;
let world: TestPages;
let sales: Visitor;
let group: Visitor;
let id: string;
let rival: string;
beforeEach(async () => {
  memory = memoryWorld();
  for (const person of [lina, wangfang, qinyue, english]) await memory.people.put(person);
  world = pagesWorld(memory);
  sales = visitor(world, lina);
  group = visitor(world, qinyue);
  const entered = (person: typeof lina, of: typeof facts) =>
    enterCustomer(memory, { actor: person, facts: of, identity: freshIdentity(memory.now()) });
  id = (await entered(lina, facts)).id;
  memory.clock.advance(60_000);
  rival = (await entered(wangfang, others)).id;
  memory.clock.advance(60_000);
});

const at = (part: string, of = id): string => `/inbox/customers/${of}${part}`;
const form = { key: 'form-1', version: '1', do: 'correct', reason: '' };

describe('correcting facts on their page', () => {
  test('IN-1: the holder finds the form with the facts, corrects them once however often it is pressed, and sees what was there', async () => {
    expect((await sales.get(at(''))).body).toContain(`href="${at('/correction')}"`);
    const blank = await sales.get(at('/correction'));
    expect(blank.body).toContain(`value="${facts.landline}"`);
    const change = { ...form, ...facts, name: '宁波蓝海重型装备有限公司', landline: '0574-80001234' };
    const press = () => sales.post(at('/correction'), change);
    const [first, second] = [await press(), await press()];
    expect([first.headers.location, second.headers.location]).toEqual([at('?done=corrected'), at('?done=corrected')]);
    const page = textOf(await sales.get(at('?done=corrected')));
    for (const said of [
      '资料已更正',
      '曾用名 宁波甬江重型机械制造有限公司',
      '公司名称，原为：宁波甬江重型机械制造有限公司',
      '座机，原为：0574-87651234',
    ]) {
      expect(page).toContain(said);
    }
    expect(await memory.customers.get(id)).toMatchObject({ version: 2, formerNames: [facts.name] });
    // and finds it in the pool by the name it had, as the check does
    expect(textOf(await sales.get('/inbox/customers?q=甬江重型'))).toContain('宁波蓝海重型装备有限公司');
    const entry = { ...others, key: 'e-1', do: 'check', name: facts.name, address: facts.address };
    expect(textOf(await sales.post('/inbox/customers/new', entry))).toContain(`按曾用名“${facts.name}”比较`);
  });

  test('a name that was mistaken is ticked so; odd numbers and empty facts come back at their fields', async () => {
    const odd = await sales.post(at('/correction'), { ...form, ...facts, fax: facts.landline });
    expect([odd.status, textOf(odd).includes('已核实：传真与座机相同')]).toEqual([422, true]);
    const empty = await sales.post(at('/correction'), { ...form, ...facts, fax: '' });
    expect([empty.status, textOf(empty).includes('传真 ：此项必填')]).toEqual([422, true]);
    await sales.post(at('/correction'), { ...form, ...facts, name: '宁波蓝海重型装备有限公司', mistaken: 'yes' });
    expect(await memory.customers.get(id)).not.toHaveProperty('formerNames');
  });

  test('who comes too late is told so, with what was typed and the way to the facts as they are', async () => {
    await sales.post(at('/correction'), { ...form, ...facts, fax: '0574-80001234' });
    const late = await sales.post(at('/correction'), { ...form, key: 'form-2', ...facts, fax: '0574-80009999' });
    expect(late.status).toBe(412);
    expect(textOf(late)).toContain('已被更正（现为第 2 版）');
    expect(late.body).toContain('value="0574-80009999"');
  });

  test('IN-8: nobody else finds the form; who may for any pool has to say why', async () => {
    const other = visitor(world, wangfang);
    expect((await other.get(at('/correction'))).status).toBe(403);
    expect((await other.post(at('/correction'), { ...form, ...facts, fax: '0574-80001234' })).status).toBe(403);
    const unsaid = await group.post(at('/correction'), { ...form, ...facts, fax: '0574-80001234' });
    expect([unsaid.status, textOf(unsaid).includes('须写明理由')]).toEqual([422, true]);
    expect(await memory.customers.get(id)).toMatchObject(facts);
  });
});

describe('IN-6 case two, settled on the pages', () => {
  beforeEach(async () => {
    const refused = await sales.post(at('/correction'), { ...form, ...real });
    expect(refused.status).toBe(409);
    expect(textOf(refused)).toContain('已交审批组处理');
    expect(refused.body).not.toContain(rival);
  });

  test('the approval group finds what was wanted beside whose it looks like, and tells the companies apart', async () => {
    expect(textOf(await group.get(at('')))).toContain('处理更正…');
    expect(textOf(await sales.get(at('')))).toContain('等待审批组处理');
    const asked = await group.get(at('/correction'));
    expect(textOf(asked)).toContain('李娜要更正为以下资料');
    expect(textOf(asked)).toContain(others.name);
    expect(asked.body).toContain(`value="${real.landline}"`);
    expect(asked.body).toContain(`name="apart" value="${rival}"`);
    expect(await memory.customers.get(id)).toMatchObject(facts);
    const done = await group.post(at('/correction'), {
      ...form,
      ...real,
      do: 'apart',
      apart: [rival],
      reason: '两家公司同楼',
    });
    expect(done.headers.location).toBe(at('?done=corrected'));
    expect(await memory.customers.get(id)).toMatchObject({ landline: real.landline, version: 2 });
    expect(textOf(await group.get(at('')))).not.toContain('处理更正…');
  });

  test('merged into it, the other one is nothing to settle any more: its holder corrects the facts', async () => {
    await group.post(at('/merge', rival), { key: 'm-1', into: id, reason: '同一家公司' });
    expect(textOf(await sales.get(at('')))).not.toContain('等待审批组处理');
    const { confirmed: _, ...asked } = real;
    const done = await sales.post(at('/correction'), { ...form, ...asked });
    expect(done.headers.location).toBe(at('?done=corrected'));
    expect(await memory.customers.get(id)).toMatchObject({ landline: real.landline, version: 2 });
  });

  test('only pressing the button that says so tells them apart, and nobody does for a customer of their own', async () => {
    const plain = await group.post(at('/correction'), { ...form, ...real, apart: [rival], reason: '已核对' });
    expect(plain.status).toBe(409);
    expect(plain.body).toContain(`name="apart" value="${rival}"`);
    const own = await sales.post(at('/correction'), { ...form, ...real, do: 'apart', apart: [rival] });
    expect(own.status).toBe(403);
    expect(await memory.customers.get(id)).toMatchObject(facts);
  });
});

describe('merging on the pages', () => {
  const look = async (visitorOf = group) => textOf(await visitorOf.get(at('/lookalikes')));
  beforeEach(async () => {
    const apart = { ...form, ...real, do: 'apart', apart: [rival], reason: '核实号码' };
    expect((await group.post(at('/correction'), apart)).status).toBe(303);
  });

  test('IN-5: lookalikes side by side with what speaks for them, for the approval group only, in both languages', async () => {
    const page = await look();
    for (const said of ['可能是同一家公司的客户', others.name, others.landline, '王芳', '把它合并到本客户…']) {
      expect(page).toContain(said);
    }
    expect(textOf(await visitor(world, english).get(at('/lookalikes')))).toContain('Merge it into this one…');
    expect((await sales.get(at('/lookalikes'))).status).toBe(403);
    expect((await sales.get(at(`/merge?into=${rival}`))).status).toBe(403);
  });

  test('a page says what will happen and changes nothing; its button merges, once, and leads to the survivor', async () => {
    const entry = { kind: 'visit', note: '上门拜访' } as const;
    const contact = { entry, identity: freshIdentity(memory.now()) };
    await recordContact({ ...memory, calendar: chinaCalendar }, wangfang, rival, contact);
    const confirm = await group.get(at(`/merge?into=${id}`, rival));
    const said = textOf(confirm);
    for (const words of ['合并后', '王芳的仓库少一个客户', '仍由李娜归属', '合并不能撤销', '反过来'])
      expect(said).toContain(words);
    expect(await memory.customers.get(rival)).not.toHaveProperty('mergedInto');
    const unsaid = await group.post(at('/merge', rival), { key: 'm-0', into: id, reason: ' ' });
    expect([unsaid.status, textOf(unsaid).includes('请写明理由')]).toEqual([422, true]);
    const press = () => group.post(at('/merge', rival), { key: 'm-1', into: id, reason: '同一家公司' });
    const [first, second] = [await press(), await press()];
    expect([first.headers.location, second.headers.location]).toEqual([at('?done=merged'), at('?done=merged')]);
    expect((await memory.customers.pool(wangfang.id)).held).toBe(0);
    const survivor = textOf(await group.get(at('?done=merged')));
    for (const words of ['已合并', `已并入的客户 ${rival}`, `${rival} → ${id}`, '上门拜访'])
      expect(survivor).toContain(words);
    expect(await look()).toContain('没有其他客户与它相同或相近');
  });

  test('the merged customer’s page says where it went, and offers nothing to do', async () => {
    await group.post(at('/merge', rival), { key: 'm-1', into: id, reason: '同一家公司' });
    const merged = await visitor(world, wangfang).get(at('', rival));
    expect(merged.status).toBe(200);
    expect(textOf(merged)).toContain('合并到');
    expect(merged.body).toContain(`href="${at('')}"`);
    for (const form of ['/release', '/transfer', '/contacts', '/correction']) {
      expect(merged.body).not.toContain(`${at(form, rival)}"`);
    }
    const late = await visitor(world, wangfang).post(at('/release', rival), { key: 'r-1', reason: '' });
    expect([late.status, textOf(late).includes(`已合并到 ${id}`)]).toEqual([409, true]);
    const again = await group.get(at(`/merge?into=${id}`, rival));
    expect(again.status).toBe(409);
    expect(world.failures).toEqual([]);
  });
});
