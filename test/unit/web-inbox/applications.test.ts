import { beforeEach, describe, expect, test } from 'vitest';
import { enterCustomer } from '../../../functions/customers-api/enter-customer.ts';
import { SopError } from '../../../functions/shared/domain/errors.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { people, worldWithCase } from '../../pages/open-tasks.ts';
import { aPerson } from '../../support/builders.ts';
import { inboxWorld, textOf, visitor } from './visitor.ts';

const approver = aPerson({ id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group'] });
const finder = aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com', roles: ['sales'] });
const held = {
  name: '美来尔工程技术(北京)有限公司',
  landline: '010-86543210',
  fax: '010-86543211',
  address: '北京市朝阳区建国路 88 号 12 层',
};
/** Another name at the landline of the one that is held. */
const doubtful = {
  name: '苏州晨光贸易有限公司',
  landline: held.landline,
  fax: '0512-61234568',
  address: '苏州市姑苏区干将路 1 号',
};

let world: ReturnType<typeof inboxWorld>;
let id: string;
let address: string;
/** Ends the application as the state machine would. */
let close: (result: 'entered', customerId: string) => Promise<boolean>;
let withdrawn: () => Promise<boolean>;
beforeEach(async () => {
  const records = await worldWithCase();
  world = inboxWorld(records);
  for (const person of [approver, finder]) await world.people.put(person);
  const identity = () => freshIdentity(world.now());
  await enterCustomer(world, { actor: people.sales, facts: held, identity: identity() });
  const confirmed = ['landline-of-another'] as const;
  const refusal = await enterCustomer(world, { actor: finder, facts: doubtful, confirmed, identity: identity() }).catch(
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(SopError);
  const { items } = await world.applications.list({ status: 'OPEN' }, { limit: 10 });
  id = items[0]?.id ?? '';
  address = `/inbox/applications/${id}`;
  withdrawn = () => records.applications.end(id, { result: 'withdrawn', by: finder.id, at: world.now().toISOString() });
  close = (result, customerId) => records.applications.close(id, result, world.now().toISOString(), customerId);
});

describe('IN-4: applications in the inbox', () => {
  test('carried out, they lead to the customer it became', async () => {
    await visitor(world, approver).post(address, { outcome: 'accepted' });
    await close('entered', 'C-1');
    const page = await visitor(world, finder).get(address);
    expect(page.body).toContain('href="/inbox/customers/C-1"');
    expect(textOf(page)).toContain('审批通过，客户已录入您的仓库。');
  });

  test('are taken back by who submitted them, by nobody else, and say so from then on', async () => {
    const form = `action="/inbox/customers/applications/${id}"`;
    const shown = await Promise.all([finder, approver].map((person) => visitor(world, person).get(address)));
    expect(shown.map(({ body }) => body.includes(form))).toEqual([true, false]);
    await withdrawn();
    for (const person of [finder, approver]) {
      const page = await visitor(world, person).get(address);
      expect(textOf(page)).toContain(person === finder ? '您已撤回申请' : '判断是否为同一客户');
      expect(textOf(page)).toMatch(/申请人已撤回.*经过 申请已提交.*王芳 申请人已撤回.*王芳/);
      expect(page.body).not.toMatch(/name="outcome"|>撤回申请</);
    }
    const late = await visitor(world, approver).post(address, { outcome: 'accepted', comment: '' });
    expect([late.status, textOf(late)]).toEqual([409, expect.stringContaining('已有决定、已撤回或已结束')]);
  });

  test('tell of others for the same customer: whose to the approval group, that there are some to who applied', async () => {
    const open = await world.applications.get(id);
    if (open === undefined) throw new Error('no application');
    await world.applications.submit({ ...open, id: 'A-2', applicant: people.sales.id });
    const theirs = await visitor(world, approver).get(address);
    expect(textOf(theirs)).toContain('同一客户另有申请，一个通过，其余即结束： 李娜');
    expect(theirs.body).toContain('href="/inbox/applications/A-2"');
    const own = await visitor(world, finder).get(`${address}?again=1`);
    expect(textOf(own)).toContain('您已申请过这个客户，没有另建；要改资料请先撤回。');
    expect(textOf(own)).toContain('同一客户另有申请');
    expect(own.body).not.toContain('A-2');
  });

  test('are listed for the approval group, and for who submitted them', async () => {
    const listed = await visitor(world, approver).get('/inbox/applications');
    expect(textOf(listed)).toMatch(/待审批的申请 1 .*苏州晨光贸易有限公司 录入申请.*王芳.*等待审批/);
    expect(listed.body).toContain(`href="${address}"`);
    expect(textOf(await visitor(world, finder).get('/inbox/applications'))).toMatch(/我的申请.*苏州晨光贸易有限公司/);
    expect(textOf(await visitor(world, people.sales).get('/inbox/applications'))).toContain('您没有提交过申请');
    expect((await visitor(world, people.design).get('/inbox')).body).not.toContain('/inbox/applications');
  });

  test('show both records side by side, of the other’s only what tells them apart, and why they may be one', async () => {
    const page = await visitor(world, approver).get(address);
    const text = textOf(page);
    expect(text).toMatch(/申请录入.*已有客户（李娜）.*苏州晨光贸易有限公司.*美来尔工程技术\(北京\)有限公司/);
    expect(text).toMatch(/座机 010-86543210 \*+-\*+210/);
    expect(page.body).not.toContain(held.fax);
    expect(page.body).not.toContain('建国路');
    expect(text).toMatch(/查重依据：.*可能是同一客户.*强支持.*电话或传真号码相同/);
    expect(text).toContain('反对');
    const english = textOf(await visitor(world, approver).get(`${address}?lang=en`));
    expect(english).toMatch(/What the matcher found.*a phone or fax number is shared.*Another customer: enter it/);
  });

  test('are shown to who applied without what they may not know, and without a decision', async () => {
    const page = await visitor(world, finder).get(address);
    expect(textOf(page)).toMatch(/已提交审批组，结果会邮件告知您；.*美来尔工程技术\(北京\)有限公司.*（不显示）/);
    expect(textOf(page)).not.toContain('判断是否为同一客户');
    expect(page.body).not.toContain('name="outcome"');
    expect(page.body).not.toContain('查重依据');
    expect((await visitor(world, people.sales).get(address)).status).toBe(403);
    expect((await visitor(world, approver).get('/inbox/applications/A-0')).status).toBe(404);
  });

  test('are refused with a reason only, and what is typed is kept', async () => {
    const browser = visitor(world, approver);
    const without = await browser.post(address, { outcome: 'refused', comment: '' });
    expect([without.status, textOf(without)]).toEqual([422, expect.stringContaining('不通过须写明理由')]);
    const long = await browser.post(address, { outcome: 'refused', comment: 'x'.repeat(2001) });
    expect([long.status, textOf(long)]).toEqual([422, expect.stringContaining('最多 2000 个字')]);
    const english = await browser.post(`${address}?lang=en`, { do: 'show', comment: '同一执照' });
    expect(english.body).toMatch(/<html lang="en">[\s\S]*同一执照<\/textarea>/);
    expect(await world.applications.get(id)).toMatchObject({ status: 'OPEN' });
    expect((await browser.post(address, { outcome: 'refused', comment: '同一执照' })).status).toBe(303);
    expect(await world.applications.get(id)).toMatchObject({
      status: 'DECIDED',
      decision: { outcome: 'refused', comment: '同一执照', by: 'qin.yue', via: 'inbox' },
    });
    expect(textOf(await browser.get(`${address}?lang=zh-CN`))).toMatch(
      /是同一客户，不予录入.*同一执照.*秦月.*经过 申请已提交.*王芳 审批组已决定.*秦月 · 收件箱/,
    );
  });

  test('are decided once: the same press again changes nothing, another comes too late', async () => {
    const browser = visitor(world, approver);
    const accept = { outcome: 'accepted', comment: '' };
    expect((await browser.post(address, accept)).headers.location).toBe(address);
    expect((await browser.post(address, accept)).headers.location).toBe(address);
    const late = await browser.post(address, { outcome: 'refused', comment: '同一执照' });
    expect([late.status, textOf(late)]).toEqual([409, expect.stringContaining('该申请已有决定')]);
    expect(await world.applications.get(id)).toMatchObject({ decision: { outcome: 'accepted' } });
  });

  test('are decided by nobody on their own, and by nobody outside the group', async () => {
    const both = { ...finder, roles: ['sales', 'approval-group'] as const };
    const own = visitor(world, { ...both, roles: [...both.roles] });
    expect(textOf(await own.get(address))).toContain('本人的申请由其他同事决定');
    expect((await own.post(address, { outcome: 'accepted', comment: '' })).status).toBe(403);
    expect((await visitor(world, finder).post(address, { outcome: 'accepted', comment: '' })).status).toBe(403);
    expect(await world.applications.get(id)).toMatchObject({ status: 'OPEN' });
  });
});
