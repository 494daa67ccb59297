import { beforeEach, expect, it } from 'vitest';
import { correctFacts } from '../../../functions/customers-api/correct-facts.ts';
import type { ReplacedFacts } from '../../../functions/shared/domain/customer-correction.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { tellCorrection } from '../../../functions/tell-clash/tell-correction.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'qin.yue', name: '秦月', roles: ['approval-group'] }));
  await world.customers.enter(aCustomer(), []);
});

async function correctedBy(actor: Actor): Promise<ReplacedFacts> {
  const { name, fax, address } = aCustomer();
  const facts = { name, landline: '0571-81234567', fax, address };
  const common = { oldName: 'former', reason: '客户来函', ifMatch: '"1"' } as const;
  await correctFacts(world, { actor, id: 'CU-0001', facts, ...common });
  const replaced = (await world.customers.replaced('CU-0001')).at(-1);
  if (replaced === undefined) throw new Error('Nothing was corrected');
  return replaced;
}
const group: Actor = { id: 'qin.yue', roles: ['approval-group'] };

it('IN-6 tells the holder once what somebody else corrected, and why', async () => {
  const replaced = await correctedBy(group);
  // when
  await tellCorrection(world, replaced);
  await tellCorrection(world, replaced);
  // then
  expect(world.mailer.sent).toHaveLength(1);
  const [mail] = world.mailer.sent;
  expect(mail).toMatchObject({ to: { name: '李娜' }, subject: expect.stringContaining('您的客户资料已由他人更正') });
  for (const said of ['秦月更正了您的客户的资料', '0571-86543210 → 0571-81234567', '客户来函']) {
    expect(mail?.text).toContain(said);
  }
  expect(mail?.text).not.toContain(aCustomer().fax);
});

it('tells nobody of what the holder corrected, nor of a customer of the public pool', async () => {
  await tellCorrection(world, await correctedBy({ id: 'li.na', roles: ['sales'] }));
  const free = aCustomer({ id: 'CU-0001', holder: '#public' });
  world.records.customers.set('CU-0001', free);
  await tellCorrection(world, await correctedBy(group));
  expect(world.mailer.sent).toEqual([]);
  expect(world.observer.warnings).toEqual([]);
});

it('warns where the holder is not in the directory', async () => {
  const replaced = await correctedBy(group);
  world.records.people.delete('li.na');
  await tellCorrection(world, replaced);
  expect(world.observer.warnings).toMatchObject([{ code: 'correction.nobody-to-tell' }]);
});
