import {
  type CustomerCorrections,
  customerOf,
  type ProposedFacts,
  type ReplacedFacts,
  turnMark,
  versionOf,
} from '../../functions/shared/domain/customer-correction.ts';
import {
  type CustomerMerges,
  clocksOfBoth,
  leavesPool,
  type MergedRecord,
  mergedCustomer,
} from '../../functions/shared/domain/customer-merge.ts';
import type { ClashNotice, PoolLimit } from '../../functions/shared/domain/intake.ts';
import { localDay } from '../../functions/shared/domain/local-clock.ts';
import type { Posting } from '../../functions/shared/domain/matching/blocking-index.ts';
import { MemoryIndex } from '../../functions/shared/domain/matching/memory-index.ts';
import { isPublic, type Move, movedCustomer, partnerPool } from '../../functions/shared/domain/pools.ts';
import type { Customers } from '../../functions/shared/domain/ports.ts';
import { memoryPage } from './memory-page.ts';
import { appendFact, type MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the customers, their claims, their index, their pools' counts, and of what changes them. */
export function memoryCustomers(records: MemoryRecords): Customers & CustomerCorrections & CustomerMerges {
  const { customers, claims: taken } = records;
  let index = new MemoryIndex();
  /** By the customer each posting is of. */
  const postings = new Map<string, readonly Posting[]>();
  const replacedOf: ReplacedFacts[] = [];
  const proposals = new Map<string, ProposedFacts>();
  const mergedRecords: MergedRecord[] = [];
  const turns = new Map<string, string>();
  const held = new Map<string, number>();
  const claimsHeld = new Map<string, readonly string[]>();
  const claimed = new Map<string, number>();
  const moved: Move[] = [];
  const clashes = new Map<string, ClashNotice>();
  const toldOf = new Map<string, readonly string[]>();
  const moveId = ({ customerId, at, kind }: Move): string => `${customerId}#${at}#${kind}`;
  const clashId = ({ customerId, finder, at, correctionOf = '' }: ClashNotice): string =>
    `${customerId}#${finder}#${localDay(new Date(at))}#${correctionOf}`;
  const count = (owner: string, change: number): void => {
    held.set(owner, (held.get(owner) ?? 0) + change);
  };
  const put = (id: string, all: readonly Posting[]): void => {
    postings.set(id, all);
    for (const some of Map.groupBy(all, ({ fingerprint }) => fingerprint.customerId).values()) index.put(some);
  };
  return {
    index: { open: () => index.open() },
    async enter(customer, claims, more) {
      if (customers.has(customer.id)) return { entered: true };
      for (const claim of claims) {
        const customerId = taken.get(claim);
        if (customerId !== undefined) return { entered: false, clash: claim, customerId };
      }
      const overtaken = more?.turns.find(({ key, last }) => turns.get(key) !== last);
      if (overtaken !== undefined) return { entered: false, overtakenBy: customerOf(turns.get(overtaken.key) ?? '') };
      const isFull = (pool: PoolLimit | undefined): boolean =>
        pool !== undefined && (held.get(pool.owner) ?? 0) >= pool.capacity;
      if (isFull(more?.pool)) return { entered: false, full: 'own' };
      if (isFull(more?.partnerPool)) return { entered: false, full: 'partner' };
      customers.set(customer.id, structuredClone(customer));
      claimsHeld.set(customer.id, claims);
      for (const claim of claims) taken.set(claim, customer.id);
      for (const { key } of more?.turns ?? []) turns.set(key, customer.id);
      for (const pool of [more?.pool, more?.partnerPool]) if (pool !== undefined) count(pool.owner, 1);
      put(customer.id, more?.postings ?? []);
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
    async correct({ before, after, replaced, fact }, writes) {
      const { id } = before;
      const now = customers.get(id);
      const own = new Set([id, ...writes.mergedRecords]);
      const clash = writes.claims.find((claim) => !own.has(taken.get(claim) ?? id));
      const overtaken = writes.turns.find(({ key, last }) => turns.get(key) !== last);
      const same = now?.version === before.version && now?.holder === before.holder && now?.mergedInto === undefined;
      if (now === undefined || !same) return { corrected: false, changed: true };
      if (clash !== undefined) return { corrected: false, clash, customerId: taken.get(clash) ?? '' };
      if (overtaken !== undefined) return { corrected: false, overtakenBy: customerOf(turns.get(overtaken.key) ?? '') };
      const { name, landline, fax, address, city, region, formerNames, confirmed, version } = after;
      const { city: _, region: __, formerNames: ___, confirmed: ____, ...rest } = now;
      const given = { city, region, formerNames, confirmed };
      const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      customers.set(id, structuredClone({ ...rest, ...known, name, landline, fax, address, version }));
      for (const claim of claimsHeld.get(id) ?? []) taken.delete(claim);
      for (const claim of writes.claims) taken.set(claim, id);
      claimsHeld.set(id, writes.claims);
      for (const { key } of writes.turns) turns.set(key, turnMark(id, versionOf(after)));
      replacedOf.push(structuredClone(replaced));
      proposals.delete(id);
      appendFact(records, fact);
      index = new MemoryIndex();
      postings.set(id, writes.postings);
      for (const [each, all] of [...postings]) put(each, all);
      return { corrected: true };
    },
    async replaced(id) {
      return structuredClone(replacedOf.filter(({ customerId }) => customerId === id));
    },
    async toldOfCorrection({ customerId, version }) {
      return toldOf.get(`${customerId}#${version}`) ?? [];
    },
    async tellOfCorrection({ customerId, version }, person) {
      const key = `${customerId}#${version}`;
      toldOf.set(key, [...(toldOf.get(key) ?? []), person]);
    },
    async propose(proposal) {
      proposals.set(proposal.customerId, structuredClone(proposal));
    },
    async proposed(id) {
      return structuredClone(proposals.get(id));
    },
    async merge({ merged, survivor, move, facts }) {
      const [ends, goesOn] = [customers.get(merged.id), customers.get(survivor.id)];
      const asRead =
        ends?.holder === merged.holder &&
        ends.partner === merged.partner &&
        ends.version === merged.version &&
        goesOn?.mergedInto === undefined &&
        goesOn?.lastContactAt === survivor.lastContactAt &&
        goesOn?.lastOrderAt === survivor.lastOrderAt;
      if (ends === undefined || goesOn === undefined || !asRead) return 'changed';
      customers.set(merged.id, mergedCustomer(ends, move));
      customers.set(survivor.id, { ...goesOn, tookOver: true, ...clocksOfBoth(merged, survivor) });
      if (leavesPool(move)) count(move.from, -1);
      if (move.fromPartner !== undefined) count(partnerPool(move.fromPartner), -1);
      moved.push(structuredClone(move));
      mergedRecords.push({ customerId: merged.id, into: survivor.id, at: move.at, by: move.by });
      for (const fact of facts) appendFact(records, fact);
      return 'merged';
    },
    async mergedInto(id) {
      return mergedRecords.filter(({ into }) => into === id);
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
