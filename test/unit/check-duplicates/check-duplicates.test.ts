import { beforeEach, expect, it } from 'vitest';
import { checkDuplicates } from '../../../functions/check-duplicates/check-duplicates.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { aCase, aCustomer } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const caseId = aCase().id;

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, world.now()));
});

it('AD-6 lets a customer pass who went through intake, and says so once', async () => {
  // given
  await world.customers.enter(aCustomer(), ['name:yunfan', 'phone:57186543210']);
  // when
  const result = await checkDuplicates(world, { caseId });
  world.clock.advance(1000);
  await checkDuplicates(world, { caseId });
  // then
  expect(result).toEqual({ customerId: 'CU-0001' });
  const checks = (await world.cases.history(caseId, { limit: 9 })).items.filter(
    ({ type }) => type === 'customer.checked',
  );
  expect(checks).toHaveLength(1);
});

it('AD-6 stops the case of a customer who was never entered', async () => {
  await expect(checkDuplicates(world, { caseId })).rejects.toMatchObject({ name: 'CustomerNotEntered' });
});

it('AD-6 stops the case of a customer whose name or number another one holds', async () => {
  // given: a record that came without its claims
  await world.customers.enter(aCustomer({ id: 'CU-0009' }), ['name:yunfan', 'phone:57186543210']);
  world.records.customers.set('CU-0001', aCustomer());
  // when / then
  await expect(checkDuplicates(world, { caseId })).rejects.toMatchObject({ name: 'CustomerNotEntered' });
});

it('stops a case that does not exist', async () => {
  await expect(checkDuplicates(world, { caseId: 'x' })).rejects.toMatchObject({ name: 'CustomerNotEntered' });
});

it('AD-6 reads again where the customer’s facts are corrected while it looks', async () => {
  // given: its claims are others between the two reads
  await world.customers.enter(aCustomer(), ['name:new']);
  let reads = 0;
  const customers = {
    ...world.customers,
    claimsOf: async (id: string) => {
      reads += 1;
      return reads === 1 ? ['name:old'] : world.customers.claimsOf(id);
    },
  };
  // when
  const result = await checkDuplicates({ ...world, customers }, { caseId });
  // then
  expect(result).toEqual({ customerId: 'CU-0001' });
});
