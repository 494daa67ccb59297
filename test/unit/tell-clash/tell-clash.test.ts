import { beforeEach, expect, it } from 'vitest';
import { tellClash } from '../../../functions/tell-clash/tell-clash.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const notice = {
  kind: 'clash' as const,
  customerId: 'CU-0001',
  finder: 'wang.fang',
  holder: 'li.na',
  typedName: '云帆科技（杭州）公司',
  at: '2026-11-23T02:00:00.000Z',
  told: [],
};

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' }));
  await world.customers.enter(aCustomer(), []);
  await world.customers.tellClash(notice);
});

it('IN-3 reminds the finder to hand the lead over and tells the holder, each once', async () => {
  // when
  await tellClash(world, notice);
  await tellClash(world, notice);
  // then
  const [finder, holder] = world.mailer.sent;
  expect(world.mailer.sent).toHaveLength(2);
  expect(finder).toMatchObject({ to: { email: 'wang.fang@example.com' } });
  expect(finder?.text).toContain('请把线索转交给李娜');
  expect(finder?.text).not.toContain(aCustomer().name);
  expect(holder).toMatchObject({ to: { email: 'li.na@example.com' } });
  expect(holder?.text).toContain('王芳要录入的客户已在您的仓库中');
  expect(holder?.text).toContain(aCustomer().name);
});

it('goes on where a run died between the mails', async () => {
  await world.customers.told(notice, 'wang.fang');
  // when
  await tellClash(world, notice);
  // then
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['li.na@example.com']);
});

it('tells the other when one is not in the directory', async () => {
  world.records.people.delete('li.na');
  // when
  await tellClash(world, notice);
  // then
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['wang.fang@example.com']);
});
