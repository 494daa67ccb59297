import { beforeEach, describe, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { peopleApi } from '../../../functions/people-api/people-api.ts';
import { substitutesAt } from '../../../functions/shared/domain/absence.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina, wangfang } from '../shared/http/call.ts';

const director: Actor = { id: 'du.wei', roles: ['director'] };
const facts = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf([...peopleApi(world), ...customersApi(world)], world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳' }));
  await world.people.put(aPerson({ id: 'zhao.min', name: '赵敏', roles: ['seal'] }));
  await world.people.put(aPerson({ id: 'du.wei', name: '杜威', roles: ['director'] }));
});

const account = (body: unknown, person = 'li.na') => client(`PUT /people/${person}/account`, { as: director, body });
const close = (successor = 'wang.fang', person = 'li.na') => account({ account: 'closed', successor }, person);
const regions = (wanted: readonly string[]) =>
  client('PUT /people/li.na/regions', { as: director, body: { regions: wanted } });

describe('POST /people', () => {
  const manager: Actor = { id: 'fang.ying', roles: ['channel-manager'] };
  const gu = { user: 'gu.yi', name: '顾怡', email: 'gu.yi@example.com', role: 'sales', partner: 'lantian' };
  const open = (body: unknown, as = manager) => client('POST /people', { as, body });
  beforeEach(async () => {
    await world.people.put(aPerson({ id: 'fang.ying', roles: ['channel-manager'] }));
    const owner = { roles: ['partner' as const], partner: 'lantian', supervisor: 'fang.ying' };
    await world.people.put(aPerson({ id: 'sun.qiang', ...owner }));
  });

  test('IN-8: opens an account in the group of its role, under the partner’s owner, with its regions', async () => {
    const answer = await open({ ...gu, regions: ['浙江'] });
    expect(answer).toMatchObject({ status: 201, headers: { location: '/people/gu.yi' } });
    expect(answer.body).toMatchObject({ account: 'open', supervisor: 'sun.qiang', regions: [{ name: '浙江省' }] });
    expect(world.accounts.opened.get('gu.yi')).toEqual({
      id: 'gu.yi',
      name: '顾怡',
      email: 'gu.yi@example.com',
      language: 'zh-CN',
      role: 'sales',
    });
    expect(await world.people.get('gu.yi')).toMatchObject({ roles: ['sales'], partner: 'lantian', regions: ['33'] });
    expect(
      (await client('POST /customers', { as: { id: 'gu.yi', roles: ['sales'] }, body: facts })).body,
    ).toMatchObject({ holder: 'gu.yi', partner: 'lantian' });
  });

  test('IN-8: asked again it is the same account; another address is refused', async () => {
    const first = await open(gu);
    expect((await open(gu)).body).toEqual(first.body);
    expect(await open({ ...gu, email: 'else@example.com' })).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/user' }] },
    });
    expect(await open({ ...gu, user: 'gu.er' })).toMatchObject({ status: 409 });
    expect(await world.people.get('gu.er')).toBeUndefined();
  });

  test('IN-8: a channel manager opens a new partner’s account, and takes over nobody else’s', async () => {
    const owner = { ...gu, role: 'partner', partner: 'xinghe' };
    expect((await open(owner)).body).toMatchObject({ supervisor: 'fang.ying', partner: 'xinghe' });
    const other: Actor = { id: 'mo.ran', roles: ['channel-manager'] };
    const more = { ...gu, user: 'ma.xin', email: 'ma.xin@example.com' };
    for (const wanted of [more, { ...more, role: 'partner' }, { ...more, supervisor: 'mo.ran' }]) {
      expect((await open(wanted, other)).status, JSON.stringify(wanted)).toBe(403);
    }
    expect(await open({ ...more, supervisor: 'gu.yi' })).toMatchObject({ status: 422 });
    expect(await open({ ...more, supervisor: 'ma.xin' })).toMatchObject({ status: 422 });
  });

  test.each([
    [{ user: 'Gu Yi' }, '/user'],
    [{ email: 'x' }, '/email'],
    [{ role: 'hq' }, '/role'],
    [{ regions: ['火星'] }, '/regions/0'],
  ])('refuses %j, naming it, and opens nothing', async (change, pointer) => {
    expect(await open({ ...gu, ...change })).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(world.accounts.opened.size).toBe(0);
  });
});

describe('PUT /people/{id}/regions', () => {
  test('IN-4: takes provinces and prefectures by name and by code, once each', async () => {
    const answer = await regions(['浙江', '苏州市', '3205', '上海']);
    expect(answer.body.regions).toEqual([
      { code: '31', name: '上海市' },
      { code: '3205', name: '江苏省苏州市' },
      { code: '33', name: '浙江省' },
    ]);
    expect((await client('GET /people/li.na', { as: lina })).body).toEqual(answer.body);
    expect(await world.people.get('li.na')).toEqual(aPerson({ regions: ['31', '3205', '33'] }));
  });

  test('IN-4: none means everywhere', async () => {
    await regions(['浙江']);
    expect((await regions([])).body).not.toHaveProperty('regions');
    expect(await world.people.get('li.na')).toEqual(aPerson());
  });

  test('names what is no region', async () => {
    const answer = await regions(['浙江', '火星', '西湖区']);
    expect(answer).toMatchObject({ status: 422, body: { type: 'urn:sales-sop:problem:RegionUnknown' } });
    expect(answer.body.errors).toMatchObject([{ pointer: '/regions/1' }, { pointer: '/regions/2' }]);
  });

  test('a director has people who sell looked after, not everybody, and never themselves', async () => {
    const of = (id: string) => client(`PUT /people/${id}/regions`, { as: director, body: { regions: [] } });
    expect((await of('zhao.min')).status).toBe(403);
    expect((await of('du.wei')).status).toBe(403);
    expect((await of('nobody')).status).toBe(404);
  });
});

describe('PUT /people/{id}/place', () => {
  const put = (body: unknown, id = 'li.na') => client(`PUT /people/${id}/place`, { as: director, body });

  test('IN-8: says who is above somebody and which partner they work for; what is left out they have none of', async () => {
    const answer = await put({ supervisor: 'wang.fang', partner: 'lantian' });
    expect(answer.body).toMatchObject({ supervisor: 'wang.fang', partner: 'lantian' });
    expect(await world.people.get('li.na')).toEqual(aPerson({ supervisor: 'wang.fang', partner: 'lantian' }));
    expect((await world.people.reportingTo('wang.fang')).map(({ id }) => id)).toEqual(['li.na']);
    await put({});
    expect(await world.people.get('li.na')).toEqual(aPerson());
  });

  test('IN-8: nobody is above themselves, however long the way', async () => {
    await put({ supervisor: 'wang.fang' });
    await put({ supervisor: 'zhao.min' }, 'wang.fang');
    for (const [id, supervisor] of [
      ['li.na', 'li.na'],
      ['wang.fang', 'li.na'],
      ['zhao.min', 'li.na'],
      ['li.na', 'nobody'],
    ]) {
      const answer = await put({ supervisor }, id);
      expect(answer, `${id} under ${supervisor}`).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/supervisor' }] },
      });
    }
  });

  test('IN-8: headquarters’ people are in its teams', async () => {
    expect(await put({ team: 'renewal' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/team' }] } });
    await world.people.put(aPerson({ roles: ['hq'] }));
    expect((await put({ team: 'renewal' })).body).toMatchObject({ team: 'renewal' });
    expect((await put({ partner: '#x' })).status).toBe(422);
    expect((await put({}, 'nobody')).status).toBe(404);
  });
});

describe('PUT /people/{id}/account', () => {
  test('IN-8: closed, somebody enters, picks and is given nothing, and is nobody’s colleague', async () => {
    const { body: customer } = await client('POST /customers', { as: wangfang, body: facts });
    expect((await close()).body).toMatchObject({ account: 'closed', closedAt: world.now().toISOString() });
    const entry = await client('POST /customers', { as: lina, body: { ...facts, name: '杭州松涛贸易有限公司' } });
    expect(entry).toMatchObject({ status: 403, body: { type: 'urn:sales-sop:problem:AccountClosed' } });
    expect(entry.body.detail).toContain('账号已关闭');
    const given = await client(`POST /customers/${customer.id}/transfer`, { as: wangfang, body: { to: 'li.na' } });
    expect(given).toMatchObject({ status: 422, body: { type: 'urn:sales-sop:problem:PersonUnknown' } });
    await client(`POST /customers/${customer.id}/release`, { as: wangfang, body: {} });
    const picked = await client(`POST /customers/${customer.id}/claim`, { as: lina, body: {} });
    expect(picked).toMatchObject({ status: 403, body: { type: 'urn:sales-sop:problem:AccountClosed' } });
    const sellers = await client('GET /people?role=sales', { as: wangfang });
    expect(itemsOf(sellers).map(({ id }) => id)).toEqual(['wang.fang']);
  });

  test('IN-8: its customers stay in its pool, counted, until a manager transfers them', async () => {
    const { body: customer } = await client('POST /customers', { as: lina, body: facts });
    await close();
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 1 });
    const manager: Actor = { id: 'chen.jie', roles: ['sales-manager'] };
    const moved = await client(`POST /customers/${customer.id}/transfer`, { as: manager, body: { to: 'wang.fang' } });
    expect(moved.body).toMatchObject({ holder: 'wang.fang' });
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 0 });
  });

  test('IN-8: its tasks go to the successor from now on, who may be changed, until it is opened again', async () => {
    const acting = async () => (await substitutesAt(world.absences, 'li.na', world.now().toISOString())).acting;
    await close();
    expect(await acting()).toBe('wang.fang');
    await world.people.put(aPerson({ id: 'liu.yi', name: '刘一' }));
    const since = world.now().toISOString();
    world.clock.advance(60_000);
    expect((await close('liu.yi')).body.closedAt).toBe(since);
    expect(await acting()).toBe('liu.yi');
    expect((await account({ account: 'open' })).body).toMatchObject({ account: 'open' });
    expect(await acting()).toBe('li.na');
    expect((await client('POST /customers', { as: lina, body: facts })).status).toBe(201);
    expect((await account({ account: 'open' })).status).toBe(200);
  });

  test.each([
    ['themselves', 'li.na'],
    ['nobody', 'x'],
    ['somebody of other roles', 'zhao.min'],
    ['somebody who is closed out, too', 'liu.yi'],
  ])('the successor is not %s', async (_, successor) => {
    await world.people.put(aPerson({ id: 'liu.yi', closedAt: '2026-11-20T01:00:00.000Z' }));
    const answer = await close(successor);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/successor' }] } });
    expect(await world.people.get('li.na')).toEqual(aPerson());
  });

  test('substitutes never lead back: a ring of successors is refused', async () => {
    await close();
    expect(await close('li.na', 'wang.fang')).toMatchObject({ status: 422 });
    await world.people.change('li.na', (known) => known && { ...aPerson() });
    expect(await close('li.na', 'wang.fang')).toMatchObject({
      status: 409,
      body: { type: 'urn:sales-sop:problem:SubstitutesRing' },
    });
  });
});
