import type { Customers, People } from '../shared/domain/ports.ts';
import { type ApiWorld, type Endpoint, endpoint } from '../shared/http/api.ts';
import { operations } from './contract.ts';
import { enterCustomer } from './enter-customer.ts';
import { readCustomer } from './read-customer.ts';

/** What the resource needs of the world. */
export interface CustomersApiWorld extends ApiWorld {
  readonly customers: Customers;
  readonly people: People;
}

/** The endpoints of `/customers`. */
export function customersApi(world: CustomersApiWorld): readonly Endpoint[] {
  return [
    endpoint(operations.enterCustomer, async ({ actor, body, identity }) => {
      const entered = await enterCustomer(world, { actor, facts: body, identity });
      return { answer: entered, headers: { location: `/customers/${entered.id}` } };
    }),
    endpoint(operations.getCustomer, async ({ actor, id }) => ({ answer: await readCustomer(world, actor, id) })),
  ];
}
