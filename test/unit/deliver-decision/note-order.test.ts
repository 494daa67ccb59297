import { beforeEach, expect, it } from 'vitest';
import { noteOrder } from '../../../functions/deliver-decision/note-order.ts';
import { aCase, aCustomer, aDecision, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.customers.enter(aCustomer(), []);
  const at = '2026-11-23T01:30:00.000Z';
  const fact = { caseId: aCase().id, id: `${at}#0#1`, type: 'case.started' as const, at };
  await world.cases.create(aCase({ status: 'STARTING' }), fact);
});

const lastOrder = async () => (await world.customers.get('CU-0001'))?.lastOrderAt;

it('IN-10 an approved order is the last one of the case’s customer, and the latest stays', async () => {
  const orders = { cases: world.cases, orders: world.recycling };
  const approved = (at: string) => aTask({ step: '25', decision: aDecision({ outcome: 'approved', at }) });
  // when
  await noteOrder(orders, approved('2026-12-01T03:00:00.000Z'));
  await noteOrder(orders, approved('2026-11-25T03:00:00.000Z'));
  // then
  expect(await lastOrder()).toBe('2026-12-01T03:00:00.000Z');
});

it.each([
  ['an order that was refused', aTask({ step: '25', decision: aDecision({ outcome: 'refused' }) })],
  ['another step', aTask({ step: '4', decision: aDecision({ outcome: 'approved' }) })],
  ['an open task', aTask({ step: '25' })],
  [
    'a case that is not there',
    aTask({ caseId: 'AD-20261123-000000', step: '25', decision: aDecision({ outcome: 'approved' }) }),
  ],
])('%s is no order', async (_, task) => {
  await noteOrder({ cases: world.cases, orders: world.recycling }, task);
  expect(await lastOrder()).toBeUndefined();
});
