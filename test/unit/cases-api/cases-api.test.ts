import { beforeEach, describe, expect, test } from 'vitest';
import { casesApi } from '../../../functions/cases-api/cases-api.ts';
import { contactId } from '../../../functions/shared/domain/assignment.ts';
import { mergeOf } from '../../../functions/shared/domain/customer-merge.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { aCase, aCustomer, aDecision, aDocument, aPerson, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import {
  apiWorld,
  type Client,
  clientOf,
  colleague,
  designer,
  itemsOf,
  lina,
  manager,
  stamper,
  wangfang,
  zhangwei,
} from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(casesApi(world), world);
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳' }));
  await world.people.put(aPerson({ id: 'zhang.wei', name: '张伟', roles: ['assistant'] }));
  await world.people.put(aPerson({ id: 'zhou.min', name: '周敏', roles: ['sales-manager'] }));
  await world.customers.enter(aCustomer(), []);
});

const opening = {
  customerId: 'CU-0001',
  contact: { name: '陈晨', email: 'chen.chen@customer.example' },
  title: '冬季推广',
  assistant: 'zhang.wei',
};

function problemNamed(name: string, status: number) {
  return { status, body: { type: `urn:sales-sop:problem:${name}`, status } };
}

test('a case goes on when its customer is renamed or merged, keeps the name it has, and shows who the customer is by now', async () => {
  const { body } = await client('POST /cases', { as: lina, body: opening });
  expect((await client(`GET /cases/${body.id}`, { as: lina })).body).not.toHaveProperty('customerNow');
  const survivor = aCustomer({ id: 'CU-0002', name: '杭州云帆数字科技有限公司', holder: 'wang.fang' });
  await world.customers.enter(survivor, []);
  const by = { by: 'qin.yue', at: world.now().toISOString(), reason: '同一家公司' };
  await world.customers.merge(mergeOf(aCustomer(), survivor, by));
  expect((await client(`GET /cases/${body.id}`, { as: lina })).body).toMatchObject({
    case: { customerId: 'CU-0001', customerName: '杭州云帆科技有限公司' },
    customerNow: { id: 'CU-0002', name: '杭州云帆数字科技有限公司' },
  });
});

describe('POST /cases', () => {
  test('an urgent case is opened as such; no other priority is known', async () => {
    const urgent = await client('POST /cases', { as: lina, body: { ...opening, settings: { priority: 'urgent' } } });
    expect(urgent).toMatchObject({ status: 201, body: { settings: { maxTurns: 5, priority: 'urgent' } } });
    const wrong = await client('POST /cases', { as: lina, body: { ...opening, settings: { priority: 'at once' } } });
    expect(wrong.status).toBe(422);
  });

  test('AD-1: a salesperson opens a case for their customer, and its record starts the workflow', async () => {
    const answer = await client('POST /cases', { as: lina, body: opening });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^AD-20261123-[0-9A-HJKMNP-TV-Z]{6}$/),
      status: { id: 'STARTING', title: { zh: '正在启动', en: 'Starting' } },
      customerName: '杭州云帆科技有限公司',
      contact: { language: 'zh-CN' },
      sales: 'li.na',
      assistant: 'zhang.wei',
      settings: { maxTurns: 5 },
      createdBy: 'li.na',
      createdAt: '2026-11-23T02:00:00.000Z',
    });
    expect(answer.headers.location).toBe(`/cases/${answer.body.id}`);
    expect(world.records.cases.size).toBe(1);
    expect(world.observer.facts).toMatchObject([{ type: 'case.started', by: 'li.na', via: 'api' }]);
  });

  test('the id’s date is China’s: 22:00 in London is tomorrow', async () => {
    world.clock.set('2026-11-22T22:00:00.000Z');
    const { body } = await client('POST /cases', { as: lina, body: opening });
    expect(body.id).toMatch(/^AD-20261123-/);
  });

  test('a sales manager opens a case for a salesperson', async () => {
    const answer = await client('POST /cases', { as: manager, body: { ...opening, sales: 'li.na' } });
    expect(answer).toMatchObject({ status: 201, body: { sales: 'li.na', createdBy: 'zhou.min' } });
  });

  test.each([
    ['AD-6: a customer that intake does not know', lina, { customerId: 'CU-9999' }, '/customerId'],
    ['an assistant who is none', lina, { assistant: 'li.na' }, '/assistant'],
    ['an assistant nobody knows', lina, { assistant: 'nobody' }, '/assistant'],
    ['a manager who names no salesperson', manager, {}, '/sales'],
    ['a salesperson who is none', manager, { sales: 'zhang.wei' }, '/sales'],
  ])('refuses %s', async (_, as, change, pointer) => {
    const answer = await client('POST /cases', { as, body: { ...opening, ...change } });
    expect(answer).toMatchObject(problemNamed('CaseFactsInvalid', 422));
    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect(world.records.cases.size).toBe(0);
  });

  test('refuses missing and unknown members, naming each', async () => {
    const answer = await client('POST /cases', {
      as: lina,
      body: { contact: { name: '陈晨', phone: '1' }, budget: 1 },
    });
    expect(answer).toMatchObject(problemNamed('BodyInvalid', 422));
    expect(answer.body.errors).toMatchObject([
      { pointer: '/customerId' },
      { pointer: '/contact/email' },
      { pointer: '/contact/phone' },
      { pointer: '/title' },
      { pointer: '/assistant' },
      { pointer: '/budget' },
    ]);
  });

  test('IN-3: refuses a customer in another’s pool, and says whose', async () => {
    const answer = await client('POST /cases', { as: wangfang, body: opening });
    expect(answer).toMatchObject(problemNamed('CustomerHeldByAnother', 409));
    expect(answer.body.detail).toContain('李娜');
  });

  test.each([
    ['somebody without the role', zhangwei, {}, 'RoleMissing'],
    ['a salesperson opening for another', wangfang, { sales: 'li.na' }, 'SalesNotYours'],
  ])('refuses %s', async (_, as, change, name) => {
    const answer = await client('POST /cases', { as, body: { ...opening, ...change } });
    expect(answer).toMatchObject(problemNamed(name, 403));
  });

  test('refuses a salesperson the directory does not know, whom no task could reach', async () => {
    const stranger = { id: 'new.one', roles: ['sales' as const] };
    expect(await client('POST /cases', { as: stranger, body: opening })).toMatchObject(
      problemNamed('PersonNotRegistered', 409),
    );
  });

  test('an id that another case has is drawn again', async () => {
    const keyed = { as: lina, body: opening, headers: { 'idempotency-key': 'k' } };
    const taken = await client('POST /cases', keyed);
    const other = aCase({ id: String(taken.body.id), createdBy: 'wang.fang' });
    world.records.cases.clear();
    world.records.cases.set(other.id, other);
    const fresh = clientOf(casesApi(world), { ...world, answers: memoryWorld().answers });
    const answer = await fresh('POST /cases', keyed);
    expect(answer.status).toBe(201);
    expect(answer.body.id).not.toBe(other.id);
    expect(world.records.cases.size).toBe(2);
  });

  test('a request that died after writing is taken over: the same case, not a second', async () => {
    const keyed = { as: lina, body: opening, headers: { 'idempotency-key': 'k' } };
    const dying = clientOf(casesApi(world), {
      ...world,
      answers: { ...world.answers, keep: () => new Promise(() => undefined) },
    });
    void dying('POST /cases', keyed);
    await expect.poll(() => world.records.cases.size).toBe(1);
    world.clock.advance(61_000);
    const answer = await client('POST /cases', keyed);
    expect(answer.status).toBe(201);
    expect([...world.records.cases.keys()]).toEqual([answer.body.id]);
    expect(answer.body.createdAt).toBe('2026-11-23T02:00:00.000Z');
  });
});

describe('reading a case', () => {
  const theCase = aCase({ executionArn: 'arn:aws:states:eu-west-1:000000000000:execution:ad-sales:AD-1' });
  const address = `/cases/${theCase.id}`;

  async function open(task: Task): Promise<void> {
    const { openedAt: at, caseId } = task;
    const fact = { caseId, id: `${at}#${task.id}`, type: 'task.opened' as const, at };
    await world.tasks.open({ task, taskToken: 'the token', links: [{ hash: 'the hash', personId: 'x' }], fact });
  }

  beforeEach(async () => {
    const { id: caseId, createdAt: at } = theCase;
    await world.cases.create(theCase, { caseId, id: `${at}#1`, type: 'case.started', at, by: 'li.na' });
    await open(aTask());
    await open(
      aTask({
        id: `${caseId}.23.mi9x2k1a-0000`,
        step: '23',
        state: '23 Review, sign and stamp',
        role: 'seal',
        assignee: undefined,
      }),
    );
    await open(aTask({ id: `${caseId}.9.mi9x2k1a-0000`, step: '9', role: 'customer', assignee: contactId(caseId) }));
    await world.tasks.end(`${caseId}.9.mi9x2k1a-0000`, 'CANCELLED', { caseId, id: 'z', type: 'task.cancelled', at });
    world.records.documents.push(aDocument(), aDocument({ version: 2 }), aDocument({ version: 10 }));
  });

  test('gives the open tasks, the latest documents and what the reader may do', async () => {
    const { status, body } = await client(`GET ${address}`, { as: lina });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      case: { id: theCase.id, status: { id: 'RUNNING' } },
      tasks: [
        { step: { id: '23', title: { zh: '审核，签字，盖章' } }, role: { id: 'seal' }, actions: [] },
        { step: { id: '6' }, assignee: 'zhang.wei', actions: [] },
      ],
      documents: [{ kind: 'contract', version: 10, title: { zh: '合同', en: 'Contract' } }],
      actions: ['cancel'],
    });
  });

  test('never shows a token, a link or the execution', async () => {
    const text = JSON.stringify(await client(`GET ${address}`, { as: manager }));
    expect(text).not.toMatch(/the token|the hash|taskToken|executionArn|arn:aws/);
  });

  test.each([
    ['its salesperson', lina, 200],
    ['its assistant', zhangwei, 200],
    ['a sales manager', manager, 200],
    ['headquarters', { id: 'h', roles: ['hq' as const] }, 200],
    ['a department with a task in it', stamper, 200],
    ['a department without', designer, 403],
    ['another salesperson', wangfang, 403],
    ['another assistant', { id: 'other', roles: ['assistant' as const] }, 403],
    ['somebody in the customer group', { id: 'somebody', roles: ['customer' as const] }, 403],
    ['somebody without any role', { id: 'li', roles: [] }, 403],
  ])('%s', async (_, as, status) => {
    for (const part of ['', '/history', '/documents']) {
      expect((await client(`GET ${address}${part}`, { as })).status).toBe(status);
    }
  });

  test('AD-5: gives the files of its tasks with an address each, never where they are kept', async () => {
    const { id: taskId, caseId } = aTask();
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);
    const file = { name: 'proof.png', type: 'image/png', content: png, by: 'sun.jie', at: world.now() };
    await world.files.attachments.keep(caseId, taskId, file);
    const answer = await client(`GET ${address}/files`, { as: lina });
    expect(itemsOf(answer)).toMatchObject([
      { taskId, name: 'proof.png', size: 4, address: expect.stringContaining('as=attachment') },
    ]);
    expect(itemsOf(answer)[0]).not.toHaveProperty('key');
    expect((await client(`GET ${address}/files`, { as: wangfang })).status).toBe(403);
  });

  test('actions are the reader’s own', async () => {
    expect((await client(`GET ${address}`, { as: stamper })).body).toMatchObject({
      tasks: [{ actions: ['decide', 'claim'] }, { actions: [] }],
      actions: [],
    });
  });

  test('an unknown case', async () => {
    expect(await client('GET /cases/AD-20261123-000000', { as: manager })).toMatchObject(
      problemNamed('CaseNotFound', 404),
    );
  });

  test('history goes page by page, oldest first, each fact with its title', async () => {
    const first = await client(`GET ${address}/history?limit=2`, { as: lina });
    expect(itemsOf(first)).toMatchObject([
      { type: 'case.started', title: { zh: '项目启动' } },
      { type: 'task.opened' },
    ]);
    const second = await client(`GET ${String(first.body.next)}`, { as: lina });
    expect(itemsOf(second)).toHaveLength(2);
    const third = await client(`GET ${String(second.body.next)}`, { as: lina });
    expect(itemsOf(third)).toMatchObject([{ type: 'task.cancelled' }]);
    expect(third.body.next).toBeUndefined();
    const borrowed = await client(`GET ${String(first.body.next)}`, { as: manager });
    expect(borrowed).toMatchObject(problemNamed('CursorInvalid', 400));
  });

  test('AD-5: every version of a document stays readable', async () => {
    const all = await client(`GET ${address}/documents?kind=contract`, { as: lina });
    expect(itemsOf(all).map(({ version }) => version)).toEqual([1, 2, 10]);
    expect(itemsOf(await client(`GET ${address}/documents?kind=quote`, { as: lina }))).toEqual([]);
    expect((await client(`GET ${address}/documents?kind=poem`, { as: lina })).status).toBe(400);
  });
});

describe('GET /cases', () => {
  beforeEach(async () => {
    for (const [number, sales, status] of [
      [1, 'li.na', 'RUNNING'],
      [2, 'wang.fang', 'RUNNING'],
      [3, 'li.na', 'PUBLISHED'],
      [4, 'li.na', 'RUNNING'],
    ] as const) {
      const at = `2026-11-2${number}T01:00:00.000Z`;
      const salesCase = aCase({ id: `AD-${number}`, sales, status, createdAt: at });
      await world.cases.create(salesCase, { caseId: salesCase.id, id: `${at}#`, type: 'case.started', at });
    }
    for (const [caseId, step, role, assignee, dueAt] of [
      ['AD-1', '6', 'assistant', 'zhang.wei', '2026-11-25T01:00:00.000Z'],
      ['AD-1', '24', 'assistant', 'zhang.wei', '2026-11-26T01:00:00.000Z'],
      ['AD-2', '23', 'seal', undefined, '2026-11-24T01:00:00.000Z'],
      ['AD-4', '23', 'seal', 'zhao.lei', '2026-11-27T01:00:00.000Z'],
    ] as const) {
      const task = aTask({ id: `${caseId}.${step}.x`, caseId, step, role, assignee, dueAt });
      await world.tasks.open({
        task,
        taskToken: 't',
        links: [],
        fact: { caseId, id: task.id, type: 'task.opened', at: dueAt },
      });
    }
  });

  async function ids(address: string, as: typeof lina): Promise<unknown[]> {
    return itemsOf(await client(`GET ${address}`, { as })).map(({ id }) => id);
  }

  test('salespeople see their own, newest first; managers all, those under way first', async () => {
    expect(await ids('/cases', lina)).toEqual(['AD-4', 'AD-3', 'AD-1']);
    expect(await ids('/cases?status=RUNNING', lina)).toEqual(['AD-4', 'AD-1']);
    expect(await ids('/cases', manager)).toEqual(['AD-4', 'AD-2', 'AD-1', 'AD-3']);
    expect(await ids('/cases?status=PUBLISHED', manager)).toEqual(['AD-3']);
    expect(await ids('/cases?sales=wang.fang', manager)).toEqual(['AD-2']);
  });

  test('assistants see the cases that name them, newest first', async () => {
    expect(await ids('/cases', zhangwei)).toEqual(['AD-4', 'AD-3', 'AD-2', 'AD-1']);
    expect(await ids('/cases?status=PUBLISHED', zhangwei)).toEqual(['AD-3']);
    expect(await ids('/cases', { id: 'liu.yang', roles: ['assistant'] })).toEqual([]);
  });

  test('another salesperson’s list is closed', async () => {
    expect(await client('GET /cases?sales=li.na', { as: wangfang })).toMatchObject(problemNamed('CasesNotYours', 403));
  });

  test('everybody else sees the cases they have open tasks in, each once, most urgent of their own first', async () => {
    expect(await ids('/cases', { id: 'zhang.wei', roles: ['seal'] })).toEqual(['AD-1', 'AD-2', 'AD-4']);
    expect(await ids('/cases', stamper)).toEqual(['AD-4', 'AD-2']);
    expect(await ids('/cases', colleague)).toEqual(['AD-2', 'AD-4']);
    expect(await ids('/cases', designer)).toEqual([]);
  });

  test('goes page by page', async () => {
    const first = await client('GET /cases?limit=2&status=RUNNING', { as: manager });
    const second = await client(`GET ${String(first.body.next)}`, { as: manager });
    expect([...itemsOf(first), ...itemsOf(second)].map(({ id }) => id)).toEqual(['AD-4', 'AD-2', 'AD-1']);
    expect(second.body.next).toBeUndefined();
  });
});

describe('POST /cases/{id}/cancellation', () => {
  const theCase = aCase({ executionArn: 'arn:aws:states:eu-west-1:000000000000:execution:ad-sales:AD-1' });
  const address = `POST /cases/${theCase.id}/cancellation`;
  const request = { as: lina, body: { reason: '客户推迟到明年' } };

  beforeEach(async () => {
    const { id: caseId, createdAt: at } = theCase;
    await world.cases.create(theCase, { caseId, id: `${at}#1`, type: 'case.started', at });
    for (const [number, status] of [
      [1, 'OPEN'],
      [2, 'OPEN'],
      [3, 'DECIDED'],
    ] as const) {
      const decision = status === 'DECIDED' ? { decision: aDecision() } : {};
      const task = aTask({ id: `${caseId}.6.t${number}`, status, ...decision });
      await world.tasks.open({
        task,
        taskToken: 't',
        links: [],
        fact: { caseId, id: task.id, type: 'task.opened', at },
      });
    }
  });

  function statuses(): unknown[] {
    return [...world.records.tasks.values()].map(({ task }) => task.status);
  }

  test('ends the case, its execution and its open tasks', async () => {
    const answer = await client(address, request);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: { id: 'CANCELLED' }, endReason: '客户推迟到明年', endedAt: '2026-11-23T02:00:00.000Z' },
    });
    expect(world.workflow.stopped).toMatchObject([{ executionArn: theCase.executionArn, error: 'CaseCancelled' }]);
    expect(statuses()).toEqual(['CANCELLED', 'CANCELLED', 'DECIDED']);
    expect(world.observer.facts.map(({ type }) => type)).toEqual([
      'case.cancelled',
      'task.cancelled',
      'task.cancelled',
    ]);
  });

  test('repeated it finishes what was left undone, and the first reason stays', async () => {
    await world.cases.move(
      theCase.id,
      ['RUNNING'],
      'CANCELLED',
      { endedAt: '2026-11-23T01:59:00.000Z', endReason: 'first' },
      undefined,
    );
    const answer = await client(address, { ...request, as: manager });
    expect(answer).toMatchObject({ status: 200, body: { endReason: 'first', endedAt: '2026-11-23T01:59:00.000Z' } });
    expect(statuses()).toEqual(['CANCELLED', 'CANCELLED', 'DECIDED']);
    expect(world.workflow.stopped).toHaveLength(1);
  });

  test('a case that is only starting is cancelled too, and its execution stopped should it be there already', async () => {
    const { executionArn: _, ...starting } = aCase({ id: 'AD-20261123-STARTS', status: 'STARTING' });
    const { id: caseId, createdAt: at } = starting;
    await world.cases.create(starting, { caseId, id: `${at}#1`, type: 'case.started', at });
    const answer = await client(`POST /cases/${caseId}/cancellation`, request);
    expect(answer).toMatchObject({ status: 200, body: { status: { id: 'CANCELLED' } } });
    expect(world.workflow.stopped).toMatchObject([
      { executionArn: expect.stringMatching(/:ad-sales:AD-20261123-STARTS$/) },
    ]);
  });

  test.each(['PUBLISHED', 'LOST', 'CLOSED', 'FAILED'] as const)('a case that is %s stays so', async (status) => {
    await world.cases.move(theCase.id, ['RUNNING'], status, {}, undefined);
    const answer = await client(address, request);
    expect(answer).toMatchObject(problemNamed('CaseEnded', 409));
    expect(answer.body.caseStatus).toBe(status);
    expect(world.workflow.stopped).toEqual([]);
  });

  test.each([
    ['another salesperson', wangfang],
    ['the assistant', zhangwei],
    ['headquarters, which only looks on', { id: 'h', roles: ['hq' as const] }],
  ])('%s may not', async (_, as) => {
    expect(await client(address, { ...request, as })).toMatchObject(problemNamed('CaseNotYours', 403));
    expect(world.records.cases.get(theCase.id)?.status).toBe('RUNNING');
  });

  test('says why', async () => {
    const answer = await client(address, { as: lina, body: {} });
    expect(answer.body.errors).toMatchObject([{ pointer: '/reason' }]);
  });
});
