import { beforeEach, describe, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, manager, stamper, wangfang } from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
});

const facts = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};
const others = {
  name: '苏州晨光贸易有限公司',
  landline: '0512-61234567',
  fax: '0512-61234568',
  address: '苏州市姑苏区干将路 1 号',
};

describe('POST /customers', () => {
  test('IN-2: a customer nobody has goes into the salesperson’s pool', async () => {
    const answer = await client('POST /customers', { as: lina, body: facts });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...facts,
      id: expect.stringMatching(/^C-[0-9A-HJKMNP-TV-Z]{10}$/),
      holder: 'li.na',
      createdAt: '2026-11-23T02:00:00.000Z',
      region: '3301',
      commission: { claimant: 'li.na', since: '2026-11-23T02:00:00.000Z', why: 'entry' },
    });
    expect(answer.headers.location).toBe(`/customers/${answer.body.id}`);
  });

  test.each(['name', 'landline', 'fax', 'address'])('IN-1: without %s it is refused, naming it', async (missing) => {
    for (const change of [{ [missing]: undefined }, { [missing]: '   ' }]) {
      const answer = await client('POST /customers', { as: lina, body: { ...facts, ...change } });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `/${missing}` }] } });
    }
    expect(world.records.customers.size).toBe(0);
  });

  test.each([
    ['landline', '没有座机号', '须为电话号码，至少 5 位数字，例如 0571-87654321。'],
    ['landline', '5.71865E+10', '须为电话号码，至少 5 位数字，例如 0571-87654321。'],
    ['fax', 'abcdefg', '须为电话号码，至少 5 位数字，例如 0571-87654321。'],
    ['name', '。。12345', '须为名称，不能只有数字或符号。'],
  ])('IN-1: a %s that reads %s is no such fact, and refused', async (field, value, detail) => {
    const answer = await client('POST /customers', { as: lina, body: { ...facts, [field]: value } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `/${field}`, detail }] } });
    expect(world.records.customers.size).toBe(0);
  });

  test.each([
    ['name', '杭州有限公司', '缺少字号'],
    ['landline', '00000000', '全部相同'],
    ['fax', '0571-11111111', '全部相同'],
    ['address', '杭州市西湖区', '街道、门牌'],
  ])(
    'IN-1: a %s that reads %s tells nothing, entering as checking, and what to do is said',
    async (field, value, said) => {
      for (const path of ['/customers', '/customers/check']) {
        const answer = await client(`POST ${path}`, { as: lina, body: { ...facts, [field]: value } });
        expect(answer).toMatchObject({
          status: 422,
          body: {
            type: 'urn:sales-sop:problem:FactsInvalid',
            errors: [{ pointer: `/${field}`, detail: expect.stringContaining(said) }],
            detail: expect.stringContaining(said),
          },
        });
      }
      expect(world.records.customers.size).toBe(0);
    },
  );

  test('IN-1: one’s own company, or a channel partner, is no customer, however it is written', async () => {
    const own = clientOf(
      customersApi({ ...world, ownCompanies: ['杭州云帆科技有限公司', '蓝天渠道服务有限公司'] }),
      world,
    );
    for (const name of ['杭州云帆科技有限公司', '云帆科技（杭州）有限责任公司', '藍天渠道服務有限公司']) {
      const answer = await own('POST /customers', { as: lina, body: { ...facts, name } });
      expect(answer, name).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }] } });
      expect(answer.body.detail).toContain('不是客户');
    }
    const other = await own('POST /customers', { as: lina, body: { ...facts, name: '杭州云帆物流有限公司' } });
    expect(other.status).toBe(201);
  });

  test('IN-1: what nobody sees in a fact is not kept: line ends, other controls, turned writing, joiners', async () => {
    const pasted = { name: '杭州\u202e云帆\u200b科技\u0000有限公司', address: '杭州市西湖区\r\n文三路 100 号\ufeff' };
    const answer = await client('POST /customers', { as: lina, body: { ...facts, ...pasted } });
    expect(answer).toMatchObject({
      status: 201,
      body: { name: '杭州云帆科技 有限公司', address: '杭州市西湖区 文三路 100 号' },
    });
    const empty = await client('POST /customers', { as: lina, body: { ...facts, name: '\u200b\u0000云\u200b' } });
    expect(empty).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }] } });
  });

  test('IN-1: numbers in full width, and short ones of the whole country, are numbers', async () => {
    const answer = await client('POST /customers', {
      as: lina,
      body: { ...facts, landline: '０５７１－８６５４３２１０', fax: '95588' },
    });
    expect(answer.status).toBe(201);
  });

  test.each([
    ['the name in another width and bracket', { ...others, name: '杭州云帆（科技）有限公司 ' }, '/name'],
    ['the region elsewhere in the name', { ...others, name: '云帆科技（杭州）有限责任公司' }, '/name'],
    [
      'the legal form left out, at the same number',
      { ...facts, name: '杭州云帆科技公司', landline: '(0571) 8654 3210' },
      '/name',
    ],
  ])(
    'IN-3, IN-5: %s of another’s customer is refused, and says whom to hand the lead over to',
    async (_, body, pointer) => {
      const held = await client('POST /customers', { as: lina, body: facts });
      const answer = await client('POST /customers', { as: wangfang, body });
      expect(answer).toMatchObject({
        status: 409,
        body: {
          type: 'urn:sales-sop:problem:CustomerDuplicate',
          errors: [{ pointer }],
          matches: [
            { verdict: 'duplicate', own: false, holder: { id: 'li.na', name: '李娜' }, landline: '****-*****210' },
          ],
        },
      });
      expect(answer.body.detail).toContain('转交给李娜');
      const told = JSON.stringify(answer.body);
      expect(told).not.toContain(String(held.body.id));
      expect(told).not.toContain(facts.address);
      expect(world.records.customers.size).toBe(1);
      const clash = { kind: 'clash' as const, customerId: String(held.body.id), finder: 'wang.fang', holder: 'li.na' };
      const at = world.now().toISOString();
      const kept = { ...clash, typedName: body.name.trim(), at, told: [] };
      expect(await world.customers.clash(kept)).toEqual(kept);
    },
  );

  test.each([
    ['a mobile number as landline', { ...others, landline: '13812345678' }, ['landline-is-mobile'], ['/landline']],
    ['fax and landline alike', { ...others, fax: '(0512) 6123 4567' }, ['landline-is-fax'], ['/fax']],
    [
      'the number the customer called from',
      { ...others, fax: '0512-61234567', callerId: '051261234567' },
      ['landline-is-fax', 'landline-is-caller', 'fax-is-caller'],
      ['/fax', '/landline', '/fax'],
    ],
  ])('IN-6: %s is entered once it was confirmed', async (_, body, unconfirmed, pointers) => {
    const refused = await client('POST /customers', { as: lina, body });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        type: 'urn:sales-sop:problem:FactsUnconfirmed',
        unconfirmed,
        errors: pointers.map((pointer) => ({ pointer })),
      },
    });
    expect(world.records.customers.size).toBe(0);
    const entered = await client('POST /customers', { as: lina, body: { ...body, confirmed: unconfirmed } });
    expect(entered).toMatchObject({ status: 201, body: { confirmed: unconfirmed } });
    expect(entered.body).not.toHaveProperty('callerId');
  });

  test.each([
    ['landline', { ...others, landline: facts.landline }],
    ['fax', { ...others, fax: '+86 571 86543211' }],
  ])('IN-6: the %s of another company is confirmed first, and then a person must decide', async (fact, body) => {
    await client('POST /customers', { as: lina, body: facts });
    const refused = await client('POST /customers', { as: wangfang, body });
    const unconfirmed = [`${fact}-of-another`];
    expect(refused).toMatchObject({ status: 422, body: { unconfirmed, errors: [{ pointer: `/${fact}` }] } });
    const confirmed = await client('POST /customers', { as: wangfang, body: { ...body, confirmed: unconfirmed } });
    expect(confirmed).toMatchObject({ status: 202, body: { status: 'OPEN', applicant: 'wang.fang' } });
    expect(confirmed.headers.location).toBe(`/applications/${confirmed.body.id}`);
    expect(confirmed.body).not.toHaveProperty('rivals');
    expect(world.records.customers.size).toBe(1);
  });

  test('IN-7: a full pool takes nothing, and names what could be released', async () => {
    const pool = { owner: 'li.na', capacity: 400 };
    for (let number = 0; number < 400; number += 1) {
      const customer = aCustomer({ id: `CU-${number}`, name: `第${number}号` });
      await world.customers.enter(customer, [`name:${number}`], { postings: [], turns: [], pool });
    }
    const answer = await client('POST /customers', { as: lina, body: others });
    expect(answer).toMatchObject({
      status: 409,
      body: { type: 'urn:sales-sop:problem:PoolFull', capacity: 400, releasable: Array(5).fill({}) },
    });
    expect((await client('POST /customers', { as: wangfang, body: others })).status).toBe(201);
  });

  test('one’s own customer again is found, not entered', async () => {
    const first = await client('POST /customers', { as: lina, body: facts });
    const again = await client('POST /customers', { as: lina, body: facts, headers: { 'accept-language': 'en' } });
    expect(again).toMatchObject({ status: 409, body: { customerId: first.body.id } });
    expect(again.body.detail).toContain('already in your pool');
  });

  test('of many at once one enters it', async () => {
    const everyone = Array.from({ length: 50 }, (_, number) => ({ id: `sales-${number}`, roles: ['sales' as const] }));
    const answers = await Promise.all(everyone.map((as) => client('POST /customers', { as, body: facts })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(49).fill(409)]);
  });

  test('a request that died after writing is taken over: the same customer, no clash with itself', async () => {
    const keyed = { as: lina, body: facts, headers: { 'idempotency-key': 'k' } };
    const answers = { ...world.answers, keep: () => new Promise<void>(() => undefined) };
    void clientOf(customersApi(world), { ...world, answers })('POST /customers', keyed);
    await expect.poll(() => world.records.customers.size).toBe(1);
    world.clock.advance(61_000);
    const answer = await client('POST /customers', keyed);
    expect(answer.status).toBe(201);
    expect([...world.records.customers.keys()]).toEqual([answer.body.id]);
  });

  test('IN-8: entering is the salespeople’s', async () => {
    for (const as of [manager, stamper]) {
      expect((await client('POST /customers', { as, body: facts })).status).toBe(403);
    }
  });

  test('refuses members we do not know', async () => {
    const answer = await client('POST /customers', { as: lina, body: { ...facts, holder: 'wang.fang' } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/holder' }] } });
  });
});

describe('GET /customers/{id}', () => {
  test.each([
    ['its holder', lina, 200],
    ['a sales manager', manager, 200],
    ['headquarters', { id: 'h', roles: ['hq' as const] }, 200],
    ['the approval group', { id: 'a', roles: ['approval-group' as const] }, 200],
    ['another salesperson', wangfang, 403],
    ['a department', stamper, 403],
  ])('IN-8: %s', async (_, as, status) => {
    const { headers } = await client('POST /customers', { as: lina, body: facts });
    expect((await client(`GET ${String(headers.location)}`, { as })).status).toBe(status);
  });

  test('who looks for imports among the customers is told where they are', async () => {
    const { status, body } = await client('GET /customers/import', { as: lina });
    expect([status, body.detail]).toEqual([404, expect.stringContaining('GET /customers/imports')]);
  });

  test('an unknown customer', async () => {
    expect((await client('GET /customers/C-0', { as: lina })).status).toBe(404);
  });
});

describe('pools', () => {
  test('IN-4: one who enters a customer of the public pool picks it', async () => {
    const { body: held } = await client('POST /customers', { as: lina, body: facts });
    const address = `/customers/${held.id}`;
    expect((await client(`POST ${address}/release`, { as: wangfang, body: {} })).status).toBe(403);
    const released = await client(`POST ${address}/release`, { as: lina, body: { reason: '无意向' } });
    expect(released.body).toMatchObject({ holder: '#public', releasedBy: 'li.na' });
    expect((await client('GET /customers?holder=%23public', { as: wangfang })).body.items).toHaveLength(1);
    expect((await client('GET /customers?holder=%23public', { as: stamper })).status).toBe(403);
    const own = await client('POST /customers', { as: lina, body: facts });
    expect(own.body).toMatchObject({ type: 'urn:sales-sop:problem:CoolingDown' });
    const entered = await client('POST /customers', { as: wangfang, body: facts });
    expect(entered).toMatchObject({ status: 201, body: { id: held.id, holder: 'wang.fang' } });
    expect((await client(`POST ${address}/claim`, { as: wangfang, body: {} })).status).toBe(409);
    expect((await client('GET /pools', { as: wangfang })).body).toMatchObject({ held: 1, capacity: 400 });
    expect((await client('GET /pools?owner=wang.fang', { as: lina })).status).toBe(403);
    expect((await client(`GET ${address}/moves`, { as: wangfang })).body.items).toMatchObject([
      { kind: 'release', reason: '无意向' },
      { kind: 'claim' },
    ]);
  });
});

describe('POST /customers/check', () => {
  test('IN-2: says what entering would come to, enters nothing and tells nobody', async () => {
    const held = await client('POST /customers', { as: lina, body: facts });
    const body = { ...others, name: '云帆科技（杭州）有限公司', callerId: others.landline };
    const answer = await client('POST /customers/check', { as: wangfang, body });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        verdict: 'duplicate',
        matches: [{ holder: { name: '李娜' }, own: false, fact: 'name', findings: expect.any(Array) }],
        flags: [{ id: 'landline-is-caller' }],
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain(String(held.body.id));
    expect(world.records.customers.size).toBe(1);
    expect((await client('POST /customers/check', { as: wangfang, body: others })).body).toMatchObject({
      verdict: 'unique',
      matches: [],
      flags: [],
    });
  });

  test('IN-8: a department checks nothing', async () => {
    expect((await client('POST /customers/check', { as: stamper, body: facts })).status).toBe(403);
  });
});

describe('GET /customers', () => {
  test('one’s own pool, page by page, and nobody else’s', async () => {
    await client('POST /customers', { as: lina, body: facts });
    world.clock.advance(1000);
    await client('POST /customers', { as: lina, body: others });
    const first = await client('GET /customers?limit=1', { as: lina });
    expect(first.body.items).toMatchObject([{ name: others.name }]);
    const second = await client(`GET ${String(first.body.next)}`, { as: lina });
    expect(second.body).toMatchObject({ items: [{ name: facts.name }] });
    expect((await client('GET /customers', { as: wangfang })).body.items).toEqual([]);
    expect((await client('GET /customers?holder=li.na', { as: wangfang })).status).toBe(403);
    expect((await client('GET /customers?holder=li.na', { as: manager })).body.items).toHaveLength(2);
  });
});
