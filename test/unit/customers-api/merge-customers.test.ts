import { beforeEach, describe, expect, test } from 'vitest';
import { openCase } from '../../../functions/cases-api/open-case.ts';
import { checkDuplicates } from '../../../functions/check-duplicates/check-duplicates.ts';
import { contactsApi } from '../../../functions/contacts-api/contacts-api.ts';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { partnerPool } from '../../../functions/shared/domain/pools.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { aCase, aPerson } from '../../support/builders.ts';
import { factsOf } from '../../support/memory-records.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina, manager, wangfang } from '../shared/http/call.ts';

const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
const yunfan = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};
const bluewhale = {
  name: '宁波蓝鲸智能装备有限公司',
  landline: '0574-81110000',
  fax: '0574-81110001',
  address: '宁波市鄞州区中山东路 8 号',
};
const third = {
  name: '温州海纳机械制造有限公司',
  landline: '0577-87654320',
  fax: '0577-87654321',
  address: '温州市鹿城区车站大道 2 号',
};

let world: ReturnType<typeof apiWorld>;
let client: Client;
let lis: string;
let wangs: string;
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf([...customersApi(world), ...contactsApi(world)], world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', partner: 'lantian' }));
  await world.people.put(aPerson({ id: 'zhang.wei', name: '张伟', roles: ['assistant'] }));
  await world.people.put(aPerson({ id: 'qin.yue', name: '秦月', roles: ['approval-group'] }));
  lis = await enter(lina, yunfan);
  world.clock.advance(60_000);
  wangs = await enter(wangfang, bluewhale);
  world.clock.advance(60_000);
});

async function enter(as: Actor, body: object): Promise<string> {
  const answer = await client('POST /customers', { as, body });
  if (answer.status !== 201) throw new Error(`Not entered: ${JSON.stringify(answer.body)}`);
  return String(answer.body.id);
}

const merge = (id: string, into: string, as = approver, headers = {}) =>
  client(`POST /customers/${id}/merge`, { as, body: { into, reason: '同一家公司' }, headers });
const held = async (owner: string) => (await world.customers.pool(owner)).held;

describe('merging two records of one company', () => {
  test('IN-5: the record ends and says where it went; the counts of its holder and partner go down by one', async () => {
    expect([await held('li.na'), await held('wang.fang'), await held(partnerPool('lantian'))]).toEqual([1, 1, 1]);
    const answer = await merge(wangs, lis);
    expect(answer).toMatchObject({
      status: 200,
      headers: { location: `/customers/${lis}` },
      body: { id: wangs, mergedInto: lis, lastHolder: 'wang.fang', holder: '#merged' },
    });
    expect([await held('li.na'), await held('wang.fang'), await held(partnerPool('lantian'))]).toEqual([1, 0, 0]);
    expect(itemsOf(await client('GET /customers', { as: wangfang }))).toEqual([]);
    const read = await client(`GET /customers/${wangs}`, { as: wangfang });
    expect(read).toMatchObject({ status: 200, body: { mergedInto: lis } });
    expect(read.body).not.toHaveProperty('recycling');
    expect((await client(`GET /customers/${lis}`, { as: lina })).body).toMatchObject({
      holder: 'li.na',
      mergedRecords: [wangs],
    });
    expect(factsOf(world.records, wangs)).toMatchObject([
      { type: 'customer.merged', by: 'qin.yue', detail: { into: lis } },
    ]);
    expect(factsOf(world.records, lis)).toMatchObject([{ type: 'customer.took-over', detail: { customerId: wangs } }]);
  });

  test('IN-2: its name and its numbers find the survivor, by the check and by the claims', async () => {
    await merge(wangs, lis);
    const found = await client('POST /customers/check', { as: lina, body: bluewhale });
    expect(found.body).toMatchObject({
      verdict: 'duplicate',
      matches: [
        {
          customerId: lis,
          name: yunfan.name,
          own: true,
          foundAs: bluewhale.name,
          findings: expect.arrayContaining([
            expect.objectContaining({
              text: expect.objectContaining({ zh: `按已并入该客户的“${bluewhale.name}”比较` }),
            }),
          ]),
        },
      ],
    });
    const again = await client('POST /customers', { as: wangfang, body: bluewhale });
    expect(again).toMatchObject({ status: 409, body: { matches: [{ name: yunfan.name, holder: { name: '李娜' } }] } });
  });

  test('whatever is done with it afterwards is refused with where it went', async () => {
    await merge(wangs, lis);
    const refused = { status: 409, headers: { location: `/customers/${lis}` }, body: { mergedInto: lis } };
    const tries: readonly (readonly [string, Actor, object])[] = [
      [`POST /customers/${wangs}/release`, wangfang, {}],
      [`POST /customers/${wangs}/claim`, lina, {}],
      [`POST /customers/${wangs}/transfer`, manager, { to: 'li.na' }],
      [`POST /customers/${wangs}/reversal`, approver, { to: 'li.na' }],
      [`POST /customers/${wangs}/transfer-in`, lina, { ...third, reason: '客户来电' }],
      [`POST /customers/${wangs}/contacts`, wangfang, { kind: 'call' }],
      [`POST /customers/${wangs}/merge`, approver, { into: lis, reason: '再次' }],
    ];
    for (const [line, as, body] of tries) expect(await client(line, { as, body }), line).toMatchObject(refused);
    const put = { as: wangfang, body: bluewhale, headers: { 'if-match': '"1"' } };
    expect(await client(`PUT /customers/${wangs}/facts`, put)).toMatchObject(refused);
    expect(await client(`GET /customers/${wangs}/lookalikes`, { as: approver })).toMatchObject(refused);
    const opening = {
      customerId: wangs,
      contact: { name: '陈晨', email: 'chen.chen@customer.example', language: 'zh-CN' as const },
      title: '冬季推广',
      assistant: 'zhang.wei',
    };
    const identity = freshIdentity(world.now());
    await expect(openCase(world, { actor: wangfang, opening, via: 'api', identity })).rejects.toMatchObject({
      name: 'CustomerMerged',
      extension: { mergedInto: lis },
    });
  });

  test('IN-9: moves and commission of both stay on record and are read at the survivor, in one order', async () => {
    await client(`POST /customers/${lis}/transfer`, { as: manager, body: { to: 'wang.fang', reason: '片区调整' } });
    world.clock.advance(60_000);
    await merge(wangs, lis);
    expect(itemsOf(await client(`GET /customers/${lis}/moves`, { as: approver }))).toMatchObject([
      { kind: 'transfer', customerId: lis },
      { kind: 'merge', customerId: wangs, into: lis, from: 'wang.fang', to: '#merged', reason: '同一家公司' },
    ]);
    const commission = await client(`GET /customers/${lis}/commission`, { as: approver });
    expect(commission.body).toMatchObject({
      current: { claimant: 'wang.fang', why: 'transfer' },
      history: [
        { claimant: 'li.na', why: 'entry', until: expect.any(String) },
        { claimant: 'wang.fang', why: 'entry', customerId: wangs, until: expect.any(String) },
        { claimant: 'wang.fang', why: 'transfer' },
      ],
    });
    const ended = (await client(`GET /customers/${wangs}/commission`, { as: approver })).body;
    expect(ended).not.toHaveProperty('current');
  });

  test('IN-10: the later contact and order of the two count, also orders of cases that go on', async () => {
    await client(`POST /customers/${wangs}/contacts`, { as: wangfang, body: { kind: 'visit' } });
    const at = (await world.customers.get(wangs))?.lastContactAt;
    await merge(wangs, lis);
    expect((await world.customers.get(lis))?.lastContactAt).toBe(at);
    await world.recycling.noteOrder(wangs, '2026-11-25T00:00:00.000Z');
    expect(await world.customers.get(lis)).toMatchObject({ lastOrderAt: '2026-11-25T00:00:00.000Z' });
    expect(await world.customers.get(wangs)).not.toHaveProperty('lastOrderAt');
  });

  test('AD-6: corrected to what the merged record held, the survivor holds it, and cases of either may start', async () => {
    await merge(wangs, lis);
    const body = { ...bluewhale, oldName: 'mistaken' };
    const corrected = await client(`PUT /customers/${lis}/facts`, { as: lina, body, headers: { 'if-match': '"1"' } });
    expect(corrected).toMatchObject({ status: 200, body: { name: bluewhale.name } });
    for (const customerId of [lis, wangs]) {
      const caseId = `AD-20261123-${customerId.slice(-6)}`;
      const fact = newFact({ caseId, type: 'case.started' }, world.now());
      await world.cases.create(aCase({ id: caseId, customerId }), fact);
      expect(await checkDuplicates(world, { caseId })).toEqual({ customerId: lis });
    }
  });

  test('a chain leads to its end: a into b, b into c', async () => {
    const thirds = await enter(lina, third);
    await merge(wangs, lis);
    world.clock.advance(60_000);
    await merge(lis, thirds);
    expect((await client(`POST /customers/${wangs}/release`, { as: wangfang, body: {} })).body).toMatchObject({
      mergedInto: thirds,
    });
    expect((await client('POST /customers/check', { as: lina, body: bluewhale })).body).toMatchObject({
      verdict: 'duplicate',
      matches: [{ customerId: thirds }],
    });
    expect((await client(`GET /customers/${thirds}`, { as: lina })).body.mergedRecords).toEqual([wangs, lis]);
    expect(itemsOf(await client(`GET /customers/${thirds}/moves`, { as: lina })).map(({ kind }) => kind)).toEqual([
      'merge',
      'merge',
    ]);
    expect(await held('li.na')).toBe(1);
  });

  test('into itself, into nobody, into a merged one and by anybody else it is refused; nothing changes', async () => {
    const thirds = await enter(lina, third);
    expect(await merge(lis, lis)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/into' }] } });
    expect(await merge(lis, 'C-NOBODY')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/into' }] } });
    expect(await merge('C-NOBODY', lis)).toMatchObject({ status: 404 });
    for (const as of [lina, manager]) expect(await merge(wangs, lis, as)).toMatchObject({ status: 403 });
    const own: Actor = { id: 'li.na', roles: ['sales', 'approval-group'] };
    expect(await merge(wangs, lis, own)).toMatchObject({ status: 403 });
    await merge(wangs, lis);
    expect(await merge(thirds, wangs)).toMatchObject({ status: 409, body: { mergedInto: lis } });
    expect(await merge(lis, wangs)).toMatchObject({ status: 409, body: { mergedInto: lis } });
    expect(await held('li.na')).toBe(2);
  });

  test('twice at once it is done once, and in a ring one way only', async () => {
    const answers = await Promise.all([merge(wangs, lis), merge(wangs, lis), merge(lis, wangs)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [left] = (await Promise.all([lis, wangs].map((id) => world.customers.get(id)))).filter(
      (one) => one?.mergedInto === undefined,
    );
    expect(left).toBeDefined();
    expect((await held('li.na')) + (await held('wang.fang'))).toBe(1);
  });

  test('the same request again is the same merge', async () => {
    const headers = { 'idempotency-key': 'merge-1' };
    const first = await merge(wangs, lis, approver, headers);
    const again = await merge(wangs, lis, approver, headers);
    expect(again.body).toEqual(first.body);
    expect(again.status).toBe(200);
  });
});

describe('records that may be one company', () => {
  test('IN-5: the approval group sees them side by side, unmasked; nobody else does; a merged one is none any more', async () => {
    const wanted = { ...bluewhale, landline: yunfan.landline, fax: yunfan.fax, reason: '核实' };
    const flags = { confirmed: ['landline-of-another', 'fax-of-another'], toldApart: [lis] };
    const corrected = await client(`PUT /customers/${wangs}/facts`, {
      as: approver,
      body: { ...wanted, ...flags },
      headers: { 'if-match': '"1"' },
    });
    expect(corrected.status).toBe(200);
    const found = await client(`GET /customers/${lis}/lookalikes`, { as: approver });
    expect(found.body).toMatchObject({
      customer: yunfan,
      holder: { id: 'li.na', name: '李娜' },
      items: [{ verdict: 'possible', customer: { id: wangs, landline: yunfan.landline }, holder: { name: '王芳' } }],
    });
    expect(await client(`GET /customers/${lis}/lookalikes`, { as: lina })).toMatchObject({ status: 403 });
    await merge(wangs, lis);
    expect(itemsOf(await client(`GET /customers/${lis}/lookalikes`, { as: approver }))).toEqual([]);
  });
});
