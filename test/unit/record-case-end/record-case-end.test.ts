import { beforeEach, describe, expect, it } from 'vitest';
import type { Input } from '../../../functions/record-case-end/contract.ts';
import { recordCaseEnd } from '../../../functions/record-case-end/record-case-end.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { aCase, aDecision, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const caseId = aCase().id;

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, world.now()));
});

function ended(change: Partial<Input['detail']>): Input {
  return {
    detail: {
      executionArn: 'arn:execution',
      name: caseId,
      status: 'SUCCEEDED',
      stopDate: Date.parse('2026-12-01T00:00:00.000Z'),
      output: null,
      ...change,
    },
  };
}

async function openTask(step: string): Promise<string> {
  const id = `${caseId}.${step}.a-0000`;
  const fact = newFact({ caseId, type: 'task.opened' }, world.now());
  await world.tasks.open({ task: aTask({ id, step }), taskToken: 't', links: [], fact });
  return id;
}

describe('the end of an execution', () => {
  it.each<[string, Partial<Input['detail']>, object]>([
    ['published', { output: '{"result":"published","caseId":"x"}' }, { status: 'PUBLISHED' }],
    ['lost', { output: '{"result":"lost","reason":"预算取消"}' }, { status: 'LOST', endReason: '预算取消' }],
    ['closed by the manager', { output: '{"result":"closed","reason":"r"}' }, { status: 'CLOSED', endReason: 'r' }],
    [
      'aborted',
      { status: 'ABORTED', error: 'Console', cause: 'by hand' },
      { status: 'CANCELLED', endReason: 'Console: by hand' },
    ],
    [
      'failed',
      { status: 'FAILED', error: 'CustomerNotEntered', cause: null },
      { status: 'FAILED', endReason: 'CustomerNotEntered' },
    ],
    ['timed out', { status: 'TIMED_OUT' }, { status: 'FAILED', endReason: 'TIMED_OUT' }],
  ])('marks the case whose execution was %s', async (_, detail, expected) => {
    // when
    await recordCaseEnd(world, ended(detail));
    // then
    expect(await world.cases.get(caseId)).toEqual(aCase({ endedAt: '2026-12-01T00:00:00.000Z', ...expected }));
  });

  it('cancels the tasks that are still open, and no others', async () => {
    // given
    const open = [await openTask('9'), await openTask('22')];
    const done = await openTask('8');
    await world.tasks.decide(aTask({ id: done, step: '8' }), aDecision(), undefined, []);
    // when
    const result = await recordCaseEnd(world, ended({ output: '{"result":"closed"}' }));
    // then
    expect(result).toEqual({ caseId, cancelledTasks: 2 });
    const statuses = await Promise.all([...open, done].map(async (id) => (await world.tasks.get(id))?.status));
    expect(statuses).toEqual(['CANCELLED', 'CANCELLED', 'DECIDED']);
  });

  it('does all of it once, and finishes what a run that died has left', async () => {
    // given
    const id = await openTask('9');
    const died = new Error('killed');
    const tasks = { ...world.tasks, end: () => Promise.reject(died) };
    const event = ended({ output: '{"result":"published"}' });
    await expect(recordCaseEnd({ ...world, tasks }, event)).rejects.toBe(died);
    // when
    await recordCaseEnd(world, event);
    await recordCaseEnd(world, event);
    // then
    expect((await world.tasks.get(id))?.status).toBe('CANCELLED');
    const types = (await world.cases.history(caseId, { limit: 100 })).items.map(({ type }) => type);
    expect(types.filter((type) => type === 'case.ended' || type === 'task.cancelled').sort()).toEqual([
      'case.ended',
      'task.cancelled',
    ]);
  });

  it('leaves a case that was cancelled on purpose its own reason, and ends its tasks', async () => {
    // given
    const id = await openTask('9');
    await world.cases.move(caseId, ['RUNNING'], 'CANCELLED', { endReason: '客户撤回' }, undefined);
    // when
    await recordCaseEnd(world, ended({ status: 'ABORTED', cause: 'CaseCancelled' }));
    // then
    expect(await world.cases.get(caseId)).toMatchObject({ status: 'CANCELLED', endReason: '客户撤回' });
    expect((await world.tasks.get(id))?.status).toBe('CANCELLED');
  });

  it('takes no notice of an end that a redrive has undone', async () => {
    // given
    const id = await openTask('9');
    await world.cases.move(caseId, ['RUNNING'], 'FAILED', {}, undefined);
    await world.cases.move(caseId, ['FAILED'], 'RUNNING', { redrives: 1 }, undefined);
    // when
    await recordCaseEnd(world, ended({ status: 'FAILED', redriveCount: 0 }));
    // then
    expect((await world.cases.get(caseId))?.status).toBe('RUNNING');
    expect((await world.tasks.get(id))?.status).toBe('OPEN');
  });

  it('ends a case that failed before it was marked as running', async () => {
    // given
    const other = 'AD-20261123-STARTS';
    await world.cases.create(
      aCase({ id: other, status: 'STARTING' }),
      newFact({ caseId: other, type: 'case.started' }, world.now()),
    );
    // when
    await recordCaseEnd(world, ended({ name: other, status: 'FAILED', error: 'CustomerNotEntered' }));
    // then
    expect((await world.cases.get(other))?.status).toBe('FAILED');
  });

  it.each(['RUNNING', 'PENDING_REDRIVE'] as const)('takes no notice of %s', async (status) => {
    await recordCaseEnd(world, ended({ status }));
    expect((await world.cases.get(caseId))?.status).toBe('RUNNING');
  });

  it('reports an execution that has no case', async () => {
    await recordCaseEnd(world, ended({ name: 'by-hand', output: '{"result":"lost"}' }));
    expect(world.observer.warnings).toEqual([{ code: 'case.unknown', ids: { caseId: 'by-hand' } }]);
  });

  it('fails loudly on an output the machine cannot have', async () => {
    await expect(recordCaseEnd(world, ended({ output: '{"result":"won"}' }))).rejects.toThrow();
    expect((await world.cases.get(caseId))?.status).toBe('RUNNING');
  });
});
