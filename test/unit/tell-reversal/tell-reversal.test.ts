import { beforeEach, describe, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import type { Move } from '../../../functions/shared/domain/pools.ts';
import { tellReversal } from '../../../functions/tell-reversal/tell-reversal.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, wangfang } from '../shared/http/call.ts';

const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
const facts = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};

let world: ReturnType<typeof apiWorld>;
let client: Client;
let id: string;

/** Wang entered at ten what, it turns out at noon, is Li's. */
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' }));
  await world.people.put(
    aPerson({ id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group'] }),
  );
  id = String((await client('POST /customers', { as: wangfang, body: facts })).body.id);
  world.clock.advance(2 * 60 * 60 * 1000);
});

const reverse = () =>
  client(`POST /customers/${id}/reversal`, { as: approver, body: { to: 'li.na', reason: '录入前未查重，原属李娜' } });

async function reversal(): Promise<Move> {
  await reverse();
  const move = (await world.customers.moves(id)).at(-1);
  if (move === undefined) throw new Error('Nothing was moved');
  return move;
}

describe('the reversal of an illegal entry', () => {
  test('IN-9: the commission follows from the beginning of the illegal claim, and the history says so', async () => {
    expect((await reverse()).body).toMatchObject({
      holder: 'li.na',
      commission: { claimant: 'li.na', since: '2026-11-23T02:00:00.000Z', why: 'reversal' },
    });
    expect((await client(`GET /customers/${id}/commission`, { as: lina })).body).toEqual({
      current: { claimant: 'li.na', since: '2026-11-23T02:00:00.000Z', why: 'reversal' },
      history: [
        {
          claimant: 'wang.fang',
          since: '2026-11-23T02:00:00.000Z',
          until: '2026-11-23T04:00:00.000Z',
          why: 'entry',
          voided: true,
        },
        { claimant: 'li.na', since: '2026-11-23T02:00:00.000Z', why: 'reversal' },
      ],
    });
    expect(await world.customers.pool('wang.fang')).toMatchObject({ held: 0 });
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 1 });
  });

  test('IN-9: a claim ends with a release, and nobody has one until somebody picks the customer', async () => {
    await client(`POST /customers/${id}/release`, { as: wangfang, body: {} });
    const open = await client(`GET /customers/${id}/commission`, { as: lina });
    expect(open.body).toEqual({ history: [expect.objectContaining({ until: '2026-11-23T04:00:00.000Z' })] });
    world.clock.advance(60_000);
    await client(`POST /customers/${id}/claim`, { as: lina, body: {} });
    const picked = await client(`GET /customers/${id}/commission`, { as: lina });
    expect(picked.body.current).toEqual({ claimant: 'li.na', since: '2026-11-23T04:01:00.000Z', why: 'claim' });
    expect(picked.body.history).toHaveLength(2);
  });

  test('IN-9: both people and the approval group are told, each once and in their own words', async () => {
    const move = await reversal();
    await tellReversal(world, move);
    await tellReversal(world, move);
    const [loser, holder, group, ...more] = world.mailer.sent;
    expect(more).toEqual([]);
    expect(loser).toMatchObject({ to: { email: 'wang.fang@example.com' } });
    expect(loser?.text).toContain('已归还给李娜');
    expect(loser?.text).toContain('You have no claim to its commission');
    expect(holder).toMatchObject({ to: { email: 'li.na@example.com' } });
    expect(holder?.text).toContain('审批组认定王芳的录入违规');
    expect(group).toMatchObject({ to: { email: 'qin.yue@example.com' } });
    expect(group?.text).toContain('秦月撤销了王芳的违规录入');
    for (const mail of world.mailer.sent) {
      expect(mail.text).toContain('录入前未查重，原属李娜');
      expect(mail.text).toContain(facts.name);
      expect(mail.text).toContain('2026年11月23日周一 10:00');
    }
  });

  test('IN-9: given up in the meantime, it is reversed out of the public pool, and the claim to it is void all the same', async () => {
    await client(`POST /customers/${id}/release`, { as: wangfang, body: {} });
    world.clock.advance(60_000);
    const move = await reversal();
    expect(move).toMatchObject({ from: '#public', to: 'li.na', voided: 'wang.fang' });
    const { body } = await client(`GET /customers/${id}/commission`, { as: lina });
    expect(body).toEqual({
      current: { claimant: 'li.na', since: '2026-11-23T02:00:00.000Z', why: 'reversal' },
      history: [
        {
          claimant: 'wang.fang',
          since: '2026-11-23T02:00:00.000Z',
          until: '2026-11-23T04:00:00.000Z',
          why: 'entry',
          voided: true,
        },
        { claimant: 'li.na', since: '2026-11-23T02:00:00.000Z', why: 'reversal' },
      ],
    });
    await tellReversal(world, move);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual([
      'wang.fang@example.com',
      'li.na@example.com',
      'qin.yue@example.com',
    ]);
    expect(await world.customers.pool('wang.fang')).toMatchObject({ held: 0 });
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 1 });
  });

  test('IN-9: who may not reverse does not reach into the public pool by it', async () => {
    await client(`POST /customers/${id}/release`, { as: wangfang, body: {} });
    const manager: Actor = { id: 'chen.jie', roles: ['sales-manager'] };
    for (const [as, kind] of [
      [manager, 'reversal'],
      [manager, 'transfer'],
      [approver, 'transfer'],
    ] as const) {
      const answer = await client(`POST /customers/${id}/${kind}`, { as, body: { to: 'li.na' } });
      expect(answer, kind).toMatchObject({ status: 403, body: { type: 'urn:sales-sop:problem:MoveNotAllowed' } });
    }
  });

  test('goes on where a run died between the mails', async () => {
    const move = await reversal();
    await world.customers.tellOfMove(move, 'wang.fang');
    await world.customers.tellOfMove(move, 'li.na');
    await tellReversal(world, move);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['qin.yue@example.com']);
  });

  test('who is not in the directory keeps nobody from being told', async () => {
    const move = await reversal();
    world.records.people.delete('wang.fang');
    world.mailer.refuses.add('li.na@example.com');
    await tellReversal(world, move);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['qin.yue@example.com']);
    expect(world.observer.warnings).toEqual([
      { code: 'reversal.nobody-to-tell', ids: { customerId: id, role: 'loser' } },
      { code: 'reversal.notice-refused', ids: { customerId: id, role: 'holder' } },
    ]);
  });
});
