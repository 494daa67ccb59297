import { beforeEach, describe, expect, test } from 'vitest';
import { triedCustomers } from '../../../functions/import-customers/tried-customers.ts';
import { partnerPool } from '../../../functions/shared/domain/pools.ts';
import { aCustomer } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const own = { owner: 'li.na', capacity: 3 };
const partner = { owner: partnerPool('lantian'), capacity: 2 };

let world: MemoryWorld;
let tried: ReturnType<typeof triedCustomers>;
beforeEach(async () => {
  world = memoryWorld();
  // given one customer in the pool
  await world.customers.enter(aCustomer({ id: 'C-0' }), ['name:a'], { pool: own, postings: [], turns: [] });
  tried = triedCustomers(world.customers);
});

const enter = (id: string, claim: string, more = {}) =>
  tried.enter(aCustomer({ id }), [claim], { pool: own, postings: [], turns: [], ...more });

describe('customers that are only tried', () => {
  test('IN-2: clash with those that are there and with each other, at the same moment, too', async () => {
    expect(await enter('C-1', 'name:a')).toEqual({ entered: false, clash: 'name:a', customerId: 'C-0' });
    const [one, other] = await Promise.all([enter('C-1', 'name:b'), enter('C-2', 'name:b')]);
    expect(one).toEqual({ entered: true });
    expect(other).toEqual({ entered: false, clash: 'name:b', customerId: 'C-1' });
    // the same row once more is in already
    expect(await enter('C-1', 'name:b')).toEqual({ entered: true });
  });

  test('IN-7: fill the pools as if they were entered, the partner’s besides', async () => {
    const results = await Promise.all(['b', 'c', 'd'].map((name) => enter(`C-${name}`, `name:${name}`)));
    expect(results).toEqual([{ entered: true }, { entered: true }, { entered: false, full: 'own' }]);
    const roomy = { pool: { owner: 'wang.fang', capacity: 9 }, partnerPool: partner };
    const others = await Promise.all(['e', 'f', 'g'].map((name) => enter(`C-${name}`, `name:${name}`, roomy)));
    expect(others).toEqual([{ entered: true }, { entered: true }, { entered: false, full: 'partner' }]);
  });

  test('are found by their ids while they are tried, and nothing of them is written', async () => {
    await enter('C-1', 'name:b');
    expect((await tried.get('C-1'))?.id).toBe('C-1');
    expect((await tried.get('C-0'))?.id).toBe('C-0');
    expect(await world.customers.get('C-1')).toBeUndefined();
    expect(await world.customers.findClaims(['name:b'])).toEqual([]);
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 1 });
  });
});
