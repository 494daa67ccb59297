import { beforeEach, expect, it } from 'vitest';
import { tellClash } from '../../../functions/tell-clash/tell-clash.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const notice = {
  kind: 'clash' as const,
  customerId: 'CU-0001',
  finder: 'wang.fang',
  holder: 'li.na',
  typedName: '宁波蓝鲸智能装备有限公司',
  correctionOf: 'CU-0002',
  settle: true,
  at: '2026-11-23T02:00:00.000Z',
  told: [],
};

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' }));
  await world.people.put(
    aPerson({ id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group'], language: 'en' }),
  );
  await world.customers.enter(aCustomer(), []);
  await world.customers.enter(aCustomer({ id: 'CU-0002', name: '宁波海纳有限公司', holder: 'wang.fang' }), []);
});

it('IN-6 tells who corrected, who holds the other customer and the approval group, each once and no more than they may know', async () => {
  await world.customers.tellClash(notice);
  // when
  await tellClash(world, notice);
  await tellClash(world, notice);
  // then
  const [finder, holder, group] = world.mailer.sent;
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual([
    'wang.fang@example.com',
    'li.na@example.com',
    'qin.yue@example.com',
  ]);
  expect(finder?.text).toContain('您更正后的客户资料与李娜的客户相同或相近，资料未更改');
  expect(finder?.text).not.toContain(aCustomer().name);
  expect(holder?.text).toContain('王芳更正客户资料');
  expect(holder?.text).toContain(aCustomer().name);
  expect(holder?.text).not.toContain('CU-0002');
  expect(group?.subject).toBe('A correction of a customer to settle');
  expect(group?.text).toContain('CU-0002 · 宁波海纳有限公司');
  expect(group?.text).toContain(`CU-0001 · ${aCustomer().name}`);
  const page = `${world.publicUrl}/inbox/customers/CU-0002/correction`;
  expect([finder, holder, group].map((mail) => mail?.text.includes(page))).toEqual([false, false, true]);
});

it('of a customer of the public pool, or of one’s own, nobody else is told but the group', async () => {
  for (const holder of ['#public', 'wang.fang']) {
    const about = { ...notice, holder, at: holder === '#public' ? notice.at : '2026-11-24T02:00:00.000Z' };
    await world.customers.tellClash(about);
    // when
    await tellClash(world, about);
  }
  // then
  const each = ['wang.fang@example.com', 'qin.yue@example.com'];
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual([...each, ...each]);
  expect(world.observer.warnings).toEqual([]);
});

it('of several customers that a correction clashes with, the group is told by one mail', async () => {
  const second = { ...notice, settle: false };
  await world.customers.tellClash(second);
  // when
  await tellClash(world, second);
  // then
  expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['wang.fang@example.com', 'li.na@example.com']);
});
