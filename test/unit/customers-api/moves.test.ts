import { beforeEach, describe, expect, test } from 'vitest';
import { moveCustomer, type OwnMove } from '../../../functions/customers-api/move-customer.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { PUBLIC_POOL } from '../../../functions/shared/domain/pools.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const lina: Actor = { id: 'li.na', roles: ['sales'] };
const wangfang: Actor = { id: 'wang.fang', roles: ['sales'] };
const manager: Actor = { id: 'chen.jie', roles: ['sales-manager'] };
const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
const id = 'CU-0001';

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳' }));
  await world.people.put(aPerson({ id: 'zhao.min', roles: ['seal'] }));
  await world.customers.enter(aCustomer(), ['name:1'], {
    postings: [],
    turns: [],
    pool: { owner: 'li.na', capacity: 400 },
  });
});

const move = (actor: Actor, kind: OwnMove, to?: string) =>
  moveCustomer(world, actor, { kind, id, reason: '', ...(to === undefined ? {} : { to }) });
const held = async (owner: string) => (await world.customers.pool(owner)).held;

describe('moving a customer', () => {
  test('IN-4: released it is in the public pool, and its holder may not pick it again for thirty days', async () => {
    await move(lina, 'release');
    expect(await held('li.na')).toBe(0);
    expect((await world.customers.list({ holder: PUBLIC_POOL }, { limit: 9 })).items).toMatchObject([{ id }]);
    await expect(move(lina, 'claim')).rejects.toMatchObject({
      name: 'CoolingDown',
      status: 409,
      text: { zh: expect.stringMatching(/，20\d\d-\d\d-\d\d \d\d:\d\d 之前不能再挑入/u) },
    });
    world.clock.advance(30 * 24 * 60 * 60 * 1000);
    expect(await move(lina, 'claim')).toMatchObject({ holder: 'li.na' });
    expect(await held('li.na')).toBe(1);
  });

  test('IN-4: of many who pick it at once one has it, and the counts are exact', async () => {
    await move(manager, 'release');
    const many = Array.from({ length: 30 }, (_, number) => ({ id: `sales-${number}`, roles: ['sales' as const] }));
    const picked = await Promise.allSettled(many.map((actor) => move(actor, 'claim')));
    expect(picked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const counts = await Promise.all(many.map((actor) => held(actor.id)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  test('IN-4: who is late with a pick reads that it is gone, or that it is theirs, not that they lack a right', async () => {
    await move(manager, 'release');
    await move(wangfang, 'claim');
    const late = { id: 'sales-2', roles: ['sales' as const] };
    await expect(move(late, 'claim')).rejects.toMatchObject({
      name: 'CustomerMoved',
      status: 409,
      text: { zh: expect.stringContaining('不在公海'), en: expect.not.stringContaining('wang.fang') },
      extension: {},
    });
    await expect(move(wangfang, 'claim')).rejects.toMatchObject({
      name: 'CustomerMoved',
      text: { zh: expect.stringContaining('已在您的仓库') },
      extension: { customerId: id },
    });
    await expect(move(manager, 'claim')).rejects.toMatchObject({ name: 'MoveNotAllowed', status: 403 });
  });

  test('IN-9: reversed it goes to its rightful holder, and everything stays on record', async () => {
    await move(manager, 'transfer', 'wang.fang');
    world.clock.advance(1000);
    const reversed = await moveCustomer(world, approver, { kind: 'reversal', id, to: 'li.na', reason: '原属李娜' });
    expect(reversed.holder).toBe('li.na');
    expect(await world.customers.moves(id)).toMatchObject([
      { kind: 'transfer', from: 'li.na', to: 'wang.fang', by: 'chen.jie' },
      { kind: 'reversal', from: 'wang.fang', to: 'li.na', by: 'qin.yue', reason: '原属李娜' },
    ]);
    expect(await Promise.all(['li.na', 'wang.fang'].map(held))).toEqual([1, 0]);
  });

  test('IN-7: a full pool receives nothing', async () => {
    for (let number = 0; number < 400; number += 1) {
      await world.customers.enter(aCustomer({ id: `X-${number}`, holder: 'wang.fang' }), [`name:x${number}`], {
        postings: [],
        turns: [],
        pool: { owner: 'wang.fang', capacity: 400 },
      });
    }
    await expect(move(lina, 'transfer', 'wang.fang')).rejects.toMatchObject({ name: 'PoolFull' });
    expect(await held('li.na')).toBe(1);
  });

  test('IN-4: twenty are picked a day', async () => {
    for (let number = 0; number < 21; number += 1) {
      const customer = aCustomer({ id: `P-${number}`, holder: PUBLIC_POOL });
      await world.customers.enter(customer, [`name:p${number}`]);
    }
    const pick = (number: number) => moveCustomer(world, wangfang, { kind: 'claim', id: `P-${number}`, reason: '' });
    for (let number = 0; number < 20; number += 1) await pick(number);
    await expect(pick(20)).rejects.toMatchObject({ name: 'ClaimsUsedUp' });
    world.clock.advance(24 * 60 * 60 * 1000);
    expect(await pick(20)).toMatchObject({ holder: 'wang.fang' });
  });

  test('IN-4: the day of the quota ends at midnight in China', async () => {
    for (let number = 0; number < 21; number += 1) {
      await world.customers.enter(aCustomer({ id: `P-${number}`, holder: PUBLIC_POOL }), [`name:p${number}`]);
    }
    const at = (instant: string, number: number) =>
      moveCustomer({ ...world, now: () => new Date(instant) }, wangfang, {
        kind: 'claim',
        id: `P-${number}`,
        reason: '',
      });
    for (let number = 0; number < 20; number += 1) await at('2026-11-23T09:00:00+08:00', number);
    await expect(at('2026-11-23T23:59:00+08:00', 20)).rejects.toMatchObject({ name: 'ClaimsUsedUp' });
    expect(await at('2026-11-24T00:01:00+08:00', 20)).toMatchObject({ holder: 'wang.fang' });
  });

  test.each([
    ['somebody who does not sell', 'zhao.min'],
    ['nobody', 'x'],
    ['its holder', 'li.na'],
  ])('is not transferred to %s', async (_, to) => {
    await expect(move(lina, 'transfer', to)).rejects.toMatchObject({ name: 'PersonUnknown', status: 422 });
  });

  test('an unknown customer, and one that is not yours', async () => {
    await expect(moveCustomer(world, lina, { kind: 'release', id: 'C-0', reason: '' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(move(wangfang, 'release')).rejects.toMatchObject({ name: 'MoveNotAllowed', status: 403 });
  });
});
