import type { ClashNotice, PoolLimit } from '../../functions/shared/domain/intake.ts';
import { localDay } from '../../functions/shared/domain/local-clock.ts';
import { MemoryIndex } from '../../functions/shared/domain/matching/memory-index.ts';
import { isPublic, type Move, movedCustomer, partnerPool } from '../../functions/shared/domain/pools.ts';
import type { Customers } from '../../functions/shared/domain/ports.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the customers, their claims, their index and their pools' counts. */
export function memoryCustomers({ customers, claims: taken }: MemoryRecords): Customers {
  const index = new MemoryIndex();
  const turns = new Map<string, string>();
  const held = new Map<string, number>();
  const claimsHeld = new Map<string, readonly string[]>();
  const claimed = new Map<string, number>();
  const moved: Move[] = [];
  const clashes = new Map<string, ClashNotice>();
  const toldOf = new Map<string, readonly string[]>();
  const moveId = ({ customerId, at, kind }: Move): string => `${customerId}#${at}#${kind}`;
  const clashId = ({ customerId, finder, at }: ClashNotice): string => `${customerId}#${finder}#${at.slice(0, 10)}`;
  const count = (owner: string, change: number): void => {
    held.set(owner, (held.get(owner) ?? 0) + change);
  };
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
      const isFull = (pool: PoolLimit | undefined): boolean =>
        pool !== undefined && (held.get(pool.owner) ?? 0) >= pool.capacity;
      if (isFull(more?.pool)) return { entered: false, full: 'own' };
      if (isFull(more?.partnerPool)) return { entered: false, full: 'partner' };
      customers.set(customer.id, structuredClone(customer));
      claimsHeld.set(customer.id, claims);
      for (const claim of claims) taken.set(claim, customer.id);
      for (const { key } of more?.turns ?? []) turns.set(key, customer.id);
      for (const pool of [more?.pool, more?.partnerPool]) if (pool !== undefined) count(pool.owner, 1);
      index.put(more?.postings ?? []);
      return { entered: true };
    },
    async turns(keys) {
      return keys.map((key) => ({ key, last: turns.get(key) }));
    },
    async get(id) {
      return structuredClone(customers.get(id));
    },
    async existing(ids) {
      return new Set(ids.filter((id) => customers.has(id)));
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
    async move(move, limits) {
      const { customerId, from, to, fromPartner, toPartner, at, kind } = move;
      const customer = customers.get(customerId);
      const quota = `${to}#${localDay(new Date(at))}`;
      const entered = fromPartner === toPartner || toPartner === undefined ? undefined : partnerPool(toPartner);
      const left = fromPartner === toPartner || fromPartner === undefined ? undefined : partnerPool(fromPartner);
      if (customer?.holder !== from || customer.partner !== fromPartner) return 'changed';
      if (!isPublic(to) && (held.get(to) ?? 0) >= limits.capacity) return 'full';
      if (entered !== undefined && (held.get(entered) ?? 0) >= limits.partnerCapacity) return 'partner-full';
      if (kind === 'claim' && (claimed.get(quota) ?? 0) >= limits.claimsADay) return 'quota-used';
      if (kind === 'claim') claimed.set(quota, (claimed.get(quota) ?? 0) + 1);
      if (!isPublic(to)) count(to, 1);
      if (!isPublic(from)) count(from, -1);
      if (entered !== undefined) count(entered, 1);
      if (left !== undefined) count(left, -1);
      customers.set(customerId, movedCustomer(customer, move));
      moved.push(structuredClone(move));
      return 'moved';
    },
    async moves(id) {
      return moved.filter(({ customerId }) => customerId === id);
    },
    async toldOfMove(move) {
      return toldOf.get(moveId(move)) ?? [];
    },
    async tellOfMove(move, person) {
      toldOf.set(moveId(move), [...(toldOf.get(moveId(move)) ?? []), person]);
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
