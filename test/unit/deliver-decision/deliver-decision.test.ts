import { beforeEach, expect, it } from 'vitest';
import { type DeliverDecisionWorld, deliverDecision } from '../../../functions/deliver-decision/deliver-decision.ts';
import { aDecision, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const decided = {
  task: aTask({ status: 'DECIDED', turn: 2, decision: aDecision({ outcome: 'fails', comment: '金额不符' }) }),
  taskToken: 'token',
};

let world: MemoryWorld & Pick<DeliverDecisionWorld, 'pause'>;
beforeEach(() => {
  world = { ...memoryWorld(), pause: async () => {} };
  world.workflow.waiting.add('token');
});

const history = async () => (await world.cases.history(aTask().caseId, { limit: 100 })).items;

it('AD-3 hands the waiting state the outcome with its reason and turn', async () => {
  // when
  await deliverDecision(world, decided);
  // then
  expect(world.workflow.delivered).toEqual([
    {
      taskToken: 'token',
      output: { outcome: 'fails', reason: '金额不符', turn: 2, by: 'zhang.wei', at: '2026-11-23T03:00:00.000Z' },
    },
  ]);
  expect((await history()).map(({ type, detail }) => ({ type, detail }))).toEqual([
    { type: 'task.delivered', detail: { result: 'delivered' } },
  ]);
});

it('delivers once and records once, however often the stream hands it over', async () => {
  // when
  await deliverDecision(world, decided);
  world.clock.advance(1000);
  await deliverDecision(world, decided);
  // then
  expect(world.workflow.delivered).toHaveLength(1);
  expect(await history()).toHaveLength(1);
  expect(world.observer.warnings).toEqual([]);
});

it('delivers once and records once, handed over twice at the same moment', async () => {
  // given a run that has delivered and is about to say so
  let recorded: () => void = () => {};
  const delivery = new Promise<void>((resolve) => {
    recorded = resolve;
  });
  const slow = {
    ...world.cases,
    record: (...facts: Parameters<typeof world.cases.record>) => delivery.then(() => world.cases.record(...facts)),
  };
  const first = deliverDecision({ ...world, cases: slow }, decided);
  // when another one finds the token gone
  const pause = async (): Promise<void> => {
    recorded();
    await first;
  };
  await deliverDecision({ ...world, pause }, decided);
  // then
  expect((await history()).map(({ detail }) => detail)).toEqual([{ result: 'delivered' }]);
  expect(world.observer.warnings).toEqual([]);
});

it('records the delivery of a run that died before it could', async () => {
  // given
  const died = new Error('killed');
  const cases = { ...world.cases, record: () => Promise.reject(died) };
  await expect(deliverDecision({ ...world, cases }, decided)).rejects.toBe(died);
  // when
  await deliverDecision(world, decided);
  // then
  expect(world.workflow.delivered).toHaveLength(1);
  expect((await history()).map(({ type }) => type)).toEqual(['task.delivered']);
});

it('puts on record that nobody waits any more, without failing', async () => {
  // given
  world.workflow.waiting.clear();
  // when
  await deliverDecision(world, decided);
  // then
  expect((await history()).map(({ detail }) => detail)).toEqual([{ result: 'gone' }]);
  expect(world.observer.warnings.map(({ code }) => code)).toEqual(['decision.undeliverable']);
});

it('delivers a decision that nobody waited for once a new token takes its place', async () => {
  // given
  world.workflow.waiting.clear();
  await deliverDecision(world, decided);
  // when
  world.workflow.waiting.add('token-2');
  await deliverDecision(world, { ...decided, taskToken: 'token-2' });
  // then
  expect(world.workflow.delivered).toHaveLength(1);
  expect((await history()).map(({ detail }) => detail?.result).sort()).toEqual(['delivered', 'gone']);
});

it('delivers nothing of a task without a decision', async () => {
  await deliverDecision(world, { task: aTask(), taskToken: 'token' });
  expect(world.workflow.delivered).toEqual([]);
});
