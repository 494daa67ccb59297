import { beforeEach, describe, expect, test } from 'vitest';
import { enterCustomer } from '../../../functions/customers-api/enter-customer.ts';
import { moveCustomer } from '../../../functions/customers-api/move-customer.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';
import { textOf } from '../web-inbox/visitor.ts';
import { pagesWorld, type TestPages, type Visitor, visitor } from './visitor.ts';

const lina = aPerson();
const wangfang = aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' });

const facts = {
  name: '宁波甬江重型机械制造有限公司',
  landline: '0574-8765 1234',
  fax: '0574-8765 1235',
  address: '宁波市北仑区明州路 100 号',
};
/** Another company at the same landline. */
const lookalike = {
  ...facts,
  name: '宁波晨曦绘本文化传媒有限公司',
  fax: '0574-8712 9988',
  address: '宁波市鄞州区首南路 9 号',
};
const key = 'form-1';

let memory: MemoryWorld;
let world: TestPages;
let sales: Visitor;
beforeEach(async () => {
  memory = memoryWorld();
  for (const person of [lina, wangfang]) await memory.people.put(person);
  world = pagesWorld(memory);
  sales = visitor(world, lina);
});

const enteredBy = (person: typeof lina, change: Partial<typeof facts> = {}) =>
  enterCustomer(memory, { actor: person, facts: { ...facts, ...change }, identity: freshIdentity(memory.now()) });

describe('entering a customer on its page', () => {
  test('IN-2: nobody has it: it is entered, once however often the button is pressed, and its page says so', async () => {
    const [first, second] = await Promise.all([
      sales.post('/inbox/customers/new', { key, do: 'enter', ...facts }),
      sales.post('/inbox/customers/new', { key, do: 'enter', ...facts }),
    ]);
    const third = await sales.post('/inbox/customers/new', { key, do: 'enter', ...facts });
    const { location = '' } = first.headers;
    expect([first.status, second.headers.location, third.headers.location]).toEqual([303, location, location]);
    expect((await memory.customers.pool(lina.id)).held).toBe(1);
    const page = textOf(await sales.get(location));
    expect(page).toContain('已录入');
    expect(page).toContain(facts.name);
    expect(world.failures).toEqual([]);
  });

  test('IN-1: a fact that is missing is named, and what was typed is still there', async () => {
    const answer = await sales.post('/inbox/customers/new', { key, do: 'enter', ...facts, fax: '' });
    expect(answer.status).toBe(422);
    expect(textOf(answer)).toContain('传真 ：此项必填');
    expect(answer.body).toContain(`value="${facts.name}"`);
  });

  test.each(['enter', 'check', 'apply'])('IN-1: facts that tell nothing are named at their fields: %s', async (act) => {
    const empty = { ...facts, name: '宁波有限公司', fax: '0000000', address: '宁波市北仑区' };
    const answer = await sales.post('/inbox/customers/new', { key, do: act, ...empty });
    expect(answer.status).toBe(422);
    const text = textOf(answer);
    for (const said of ['公司名称 ：这不是完整的公司名称', '传真 ：号码的数字全部相同', '经营地址 ：地址太简略']) {
      expect(text).toContain(said);
    }
    expect(answer.body).toContain('value="宁波有限公司"');
    expect(await memory.customers.pool(lina.id)).toMatchObject({ held: 0 });
  });

  test('only checking enters nothing', async () => {
    const answer = await sales.post('/inbox/customers/new', { key, do: 'check', ...facts });
    expect([answer.status, textOf(answer).includes('未发现重复，可以录入')]).toEqual([200, true]);
    expect((await memory.customers.pool(lina.id)).held).toBe(0);
  });

  test('IN-3: what is another’s is refused with its holder and what speaks for it, its numbers masked', async () => {
    await enteredBy(wangfang);
    const answer = await sales.post('/inbox/customers/new', {
      key,
      do: 'enter',
      ...facts,
      name: '宁波甬江重型机械制造',
    });
    const page = textOf(answer);
    expect(answer.status).toBe(409);
    expect(page).toContain('请把线索转交给王芳');
    expect(page).toContain('同一客户');
    expect(page).toMatch(/座机 \*{4}-\*{4} \*234/);
    expect(answer.body).toContain('value="宁波甬江重型机械制造"');
  });

  test('IN-6: odd numbers come back to be corrected or ticked, and ticked they are entered', async () => {
    const odd = { ...facts, fax: facts.landline };
    const answer = await sales.post('/inbox/customers/new', { key, do: 'enter', ...odd });
    expect(answer.status).toBe(422);
    expect(textOf(answer)).toContain('已核实：传真与座机相同');
    const again = await sales.post('/inbox/customers/new', {
      key,
      do: 'enter',
      ...odd,
      confirmed: ['landline-is-fax'],
    });
    expect(again.status).toBe(303);
    expect((await memory.customers.list({ holder: lina.id }, { limit: 9 })).items).toMatchObject([
      { confirmed: ['landline-is-fax'] },
    ]);
  });

  test('IN-4, IN-5: what may be another’s is explained first, then left to the approval group', async () => {
    await enteredBy(wangfang);
    const asked = await sales.post('/inbox/customers/new', { key, do: 'enter', ...lookalike });
    const page = textOf(asked);
    expect([asked.status, page.includes('可能是同一客户'), page.includes('提交审批组')]).toEqual([200, true, true]);
    expect((await memory.applications.list({ applicant: lina.id }, { limit: 9 })).items).toEqual([]);
    // a number that was not confirmed is asked about with all of it still there
    const unconfirmed = await sales.post('/inbox/customers/new', { key, do: 'apply', ...lookalike });
    expect(unconfirmed.status).toBe(422);
    for (const said of ['请更正，或在下方勾选', '可能是同一客户', '提交审批组']) {
      expect(textOf(unconfirmed)).toContain(said);
    }
    const applied = await sales.post('/inbox/customers/new', {
      key,
      do: 'apply',
      ...lookalike,
      confirmed: ['landline-of-another'],
    });
    const [application] = (await memory.applications.list({ applicant: lina.id }, { limit: 9 })).items;
    const address = `/inbox/applications/${application?.id}`;
    expect([applied.status, applied.headers.location]).toEqual([303, address]);
    // sent from another tab it is the same one, which says so
    const again = await sales.post('/inbox/customers/new', {
      key: 'another tab',
      do: 'apply',
      ...lookalike,
      confirmed: ['landline-of-another'],
    });
    expect(again.headers.location).toBe(`${address}?again=1`);
    expect((await memory.applications.list({ applicant: lina.id }, { limit: 9 })).items).toHaveLength(1);
    // and is taken back, by its applicant alone; pressed twice or too late its page says how it stands
    const withdrawal = `/inbox/customers/applications/${application?.id}`;
    expect((await visitor(world, wangfang).post(withdrawal, {})).status).toBe(403);
    for (const _ of [1, 2]) expect((await sales.post(withdrawal, {})).headers.location).toBe(address);
    expect((await memory.applications.get(application?.id ?? ''))?.ended).toMatchObject({ result: 'withdrawn' });
    expect((await sales.get(withdrawal)).status).toBe(404);
    expect((await sales.post('/inbox/customers/applications/A-0', {})).status).toBe(404);
  });

  test('IN-4: what is in the public pool of one’s region is picked', async () => {
    const { id } = await enteredBy(wangfang);
    await moveCustomer(memory, wangfang, { kind: 'release', id, reason: '' });
    const answer = await sales.post('/inbox/customers/new', { key, do: 'enter', ...facts });
    expect(answer.headers.location).toBe(`/inbox/customers/${id}?done=picked`);
    expect(textOf(await sales.get(answer.headers.location ?? ''))).toContain('已挑入您的仓库');
  });

  test('IN-4: what is in the public pool of another region is applied for, with the facts as they were typed', async () => {
    await memory.people.put({ ...lina, regions: ['31'] });
    const { id } = await enteredBy(wangfang);
    await moveCustomer(memory, wangfang, { kind: 'release', id, reason: '' });
    const refused = await sales.post('/inbox/customers/new', { key, do: 'enter', ...facts });
    expect([refused.status, textOf(refused).includes('属于浙江省宁波市')]).toEqual([409, true]);
    expect(refused.body).toContain(`action="/inbox/customers/${id}/transfer-in"`);
    const address = `/inbox/customers/${id}/transfer-in`;
    const shown = await sales.post(address, { do: 'show', ...facts });
    expect([shown.status, shown.body.includes(`value="${facts.landline}"`)]).toEqual([200, true]);
    const unreasoned = await sales.post(address, { key, do: 'apply', ...facts, reason: ' ' });
    expect([unreasoned.status, textOf(unreasoned).includes('申请理由 ：此项必填')]).toEqual([422, true]);
    const applied = await sales.post(address, { key, do: 'apply', ...facts, reason: '客户总部迁到上海' });
    const [application] = (await memory.applications.list({ applicant: lina.id }, { limit: 9 })).items;
    expect(application).toMatchObject({ kind: 'transfer-in', rivals: [id], reason: '客户总部迁到上海' });
    expect(applied.headers.location).toBe(`/inbox/applications/${application?.id}`);
  });

  test('IN-7: a full pool names what could be released', async () => {
    const first = await enteredBy(lina);
    // given 399 more
    for (let count = 1; count < 400; count += 1) {
      const id = `CU-${count}`;
      const customer = { ...first, id, name: `${count}`, heldSince: '2027-11-21T01:00:00.000Z' };
      await memory.customers.enter(customer, [], { postings: [], turns: [], pool: { owner: lina.id, capacity: 400 } });
    }
    const answer = await sales.post('/inbox/customers/new', {
      key,
      do: 'enter',
      ...lookalike,
      landline: '0574-87990011',
    });
    expect(answer.status).toBe(409);
    expect(textOf(answer)).toContain('您的仓库已满（400 个客户）');
    expect(textOf(answer)).toContain(facts.name);
    expect(textOf(await sales.get('/inbox/customers'))).toContain('还可容纳 0 个');
  });

  test('IN-8: who does not sell has no form; in English it is English', async () => {
    const seal = visitor(world, aPerson({ id: 'zhao.min', roles: ['seal'] }));
    expect((await seal.get('/inbox/customers/new')).status).toBe(403);
    expect(textOf(await sales.get('/inbox/customers/new?lang=en'))).toContain('Enter a customer');
  });
});
