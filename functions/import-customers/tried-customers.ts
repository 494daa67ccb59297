import type { EnterCustomerWorld } from '../customers-api/enter-customer.ts';
import type { Customer } from '../shared/domain/customer.ts';
import type { Customers } from '../shared/domain/ports.ts';

type Held = EnterCustomerWorld['customers'] & Pick<Customers, 'findClaims' | 'pool'>;

/**
 * The customers as an import finds them that only tries: what would be entered is held here and found by the rows after it,
 * and nothing is written.
 */
export function triedCustomers(customers: Held): EnterCustomerWorld['customers'] {
  const entered = new Map<string, Customer>();
  const claimed = new Map<string, string>();
  const pools = new Map<string, number>();
  const heldIn = async (owner: string): Promise<number> => pools.get(owner) ?? (await customers.pool(owner)).held;

  return {
    ...customers,
    get: async (id) => entered.get(id) ?? customers.get(id),
    tellClash: async () => {},
    async enter(customer, claims, more) {
      if (entered.has(customer.id)) return { entered: true };
      const [found] = await customers.findClaims(claims);
      if (found !== undefined) return { entered: false, clash: found.claim, customerId: found.customerId };
      const limits =
        more === undefined ? [] : [more.pool, ...(more.partnerPool === undefined ? [] : [more.partnerPool])];
      const held = await Promise.all(limits.map(({ owner }) => heldIn(owner)));
      // From here on nobody else is let in between.
      const clash = claims.find((claim) => claimed.has(claim));
      if (clash !== undefined) return { entered: false, clash, customerId: claimed.get(clash) ?? '' };
      const counts = limits.map(({ owner, capacity }, at) => ({
        owner,
        capacity,
        held: pools.get(owner) ?? held[at] ?? 0,
      }));
      const full = counts.findIndex((pool) => pool.held >= pool.capacity);
      if (full >= 0) return { entered: false, full: full === 0 ? 'own' : 'partner' };
      for (const { owner, held: before } of counts) pools.set(owner, before + 1);
      for (const claim of claims) claimed.set(claim, customer.id);
      entered.set(customer.id, customer);
      return { entered: true };
    },
  };
}
