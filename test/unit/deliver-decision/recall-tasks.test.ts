import { beforeEach, expect, it } from 'vitest';
import { recallTasks } from '../../../functions/deliver-decision/recall-tasks.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { aDecision, aDocument, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(() => {
  world = memoryWorld();
});

async function given(change: Partial<Task> = {}): Promise<Task> {
  const task = aTask(change);
  const fact = newFact({ caseId: task.caseId, taskId: task.id, type: 'task.opened' }, new Date(task.openedAt));
  await world.tasks.open({ task, taskToken: `token of ${task.step}`, links: [], fact });
  world.workflow.waiting.add(`token of ${task.step}`);
  return task;
}

const secondVersion = aDocument({ version: 2 });
const history = async () => (await world.cases.history(aTask().caseId, { limit: 100 })).items;

it('lets the states of all open tasks on an earlier version fail by the name they try again on', async () => {
  // given
  await given();
  await given({ id: 'AD-20261123-7K3F9Q.23.mi9x2k1b-0000', step: '23', role: 'seal' });
  // when
  await recallTasks(world, secondVersion);
  // then
  expect(world.workflow.failed.map(({ taskToken, error }) => ({ taskToken, error }))).toEqual([
    { taskToken: 'token of 23', error: 'ContentChanged' },
    { taskToken: 'token of 6', error: 'ContentChanged' },
  ]);
  const recalled = (await history()).filter(({ type }) => type === 'task.recalled');
  expect(recalled.map(({ step, detail }) => ({ step, detail }))).toContainEqual({
    step: '6',
    detail: { attempt: 1, kind: 'contract', version: 2 },
  });
});

it('leaves alone what is decided, shows this version already, or another document', async () => {
  // given
  const decided = await given();
  await world.tasks.decide(decided, aDecision(), undefined, []);
  await given({ id: 'AD-20261123-7K3F9Q.8.mi9x2k1b-0000', step: '8', subject: [{ kind: 'contract', version: 2 }] });
  await given({ id: 'AD-20261123-7K3F9Q.25.mi9x2k1b-0000', step: '25', subject: [{ kind: 'order', version: 1 }] });
  // when
  await recallTasks(world, secondVersion);
  // then
  expect(world.workflow.failed).toEqual([]);
  expect((await history()).filter(({ type }) => type === 'task.recalled')).toEqual([]);
});

it('recalls once, however often the stream hands the version over', async () => {
  // given
  await given();
  // when
  await recallTasks(world, secondVersion);
  world.clock.advance(1000);
  await recallTasks(world, secondVersion);
  // then
  expect(world.workflow.failed).toHaveLength(1);
  expect((await history()).filter(({ type }) => type === 'task.recalled')).toHaveLength(1);
});
