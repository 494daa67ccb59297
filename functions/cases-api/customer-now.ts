import type { SalesCase } from '../shared/domain/case.ts';
import { survivorOf } from '../shared/domain/customer-merge.ts';
import type { Customers } from '../shared/domain/ports.ts';

/**
 * Who the customer of a case is by now: a case keeps the customer and the name it was opened with, and goes on when the
 * customer was renamed, or merged into another one, since.
 * @returns undefined where both are as the case has them
 */
export async function customerNow(
  customers: Pick<Customers, 'get'>,
  { customerId, customerName }: SalesCase,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const record = await customers.get(customerId);
  if (record === undefined) return undefined;
  const { id, name } = await survivorOf(customers, record);
  return id === customerId && name === customerName ? undefined : { id, name };
}
