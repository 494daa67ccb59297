import { beforeEach, describe, expect, test } from 'vitest';
import { chineseMentionsIn, mentionsIn } from '../../../functions/shared/domain/mentions.ts';
import { steps } from '../../../functions/shared/domain/steps.ts';
import { tasksApi } from '../../../functions/tasks-api/tasks-api.ts';
import { aCase, aPerson, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, designer, itemsOf, lina, zhangwei } from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;

const { id: caseId } = aCase();
const review = aTask({ subject: [] });
const feedback = (number: number) =>
  aTask({ id: `${caseId}.13.a${number}-0000`, step: '13', state: '13 Feed the ad back', subject: [] });

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(tasksApi(world), world);
  const at = aCase().createdAt;
  await world.cases.create(aCase(), { caseId, id: `${at}#`, type: 'case.started', at });
  for (const task of [review, feedback(1), feedback(2)]) {
    const fact = { caseId, id: `${at}#${task.id}`, type: 'task.opened' as const, at };
    await world.tasks.open({ task, taskToken: task.id, links: [], fact });
  }
  for (const { id, roles } of [lina, zhangwei, designer]) {
    await world.people.put(aPerson({ id, email: `${id}@example.com`, roles: [...roles] }));
  }
});

function problemNamed(name: string, status: number) {
  return { status, body: { type: `urn:sales-sop:problem:${name}`, status } };
}

describe('/tasks/{id}/comments', () => {
  const address = `/tasks/${review.id}/comments`;

  test('who sees the task says something and reads what was said, oldest first', async () => {
    const said = await client(`POST ${address}`, { as: lina, body: { text: '@zhang.wei 付款日期对吗？' } });
    expect(said).toMatchObject({
      status: 201,
      body: { by: 'li.na', text: '@zhang.wei 付款日期对吗？', mentions: ['zhang.wei'] },
    });
    world.clock.advance(1000);
    await client(`POST ${address}`, { as: zhangwei, body: { text: '对，见第二页。' } });
    const read = await client(`GET ${address}`, { as: lina });
    expect(itemsOf(read).map(({ by }) => by)).toEqual(['li.na', 'zhang.wei']);
    expect(world.observer.facts.map(({ type, by }) => ({ type, by }))).toEqual([
      { type: 'task.commented', by: 'li.na' },
      { type: 'task.commented', by: 'zhang.wei' },
    ]);
  });

  test('the text stays out of the history, which holds ids only', async () => {
    await client(`POST ${address}`, { as: lina, body: { text: '客户电话 0571-86543210' } });
    expect(JSON.stringify(world.observer.facts)).not.toContain('86543210');
  });

  test.each([
    ['somebody unknown', '@nobody 请看'],
    ['somebody who may not see the task', '@sun.jie 请看'],
  ])('mentioning %s is refused, and nothing is written', async (_, text) => {
    const answer = await client(`POST ${address}`, { as: lina, body: { text } });
    expect(answer).toMatchObject(problemNamed('MentionUnknown', 422));
    expect(itemsOf(await client(`GET ${address}`, { as: lina }))).toEqual([]);
  });

  test('a colleague is mentioned by the Chinese name, too', async () => {
    await world.people.put(aPerson({ id: 'zhang.wei', name: '张伟', roles: ['assistant'] }));
    const said = await client(`POST ${address}`, { as: lina, body: { text: '@张伟请看，＠张伟 尽快' } });
    expect(said).toMatchObject({ status: 201, body: { mentions: ['zhang.wei'] } });
  });

  test.each([
    ['nobody who sees the task has', '@王大锤 请看', '@王大锤'],
    ['several have', '@张三丰 请看', '@chen.jie、@wu.di'],
  ])('a Chinese name that %s is refused, and nothing is written', async (_, text, said) => {
    for (const id of ['chen.jie', 'wu.di']) {
      await world.people.put(aPerson({ id, name: '张三丰', roles: ['sales-manager'] }));
    }
    const answer = await client(`POST ${address}`, { as: lina, body: { text } });
    expect(answer).toMatchObject(problemNamed('MentionUnknown', 422));
    expect(JSON.stringify(answer)).toContain(said);
    expect(itemsOf(await client(`GET ${address}`, { as: lina }))).toEqual([]);
  });

  test('the same request twice under its key makes one comment', async () => {
    const keyed = { as: lina, body: { text: '一次' }, headers: { 'idempotency-key': 'k' } };
    await client(`POST ${address}`, keyed);
    await client(`POST ${address}`, keyed);
    expect(itemsOf(await client(`GET ${address}`, { as: lina }))).toHaveLength(1);
  });

  test('who does not see the task neither reads nor writes', async () => {
    for (const line of [`GET ${address}`, `POST ${address}`]) {
      const answer = await client(line, { as: designer, ...(line.startsWith('POST') ? { body: { text: '?' } } : {}) });
      expect(answer).toMatchObject(problemNamed('TaskNotVisible', 403));
    }
  });

  test.each([
    ['@zhang.wei，请看', ['zhang.wei']],
    ['请 @zhang.wei、@li.na. 一起看 @li.na', ['zhang.wei', 'li.na']],
    ['＠Zhang.Wei', ['zhang.wei']],
    ['写信给 chen.chen@customer.example', []],
    ['@ 没有人', []],
  ])('%s mentions %j', (text, names) => {
    expect(mentionsIn(text)).toEqual(names);
  });

  test.each([
    ['@李娜请看，再请 ＠欧阳·雪 看', ['李娜请看', '欧阳·雪']],
    ['价格 @ 五元，a@李娜', []],
  ])('behind the @ of %s stands %j', (text, said) => {
    expect(chineseMentionsIn(text)).toEqual(said);
  });
});

describe('/tasks/{id}/follow-up', () => {
  const address = `/tasks/${review.id}/follow-up`;

  test('one’s own reminder is set, read, replaced and removed; the task does not change', async () => {
    const before = await world.tasks.get(review.id);
    const at = '2026-11-25T09:00:00+08:00';
    const own = { followUp: { taskId: review.id, at: '2026-11-25T01:00:00.000Z', note: '' } };
    expect(await client(`PUT ${address}`, { as: lina, body: { at } })).toMatchObject({ status: 200, body: own });
    expect((await client(`GET ${address}`, { as: lina })).body).toEqual(own);
    expect((await client(`GET ${address}`, { as: zhangwei })).body).toEqual({});
    await client(`DELETE ${address}`, { as: lina });
    expect((await client(`GET ${address}`, { as: lina })).body).toEqual({});
    expect(await world.tasks.get(review.id)).toEqual(before);
  });

  test.each(['2026-11-22T09:00:00+08:00', '2028-11-25T09:00:00+08:00'])('not at %s', async (at) => {
    const answer = await client(`PUT ${address}`, { as: lina, body: { at } });
    expect(answer).toMatchObject(problemNamed('FollowUpInvalid', 422));
  });
});

describe('POST /tasks/decisions', () => {
  const decide = (decisions: unknown[], headers: Record<string, string> = {}) =>
    client('POST /tasks/decisions', { as: zhangwei, body: { decisions }, headers });

  test('decides each by itself, and says of each what came of it, in the order asked', async () => {
    const answer = await decide([
      { taskId: feedback(1).id, outcome: 'done' },
      { taskId: review.id, outcome: 'meets' },
      { taskId: `${caseId}.13.zz-0000`, outcome: 'done' },
      { taskId: feedback(2).id, outcome: 'perhaps' },
      { taskId: feedback(2).id, outcome: 'done' },
    ]);
    expect(answer).toMatchObject({
      status: 207,
      body: {
        results: [
          { taskId: feedback(1).id, status: 200, decision: { outcome: 'done', by: 'zhang.wei' } },
          { taskId: review.id, status: 422, problem: { type: 'urn:sales-sop:problem:NotInBulk' } },
          { status: 404, problem: { type: 'urn:sales-sop:problem:TaskNotFound' } },
          { status: 422, problem: { type: 'urn:sales-sop:problem:OutcomeUnknown', allowed: ['done'] } },
          { taskId: feedback(2).id, status: 200 },
        ],
      },
    });
    expect((await world.tasks.get(review.id))?.status).toBe('OPEN');
  });

  test('a run taken over answers what its predecessor decided as decided', async () => {
    const answers = { ...world.answers, keep: () => new Promise<void>(() => {}) };
    const dying = clientOf(tasksApi(world), { ...world, answers });
    const body = { decisions: [{ taskId: feedback(1).id, outcome: 'done' }] };
    const headers = { 'idempotency-key': 'k' };
    void dying('POST /tasks/decisions', { as: zhangwei, body, headers });
    await expect.poll(() => world.records.tasks.get(feedback(1).id)?.task.status).toBe('DECIDED');
    world.clock.advance(61_000);
    const answer = await decide(body.decisions, headers);
    expect(answer.body.results).toMatchObject([{ status: 200, decision: { outcome: 'done' } }]);
  });

  test('only steps that judge nothing and write nothing take part', () => {
    const bulk = steps.filter((step) => 'bulk' in step && step.bulk);
    expect(bulk.map(({ id }) => id)).toEqual(['10', '13', '17']);
    for (const { id, outcomes, produces } of bulk) {
      expect({ id, outcomes: outcomes.length, produces }).toEqual({ id, outcomes: 1, produces: undefined });
    }
  });
});
