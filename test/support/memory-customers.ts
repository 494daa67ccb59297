import { type ClashNotice, SALESPERSON_CAPACITY } from '../../functions/shared/domain/intake.ts';
import { MemoryIndex } from '../../functions/shared/domain/matching/memory-index.ts';
import type { Customers } from '../../functions/shared/domain/ports.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the customers, their claims, their index and their pools' counts. */
export function memoryCustomers({ customers, claims: taken }: MemoryRecords): Customers {
  const index = new MemoryIndex();
  const turns = new Map<string, string>();
  const held = new Map<string, number>();
  const claimsHeld = new Map<string, readonly string[]>();
  const clashes = new Map<string, ClashNotice>();
  const clashId = ({ customerId, finder, at }: ClashNotice): string => `${customerId}#${finder}#${at.slice(0, 10)}`;
  return {
    index,
    async enter(customer, claims, more) {
      if (customers.has(customer.id)) return { entered: true };
      for (const claim of claims) {
        const customerId = taken.get(claim);
        if (customerId !== undefined) return { entered: false, clash: claim, customerId };
      }
      const overtaken = more?.turns.find(({ key, last }) => turns.get(key) !== last);
      if (overtaken !== undefined) return { entered: false, overtakenBy: turns.get(overtaken.key) ?? '' };
      const { owner, capacity } = more?.pool ?? { owner: customer.holder, capacity: SALESPERSON_CAPACITY };
      if (more !== undefined && (held.get(owner) ?? 0) >= capacity) return { entered: false, full: true };
      customers.set(customer.id, structuredClone(customer));
      claimsHeld.set(customer.id, claims);
      for (const claim of claims) taken.set(claim, customer.id);
      for (const { key } of more?.turns ?? []) turns.set(key, customer.id);
      if (more !== undefined) held.set(owner, (held.get(owner) ?? 0) + 1);
      index.put(more?.postings ?? []);
      return { entered: true };
    },
    async turns(keys) {
      return keys.map((key) => ({ key, last: turns.get(key) }));
    },
    async get(id) {
      return structuredClone(customers.get(id));
    },
    async list({ holder }, page) {
      const own = [...customers.values()].filter((customer) => customer.holder === holder);
      const order = ({ createdAt, id }: { createdAt: string; id: string }): string => `${createdAt}#${id}`;
      return memoryPage(
        own.sort((a, b) => (order(a) > order(b) ? -1 : 1)),
        page,
      );
    },
    async findClaims(claims) {
      return claims.flatMap((claim) => {
        const customerId = taken.get(claim);
        return customerId === undefined ? [] : [{ claim, customerId }];
      });
    },
    async claimsOf(id) {
      return claimsHeld.get(id) ?? [];
    },
    async pool(owner) {
      return { owner, held: held.get(owner) ?? 0 };
    },
    async tellClash(notice) {
      if (!clashes.has(clashId(notice))) clashes.set(clashId(notice), structuredClone(notice));
    },
    async told(notice, person) {
      const found = clashes.get(clashId(notice));
      if (found !== undefined) clashes.set(clashId(notice), { ...found, told: [...found.told, person] });
    },
    async clash(notice) {
      return structuredClone(clashes.get(clashId(notice)));
    },
  };
}
