import { beforeEach, describe, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { aPerson } from '../../support/builders.ts';
import { factsOf } from '../../support/memory-records.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, manager, wangfang } from '../shared/http/call.ts';

const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
const facts = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};
const others = {
  name: '宁波海纳机械制造有限公司',
  landline: '0574-87654320',
  fax: '0574-87654321',
  address: '宁波市鄞州区中山东路 8 号',
};
const twentieth = '2026-11-23T02:00:00.000Z';

let world: ReturnType<typeof apiWorld>;
let client: Client;
let id: string;
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' }));
  await world.people.put(
    aPerson({ id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group'] }),
  );
  id = await enter(lina, facts);
});

async function enter(as: Actor, body: object): Promise<string> {
  const answer = await client('POST /customers', { as, body });
  if (answer.status !== 201) throw new Error(`Not entered: ${JSON.stringify(answer.body)}`);
  return String(answer.body.id);
}

const correct = (change: object, { as = lina, of = id, version = '"1"' } = {}) =>
  client(`PUT /customers/${of}/facts`, {
    as,
    body: { ...facts, ...change },
    ...(version === '' ? {} : { headers: { 'if-match': version } }),
  });
const verdictOf = async (body: object) => (await client('POST /customers/check', { as: wangfang, body })).body.verdict;

describe('correcting a customer’s facts', () => {
  test('IN-1: the holder corrects them; the version counts up, the earlier facts stay on record with what changed', async () => {
    const answer = await correct({ landline: '0571-86540000', reason: '号码抄错' });
    expect(answer).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { landline: '0571-86540000', version: 2 },
    });
    const read = await client(`GET /customers/${id}/facts`, { as: lina });
    expect(read).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: {
        version: 2,
        facts: { landline: '0571-86540000' },
        formerNames: [],
        replaced: [{ version: 1, facts, changed: ['landline'], by: 'li.na', reason: '号码抄错' }],
      },
    });
    expect(factsOf(world.records, id)).toMatchObject([
      { type: 'customer.corrected', by: 'li.na', detail: { version: 2, changed: 'landline' } },
    ]);
  });

  test('IN-2: a mistaken number no longer finds the customer and is free for others; the right one finds it', async () => {
    await correct({ landline: '0571-86540000', fax: '0571-86540001' });
    const stranger = { ...others, landline: facts.landline, fax: facts.fax };
    expect(await verdictOf(stranger)).toBe('unique');
    await expect(enter(wangfang, stranger)).resolves.toMatch(/^C-/);
    expect(await verdictOf({ ...facts, landline: '0571-86540000', fax: '0571-86540001' })).toBe('duplicate');
  });

  test('IN-2: a renamed company is found by its former name (曾用名) and by its new one', async () => {
    const renamed = '杭州蓝鲸智能装备有限公司';
    expect((await correct({ name: renamed })).body).toMatchObject({ name: renamed, formerNames: [facts.name] });
    const elsewhere = { ...others, address: facts.address };
    expect(await verdictOf({ ...elsewhere, name: facts.name })).toBe('duplicate');
    expect(await verdictOf({ ...elsewhere, name: renamed })).toBe('duplicate');
    const refused = await client('POST /customers', { as: wangfang, body: { ...elsewhere, name: facts.name } });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        matches: [
          {
            name: renamed,
            foundAs: facts.name,
            fact: 'name',
            findings: expect.arrayContaining([
              expect.objectContaining({ text: expect.objectContaining({ zh: `按曾用名“${facts.name}”比较` }) }),
            ]),
          },
        ],
      },
    });
  });

  test('IN-2: a name that was mistaken does not find the customer any more', async () => {
    await correct({ name: '杭州蓝鲸智能装备有限公司', oldName: 'mistaken' });
    expect(await verdictOf({ ...others, name: facts.name })).toBe('unique');
    await expect(enter(wangfang, { ...others, name: facts.name })).resolves.toMatch(/^C-/);
  });

  test('a company that takes its old name again has it once', async () => {
    await correct({ name: '杭州蓝鲸智能装备有限公司' });
    const back = await correct({}, { version: '"2"' });
    expect(back.body).toMatchObject({ name: facts.name, version: 3, formerNames: ['杭州蓝鲸智能装备有限公司'] });
  });

  test('the version is named: none is 428, an earlier one 412 with the present one, the same facts again no new set', async () => {
    expect(await correct({ landline: '0571-86540000' }, { version: '' })).toMatchObject({ status: 428 });
    await correct({ landline: '0571-86540000' });
    expect(await correct({ landline: '0571-86549999' })).toMatchObject({ status: 412, body: { version: 2 } });
    expect(await correct({ landline: '0571-86540000' })).toMatchObject({ status: 200, body: { version: 2 } });
  });

  test('of two corrections at once one is made, and the other is told the version that is there', async () => {
    const answers = await Promise.all([correct({ fax: '0571-86540001' }), correct({ fax: '0571-86540002' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await client(`GET /customers/${id}/facts`, { as: lina })).body.replaced).toHaveLength(1);
  });

  test('IN-8: others may not; who may for any pool says why', async () => {
    expect(await correct({ fax: '0571-86540001' }, { as: wangfang })).toMatchObject({
      status: 403,
      body: { type: expect.stringContaining('CorrectionNotAllowed') },
    });
    for (const as of [manager, approver]) {
      expect(await correct({ fax: '0571-86540001' }, { as })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/reason' }] },
      });
    }
    const allowed = await correct({ fax: '0571-86540001', reason: '客户来函' }, { as: approver });
    expect(allowed).toMatchObject({ status: 200 });
    // The counts of pools stay as they were.
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 1 });
  });

  test('IN-6: odd numbers are confirmed as at entry; what was confirmed stays so while the numbers do', async () => {
    const odd = { fax: facts.landline };
    expect(await correct(odd)).toMatchObject({ status: 422, body: { unconfirmed: ['landline-is-fax'] } });
    const confirmed = await correct({ ...odd, confirmed: ['landline-is-fax'] });
    expect(confirmed.body).toMatchObject({ confirmed: ['landline-is-fax'] });
    const moved = await correct({ ...odd, address: '杭州市西湖区文三路 120 号' }, { version: '"2"' });
    expect(moved).toMatchObject({ status: 200, body: { version: 3, confirmed: ['landline-is-fax'] } });
  });

  test('IN-4: the region follows the address', async () => {
    expect((await client(`GET /customers/${id}`, { as: lina })).body).toMatchObject({ region: '3301' });
    const moved = await correct({ address: '苏州市姑苏区干将路 1 号' });
    expect(moved.body).toMatchObject({ region: '3205' });
  });

  test('IN-1: facts that are none are refused at their field', async () => {
    expect(await correct({ landline: '没有' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/landline' }] },
    });
  });
});

describe('IN-6 case two: the real numbers show a clash', () => {
  const real = { landline: others.landline, fax: others.fax, confirmed: ['landline-of-another', 'fax-of-another'] };
  let rival: string;
  beforeEach(async () => {
    rival = await enter(wangfang, others);
  });

  test('nothing changes; the match is masked, both are to be told, and the facts are kept for the approval group', async () => {
    expect(await correct({ ...real, confirmed: [] })).toMatchObject({ status: 422 });
    const refused = await correct(real);
    expect(refused).toMatchObject({ status: 409, body: { matches: [{ holder: { name: '王芳' }, own: false }] } });
    expect(refused.body).not.toHaveProperty('rivals');
    expect(JSON.stringify(refused.body)).not.toContain(rival);
    expect((await client(`GET /customers/${id}`, { as: lina })).body).toMatchObject(facts);
    const about = {
      kind: 'clash',
      customerId: rival,
      finder: 'li.na',
      holder: 'wang.fang',
      correctionOf: id,
      settle: true,
    } as const;
    const notice = { ...about, typedName: facts.name, at: twentieth, told: [] };
    expect(await world.customers.clash(notice)).toEqual(notice);
    const seen = await client(`GET /customers/${id}/facts`, { as: approver });
    const wanted = { ...facts, landline: real.landline, fax: real.fax };
    expect(seen.body.proposed).toMatchObject({ facts: wanted, by: 'li.na', rivals: [rival] });
    expect((await client(`GET /customers/${id}/facts`, { as: manager })).body).not.toHaveProperty('proposed');
  });

  test('the approval group tells them apart, and the facts are corrected; nobody does for a customer of their own', async () => {
    await correct(real);
    const asked = await correct({ ...real, reason: '已核对' }, { as: approver });
    expect(asked).toMatchObject({ status: 409, body: { rivals: [rival] } });
    const toldApart = [rival];
    expect(await correct({ ...real, toldApart })).toMatchObject({ status: 403 });
    const own: Actor = { id: 'li.na', roles: ['sales', 'approval-group'] };
    expect(await correct({ ...real, toldApart, reason: '不同公司' }, { as: own })).toMatchObject({ status: 403 });
    const done = await correct({ ...real, reason: '不同公司', toldApart }, { as: approver });
    expect(done).toMatchObject({ status: 200, body: { landline: real.landline, version: 2 } });
    const read = await client(`GET /customers/${id}/facts`, { as: approver });
    expect(read.body).toMatchObject({ replaced: [{ by: 'qin.yue', reason: '不同公司', toldApart }] });
    expect(read.body).not.toHaveProperty('proposed');
    // Told apart once, its holder corrects what brings the two no nearer.
    const later = await correct({ ...real, address: '杭州市余杭区文一西路 900 号' }, { version: '"2"' });
    expect(later).toMatchObject({ status: 200, body: { version: 3 } });
    // The numbers stay the other's: who enters them again meets that one still.
    const numbers = (await world.customers.claimsOf(rival)).filter((claim) => claim.startsWith('phone:'));
    expect(numbers).toHaveLength(2);
    const held = await world.customers.findClaims(numbers);
    expect(held.map(({ customerId }) => customerId)).toEqual([rival, rival]);
  });

  test('a clash with one’s own other customer, or one of the public pool, changes nothing either', async () => {
    await client(`POST /customers/${rival}/release`, { as: wangfang, body: {} });
    expect(await correct(real)).toMatchObject({
      status: 409,
      body: { matches: [{ customerId: rival, advice: { zh: expect.stringContaining('审批组') } }] },
    });
    expect((await client(`GET /customers/${id}/facts`, { as: lina })).body).toMatchObject({ version: 1, facts });
  });

  test('a colleague who enters the company while its facts are corrected meets them, whoever is first', async () => {
    const renamed = '杭州蓝鲸智能装备有限公司';
    const entry = { ...facts, name: renamed, landline: '0571-81110000', fax: '0571-81110001' };
    const [corrected, entered] = await Promise.all([
      correct({ name: renamed }),
      client('POST /customers', { as: wangfang, body: entry }),
    ]);
    expect([corrected.status, entered.status].filter((status) => status < 300)).toHaveLength(1);
  });
});
