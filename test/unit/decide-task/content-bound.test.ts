import { beforeEach, describe, expect, it } from 'vitest';
import { type DecideTask, decideTask } from '../../../functions/decide-task/decide-task.ts';
import { contentHash } from '../../../functions/shared/domain/content-hash.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { aCase, aContract, aDocument, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const first = aDocument();
const second = aDocument({ version: 2, content: aContract({ total: '13000.00' }) });
const third = aDocument({ version: 3, content: aContract({ total: '14000.00' }) });

/** The task as it was opened on the first version. */
const onFirst = aTask({ contentHash: contentHash([first]) });
/** The task as it was issued again, on the second. */
const onSecond = aTask({
  attempt: 2,
  subject: [{ kind: 'contract', version: 2 }],
  contentHash: contentHash([second]),
  earlier: [{ attempt: 1, subject: onFirst.subject, contentHash: onFirst.contentHash }],
});

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId: aCase().id, type: 'case.started' }, world.now()));
});

async function given(task: Task, ...documents: readonly (typeof first)[]): Promise<void> {
  const fact = newFact({ caseId: task.caseId, taskId: task.id, type: 'task.opened' }, new Date(task.openedAt));
  for (let attempt = 1; attempt <= task.attempt; attempt += 1) {
    await world.tasks.open({ task: { ...task, attempt }, taskToken: `token-${attempt}`, links: [], fact });
  }
  world.records.documents.push(...documents);
}

function decide(expected: DecideTask['expect'] = {}): Promise<unknown> {
  return decideTask(world, {
    taskId: aTask().id,
    actor: { id: 'zhang.wei', roles: ['assistant'] },
    via: 'api',
    outcome: 'meets',
    expect: expected,
  });
}

const total = (from: string, to: string) => ({
  pointer: '/total',
  label: { zh: '总额（含税）', en: 'Total, tax included' },
  from,
  to,
});

describe('a decision on content that has changed', () => {
  it('is refused with the difference before the task is issued again, however it came', async () => {
    // given a later version that the task does not show yet
    await given(onFirst, first, second);
    // when / then
    await expect(decide()).rejects.toMatchObject({
      name: 'ContentChanged',
      status: 409,
      text: { zh: expect.stringContaining('合同「总额（含税）」12720.00 → 13000.00') },
      extension: { difference: [{ kind: 'contract', from: 1, to: 2, changes: [total('12720.00', '13000.00')] }] },
    });
    expect((await world.tasks.get(aTask().id))?.status).toBe('OPEN');
  });

  it.each([
    ['by the attempt it was told of', { attempt: 1 }],
    ['by the content it read', { contentHash: onFirst.contentHash }],
    ['by both', { attempt: 1, contentHash: onFirst.contentHash }],
  ])('is refused after the task was issued again, seen %s', async (_, expected) => {
    // given
    await given(onSecond, first, second);
    // when / then
    await expect(decide(expected)).rejects.toMatchObject({
      name: 'ContentChanged',
      extension: { difference: [{ from: 1, to: 2, changes: [total('12720.00', '13000.00')] }] },
    });
  });

  it('tells the whole difference to who missed several changes', async () => {
    await given(onSecond, first, second, third);
    await expect(decide({ attempt: 1 })).rejects.toMatchObject({
      extension: { difference: [{ from: 1, to: 3, changes: [total('12720.00', '14000.00')] }] },
    });
  });

  it('is taken on what the task shows now', async () => {
    await given(onSecond, first, second);
    await expect(decide({ attempt: 2, contentHash: onSecond.contentHash })).resolves.toMatchObject({
      decision: { outcome: 'meets' },
    });
  });

  it('is refused without a difference where the content seen was never the task’s', async () => {
    await given(onSecond, first, second);
    await expect(decide({ contentHash: 'f'.repeat(64) })).rejects.toMatchObject({
      name: 'ContentChanged',
      extension: { difference: [] },
    });
  });

  it('is refused as issued again where nothing but the issue changed', async () => {
    await given(aTask({ attempt: 2, contentHash: contentHash([first]) }), first);
    await expect(decide({ attempt: 1 })).rejects.toMatchObject({ name: 'TaskReissued' });
  });

  it('is put on record', async () => {
    await given(onFirst, first, second);
    await expect(decide()).rejects.toThrow();
    expect(world.observer.facts).toMatchObject([
      { type: 'task.refused-attempt', by: 'zhang.wei', detail: { why: 'ContentChanged' } },
    ]);
  });
});
