import { beforeEach, describe, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { enterOrApply } from '../../../functions/customers-api/enter-customer.ts';
import { openApplication } from '../../../functions/open-application/open-application.ts';
import { settleApplication } from '../../../functions/settle-application/settle-application.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { reservedIdentity } from '../../../functions/shared/http/identity.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, manager, stamper, wangfang } from '../shared/http/call.ts';

const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
/** In Hangzhou. */
const facts = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};
const application = { ...facts, reason: '客户要求由我对接' };

let world: ReturnType<typeof apiWorld>;
let client: Client;
let id: string;

/** A customer of the public pool in Hangzhou, and Wang Fang, who works in `regions`. */
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'qin.yue', email: 'qin.yue@example.com', roles: ['approval-group'] }));
  await wangWorksIn(['3205']);
  id = String((await client('POST /customers', { as: lina, body: facts })).body.id);
  await client(`POST /customers/${id}/release`, { as: lina, body: {} });
});

const wangWorksIn = (regions: string[]) =>
  world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com', regions }));
const apply = (body: unknown = application, as = wangfang) => client(`POST /customers/${id}/transfer-in`, { as, body });
const decide = (applicationId: unknown, body: unknown, as = approver) =>
  client(`POST /applications/${applicationId}/decision`, { as, body });

/** An application, decided and carried out. */
async function settled(body: unknown) {
  const { body: submitted } = await apply();
  await decide(submitted.id, body);
  return settleApplication(world, { applicationId: String(submitted.id) });
}

describe('a duplicate in the public pool', () => {
  test.each([
    ['another prefecture', ['3205'], '江苏省苏州市'],
    ['other provinces', ['11', '31'], '北京市、上海市'],
  ])('IN-4: of another region it is not picked, by entering nor by claiming: %s', async (_, regions, named) => {
    await wangWorksIn(regions);
    const entered = await client('POST /customers', { as: wangfang, body: facts });
    const claimed = await client(`POST /customers/${id}/claim`, { as: wangfang, body: {} });
    for (const answer of [entered, claimed]) {
      expect(answer).toMatchObject({
        status: 409,
        body: { type: 'urn:sales-sop:problem:OtherRegion', customerId: id },
      });
      expect(answer.body.detail).toContain('属于浙江省杭州市');
      expect(answer.body.detail).toContain(named);
      expect(answer.body.detail).toContain(`POST /customers/${id}/transfer-in`);
    }
    expect(await world.customers.get(id)).toMatchObject({ holder: '#public' });
    const english = await client(`POST /customers/${id}/claim`, {
      as: wangfang,
      body: {},
      headers: { 'accept-language': 'en' },
    });
    expect(english.body.detail).toContain('which is not your region');
  });

  test.each([
    ['the prefecture', ['3301']],
    ['the province', ['33']],
    ['one of several', ['32', '3301']],
  ])('IN-4: of the same region it is picked as it is entered: %s', async (_, regions) => {
    await wangWorksIn(regions);
    const answer = await client('POST /customers', { as: wangfang, body: facts });
    expect(answer).toMatchObject({ status: 201, body: { id, holder: 'wang.fang' } });
    expect(answer.headers.location).toBe(`/customers/${id}`);
    expect(await world.customers.pool('wang.fang')).toMatchObject({ held: 1 });
    expect(await world.customers.moves(id)).toMatchObject([{ kind: 'release' }, { kind: 'claim', to: 'wang.fang' }]);
  });

  test('IN-4: a request that died after it picked gets the customer it picked', async () => {
    await wangWorksIn(['33']);
    const identity = reservedIdentity(world.now(), true, 'the key');
    const first = await enterOrApply(world, { actor: wangfang, facts, identity });
    const again = await enterOrApply(world, { actor: wangfang, facts, identity });
    expect(first).toMatchObject({ customer: { id, holder: 'wang.fang' } });
    expect(again).toEqual(first);
    expect(await world.customers.moves(id)).toHaveLength(2);
  });

  test('IN-4: entered before regions were written, it has the one its facts tell', async () => {
    const customer = await world.customers.get(id);
    if (customer === undefined) throw new Error('The customer is gone');
    const { region, ...before } = customer;
    expect(region).toBe('3301');
    world.records.customers.set(id, before);
    expect((await client(`POST /customers/${id}/claim`, { as: wangfang, body: {} })).status).toBe(409);
  });

  test('IN-4: whose region nothing tells, everybody may pick', async () => {
    const nowhere = {
      ...facts,
      name: '晴川贸易有限公司',
      landline: '4001234567',
      fax: '4001234568',
      address: '文三路 9 号',
    };
    const { body } = await client('POST /customers', { as: lina, body: { ...nowhere, city: '' } });
    expect(body).not.toHaveProperty('region');
    await client(`POST /customers/${body.id}/release`, { as: lina, body: {} });
    expect((await client(`POST /customers/${body.id}/claim`, { as: wangfang, body: {} })).status).toBe(200);
  });
});

describe('applying for a transfer-in', () => {
  test('IN-4: the approval group is asked, accepts, and the customer is in the applicant’s pool', async () => {
    const submitted = await apply();
    expect(submitted).toMatchObject({
      status: 202,
      headers: { location: `/applications/${submitted.body.id}` },
      body: { kind: 'transfer-in', status: 'OPEN', applicant: 'wang.fang', reason: application.reason },
    });
    const applicationId = String(submitted.body.id);
    await openApplication(world, { applicationId, taskToken: 't' });
    expect(world.mailer.sent.at(-1)).toMatchObject({ subject: expect.stringContaining('客户调入申请待审批') });
    expect(world.mailer.sent.at(-1)?.text).toContain(application.reason);
    const { body } = await client(`GET /applications/${applicationId}`, { as: approver });
    expect(body).toMatchObject({
      facts,
      rivals: [{ name: facts.name, holder: { id: '#public' }, region: '浙江省杭州市' }],
      applicantRegions: ['江苏省苏州市'],
    });
    const own = await client(`GET /applications/${applicationId}`, { as: wangfang });
    expect(own.body).not.toHaveProperty('applicantRegions');
    await decide(applicationId, { outcome: 'accepted' });
    const result = await settleApplication(world, { applicationId });
    // then
    expect(result).toEqual({ result: 'transferred-in', customerId: id });
    expect(await settleApplication(world, { applicationId })).toEqual(result);
    expect(await world.customers.get(id)).toMatchObject({
      holder: 'wang.fang',
      commission: { claimant: 'wang.fang', why: 'transfer-in' },
    });
    expect(await world.customers.pool('wang.fang')).toMatchObject({ held: 1 });
    expect((await world.customers.moves(id)).at(-1)).toMatchObject({
      kind: 'transfer-in',
      by: 'qin.yue',
      reason: application.reason,
      application: applicationId,
    });
    expect(world.mailer.sent.at(-1)?.text).toContain('客户已调入您的仓库');
  });

  test('IN-4: refused it stays in the public pool, and the applicant reads the reason', async () => {
    const { body: submitted } = await apply();
    const bare = await decide(submitted.id, { outcome: 'refused' });
    expect(bare).toMatchObject({ status: 422, body: { errors: [{ pointer: '/comment' }] } });
    await decide(submitted.id, { outcome: 'refused', comment: '由杭州团队跟进' });
    expect(await settleApplication(world, { applicationId: String(submitted.id) })).toEqual({ result: 'refused' });
    expect(await world.customers.get(id)).toMatchObject({ holder: '#public' });
    expect(world.mailer.sent.at(-1)?.text).toContain('由杭州团队跟进');
    expect(world.mailer.sent.at(-1)?.text).toContain('调入申请未通过');
  });

  test('IN-7: accepted, but the pool is full by then', async () => {
    for (let number = 0; number < 400; number += 1) {
      const customer = { ...facts, id: `X-${number}`, holder: 'wang.fang', createdAt: '2026-11-20T01:00:00.000Z' };
      const pool = { owner: 'wang.fang', capacity: 400 };
      await world.customers.enter(customer, [`name:x${number}`], { postings: [], turns: [], pool });
    }
    expect(await settled({ outcome: 'accepted' })).toEqual({ result: 'pool-full' });
    expect(await world.customers.get(id)).toMatchObject({ holder: '#public' });
    expect(world.mailer.sent.at(-1)?.text).toContain('仓库已满');
  });

  test('IN-4: two applications accepted, one effect', async () => {
    await world.people.put(aPerson({ id: 'liu.yi', email: 'liu.yi@example.com', regions: ['11'] }));
    const liuyi: Actor = { id: 'liu.yi', roles: ['sales'] };
    const ids = [(await apply()).body.id, (await apply(application, liuyi)).body.id].map(String);
    await Promise.all(ids.map((each) => decide(each, { outcome: 'accepted' })));
    const results = await Promise.all(ids.map((applicationId) => settleApplication(world, { applicationId })));
    expect(results.map(({ result }) => result).sort()).toEqual(['taken-since', 'transferred-in']);
    expect(world.mailer.sent.map(({ text }) => text).join()).toContain('已由他人挑入或调入，不在公海');
  });

  test('IN-8: accepted after the applicant’s account was closed, it changes nothing', async () => {
    const { body } = await apply();
    await world.people.change('wang.fang', (known) => known && { ...known, closedAt: '2026-11-23T03:00:00.000Z' });
    await decide(body.id, { outcome: 'accepted' });
    expect(await settleApplication(world, { applicationId: String(body.id) })).toEqual({ result: 'account-closed' });
    expect(await world.customers.get(id)).toMatchObject({ holder: '#public' });
  });

  test.each(['name', 'landline', 'fax', 'address'])('IN-1: without %s it is refused, naming it', async (missing) => {
    const answer = await apply({ ...application, [missing]: ' ' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `/${missing}` }] } });
  });

  test('IN-6: odd numbers are confirmed first', async () => {
    const odd = { ...application, fax: facts.landline };
    expect(await apply(odd)).toMatchObject({ status: 422, body: { unconfirmed: ['landline-is-fax'] } });
    expect((await apply({ ...odd, confirmed: ['landline-is-fax'] })).status).toBe(202);
  });

  test.each([
    ['somebody who does not sell', stamper, 403, 'RoleMissing', '只有销售可以申请调入'],
    ['a sales manager', manager, 403, 'RoleMissing', '只有销售可以申请调入'],
    ['who works in its region', lina, 409, 'InYourRegion', '请直接挑入'],
  ])('is not for %s', async (_, as, status, name, words) => {
    const answer = await apply(application, as);
    expect(answer).toMatchObject({ status, body: { type: `urn:sales-sop:problem:${name}` } });
    expect(answer.body.detail).toContain(words);
  });

  test('is for customers of the public pool only', async () => {
    await client(`POST /customers/${id}/claim`, { as: { id: 'zhou.ke', roles: ['sales'] }, body: {} });
    expect(await apply()).toMatchObject({ status: 409, body: { type: 'urn:sales-sop:problem:NotInPublicPool' } });
    id = 'C-0';
    expect((await apply()).status).toBe(404);
  });
});
