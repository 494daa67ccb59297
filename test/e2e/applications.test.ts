import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toItem } from '../../functions/shared/adapters/item.ts';
import { poolKey } from '../../functions/shared/adapters/keys.ts';
import { partnerPool } from '../../functions/shared/domain/pools.ts';
import { leapingClock } from '../support/leaping-clock.ts';
import { onTheStacks } from '../support/on-the-stacks.ts';

const DAY = 86_400_000;
const answered = z.looseObject({
  id: z.string().optional(),
  type: z.string().optional(),
  detail: z.string().optional(),
});
const approver = 'gao.yuan';
/** Lu sells in Zhejiang for a partner, Bai in Shanghai and Jiangsu for the company. */
const [lu, bai] = ['lu.yan', 'bai.xue'];

describe('IN-4: how applications end, on the synthesized stacks', () => {
  const clock = leapingClock(Date.now());
  const stacks = onTheStacks({ clock });

  it('granted: it moves with its counts, the others’ end, and everybody concerned is told once', async () => {
    const customer = await free('广州白云山水贸易有限公司', '81');
    const first = await apply(lu, customer);
    const again = await apply(lu, customer);
    const second = await apply(bai, customer);
    expect([first.status, again.body.id, second.body.others]).toEqual([202, first.body.id, [expect.anything()]]);
    await stacks.run.settled();
    expect(subjectsFor(approver, first.body.id)).toEqual([expect.stringContaining('客户调入申请待审批')]);
    // when
    expect((await decide(first.body.id, 'accepted')).status).toBe(200);
    await stacks.run.settled(60_000);
    // then
    expect(await ending(first.body.id)).toEqual(['CLOSED', 'transferred-in']);
    expect(await ending(second.body.id)).toEqual(['CLOSED', 'taken-since']);
    expect((await call(lu, 'GET', `/customers/${customer.id}`)).body).toMatchObject({ holder: lu, partner: 'lantian' });
    expect(await told(lu, first.body.id)).toEqual([expect.stringContaining('审批通过，客户已调入您的仓库')]);
    expect(await told(bai, second.body.id)).toEqual([expect.stringContaining('客户已由他人挑入或调入')]);
    expect((await decide(second.body.id, 'accepted')).status).toBe(409);
    expect([executionOf(first.body.id), executionOf(second.body.id)]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  }, 120_000);

  it('refused: with its reason, the customer stays in the public pool, and may be applied for again', async () => {
    const customer = await free('广州晴岚食品有限公司', '82');
    const { body } = await apply(lu, customer);
    expect((await decide(body.id, 'refused')).status).toBe(422);
    expect((await decide(body.id, 'refused', '广州分部正在跟进')).status).toBe(200);
    await stacks.run.settled(60_000);
    expect(await ending(body.id)).toEqual(['CLOSED', 'refused']);
    expect(await told(lu, body.id)).toEqual([expect.stringMatching(/未通过，客户留在公海[\s\S]*广州分部正在跟进/)]);
    expect(await holderOf(customer)).toBe('#public');
    expect((await apply(lu, customer)).body.id).not.toBe(body.id);
  }, 60_000);

  it('withdrawn: by the applicant alone, nobody decides on it then, and the group’s link says so', async () => {
    const customer = await free('广州听涛文化有限公司', '83');
    const { body } = await apply(lu, customer);
    const withdraw = (user: string) => call(user, 'POST', `/applications/${body.id}/withdrawal`, {});
    await stacks.run.settled();
    expect([(await withdraw(bai)).status, (await withdraw(approver)).status]).toEqual([403, 403]);
    expect([(await withdraw(lu)).status, (await withdraw(lu)).status]).toEqual([200, 200]);
    await stacks.run.settled(60_000);
    expect(await ending(body.id)).toEqual(['CLOSED', 'withdrawn']);
    expect(executionOf(body.id)).toBe('SUCCEEDED');
    expect((await decide(body.id, 'accepted')).status).toBe(409);
    expect(await told(lu, body.id)).toEqual([]);
    expect((await call(approver, 'GET', `/applications/${body.id}`)).body).toMatchObject({ result: 'withdrawn' });
    expect(await holderOf(customer)).toBe('#public');
  }, 60_000);

  it.each([
    ['the applicant’s pool', 'lu.yan', 400, '84'],
    ['their partner’s pool', partnerPool('lantian'), 1500, '85'],
  ])(
    'capacity full at the decision, of %s: the customer stays, and what to do is said',
    async (_, owner, held, digits) => {
      const customer = await free(`广州满仓${digits}商贸有限公司`, digits);
      const { body } = await apply(lu, customer);
      const { held: before } = z.object({ held: z.int() }).parse((await call(lu, 'GET', '/pools')).body);
      await countAs(owner, held);
      await decide(body.id, 'accepted');
      await stacks.run.settled(60_000);
      expect(await ending(body.id)).toEqual(['CLOSED', 'pool-full']);
      expect(await told(lu, body.id)).toEqual([expect.stringContaining('请先腾出名额，再重新提交')]);
      expect(await holderOf(customer)).toBe('#public');
      // and once there is room it is applied for again, and granted
      await countAs(owner, before);
      const next = await apply(lu, customer);
      await decide(next.body.id, 'accepted');
      await stacks.run.settled(60_000);
      expect(await ending(next.body.id)).toEqual(['CLOSED', 'transferred-in']);
    },
    60_000,
  );

  it('gone before the decision: somebody of its region picks it, and nobody has to decide any more', async () => {
    const customer = await free('广州拾光广告有限公司', '86');
    const { body } = await apply(lu, customer);
    expect((await call('james.carter', 'POST', `/customers/${customer.id}/claim`, {})).status).toBe(200);
    await stacks.run.settled(60_000);
    expect((await decide(body.id, 'accepted')).status).toBe(409);
    expect(executionOf(body.id)).toBe('SUCCEEDED');
    expect(await ending(body.id)).toEqual(['CLOSED', 'taken-since']);
    expect(await told(lu, body.id)).toEqual([expect.stringContaining('请把线索转交给其归属人')]);
    expect(await holderOf(customer)).toBe('james.carter');
  }, 60_000);

  it('expired: nobody decides for thirty days; the applicant is told and may apply again', async () => {
    const customer = await free('广州远帆物流有限公司', '87');
    const { body } = await apply(lu, customer);
    await stacks.run.settled(60_000);
    clock.leapTo(clock.now() + 30 * DAY - 60_000);
    await stacks.run.settled(60_000);
    expect(await ending(body.id)).toEqual(['OPEN', undefined]);
    clock.leapTo(clock.now() + 120_000);
    await stacks.run.settled(60_000);
    expect(await ending(body.id)).toEqual(['CLOSED', 'expired']);
    expect(await told(lu, body.id)).toEqual([expect.stringContaining('三十天内无人决定')]);
    expect((await decide(body.id, 'accepted')).status).toBe(409);
    expect(await holderOf(customer)).toBe('#public');
    expect((await apply(lu, customer)).status).toBe(202);
  }, 60_000);

  it('IN-3: an entry refused as a colleague’s customer is told to that colleague, once, and to the applicant whom to turn to', async () => {
    const held = {
      name: '宁波甬江重型机械制造有限公司',
      landline: '0574-87651234',
      fax: '0574-87651235',
      address: '宁波市北仑区明州路 100 号',
    };
    expect((await call('wang.fang', 'POST', '/customers', held)).status).toBe(201);
    const lookalike = {
      name: '宁波晨曦绘本文化传媒有限公司',
      landline: held.landline,
      fax: '0574-87129988',
      address: '宁波市鄞州区首南路 9 号',
      confirmed: ['landline-of-another'],
    };
    const { status, body } = await call(lu, 'POST', '/customers', lookalike);
    expect(status).toBe(202);
    await decide(body.id, 'refused', '同一家公司，曾用名');
    await stacks.run.settled(60_000);
    expect(await told(lu, body.id)).toEqual([expect.stringMatching(/现有归属人：王芳[\s\S]*同一家公司，曾用名/)]);
    const clashes = (user: string) => mailsTo(user).filter(({ subject }) => subject.includes('客户重复')).length;
    expect([clashes('wang.fang'), clashes(lu)]).toEqual([1, 0]);
  }, 60_000);

  interface Free {
    readonly id: string;
    readonly facts: Readonly<Record<string, string>>;
  }

  /** A customer of Guangzhou in the public pool. */
  async function free(name: string, digits: string): Promise<Free> {
    const facts = {
      name,
      landline: `020-${digits}345671`,
      fax: `020-${digits}345672`,
      address: `广州市天河区体育东路 ${digits} 号`,
    };
    const { status, body } = await call('wang.fang', 'POST', '/customers', facts);
    expect([status, body.region]).toEqual([201, '4401']);
    await call('wang.fang', 'POST', `/customers/${body.id}/release`, {});
    return { id: body.id ?? '', facts };
  }

  const apply = (user: string, { id, facts }: Free) =>
    call(user, 'POST', `/customers/${id}/transfer-in`, { ...facts, reason: '总部在我方区域' });
  const decide = (id: string | undefined, outcome: string, comment = '') =>
    call(approver, 'POST', `/applications/${id}/decision`, { outcome, comment });

  async function ending(id: string | undefined): Promise<readonly unknown[]> {
    const { status, result } = (await call(approver, 'GET', `/applications/${id}`)).body;
    return [status, result];
  }

  async function holderOf({ id }: Free): Promise<unknown> {
    return (await call('chen.jie', 'GET', `/customers/${id}`)).body.holder;
  }

  function executionOf(id: string | undefined): string | undefined {
    const { run } = stacks;
    const machine = run.physicalName('AWS::StepFunctions::StateMachine', 'CustomerIntake');
    return run.executor.listExecutions(machine).find(({ name }) => name === id)?.status;
  }

  const mailsTo = (user: string) => {
    const { people, mailbox } = stacks.run;
    return mailbox.list(people.find((person) => person.user === user)?.email ?? '');
  };
  const subjectsFor = (user: string, id = '') =>
    mailsTo(user).flatMap(({ subject }) => (subject.includes(id) ? [subject] : []));

  /** What the mails about the application that have gone to the person say. */
  function told(user: string, id = ''): Promise<readonly (string | null)[]> {
    const about = mailsTo(user).filter(({ subject }) => subject.includes(id));
    return Promise.all(about.map(async (mail) => (await stacks.run.mailbox.read(mail.id))?.text ?? null));
  }

  /** As if the pool held so many customers. */
  async function countAs(owner: string, held: number): Promise<void> {
    const { client, name } = stacks.table();
    const Item = toItem({ ...poolKey(owner), entity: 'pool', owner, held });
    await client.send(new PutItemCommand({ TableName: name, Item }));
    client.destroy();
  }

  async function call(user: string, method: string, path: string, body?: unknown) {
    const answer = await stacks.ask(user, method, path, body);
    return { status: answer.status, body: answered.parse(await answer.json()) };
  }
});
