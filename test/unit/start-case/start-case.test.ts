import { beforeEach, expect, it } from 'vitest';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { startCase } from '../../../functions/start-case/start-case.ts';
import { aCase } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const { id } = aCase();

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  const fact = newFact({ caseId: id, type: 'case.started' }, world.now());
  await world.cases.create(aCase({ status: 'STARTING', settings: { maxTurns: 3 } }), fact);
});

it('starts one execution under the id of the case and marks the case as running', async () => {
  // when
  await startCase(world, id);
  await startCase(world, id);
  // then
  expect(world.workflow.started).toEqual([{ name: id, input: { caseId: id, maxTurns: 3, publicationGate: 'none' } }]);
  const salesCase = await world.cases.get(id);
  expect(salesCase?.status).toBe('RUNNING');
  expect(salesCase?.executionArn).toContain(id);
});

it('finishes what a run that died after the start has left', async () => {
  // given
  const died = new Error('killed');
  const cases = { ...world.cases, move: () => Promise.reject(died) };
  await expect(startCase({ ...world, cases }, id)).rejects.toBe(died);
  // when
  await startCase(world, id);
  // then
  expect(world.workflow.started).toHaveLength(1);
  expect((await world.cases.get(id))?.status).toBe('RUNNING');
});

it('starts nothing for a case that was cancelled first, or is unknown', async () => {
  // given
  await world.cases.move(id, ['STARTING'], 'CANCELLED', {}, undefined);
  // when
  await startCase(world, id);
  await startCase(world, 'AD-20260101-000000');
  // then
  expect(world.workflow.started).toEqual([]);
});

it('stops the execution of a case that was cancelled while it started', async () => {
  // given
  const workflow = {
    ...world.workflow,
    async start(...of: Parameters<typeof world.workflow.start>) {
      await world.cases.move(id, ['STARTING'], 'CANCELLED', {}, undefined);
      return world.workflow.start(...of);
    },
  };
  // when
  await startCase({ ...world, workflow }, id);
  // then
  expect(world.workflow.stopped).toMatchObject([{ error: 'CaseCancelled' }]);
  expect((await world.cases.get(id))?.status).toBe('CANCELLED');
});
