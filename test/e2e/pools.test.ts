import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { onTheStacks } from '../support/on-the-stacks.ts';

const anObject = z.looseObject({ id: z.string().optional(), detail: z.string().optional() });

/** In Suzhou. */
const facts = {
  name: '苏州晨光贸易有限公司',
  landline: '0512-61234567',
  fax: '0512-61234568',
  address: '苏州市姑苏区干将路 1 号',
};

describe('pools on the synthesized stacks', () => {
  const stacks = onTheStacks();

  it('IN-4, IN-7, IN-8, IN-9: a customer of another region is applied for, transferred in, and reversed', async () => {
    // given a customer of Suzhou in the public pool; Lu sells for a partner in Zhejiang
    const { body: entered } = await call('wang.fang', 'POST', '/customers', facts);
    const address = `/customers/${entered.id}`;
    await call('wang.fang', 'POST', `${address}/release`, {});
    const refused = await call('lu.yan', 'POST', '/customers', facts);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('属于江苏省苏州市')]);
    // when she applies, and the approval group accepts
    const applied = await call('lu.yan', 'POST', `${address}/transfer-in`, { ...facts, reason: '总部在杭州' });
    expect(applied.status).toBe(202);
    await stacks.run.settled(60_000);
    const asked = stacks.run.mailbox.list('gao.yuan@approval.example.com');
    expect(asked.map(({ subject }) => subject)).toEqual([
      `[${applied.body.id}] 客户调入申请待审批 · A customer’s transfer-in is to be decided`,
    ]);
    const decided = await call('gao.yuan', 'POST', `/applications/${applied.body.id}/decision`, {
      outcome: 'accepted',
    });
    expect(decided.status).toBe(200);
    await stacks.run.settled(60_000);
    // then she has it, her partner’s pool counts it, and the machine says so
    expect((await call('lu.yan', 'GET', address)).body).toMatchObject({ holder: 'lu.yan', partner: 'lantian' });
    const { body: pool } = await call('sun.qiang', 'GET', '/pools?partner=lantian');
    expect(pool).toMatchObject({ held: 1, capacity: 1500 });
    expect((await call('fang.ying', 'GET', address)).status).toBe(200);
    expect((await call('tang.li', 'GET', address)).status).toBe(403);
    const ended = stacks.run.executor.listExecutions(machine()).find(({ name }) => name === applied.body.id);
    expect(ended?.status).toBe('SUCCEEDED');
    // when the approval group finds it was Wang’s all along
    await call('ma.li', 'POST', `${address}/reversal`, { to: 'wang.fang', reason: '原属王芳' });
    await stacks.run.settled(60_000);
    // then the commission follows, and everybody is told
    const { body: commission } = await call('wang.fang', 'GET', `${address}/commission`);
    expect(commission).toMatchObject({ current: { claimant: 'wang.fang', why: 'reversal' } });
    for (const to of ['lu.yan@lantian', 'wang.fang@sales', 'gao.yuan@approval', 'ma.li@approval']) {
      const subjects = stacks.run.mailbox.list(`${to}.example.com`).map(({ subject }) => subject);
      expect(subjects, to).toContain('违规录入已撤销 · An illegal entry was reversed');
    }
    expect((await call('sun.qiang', 'GET', '/pools?partner=lantian')).body).toMatchObject({ held: 0 });
  }, 120_000);

  it('IN-8: a channel manager assigns regions and closes an account, which gets no token any more', async () => {
    const regions = await call('fang.ying', 'PUT', '/people/zhou.ke/regions', { regions: ['江苏', '上海市'] });
    expect(regions.body).toMatchObject({ regions: [{ name: '上海市' }, { name: '江苏省' }] });
    expect((await call('fang.ying', 'PUT', '/people/li.na/regions', { regions: [] })).status).toBe(403);
    // when
    const closing = { account: 'closed', successor: 'lu.yan' };
    expect((await call('fang.ying', 'PUT', '/people/zhou.ke/account', closing)).status).toBe(200);
    // then
    await expect(stacks.run.token('zhou.ke')).rejects.toThrow('账号已关闭');
    await call('fang.ying', 'PUT', '/people/zhou.ke/account', { account: 'open' });
    expect(await stacks.run.token('zhou.ke')).not.toBe('');
  }, 60_000);

  it('IN-8: a channel manager opens an account, whose owner signs in and enters a customer for the partner', async () => {
    const gu = { user: 'gu.yi', name: '顾怡', email: 'gu.yi@lantian.example.com', role: 'sales', partner: 'lantian' };
    const opened = await call('fang.ying', 'POST', '/people', { ...gu, regions: ['浙江'] });
    expect(opened).toMatchObject({ status: 201, body: { supervisor: 'sun.qiang', account: 'open' } });
    // asked again after a crash it is the same, and nobody else may have the name
    expect((await call('fang.ying', 'POST', '/people', gu)).status).toBe(201);
    expect((await call('fang.ying', 'POST', '/people', { ...gu, email: 'x@example.com' })).status).toBe(409);
    const taken = { ...gu, user: 'gu.er', email: 'lu.yan@lantian.example.com' };
    expect((await call('fang.ying', 'POST', '/people', taken)).status).toBe(409);
    // then
    const entered = await call('gu.yi', 'POST', '/customers', {
      name: '杭州竹影文化有限公司',
      landline: '0571-81234567',
      fax: '0571-81234568',
      address: '杭州市拱墅区莫干山路 100 号',
    });
    expect(entered).toMatchObject({ status: 201, body: { holder: 'gu.yi', partner: 'lantian', region: '3301' } });
  }, 60_000);

  const machine = () => stacks.run.physicalName('AWS::StepFunctions::StateMachine', 'CustomerIntake');

  async function call(user: string, method: string, path: string, body?: unknown) {
    const answer = await stacks.ask(user, method, path, body);
    return { status: answer.status, body: anObject.parse(await answer.json()) };
  }
});
