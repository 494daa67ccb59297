import { beforeEach, describe, expect, it } from 'vitest';
import { carryApplication } from '../../../functions/carry-application/carry-application.ts';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { openApplication } from '../../../functions/open-application/open-application.ts';
import { settleApplication } from '../../../functions/settle-application/settle-application.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { tellClash } from '../../../functions/tell-clash/tell-clash.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, stamper, wangfang } from '../shared/http/call.ts';

const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
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
let applicationId: string;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' }));
  await world.people.put(
    aPerson({ id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group'] }),
  );
  await client('POST /customers', { as: lina, body: held });
  const submitted = await client('POST /customers', { as: wangfang, body: doubtful });
  expect(submitted.status).toBe(202);
  applicationId = String(submitted.body.id);
});

const decide = (outcome: 'accepted' | 'refused', as = approver) =>
  client(`POST /applications/${applicationId}/decision`, { as, body: { outcome, comment: '执照不同' } });

describe('applications', () => {
  it('IN-5: compared with a customer that was merged since, it is shown beside the one that goes on', async () => {
    const [rival] = (await world.customers.list({ holder: 'li.na' }, { limit: 1 })).items;
    const survivor = await client('POST /customers', {
      as: lina,
      body: {
        name: '温州海纳机械制造有限公司',
        landline: '0577-87654320',
        fax: '0577-87654321',
        address: '温州市鹿城区车站大道 2 号',
      },
    });
    const into = String(survivor.body.id);
    await client(`POST /customers/${rival?.id}/merge`, { as: approver, body: { into, reason: '同一家公司' } });
    const { body } = await client(`GET /applications/${applicationId}`, { as: approver });
    // and the findings say that they are about the one that was merged
    const merged = { zh: `按已并入该客户的“${held.name}”比较` };
    expect(body.rivals).toMatchObject([
      {
        name: '温州海纳机械制造有限公司',
        likeness: { verdict: 'possible', findings: [{ text: merged }, {}, {}, {}, {}, {}] },
      },
    ]);
  });

  it('IN-4: shows the approval group both records, of the other’s only what tells them apart', async () => {
    const { body } = await client(`GET /applications/${applicationId}`, { as: approver });
    expect(body).toMatchObject({
      status: 'OPEN',
      applicant: 'wang.fang',
      facts: { name: doubtful.name },
      rivals: [{ name: held.name, holder: { name: '李娜' }, landline: '****-*****210', address: '杭州市西湖区***' }],
    });
    const own = await client(`GET /applications/${applicationId}`, { as: wangfang });
    expect(own.body.rivals).toEqual([{ name: held.name, holder: { id: 'li.na', name: '李娜' } }]);
    expect((await client(`GET /applications/${applicationId}`, { as: stamper })).status).toBe(403);
    expect((await client('GET /applications', { as: approver })).body.items).toMatchObject([{ id: applicationId }]);
    expect((await client('GET /applications', { as: lina })).body.items).toEqual([]);
  });

  it('IN-4: asks the approval group, enters what it accepts and tells the applicant, once', async () => {
    await openApplication(world, { applicationId, taskToken: 't' });
    expect((await decide('accepted')).status).toBe(200);
    const settled = await settleApplication(world, { applicationId });
    const again = await settleApplication(world, { applicationId });
    expect(settled).toEqual({ result: 'entered', customerId: `C-${applicationId.slice(2)}` });
    expect(again).toEqual(settled);
    const answer = await client(`GET /customers/${settled.customerId}`, { as: wangfang });
    expect(answer.body).toMatchObject({ name: doubtful.name, holder: 'wang.fang', confirmed: doubtful.confirmed });
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['qin.yue@example.com', 'wang.fang@example.com']);
    expect(world.mailer.sent.at(-1)?.text).toContain('审批通过');
    for (const { text, html } of world.mailer.sent) {
      const address = `https://sop.example.com/inbox/applications/${applicationId}`;
      expect([text, html]).toEqual([expect.stringContaining(address), expect.stringContaining(`href="${address}"`)]);
    }
    expect(await world.customers.pool('wang.fang')).toMatchObject({ held: 1 });
    const facts = await world.cases.factsSince(applicationId, '2026');
    expect(facts).toMatchObject([
      { type: 'application.submitted', by: 'wang.fang' },
      { type: 'application.decided', by: 'qin.yue', via: 'api', detail: { outcome: 'accepted' } },
      { type: 'application.closed', detail: { result: 'entered', customerId: settled.customerId } },
    ]);
  });

  it('IN-4: of the applications of one import the first one’s mail speaks for all, and is repeated alone', async () => {
    // given two rows of a list and an entry made by hand
    const open = await world.applications.get(applicationId);
    if (open === undefined) throw new Error('no application');
    for (const id of ['A-ROW1', 'A-ROW2']) {
      await world.applications.submit({ ...open, id, importId: 'I-1', subjects: [id] });
    }
    // when the approval group is asked, once more after a crash
    const asked = [];
    for (const id of ['A-ROW1', 'A-ROW2', 'A-ROW1', applicationId]) {
      asked.push(await openApplication(world, { applicationId: id, taskToken: 't' }));
    }
    // then
    expect(asked).toEqual([{ asked: 1 }, { asked: 0 }, { asked: 1 }, { asked: 1 }]);
    const list = 'https://sop.example.com/inbox/applications\n';
    expect(world.mailer.sent.map(({ text }) => text.includes(list))).toEqual([true, true, false]);
    expect(world.mailer.sent[0]?.subject).toContain('导入名单待审批');
  });

  it('AD-6: what was accepted holds its own claims and not those it shares', async () => {
    await decide('accepted');
    const { customerId = '' } = await settleApplication(world, { applicationId });
    const claims = await world.customers.claimsOf(customerId);
    const holders = await world.customers.findClaims(claims);
    expect(claims.length).toBeGreaterThan(0);
    expect(new Set(holders.map((holder) => holder.customerId))).toEqual(new Set([customerId]));
  });

  it('IN-4: enters nothing that was refused', async () => {
    await decide('refused');
    expect(await settleApplication(world, { applicationId })).toEqual({ result: 'refused' });
    expect(world.records.customers.size).toBe(1);
    expect(world.mailer.sent.at(-1)?.text).toContain('请把线索转交给现有归属人');
  });

  it('IN-3: refused as a colleague’s customer, that one is told of the lead, and the applicant whom to hand it over to', async () => {
    await decide('refused');
    const decided = await world.applications.get(applicationId);
    await settleApplication(world, { applicationId });
    expect(world.mailer.sent.at(-1)?.text).toContain('现有归属人：李娜');
    // when the outbox tells of it, twice
    const [customerId = ''] = decided?.rivals ?? [];
    const at = decided?.decision?.at ?? '';
    const written = { kind: 'clash' as const, customerId, finder: 'wang.fang', holder: 'li.na', at, told: [] };
    for (const _ of [1, 2]) await tellClash(world, { ...written, typedName: doubtful.name });
    // then the holder has one mail, and the applicant none but the decision's
    expect(world.mailer.sent.map(({ to, subject }) => [to.name, subject.includes('客户重复')])).toEqual([
      ['王芳', false],
      ['李娜', true],
    ]);
    expect(world.mailer.sent.at(-1)?.text).toMatch(/王芳要录入的客户已在您的仓库中[\s\S]*苏州晨光贸易有限公司/);
  });

  it('IN-3: refused as one of two people’s customers, nobody is told what is not certain', async () => {
    const third = { ...held, name: '宁波甬江机械有限公司', fax: doubtful.fax, landline: '0574-87651234' };
    await client('POST /customers', { as: wangfang, body: { ...third, confirmed: ['fax-of-another'] } });
    await world.people.put(aPerson({ id: 'zhao.lei', email: 'zhao.lei@example.com' }));
    const zhaolei: Actor = { id: 'zhao.lei', roles: ['sales'] };
    const both = { ...doubtful, name: '嘉兴听涛建材有限公司', confirmed: ['landline-of-another', 'fax-of-another'] };
    const { body } = await client('POST /customers', { as: zhaolei, body: both });
    expect((await world.applications.get(String(body.id)))?.rivals).toHaveLength(2);
    const answer = { outcome: 'refused', comment: '同一客户' };
    await client(`POST /applications/${body.id}/decision`, { as: approver, body: answer });
    await settleApplication(world, { applicationId: String(body.id) });
    expect(world.mailer.sent.map(({ text }) => text.includes('现有归属人：'))).toEqual([false]);
  });

  it('expires undecided, and then takes no decision', async () => {
    expect(await settleApplication(world, { applicationId })).toEqual({ result: 'expired' });
    expect((await decide('accepted')).status).toBe(409);
    const facts = await world.cases.factsSince(applicationId, '2026');
    expect(facts.map(({ type }) => type)).toEqual([
      'application.submitted',
      'application.expired',
      'application.closed',
    ]);
    // and the state that has given up waiting is told nothing
    const application = await world.applications.get(applicationId);
    if (application === undefined) throw new Error('The application is gone');
    await carryApplication(world, { application: { ...application, status: 'DECIDED' }, taskToken: 't' }, 'MODIFY');
    expect([world.workflow.delivered, world.observer.warnings]).toEqual([[], []]);
  });

  it('a decision at the very moment it expires is carried out, or comes too late: never both', async () => {
    const [settled, decided] = await Promise.all([settleApplication(world, { applicationId }), decide('accepted')]);
    expect([settled.result, decided.status]).toEqual(decided.status === 200 ? ['entered', 200] : ['expired', 409]);
    // given it comes between the reading and the writing
    const again = await client('POST /customers', {
      as: wangfang,
      body: { ...doubtful, name: '苏州嘉禾建材有限公司' },
    });
    const id = String(again.body.id);
    const late: typeof world.applications = {
      ...world.applications,
      async end(of, ending) {
        await world.applications.decide(of, { outcome: 'refused', comment: '同一客户', by: 'qin.yue', at: ending.at });
        return world.applications.end(of, ending);
      },
    };
    expect(await settleApplication({ ...world, applications: late }, { applicationId: id })).toEqual({
      result: 'refused',
    });
  });

  it('enters nothing that somebody entered while it was decided on', async () => {
    const same = { ...doubtful, landline: '0512-61234567', confirmed: [] };
    expect((await client('POST /customers', { as: lina, body: same })).status).toBe(201);
    await decide('accepted');
    expect(await settleApplication(world, { applicationId })).toEqual({ result: 'duplicate-since' });
  });

  it('IN-8: is decided by the approval group, by nobody on their own, and once', async () => {
    expect((await decide('accepted', wangfang)).status).toBe(403);
    expect((await decide('accepted', { id: 'wang.fang', roles: ['approval-group'] })).status).toBe(403);
    const answers = await Promise.all([decide('accepted'), decide('refused'), decide('accepted')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('hands the decision to the waiting state, whichever of the two comes first', async () => {
    world.workflow.waiting.add('t');
    const written = async () => {
      const application = await world.applications.get(applicationId);
      if (application === undefined) throw new Error('The application is gone');
      return { application, taskToken: world.applications.tokens.get(applicationId) };
    };
    await carryApplication(world, await written(), 'INSERT');
    expect(world.workflow.started).toEqual([{ name: applicationId, input: { applicationId } }]);
    await decide('accepted');
    await carryApplication(world, await written(), 'MODIFY');
    expect(world.workflow.delivered).toEqual([]);
    await openApplication(world, { applicationId, taskToken: 't' });
    await carryApplication(world, await written(), 'MODIFY');
    expect(world.workflow.delivered).toEqual([{ taskToken: 't', output: { outcome: 'accepted' } }]);
    expect(world.mailer.sent).toEqual([]);
  });
});
