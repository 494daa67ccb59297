import { beforeEach, describe, expect, test } from 'vitest';
import { casesApi } from '../../../functions/cases-api/cases-api.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { aCase, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, designer, lina, manager, wangfang, zhangwei } from '../shared/http/call.ts';

const { id } = aCase();
const address = `PUT /cases/${id}/priority`;
/** Monday, 10 o'clock in Shanghai. */
const since = '2026-11-23T02:00:00.000Z';

let world: ReturnType<typeof apiWorld>;
let client: Client;
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(casesApi(world), world);
  await world.cases.create(aCase(), newFact({ caseId: id, type: 'case.started' }, world.now()));
});

/** Opens a task of step 6, which is due in eight working hours. */
async function open(change: Partial<Task> = {}): Promise<Task> {
  const task = aTask({ openedAt: since, sla: { counted: 0, since, done: [] }, ...change });
  const fact = newFact({ caseId: id, taskId: task.id, type: 'task.opened' }, world.now());
  await world.tasks.open({ task, taskToken: 't', links: [], fact, nextActionAt: '2026-11-23T09:00:00.000Z' });
  return task;
}

describe('PUT /cases/{id}/priority', () => {
  test('an urgent case’s open task is due in half the time, and its ladder is the other one; back again it is as before', async () => {
    const task = await open();
    const answer = await client(address, { as: lina, body: { priority: 'urgent' } });
    expect(answer).toMatchObject({ status: 200, body: { settings: { priority: 'urgent' } } });
    // four working hours from ten o'clock, the break left out; reminded after two
    expect(await world.tasks.get(task.id)).toMatchObject({ priority: 'urgent', dueAt: '2026-11-23T07:00:00.000Z' });
    expect(world.records.sweepAt.get(task.id)).toBe('2026-11-23T04:00:00.000Z');
    expect((await world.cases.get(id))?.settings).toMatchObject({ priority: 'urgent' });
    await client(address, { as: manager, body: { priority: 'normal' } });
    expect(await world.tasks.get(task.id)).toMatchObject({ priority: 'normal', dueAt: '2026-11-24T02:00:00.000Z' });
    expect(world.observer.facts).toMatchObject([
      { type: 'case.priority-changed', by: 'li.na', via: 'api', detail: { priority: 'urgent' } },
      { type: 'case.priority-changed', by: manager.id, detail: { priority: 'normal' } },
    ]);
  });

  test('rungs that were climbed are not climbed again, and working time counted so far counts', async () => {
    // reminded at three quarters; two hours were counted before the clock stood still
    const task = await open({ sla: { counted: 7_200_000, since, done: [0] } });
    await client(address, { as: zhangwei, body: { priority: 'urgent' } });
    const { sla, dueAt } = (await world.tasks.get(task.id)) ?? {};
    expect(sla).toEqual({ counted: 7_200_000, since, done: [0] });
    expect(dueAt).toBe('2026-11-23T04:00:00.000Z');
    // next the second reminder and the supervisor, both when it is due
    expect(world.records.sweepAt.get(task.id)).toBe('2026-11-23T04:00:00.000Z');
  });

  test('a task whose clock stands still keeps its due time', async () => {
    const task = await open({ sla: { counted: 0, done: [] }, dueAt: '2026-11-26T02:00:00.000Z' });
    await client(address, { as: lina, body: { priority: 'urgent' } });
    expect(await world.tasks.get(task.id)).toMatchObject({ priority: 'urgent', dueAt: '2026-11-26T02:00:00.000Z' });
  });

  test('asked again it changes nothing but what a crash left out', async () => {
    await client(address, { as: lina, body: { priority: 'urgent' } });
    const task = await open();
    await client(address, { as: lina, body: { priority: 'urgent' } });
    expect((await world.tasks.get(task.id))?.priority).toBe('urgent');
    expect(world.observer.facts).toHaveLength(1);
  });

  test.each([
    ['by another salesperson', wangfang, {}, 403, 'PriorityNotYours'],
    ['by a department', designer, {}, 403, 'PriorityNotYours'],
    ['of a case that has ended', lina, { status: 'PUBLISHED' }, 409, 'CaseEnded'],
  ] as const)('is refused %s', async (_, as, change, status, name) => {
    world.records.cases.set(id, aCase(change));
    const answer = await client(address, { as, body: { priority: 'urgent' } });
    expect(answer).toMatchObject({ status, body: { type: `urn:sales-sop:problem:${name}` } });
    expect(world.observer.facts).toEqual([]);
  });
});
