import { beforeEach, describe, expect, test } from 'vitest';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { tasksApi } from '../../../functions/tasks-api/tasks-api.ts';
import { aCase, aDocument, aPerson, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, manager, stamper, zhangwei } from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;

const { id: caseId } = aCase();
const review = aTask();
const sealing: Task = (({ assignee: _, ...free }) => free)(
  aTask({ id: `${caseId}.23.a-0000`, step: '23', state: '23 Review, sign and stamp', role: 'seal' }),
);
const hexin = { id: 'he.xin', roles: ['assistant'] } as const;
const xuhong = { id: 'xu.hong', roles: ['assistant'] } as const;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(tasksApi(world), world);
  const at = aCase().createdAt;
  await world.cases.create(aCase(), { caseId, id: `${at}#`, type: 'case.started', at });
  world.records.documents.push(aDocument());
  for (const task of [review, sealing]) {
    const fact = { caseId, id: `${at}#${task.id}`, type: 'task.opened' as const, at };
    await world.tasks.open({ task, taskToken: 'the token', links: [], fact });
  }
  for (const id of ['zhang.wei', 'he.xin', 'xu.hong']) {
    await world.people.put(aPerson({ id, name: id, email: `${id}@example.com`, roles: ['assistant'] }));
  }
  for (const id of ['zhao.lei', 'qian.yu']) {
    await world.people.put(aPerson({ id, name: id, email: `${id}@example.com`, roles: ['seal'] }));
  }
  await world.people.put(aPerson());
});

const delegate = (to: string, as: Parameters<Client>[1], id = review.id) =>
  client(`POST /tasks/${id}/delegation`, { ...as, body: { to } });
const reassign = (to: string | undefined, as = manager, id = review.id) =>
  client(`POST /tasks/${id}/reassignment`, { as, body: to === undefined ? {} : { to } });
const handsOf = async (id = review.id) => {
  const task = await world.tasks.get(id);
  return { assignee: task?.assignee, onBehalfOf: task?.onBehalfOf, attempt: task?.attempt };
};

function problemNamed(name: string, status: number) {
  return { status, body: { type: `urn:sales-sop:problem:${name}`, status } };
}

describe('POST /tasks/{id}/delegation', () => {
  test('the delegate has the task on behalf of who delegated, as the next attempt, and both facts and views say so', async () => {
    const answer = await delegate('he.xin', { as: zhangwei });
    expect(answer).toMatchObject({
      status: 200,
      body: { assignee: 'he.xin', onBehalfOf: ['zhang.wei'], attempt: 2, actions: ['delegate'] },
    });
    expect(world.observer.facts).toMatchObject([
      {
        type: 'task.delegated',
        by: 'zhang.wei',
        via: 'api',
        detail: { from: 'zhang.wei', to: 'he.xin', attempt: 2 },
      },
    ]);
    const body = { outcome: 'meets' };
    const decided = await client(`POST /tasks/${review.id}/decision`, { as: hexin, body });
    expect(decided.body.decision).toMatchObject({ by: 'he.xin', onBehalfOf: ['zhang.wei'] });
  });

  test('a delegate may delegate on; everybody before stays answerable, and may take it back', async () => {
    await delegate('he.xin', { as: zhangwei });
    await delegate('xu.hong', { as: hexin });
    expect(await handsOf()).toEqual({ assignee: 'xu.hong', onBehalfOf: ['zhang.wei', 'he.xin'], attempt: 3 });
    // given back to who passed it on: no ring
    await delegate('he.xin', { as: xuhong });
    expect(await handsOf()).toEqual({ assignee: 'he.xin', onBehalfOf: ['zhang.wei'], attempt: 4 });
    // taken back by who it fell to
    await delegate('zhang.wei', { as: zhangwei });
    expect(await handsOf()).toEqual({ assignee: 'zhang.wei', onBehalfOf: undefined, attempt: 5 });
  });

  test('delegating to who has it changes nothing', async () => {
    await delegate('he.xin', { as: zhangwei });
    expect(await delegate('he.xin', { as: zhangwei })).toMatchObject({ status: 200, body: { attempt: 2 } });
  });

  test('while the delegate is away their substitute acts; one who is who delegated gets it back', async () => {
    const from = '2026-11-20T00:00:00.000Z';
    const to = '2026-11-30T00:00:00.000Z';
    await world.absences.enter({ person: 'he.xin', from, to, substitute: 'xu.hong' }, 0);
    await delegate('he.xin', { as: zhangwei });
    expect(await handsOf()).toEqual({ assignee: 'xu.hong', onBehalfOf: ['zhang.wei', 'he.xin'], attempt: 2 });
    await delegate('zhang.wei', { as: zhangwei });
    await world.absences.enter({ person: 'he.xin', from, to, substitute: 'zhang.wei' }, 1);
    expect(await delegate('he.xin', { as: zhangwei })).toMatchObject({ status: 200 });
    expect(await handsOf()).toEqual({ assignee: 'zhang.wei', onBehalfOf: undefined, attempt: 3 });
  });

  test.each([
    ['somebody without the role', 'li.na'],
    ['somebody nobody knows', 'nobody'],
  ])('not to %s', async (_, to) => {
    const answer = await delegate(to, { as: zhangwei });
    expect(answer).toMatchObject(problemNamed('PersonUnfit', 422));
    expect(answer.body.errors).toMatchObject([{ pointer: '/to' }]);
    expect((await handsOf()).attempt).toBe(1);
  });

  test('not by somebody who does not have it', async () => {
    expect(await delegate('he.xin', { as: manager })).toMatchObject(problemNamed('NotYourTask', 403));
    expect(world.observer.facts).toMatchObject([{ type: 'task.refused-attempt', by: manager.id }]);
  });

  test('a group’s task is claimed first', async () => {
    expect(await delegate('qian.yu', { as: stamper }, sealing.id)).toMatchObject(problemNamed('TaskUnclaimed', 409));
    await client(`POST /tasks/${sealing.id}/claim`, { as: stamper });
    expect(await delegate('qian.yu', { as: stamper }, sealing.id)).toMatchObject({ status: 200 });
  });

  test('a task that has ended is not passed on', async () => {
    await client(`POST /tasks/${review.id}/decision`, { as: zhangwei, body: { outcome: 'meets' } });
    expect(await delegate('he.xin', { as: zhangwei })).toMatchObject(problemNamed('TaskAlreadyDecided', 409));
  });
});

describe('POST /tasks/{id}/reassignment', () => {
  test('who has it then acts for themselves, whoever had it before', async () => {
    await delegate('he.xin', { as: zhangwei });
    expect(await reassign('xu.hong')).toMatchObject({ status: 200, body: { assignee: 'xu.hong', attempt: 3 } });
    expect(await handsOf()).toEqual({ assignee: 'xu.hong', onBehalfOf: undefined, attempt: 3 });
  });

  test('a group’s task goes back to its group; one that a case gives to a person has none', async () => {
    await client(`POST /tasks/${sealing.id}/claim`, { as: stamper });
    await reassign(undefined, manager, sealing.id);
    expect(await handsOf(sealing.id)).toEqual({ assignee: undefined, onBehalfOf: undefined, attempt: 2 });
    expect(await reassign(undefined)).toMatchObject(problemNamed('TaskNotClaimable', 409));
  });

  test('not by anybody but a sales manager', async () => {
    expect(await reassign('he.xin', lina)).toMatchObject(problemNamed('ReassignmentNotYours', 403));
  });

  test('of a manager’s and a decider’s wishes at once, one holds', async () => {
    const [decided, reassigned] = await Promise.all([
      client(`POST /tasks/${review.id}/decision`, { as: zhangwei, body: { outcome: 'meets' } }),
      reassign('he.xin'),
    ]);
    expect([decided.status, reassigned.status].toSorted()).not.toEqual([200, 200]);
    expect([decided.status, reassigned.status]).toContain(200);
  });
});
