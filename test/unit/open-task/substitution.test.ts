import { beforeEach, expect, it } from 'vitest';
import { openTask } from '../../../functions/open-task/open-task.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { aCase, aDocument, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const { id: caseId } = aCase();
const input = {
  caseId,
  step: '6',
  state: '6 Review the contract',
  enteredTime: '2026-11-23T02:00:00.000Z',
  executionArn: 'arn',
  taskToken: 'token',
  reason: '',
  findings: [],
  issue: 0,
};
const away = { person: 'zhang.wei', from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' };

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, new Date(0)));
  world.records.documents.push(aDocument());
  for (const id of ['zhang.wei', 'he.xin', 'xu.hong']) {
    const roles = id === 'xu.hong' ? (['design'] as const) : (['assistant'] as const);
    await world.people.put(aPerson({ id, email: `${id}@example.com`, roles: [...roles] }));
  }
});

it('a task that falls to somebody away opens with their substitute, who alone is mailed, and the fact says for whom', async () => {
  await world.absences.enter({ ...away, substitute: 'he.xin' }, 0);
  const { taskId } = await openTask(world, input);
  expect(await world.tasks.get(taskId)).toMatchObject({ assignee: 'he.xin', onBehalfOf: ['zhang.wei'], attempt: 1 });
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['he.xin@example.com']);
  expect(world.observer.facts[0]).toMatchObject({ type: 'task.opened', onBehalfOf: ['zhang.wei'] });
});

it.each([
  ['lacks the role', 'xu.hong', 'li.na'],
  ['wrote what is reviewed', 'he.xin', 'he.xin'],
])('it stays with the person away whose substitute %s', async (_, substitute, author) => {
  world.records.documents.splice(0, 1, aDocument({ by: author }));
  await world.absences.enter({ ...away, substitute }, 0);
  const { taskId } = await openTask(world, input);
  const task = await world.tasks.get(taskId);
  expect([task?.assignee, task?.onBehalfOf]).toEqual(['zhang.wei', undefined]);
});

it('opened again after the substitute has it, it stays with them', async () => {
  await world.absences.enter({ ...away, substitute: 'he.xin' }, 0);
  const { taskId } = await openTask(world, input);
  await world.absences.remove('zhang.wei');
  await openTask(world, { ...input, taskToken: 'another token', issue: 1 });
  expect(await world.tasks.get(taskId)).toMatchObject({ assignee: 'he.xin', onBehalfOf: ['zhang.wei'], attempt: 2 });
});
