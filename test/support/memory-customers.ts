import type { Customers } from '../../functions/shared/domain/ports.ts';
import type { MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the customers and their claims. */
export function memoryCustomers({ customers, claims: taken }: MemoryRecords): Customers {
  return {
    async enter(customer, claims) {
      for (const claim of claims) {
        const customerId = taken.get(claim);
        if (customerId !== undefined && customerId !== customer.id) return { entered: false, clash: claim, customerId };
      }
      if (!customers.has(customer.id)) {
        customers.set(customer.id, structuredClone(customer));
        for (const claim of claims) taken.set(claim, customer.id);
      }
      return { entered: true };
    },
    async get(id) {
      return structuredClone(customers.get(id));
    },
    async findClaims(claims) {
      return claims.flatMap((claim) => {
        const customerId = taken.get(claim);
        return customerId === undefined ? [] : [{ claim, customerId }];
      });
    },
  };
}
