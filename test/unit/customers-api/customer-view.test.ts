import { beforeEach, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina } from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
});

test('IN-10: a customer shows by when it wants a contact and an order, and when it returns to the public pool', async () => {
  await world.customers.enter(aCustomer({ createdAt: '2026-11-20T01:00:00.000Z' }), []);
  const recycling = {
    contactBy: '2026-12-11',
    orderBy: '2027-02-18',
    lastDay: '2026-12-11',
    missing: 'contact',
    warned: false,
    recycleOn: '2026-12-12',
  };
  expect(itemsOf(await client('GET /customers', { as: lina }))).toMatchObject([{ id: 'CU-0001', recycling }]);
  expect((await client('GET /customers/CU-0001', { as: lina })).body).toMatchObject({ recycling });
});

test('IN-10: a customer of the public pool has no such days', async () => {
  await world.customers.enter(aCustomer({ holder: '#public' }), []);
  const [customer] = itemsOf(await client('GET /customers?holder=%23public', { as: lina }));
  expect(customer).not.toHaveProperty('recycling');
});
