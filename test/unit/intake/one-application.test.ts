import { beforeEach, describe, expect, it } from 'vitest';
import { carryApplication } from '../../../functions/carry-application/carry-application.ts';
import { endOvertaken } from '../../../functions/carry-application/end-overtaken.ts';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { openApplication } from '../../../functions/open-application/open-application.ts';
import { settleApplication } from '../../../functions/settle-application/settle-application.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, stamper, wangfang } from '../shared/http/call.ts';

const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
const zhaolei: Actor = { id: 'zhao.lei', roles: ['sales'] };
const sunmei: Actor = { id: 'sun.mei', roles: ['sales'] };
const held = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};
/** Another name at the landline of the one that is held. */
const doubtful = {
  name: '苏州晨光贸易有限公司',
  landline: held.landline,
  fax: '0512-61234568',
  address: '苏州市姑苏区干将路 1 号',
  confirmed: ['landline-of-another'],
};

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com', regions: ['3205'] }));
  await world.people.put(aPerson({ id: 'zhao.lei', name: '赵磊', email: 'zhao.lei@example.com', regions: ['31'] }));
  const qin = { id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group' as const] };
  await world.people.put(aPerson(qin));
  await client('POST /customers', { as: lina, body: held });
});

const enter = (as: Actor, body: unknown = doubtful) => client('POST /customers', { as, body });
const decide = (id: unknown, outcome: 'accepted' | 'refused') =>
  client(`POST /applications/${id}/decision`, { as: approver, body: { outcome, comment: '执照不同' } });
const settle = (id: unknown) => settleApplication(world, { applicationId: String(id) });
const withdraw = (id: unknown, as: Actor) => client(`POST /applications/${id}/withdrawal`, { as, body: {} });
const toldTo = (email: string) => world.mailer.sent.filter(({ to }) => to.email === email).map(({ text }) => text);

describe('one application for one customer', () => {
  it('IN-4: the same finder has one, however often and however written it is sent, and told where it is', async () => {
    const first = await enter(wangfang);
    const again = await enter(wangfang);
    const spelled = await enter(wangfang, { ...doubtful, name: '苏州晨光贸易　有限公司', fax: '0512-61234569' });
    expect([first, again, spelled].map(({ status, body }) => [status, body.id])).toEqual(
      [1, 2, 3].map(() => [202, first.body.id]),
    );
    expect(spelled.headers.location).toBe(`/applications/${first.body.id}`);
    expect(spelled.body).toMatchObject({ facts: { fax: doubtful.fax } });
    expect((await client('GET /applications', { as: approver })).body.items).toHaveLength(1);
    expect(await world.cases.factsSince(String(first.body.id), '2026')).toHaveLength(1);
    // and another customer's is another one
    const other = await enter(wangfang, { ...doubtful, name: '苏州嘉禾建材有限公司' });
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('IN-4: refused or withdrawn it may be submitted anew; accepted it is not while that is carried out', async () => {
    const ids = [];
    for (const end of [
      (id: unknown) => decide(id, 'refused'),
      (id: unknown) => withdraw(id, wangfang),
      (id: unknown) => settle(id),
      (id: unknown) => decide(id, 'accepted'),
    ]) {
      const { body } = await enter(wangfang);
      ids.push(body.id);
      await end(body.id);
    }
    expect(new Set(ids).size).toBe(4);
    expect((await enter(wangfang)).body.id).toBe(ids[3]);
  });

  it('IN-4: another finder’s is a second one; each is told that there are others, the approval group whose', async () => {
    const first = await enter(wangfang);
    expect(first.body).not.toHaveProperty('others');
    world.clock.advance(1000);
    const second = await enter(zhaolei);
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.body.others).toEqual([{ createdAt: first.body.createdAt }]);
    const own = await client(`GET /applications/${first.body.id}`, { as: wangfang });
    expect(own.body.others).toEqual([{ createdAt: second.body.createdAt }]);
    const theirs = await client(`GET /applications/${first.body.id}`, { as: approver });
    expect(theirs.body.others).toMatchObject([{ id: second.body.id, applicant: { id: 'zhao.lei', name: '赵磊' } }]);
    expect(theirs.body).not.toHaveProperty('subjects');
  });

  it('IN-4: one being granted, the others end with a reason, once, and their people are told', async () => {
    const first = await enter(wangfang);
    const second = await enter(zhaolei);
    await openApplication(world, { applicationId: String(second.body.id), taskToken: 't' });
    world.workflow.waiting.add('t');
    // when
    await decide(first.body.id, 'accepted');
    expect(await settle(first.body.id)).toMatchObject({ result: 'entered' });
    // then it takes no decision any more, and the state that waits for one goes on
    expect((await decide(second.body.id, 'accepted')).status).toBe(409);
    const application = await world.applications.get(String(second.body.id));
    if (application === undefined) throw new Error('The application is gone');
    await carryApplication(world, { application, taskToken: 't' }, 'MODIFY');
    expect(world.workflow.delivered).toEqual([{ taskToken: 't', output: { outcome: 'duplicate-since' } }]);
    expect(await settle(second.body.id)).toEqual({ result: 'duplicate-since' });
    expect(await settle(second.body.id)).toEqual({ result: 'duplicate-since' });
    expect(toldTo('zhao.lei@example.com')).toEqual([expect.stringContaining('同一客户已由他人录入')]);
    expect(toldTo('wang.fang@example.com')).toEqual([expect.stringContaining('审批通过')]);
    expect(await world.cases.factsSince(String(second.body.id), '2026')).toMatchObject([
      { type: 'application.submitted' },
      { type: 'application.overtaken', detail: { acceptedInstead: first.body.id } },
      { type: 'application.closed', detail: { result: 'duplicate-since' } },
    ]);
    const seen = await client(`GET /applications/${second.body.id}`, { as: zhaolei });
    expect(seen.body).toMatchObject({ status: 'CLOSED', result: 'duplicate-since' });
  });

  it('IN-4: refused, the others stay open', async () => {
    const first = await enter(wangfang);
    const second = await enter(zhaolei);
    await decide(first.body.id, 'refused');
    await settle(first.body.id);
    expect(await world.applications.get(String(second.body.id))).toMatchObject({ status: 'OPEN' });
  });

  it('IN-4: so it is with the transfer-in of one customer', async () => {
    const { items } = (await client('GET /customers', { as: lina })).body;
    const { id } = Array.isArray(items) ? items[0] : undefined;
    await client(`POST /customers/${id}/release`, { as: lina, body: {} });
    const apply = (as: Actor) => client(`POST /customers/${id}/transfer-in`, { as, body: { ...held, reason: '' } });
    const [first, again, second] = [await apply(wangfang), await apply(wangfang), await apply(zhaolei)];
    expect(again).toMatchObject({ status: 202, body: { id: first.body.id } });
    expect(second.body.others).toHaveLength(1);
    await decide(first.body.id, 'accepted');
    expect(await settle(first.body.id)).toMatchObject({ result: 'transferred-in' });
    expect(await settle(second.body.id)).toEqual({ result: 'taken-since' });
    expect(toldTo('zhao.lei@example.com')).toEqual([expect.stringContaining('已由他人挑入或调入')]);
  });

  it('IN-4: picked by somebody meanwhile, a customer is applied for in vain: that ends at once, not with a decision', async () => {
    // given a customer that two apply for, who then is given to one, or picked by a third
    const { items } = (await client('GET /customers', { as: lina })).body;
    const { id } = Array.isArray(items) ? items[0] : undefined;
    await client(`POST /customers/${id}/release`, { as: lina, body: {} });
    const apply = () => client(`POST /customers/${id}/transfer-in`, { as: zhaolei, body: { ...held, reason: '' } });
    const { body } = await apply();
    const moves = () => world.customers.moves(String(id));
    const lastMove = async () => {
      const move = (await moves()).at(-1);
      if (move === undefined) throw new Error('It never moved');
      return move;
    };
    // when it comes into the public pool, nothing ends
    await endOvertaken(world, await lastMove());
    expect(await world.applications.get(String(body.id))).toMatchObject({ status: 'OPEN' });
    // when somebody picks it, told twice
    await world.people.put(aPerson({ id: 'sun.mei', name: '孙梅', email: 'sun.mei@example.com' }));
    expect((await client(`POST /customers/${id}/claim`, { as: sunmei, body: {} })).status).toBe(200);
    const picked = await lastMove();
    await endOvertaken(world, picked);
    await endOvertaken(world, picked);
    // then
    expect(await settle(body.id)).toEqual({ result: 'taken-since' });
    expect(toldTo('zhao.lei@example.com')).toEqual([expect.stringContaining('已由他人挑入或调入')]);
    expect((await decide(body.id, 'accepted')).status).toBe(409);
    // and one that was sent since, for a customer that is back, is left alone
    await client(`POST /customers/${id}/release`, { as: sunmei, body: {} });
    const later = await apply();
    expect(later.status).toBe(202);
    await endOvertaken(world, { ...picked, at: '2026-01-01T00:00:00.000Z' });
    expect(await world.applications.get(String(later.body.id))).toMatchObject({ status: 'OPEN' });
  });
});

describe('POST /applications/{id}/withdrawal', () => {
  it('IN-4: the applicant takes it back, once; nobody decides on it then, and it is on record who did', async () => {
    const { body } = await enter(wangfang);
    const answers = [await withdraw(body.id, wangfang), await withdraw(body.id, wangfang)];
    expect(answers).toMatchObject([1, 2].map(() => ({ status: 200, body: { ended: { result: 'withdrawn' } } })));
    expect((await decide(body.id, 'accepted')).status).toBe(409);
    expect(await settle(body.id)).toEqual({ result: 'withdrawn' });
    expect((await client('GET /applications', { as: approver })).body.items).toEqual([]);
    expect(await client(`GET /applications/${body.id}`, { as: approver })).toMatchObject({
      status: 200,
      body: { status: 'CLOSED', result: 'withdrawn' },
    });
    expect(await world.cases.factsSince(String(body.id), '2026')).toMatchObject([
      { type: 'application.submitted' },
      { type: 'application.withdrawn', by: 'wang.fang' },
      { type: 'application.closed', detail: { result: 'withdrawn' } },
    ]);
    // whoever withdrew it knows
    expect(world.mailer.sent).toEqual([]);
    expect(world.records.customers.size).toBe(1);
  });

  it('IN-8: nobody else may, and not what was decided', async () => {
    const { body } = await enter(wangfang);
    for (const as of [lina, approver, stamper]) {
      expect(await withdraw(body.id, as)).toMatchObject({
        status: 403,
        body: { type: 'urn:sales-sop:problem:ApplicationNotYours' },
      });
    }
    expect((await withdraw('A-0', wangfang)).status).toBe(404);
    await decide(body.id, 'refused');
    expect(await withdraw(body.id, wangfang)).toMatchObject({
      status: 409,
      body: { type: 'urn:sales-sop:problem:ApplicationDecided', decision: { outcome: 'refused' } },
    });
  });
});
