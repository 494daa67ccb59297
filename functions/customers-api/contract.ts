import * as z from 'zod/mini';
import { customer, customerFacts } from '../shared/domain/customer.ts';
import { type Operation, routesOf } from '../shared/http/operation.ts';

/** The function's environment. */
export const env = z.object({ RECORDS_TABLE: z.string() });

/** What `POST /customers` takes: the four facts confirmed with the customer (IN-1). */
export const customerEntry = z.strictObject(customerFacts.shape);

export const operations = {
  enterCustomer: { method: 'POST', path: '/customers', body: customerEntry, status: 201, answer: customer },
  getCustomer: { method: 'GET', path: '/customers/{id}', answer: customer },
} as const satisfies Record<string, Operation>;

export const routes = routesOf(operations);
