import { moveOf, PUBLIC_POOL, poolLimits, RECYCLING } from '../../functions/shared/domain/pools.ts';
import type { Customers } from '../../functions/shared/domain/ports.ts';
import { missingTexts } from '../../functions/shared/domain/recycling.ts';
import type { CustomerOrders, Recycling, RecyclingWord } from '../../functions/shared/domain/recycling-ports.ts';
import type { MemoryRecords } from './memory-records.ts';
import { sameClocks } from './same-clocks.ts';

/** The in-memory twin of what the nightly sweep keeps; `words` is everything there was to tell. */
export interface MemoryRecycling extends Recycling, CustomerOrders {
  readonly words: readonly RecyclingWord[];
}

export function memoryRecycling({ customers }: MemoryRecords, { move }: Pick<Customers, 'move'>): MemoryRecycling {
  /** When to look at a customer, for as long as the same holder has it. */
  const places = new Map<string, { readonly since: string; readonly lookAt: string }>();
  const words: RecyclingWord[] = [];
  const waiting = new Set<string>();
  let sweep: { readonly by: string; readonly until: string } | undefined;
  let terms: string | undefined;
  const keyOf = ({ customerId, at, kind }: RecyclingWord): string => `${customerId}#${at}#${kind}`;
  const say = (word: RecyclingWord): void => {
    words.push(structuredClone(word));
    waiting.add(keyOf(word));
  };
  return {
    words,
    async *placed(until = '9999') {
      const all = [...customers.values()].filter(
        ({ holder, mergedInto }) => holder !== PUBLIC_POOL && mergedInto === undefined,
      );
      const found = all.map((customer) => {
        const since = customer.heldSince ?? customer.createdAt;
        const known = places.get(customer.id);
        return { customer: structuredClone(customer), lookAt: known?.since === since ? known.lookAt : since };
      });
      yield found.filter(({ lookAt }) => lookAt <= until);
    },
    async enrol() {
      // Every customer here is looked at from the beginning.
    },
    async place(asRead, lookAt) {
      const customer = customers.get(asRead.id);
      if (customer === undefined || !sameClocks(customer, asRead)) return false;
      places.set(asRead.id, { since: asRead.heldSince ?? asRead.createdAt, lookAt });
      return true;
    },
    async warn(asRead, warning, lookAt) {
      const customer = customers.get(asRead.id);
      if (customer === undefined || !sameClocks(customer, asRead)) return false;
      const { at, lastDay } = warning;
      customers.set(customer.id, { ...customer, recyclingWarning: { at, lastDay } });
      places.set(asRead.id, { since: asRead.heldSince ?? asRead.createdAt, lookAt });
      say(warning);
      return true;
    },
    async recycle(asRead, word) {
      const customer = customers.get(asRead.id);
      if (customer === undefined || !sameClocks(customer, asRead)) return false;
      const { zh, en } = missingTexts[word.missing];
      const wanted = { kind: 'recycling', to: undefined, by: RECYCLING, at: word.at, reason: `${zh} · ${en}` } as const;
      if ((await move(moveOf(asRead, wanted), poolLimits)) !== 'moved') return false;
      say(word);
      return true;
    },
    async untold() {
      return structuredClone(words.filter((word) => waiting.has(keyOf(word))));
    },
    async told(word, person) {
      const at = words.findIndex((each) => keyOf(each) === keyOf(word));
      const found = words[at];
      if (found !== undefined) words[at] = { ...found, told: [...found.told, person] };
    },
    async settled(word) {
      waiting.delete(keyOf(word));
    },
    async begin(by, now, until) {
      if (sweep !== undefined && sweep.until > now) return false;
      sweep = { by, until };
      return true;
    },
    async end(by) {
      if (sweep?.by === by) sweep = undefined;
    },
    async terms() {
      return terms;
    },
    async placedUnder(name) {
      terms = name;
    },
    async noteOrder(customerId, at) {
      let customer = customers.get(customerId);
      while (customer?.mergedInto !== undefined) customer = customers.get(customer.mergedInto);
      if (customer === undefined || (customer.lastOrderAt ?? '') >= at) return;
      customers.set(customer.id, { ...customer, lastOrderAt: at });
    },
  };
}
