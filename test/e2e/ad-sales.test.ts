import { randomUUID } from 'node:crypto';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { driveCase } from '../../demo/drive-case.ts';
import { demoFacts, onTheStacks } from '../support/on-the-stacks.ts';

const problem = z.object({ type: z.string(), title: z.string(), status: z.number(), detail: z.string() }).loose();
const openTask = z.object({ id: z.string(), step: z.object({ id: z.string() }), actions: z.array(z.string()) }).loose();
const taskList = z.object({ items: z.array(openTask) });

describe('the advertising-sales SOP on the synthesized stacks', () => {
  const stacks = onTheStacks();
  const facts = demoFacts();

  it('AD-1 AD-2 AD-5 AD-6: carries a case with a refused contract and a refused ad through all 27 codes', async () => {
    const { caseId, status } = await driveCase(stacks.system, facts, () => {});
    await stacks.run.settled();

    expect(status).toBe('PUBLISHED');
    const machine = stacks.run.executor.listStateMachines().find(({ name }) => name.includes('ad-sales'));
    const executionArn = `${machine?.stateMachineArn.replace(':stateMachine:', ':execution:')}:${caseId}`;
    const entered = stacks.run.executor.getExecutionHistory(executionArn).flatMap(({ stateEnteredEventDetails }) => {
      const name = stateEnteredEventDetails?.name;
      return typeof name === 'string' ? [name] : [];
    });
    const codes = new Set(entered.map((state) => Number(/^\d+/.exec(state)?.[0])));
    expect([...codes].filter((code) => !Number.isNaN(code)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 27 }, (_, index) => index + 1),
    );

    const aws = new SFNClient({
      endpoint: stacks.run.awsUrl,
      region: stacks.run.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const described = await aws.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', name: caseId });

    const versions = await get(`/cases/${caseId}/documents?kind=contract`, facts.case.sales);
    const { items } = z.object({ items: z.array(z.object({ version: z.number() })) }).parse(await versions.json());
    expect(items.map(({ version }) => version).toSorted()).toEqual([1, 2]);

    // IN-10: the order that was approved is the customer's last one
    const opened = z.object({ case: z.object({ customerId: z.string() }) });
    const { case: ended } = opened.parse(await (await get(`/cases/${caseId}`, facts.case.sales)).json());
    expect(await (await get(`/customers/${ended.customerId}`, facts.case.sales)).json()).toHaveProperty('lastOrderAt');
  }, 240_000);

  describe('given a case whose plan the salesperson must present', () => {
    let caseId: string;
    let taskId: string;

    beforeAll(async () => {
      const customer = await post('/customers', facts.case.sales, {
        name: '成都锦里拾光旅游开发有限公司',
        landline: '028-6123 4567',
        fax: '028-6123 4568',
        address: '成都市武侯区武侯祠大街231号',
        city: '成都',
      });
      const { id: customerId } = z.object({ id: z.string() }).parse(await customer.json());
      const { title, contact, assistant } = facts.case;
      const opened = await post('/cases', facts.case.sales, { customerId, title, contact, assistant });
      caseId = z.object({ id: z.string() }).parse(await opened.json()).id;
      await stacks.run.settled();
      const tasks = taskList.parse(await (await get(`/tasks?case=${caseId}`, facts.case.sales)).json());
      taskId = tasks.items[0]?.id ?? '';
      expect(tasks.items[0]?.step.id).toBe('2');
    }, 120_000);

    async function stillOpen(): Promise<void> {
      const task = await (await get(`/tasks/${taskId}`, facts.case.sales)).json();
      expect(task).toMatchObject({ id: taskId, status: 'OPEN', attempt: 1 });
    }

    it.each([
      ['a body that is no JSON', '{"outcome":', 'application/json', 400],
      ['a body that is no JSON object', '"done"', 'application/json', 422],
      ['another type of content', 'outcome=done', 'application/x-www-form-urlencoded', 415],
      ['a body of 300 KB', JSON.stringify({ outcome: 'done', comment: 'x'.repeat(300_000) }), 'application/json', 413],
      [
        'a body of 11 MB',
        JSON.stringify({ outcome: 'done', comment: 'x'.repeat(11_000_000) }),
        'application/json',
        413,
      ],
      ['an unknown outcome', JSON.stringify({ outcome: 'maybe' }), 'application/json', 422],
      ['a form that lacks fields', JSON.stringify({ outcome: 'done', data: {} }), 'application/json', 422],
    ])('refuses %s and changes nothing', async (_, body, type, status) => {
      const response = await fetch(`${stacks.run.appUrl}/tasks/${taskId}/decision`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await stacks.run.token(facts.case.sales)}`, 'content-type': type },
        body,
      });
      expect(response.status).toBe(status);
      await stillOpen();
    });

    it('says what is wrong in the language asked for', async () => {
      const say = async (language: string): Promise<string> => {
        const response = await post(`/tasks/${taskId}/decision`, facts.case.sales, { outcome: 'maybe' }, language);
        expect(response.headers.get('content-type')).toContain('application/problem+json');
        return problem.parse(await response.json()).detail;
      };
      expect(await say('zh-CN')).toMatch(/[一-鿿]/);
      expect(await say('en')).toMatch(/^[\x20-\x7e]+$/);
    });

    it('refuses who may not act: nobody, a forged token, another role', async () => {
      const path = `${stacks.run.appUrl}/tasks/${taskId}/decision`;
      const send = (authorization: Record<string, string>) =>
        fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...authorization },
          body: JSON.stringify({ outcome: 'done' }),
        });
      const token = await stacks.run.token(facts.case.sales);
      expect((await send({})).status).toBe(401);
      expect((await send({ authorization: `Bearer ${token.slice(0, -4)}AAAA` })).status).toBe(401);
      expect((await send({ authorization: `Bearer ${await stacks.run.token('zheng.shuang')}` })).status).toBe(403);
      await stillOpen();
    });

    it('knows no altered link', async () => {
      const mail = stacks.run.mailbox.list().find(({ subject }) => subject.includes(caseId));
      const { text } = await stacks.run.mailbox.read(mail?.id ?? '');
      const link = /https?:\/\/\S+\/t\/[\w-]+/.exec(text ?? '')?.[0] ?? '';
      const altered = link.slice(0, -2) + (link.endsWith('AA') ? 'BB' : 'AA');
      expect((await fetch(link)).status).toBe(200);
      const answer = await fetch(altered, { method: 'POST', body: new URLSearchParams({ outcome: 'done' }) });
      expect(answer.status).toBe(404);
      await stillOpen();
    });

    it('takes one of two decisions at once, tells the other, and repeats the answer under the same Idempotency-Key', async () => {
      const body = facts.decisions['2']?.[0];
      const key = randomUUID();
      const [first, second] = await Promise.all([
        post(`/tasks/${taskId}/decision`, facts.case.sales, body, 'en', key),
        post(`/tasks/${taskId}/decision`, facts.case.sales, body, 'en'),
      ]);
      expect([first.status, second.status].toSorted()).toEqual([200, 409]);
      const late = problem.parse(await (first.status === 409 ? first : second).json());
      expect(late).toMatchObject({ decision: { outcome: 'done', by: facts.case.sales } });

      const again = await post(`/tasks/${taskId}/decision`, facts.case.sales, body, 'en', key);
      expect(again.status).toBe(first.status);
      await stacks.run.settled();
      const tasks = taskList.parse(await (await get(`/tasks?case=${caseId}`, facts.case.sales)).json());
      expect(tasks.items.map(({ step }) => step.id)).toEqual(['3']);
    });
  });

  async function get(path: string, user: string): Promise<Response> {
    return stacks.ask(user, 'GET', path);
  }

  async function post(path: string, user: string, body: unknown, language = 'en', key?: string): Promise<Response> {
    const headers = { 'accept-language': language, ...(key !== undefined && { 'idempotency-key': key }) };
    return stacks.ask(user, 'POST', path, body, headers);
  }
});
