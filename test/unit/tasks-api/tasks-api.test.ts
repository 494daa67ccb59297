import { beforeEach, describe, expect, test } from 'vitest';
import { contactId } from '../../../functions/shared/domain/assignment.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { tasksApi } from '../../../functions/tasks-api/tasks-api.ts';
import { aCase, aContract, aDecision, aDocument, aPerson, aTask } from '../../support/builders.ts';
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

const { id: caseId } = aCase();
const review = aTask();
const sealing = aTask({
  id: `${caseId}.23.a-0000`,
  step: '23',
  state: '23 Review, sign and stamp',
  role: 'seal',
  assignee: undefined,
  dueAt: '2026-11-24T02:00:00.000Z',
});
const drafting = aTask({
  id: `${caseId}.5.b-0000`,
  step: '5',
  state: '5 Draft the contract',
  role: 'sales',
  assignee: 'li.na',
  subject: [],
});
const customers = aTask({
  id: `${caseId}.4.c-0000`,
  step: '4',
  role: 'customer',
  assignee: contactId(caseId),
  dueAt: '2026-11-25T02:00:00.000Z',
});

async function open(task: Task): Promise<void> {
  const { id, openedAt: at } = task;
  const fact = { caseId: task.caseId, id: `${at}#${id}`, type: 'task.opened' as const, at };
  await world.tasks.open({ task, taskToken: 'the token', links: [{ hash: 'the hash', personId: 'x' }], fact });
}

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(tasksApi(world), world);
  const at = aCase().createdAt;
  await world.cases.create(aCase(), { caseId, id: `${at}#`, type: 'case.started', at });
  world.records.documents.push(aDocument());
  for (const task of [review, sealing, drafting, customers]) await open(task);
});

function problemNamed(name: string, status: number) {
  return { status, body: { type: `urn:sales-sop:problem:${name}`, status } };
}

describe('GET /tasks', () => {
  async function ids(address: string, as: typeof lina): Promise<unknown[]> {
    return itemsOf(await client(`GET ${address}`, { as })).map(({ id }) => id);
  }

  test('is the reader’s inbox: their own, then what their group has not claimed', async () => {
    const held = aTask({
      ...sealing,
      id: `${caseId}.23.d-0000`,
      assignee: 'zhao.lei',
      dueAt: '2026-12-01T00:00:00.000Z',
    });
    await open(held);
    expect(await ids('/tasks', lina)).toEqual([drafting.id]);
    expect(await ids('/tasks', zhangwei)).toEqual([review.id]);
    expect(await ids('/tasks', stamper)).toEqual([held.id, sealing.id]);
    expect(await ids('/tasks', colleague)).toEqual([sealing.id]);
    expect(await ids('/tasks', wangfang)).toEqual([]);
  });

  test('shows what an inbox needs, in both languages, and no secret', async () => {
    const answer = await client('GET /tasks', { as: lina });
    expect(itemsOf(answer)).toEqual([
      {
        id: drafting.id,
        caseId,
        case: { id: caseId, title: '冬季推广', customerName: '杭州云帆科技有限公司' },
        step: {
          id: '5',
          title: { zh: '制订合同', en: 'Draft the contract' },
          ask: { zh: '请按合同模板制订合同。', en: 'Draft the contract from the contract template.' },
          outcomes: [{ id: 'done', title: { zh: '完成', en: 'Done' }, needsComment: false, needsForm: true }],
          form: {
            kind: 'contract',
            title: { zh: '合同', en: 'Contract' },
            schema: '/openapi.json#/components/schemas/Contract',
          },
        },
        role: { id: 'sales', title: { zh: '销售', en: 'Salesperson' } },
        state: '5 Draft the contract',
        assignee: 'li.na',
        status: 'OPEN',
        attempt: 1,
        turn: 1,
        reason: '',
        findings: [],
        subject: [],
        contentHash: drafting.contentHash,
        openedAt: drafting.openedAt,
        dueAt: drafting.dueAt,
        expiresAt: drafting.expiresAt,
        actions: ['decide', 'delegate'],
      },
    ]);
  });

  test('filters by role, assignee, status and case', async () => {
    await world.tasks.end(sealing.id, 'CANCELLED', { caseId, id: 'z', type: 'task.cancelled', at: sealing.openedAt });
    expect(await ids('/tasks?role=seal', stamper)).toEqual([]);
    expect(await ids('/tasks?role=seal&status=CANCELLED', stamper)).toEqual([sealing.id]);
    expect(await ids('/tasks?assignee=me', zhangwei)).toEqual([review.id]);
    expect(await ids('/tasks?assignee=zhang.wei', zhangwei)).toEqual([review.id]);
    expect(await ids('/tasks?assignee=zhang.wei&role=assistant', manager)).toEqual([review.id]);
    expect(await ids('/tasks?assignee=zhang.wei&role=sales', manager)).toEqual([]);
    expect(await ids('/tasks?role=sales', lina)).toEqual([drafting.id]);
    expect(await ids('/tasks?role=sales', wangfang)).toEqual([]);
    expect(await ids('/tasks?role=customer', manager)).toEqual([customers.id]);
    expect(await ids(`/tasks?case=${caseId}`, lina)).toEqual([customers.id, drafting.id, review.id]);
    expect(await ids(`/tasks?case=${caseId}&assignee=me`, lina)).toEqual([drafting.id]);
    expect(await ids(`/tasks?case=${caseId}&status=CANCELLED`, stamper)).toEqual([sealing.id]);
    expect(await ids(`/tasks?case=${caseId}`, designer)).toEqual([]);
    expect(await ids('/tasks?case=AD-nothing', lina)).toEqual([]);
  });

  test.each([
    ['another person’s', 'assignee=zhang.wei', lina],
    ['another department’s', 'role=seal', lina],
    ['the customers’', 'role=customer', stamper],
  ])('%s list is closed', async (_, query, as) => {
    expect(await client(`GET /tasks?${query}`, { as })).toMatchObject(problemNamed('TasksNotYours', 403));
  });

  test('a role or status that does not exist is refused with those that do', async () => {
    const answer = await client('GET /tasks?role=king&status=DONE', { as: lina, headers: { 'accept-language': 'en' } });
    expect(answer).toMatchObject(problemNamed('QueryInvalid', 400));
    expect(answer.body.errors).toMatchObject([
      { pointer: '?role', detail: expect.stringContaining('sales-manager') },
      { pointer: '?status', detail: 'Give one of: OPEN, DECIDED, EXPIRED, CANCELLED.' },
    ]);
  });

  test('goes on where the page ended, from one’s own tasks to the group’s', async () => {
    await open(aTask({ ...sealing, id: `${caseId}.23.d-0000`, assignee: 'zhao.lei' }));
    const first = await client('GET /tasks?limit=1', { as: stamper });
    const second = await client(`GET ${String(first.body.next)}`, { as: stamper });
    const third = await client(`GET ${String(second.body.next)}`, { as: stamper });
    const all = [first, second, third].flatMap(itemsOf);
    expect(all.map(({ id }) => id)).toEqual([`${caseId}.23.d-0000`, sealing.id]);
    expect(third.body.next).toBeUndefined();
  });
});

describe('GET /tasks/{id}', () => {
  test('gives the very versions that are decided on', async () => {
    world.records.documents.push(aDocument({ version: 2, content: aContract({ number: 'HT-2' }) }));
    const { status, body } = await client(`GET /tasks/${review.id}`, { as: zhangwei });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: review.id, subject: [{ kind: 'contract', version: 1, title: { zh: '合同' } }] });
    expect(body.documents).toMatchObject([{ kind: 'contract', version: 1, content: { number: 'HT-2026-0001' } }]);
    expect(JSON.stringify(body)).not.toMatch(/the token|the hash/);
  });

  test.each([
    ['its assignee', zhangwei, 200],
    ['the case’s salesperson', lina, 200],
    ['a sales manager', manager, 200],
    ['another salesperson', wangfang, 403],
    ['another department', designer, 403],
  ])('%s', async (_, as, status) => {
    expect((await client(`GET /tasks/${review.id}`, { as })).status).toBe(status);
  });

  test.each([['AD-20261123-000000.6.x-0000'], ['nothing']])('the unknown task %s', async (id) => {
    expect(await client(`GET /tasks/${id}`, { as: manager })).toMatchObject(problemNamed('TaskNotFound', 404));
  });
});

describe('claiming and releasing', () => {
  const claim = `POST /tasks/${sealing.id}/claim`;
  const release = `POST /tasks/${sealing.id}/release`;

  test('a member of the group takes the task, and it is theirs alone until they give it back', async () => {
    expect(await client(claim, { as: stamper })).toMatchObject({
      status: 200,
      body: { assignee: 'zhao.lei', actions: ['decide', 'release', 'delegate'] },
    });
    const taken = await client(claim, { as: colleague });
    expect(taken).toMatchObject(problemNamed('TaskClaimed', 409));
    expect(taken.body.assignee).toBe('zhao.lei');
    expect(
      (await client(`POST /tasks/${sealing.id}/decision`, { as: colleague, body: { outcome: 'stamped' } })).status,
    ).toBe(403);
    expect(await client(release, { as: stamper })).toMatchObject({
      status: 200,
      body: { actions: ['decide', 'claim'] },
    });
    expect((await client(claim, { as: colleague })).status).toBe(200);
    expect(world.observer.facts.map(({ type }) => type)).toEqual([
      'task.claimed',
      'task.refused-attempt',
      'task.released',
      'task.claimed',
    ]);
  });

  test('doing it again changes nothing', async () => {
    await client(claim, { as: stamper });
    expect((await client(claim, { as: stamper, body: {} })).status).toBe(200);
    await client(release, { as: stamper });
    expect((await client(release, { as: stamper })).status).toBe(200);
    expect(world.observer.facts).toHaveLength(2);
  });

  test('a sales manager gives back what a colleague holds; other colleagues do not', async () => {
    await client(claim, { as: stamper });
    expect(await client(release, { as: colleague })).toMatchObject(problemNamed('TaskClaimed', 409));
    expect((await client(release, { as: manager })).status).toBe(200);
  });

  test('of many who claim at once one gets it', async () => {
    const everyone = Array.from({ length: 50 }, (_, number) => ({ id: `seal-${number}`, roles: ['seal' as const] }));
    const answers = await Promise.all(everyone.map((as) => client(claim, { as })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
  });

  test.each([
    ['somebody of another department', sealing, designer, 'TaskNotVisible', 403],
    ['the manager, who decides nothing for others', sealing, manager, 'NotYourTask', 403],
    ['a salesperson, for the assistant’s task', review, lina, 'NotYourTask', 403],
  ])('%s may not claim', async (_, task, as, name, status) => {
    expect(await client(`POST /tasks/${task.id}/claim`, { as })).toMatchObject(problemNamed(name, status));
  });

  test('a task of one named person cannot be given back', async () => {
    expect(await client(`POST /tasks/${review.id}/release`, { as: zhangwei })).toMatchObject(
      problemNamed('TaskNotClaimable', 409),
    );
  });

  test('what has ended cannot be claimed or given back', async () => {
    await world.tasks.decide(sealing, aDecision({ outcome: 'stamped', by: 'zhao.lei' }), undefined, []);
    for (const line of [claim, release]) {
      const answer = await client(line, { as: stamper });
      expect(answer).toMatchObject(problemNamed('TaskAlreadyDecided', 409));
      expect(answer.body.decision).toMatchObject({ by: 'zhao.lei', outcome: 'stamped' });
    }
    world.clock.set('2027-01-01T00:00:00.000Z');
    await open(aTask({ ...sealing, id: `${caseId}.23.late-0000` }));
    expect((await client(`POST /tasks/${caseId}.23.late-0000/claim`, { as: stamper })).status).toBe(410);
  });

  test('takes no members', async () => {
    expect((await client(claim, { as: stamper, body: { force: true } })).status).toBe(422);
  });
});

describe('POST /tasks/{id}/decision', () => {
  const address = `POST /tasks/${review.id}/decision`;
  const meets = { as: zhangwei, body: { outcome: 'meets' } };

  test('records the decision', async () => {
    const answer = await client(address, meets);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        task: { id: review.id, status: 'DECIDED', actions: [] },
        decision: { outcome: 'meets', comment: '', by: 'zhang.wei', via: 'api', at: '2026-11-23T02:00:00.000Z' },
      },
    });
  });

  test('AD-5: the form becomes a new version of the step’s document', async () => {
    const body = { outcome: 'done', data: aContract({ number: 'HT-3' }) };
    const answer = await client(`POST /tasks/${drafting.id}/decision`, { as: lina, body });
    expect(answer.body.decision).toMatchObject({ document: { kind: 'contract', version: 2 } });
    expect(world.records.documents.at(-1)).toMatchObject({ version: 2, content: { number: 'HT-3' } });
  });

  test('a finished task answers with the recorded decision and changes nothing', async () => {
    await client(address, meets);
    const answer = await client(address, { as: zhangwei, body: { outcome: 'fails', comment: '不符' } });
    expect(answer).toMatchObject(problemNamed('TaskAlreadyDecided', 409));
    expect(answer.body.decision).toMatchObject({ outcome: 'meets', by: 'zhang.wei' });
    expect(world.records.tasks.get(review.id)?.task.decision?.outcome).toBe('meets');
  });

  test.each([
    ['an outcome the step does not have', { outcome: 'perhaps' }, 422, 'OutcomeUnknown', '/outcome'],
    ['a refusal without a reason', { outcome: 'fails', comment: '  ' }, 422, 'CommentMissing', '/comment'],
    ['no outcome', {}, 422, 'BodyInvalid', '/outcome'],
    ['a member we do not know', { outcome: 'meets', token: 'x' }, 422, 'BodyInvalid', '/token'],
    ['form data that is no object', { outcome: 'meets', data: [] }, 422, 'BodyInvalid', '/data'],
  ])('refuses %s', async (_, body, status, name, pointer) => {
    const answer = await client(address, { as: zhangwei, body });
    expect(answer).toMatchObject(problemNamed(name, status));
    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect(world.records.tasks.get(review.id)?.task.status).toBe('OPEN');
  });

  test('an unknown outcome is answered with the allowed ones', async () => {
    const answer = await client(address, {
      as: zhangwei,
      body: { outcome: 'perhaps' },
      headers: { 'accept-language': 'en' },
    });
    expect(answer.body).toMatchObject({
      allowed: ['meets', 'fails'],
      errors: [{ detail: 'Give one of: meets, fails.' }],
    });
  });

  test('each wrong field of a form is named by its place in the request', async () => {
    const body = { outcome: 'done', data: { ...aContract(), total: 'much', number: undefined } };
    const answer = await client(`POST /tasks/${drafting.id}/decision`, { as: lina, body });
    expect(answer).toMatchObject(problemNamed('FormInvalid', 422));
    expect(answer.body.errors).toMatchObject([{ pointer: '/data/number' }, { pointer: '/data/total' }]);
  });

  test.each([
    ['a changed document', { contentHash: 'd'.repeat(64) }, 'ContentChanged'],
    ['a re-issued task', { attempt: 2 }, 'TaskReissued'],
  ])('%s is noticed when the caller says what they saw', async (_, expected, name) => {
    const body = { outcome: 'meets', expect: expected };
    expect(await client(address, { as: zhangwei, body })).toMatchObject(problemNamed(name, 409));
  });

  test.each([
    ['the wrong person', { id: 'other', roles: ['assistant' as const] }],
    ['the wrong role', lina],
    ['the manager', manager],
  ])('%s is refused, and that goes on record', async (_, as) => {
    expect(await client(address, { ...meets, as })).toMatchObject(problemNamed('NotYourTask', 403));
    expect(world.observer.facts).toMatchObject([{ type: 'task.refused-attempt', by: as.id }]);
  });

  test('an expired task', async () => {
    world.clock.set('2027-01-01T00:00:00.000Z');
    expect(await client(address, meets)).toMatchObject(problemNamed('TaskExpired', 410));
  });

  test('the same request under its key is answered alike, not with a conflict', async () => {
    const keyed = { ...meets, headers: { 'idempotency-key': 'k' } };
    const first = await client(address, keyed);
    expect(await client(address, keyed)).toMatchObject({ status: 200, body: first.body });
  });

  test('a key used for one task decides no other', async () => {
    await open(aTask({ id: `${caseId}.6.other-0000` }));
    const keyed = { ...meets, headers: { 'idempotency-key': 'k' } };
    await client(address, keyed);
    expect((await client(`POST /tasks/${caseId}.6.other-0000/decision`, keyed)).status).toBe(422);
  });

  test('a request that died after deciding is taken over and answered with its own decision', async () => {
    const keyed = { ...meets, headers: { 'idempotency-key': 'k' } };
    const answers = { ...world.answers, keep: () => new Promise<void>(() => undefined) };
    void clientOf(tasksApi(world), { ...world, answers })(address, keyed);
    await expect.poll(() => world.records.tasks.get(review.id)?.task.status).toBe('DECIDED');
    world.clock.advance(61_000);
    expect(await client(address, keyed)).toMatchObject({ status: 200, body: { decision: { outcome: 'meets' } } });
  });

  test('a request that died before deciding does not take another’s decision for its own', async () => {
    const keyed = { ...meets, headers: { 'idempotency-key': 'k' } };
    const dead = { ...world, tasks: { ...world.tasks, get: () => new Promise<undefined>(() => undefined) } };
    void clientOf(tasksApi(dead), dead)(address, keyed);
    await Promise.resolve();
    await world.tasks.decide(review, aDecision({ outcome: 'meets', by: 'other' }), undefined, []);
    world.clock.advance(61_000);
    expect(await client(address, keyed)).toMatchObject(problemNamed('TaskAlreadyDecided', 409));
  });
});

describe('GET /me', () => {
  test('says who one is, with what the directory knows', async () => {
    await world.people.put(aPerson({ language: 'en' }));
    expect((await client('GET /me', { as: lina })).body).toEqual({
      id: 'li.na',
      name: '李娜',
      email: 'li.na@example.com',
      language: 'en',
      roles: [{ id: 'sales', title: { zh: '销售', en: 'Salesperson' } }],
    });
    expect((await client('GET /me', { as: designer })).body).toEqual({
      id: 'sun.jie',
      roles: [{ id: 'design', title: { zh: '广告编辑部', en: 'Ad editing department' } }],
    });
  });
});
