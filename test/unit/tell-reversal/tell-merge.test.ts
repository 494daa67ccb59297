import { beforeEach, expect, it } from 'vitest';
import { mergeCustomers } from '../../../functions/customers-api/merge-customers.ts';
import type { Move } from '../../../functions/shared/domain/pools.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { tellMerge } from '../../../functions/tell-reversal/tell-merge.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com', language: 'en' }));
  await world.people.put(aPerson({ id: 'qin.yue', name: '秦月', roles: ['approval-group'] }));
  await world.customers.enter(aCustomer(), []);
});

async function merged(holder: string): Promise<Move> {
  await world.customers.enter(aCustomer({ id: 'CU-0002', name: '云帆科技', holder }), []);
  const identity = freshIdentity(world.now());
  const wanted = { id: 'CU-0002', into: 'CU-0001', reason: '同一家公司', identity };
  await mergeCustomers(world, { id: 'qin.yue', roles: ['approval-group'] }, wanted);
  const move = (await world.customers.moves('CU-0002')).at(-1);
  if (move === undefined) throw new Error('Nothing was merged');
  return move;
}

it('tells both holders once each, in their language, what became of their customer', async () => {
  const move = await merged('wang.fang');
  // when
  await tellMerge(world, move);
  await tellMerge(world, move);
  // then
  const [ended, goesOn] = world.mailer.sent;
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['wang.fang@example.com', 'li.na@example.com']);
  expect(ended?.text).toContain('Your customer was merged into the one of 李娜');
  expect(ended?.text).toContain('CU-0001');
  expect(goesOn?.text).toContain('另一客户已合并到您的客户');
  expect(goesOn?.text).toContain('秦月');
  expect(goesOn?.text).toContain('同一家公司');
});

it('tells who holds both in one mail', async () => {
  await tellMerge(world, await merged('li.na'));
  expect(world.mailer.sent.map(({ text }) => text)).toEqual([expect.stringContaining('您的这两个客户是同一家公司')]);
});

it('of a record of the public pool only the other’s holder is told', async () => {
  await tellMerge(world, await merged('#public'));
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['li.na@example.com']);
});

it('goes on where one is not in the directory', async () => {
  const move = await merged('wang.fang');
  world.records.people.delete('wang.fang');
  await tellMerge(world, move);
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['li.na@example.com']);
  expect(world.observer.warnings).toMatchObject([{ code: 'merge.nobody-to-tell' }]);
});
