import type { EnterCustomerWorld } from '../customers-api/enter-customer.ts';
import type { BlockingIndex } from '../shared/domain/matching/blocking-index.ts';
import { type OwnPostings, type OwnRead, ownPostings } from './own-postings.ts';

type RowCustomers = EnterCustomerWorld['customers'];

/** Does one row's `work`. */
export type RowsApart = <Result>(work: (customers: RowCustomers) => Promise<Result>) => Promise<Result>;

/**
 * The customers as rows entered beside each other use them, so that these do not get in each other's way: lookalikes wait
 * for each other before they are checked; what is counted in one pool is written one after the other; and a row during
 * whose check another was entered, which either would have found, is checked anew before it is written. Without it the
 * database refuses the write of whoever is overtaken, who checks and writes again, and every refused write is paid for;
 * and of lookalikes that share no turn both would be entered. What makes certain duplicates impossible are the write's
 * conditions.
 */
export function rowsApart(customers: RowCustomers): RowsApart {
  const lookalikes = inLine();
  const pools = inLine();
  const own = ownPostings();
  return async (work) => {
    let leave: (() => void) | undefined;
    const reads: OwnRead[] = [];
    const row: RowCustomers = {
      ...customers,
      index: withOwn(customers.index, own, reads),
      async turns(keys) {
        // Checked anew, the row is where it was in its line.
        leave ??= await lookalikes(keys);
        reads.length = 0;
        return customers.turns(keys);
      },
      async enter(customer, claims, more) {
        const counted =
          more === undefined ? [] : [more.pool, ...(more.partnerPool === undefined ? [] : [more.partnerPool])];
        const written = await pools(counted.map(({ owner }) => owner));
        try {
          const entry = { customerId: customer.id, reads, postings: more?.postings ?? [] };
          const missed = own.missed(entry);
          if (missed !== undefined) {
            await missed.settled;
            return { entered: false, overtakenBy: missed.customerId };
          }
          const settle = own.intend(entry);
          let entered = false;
          try {
            const result = await customers.enter(customer, claims, more);
            entered = result.entered;
            return result;
          } finally {
            settle(entered);
          }
        } finally {
          written();
        }
      },
    };
    try {
      return await work(row);
    } finally {
      leave?.();
    }
  };
}

/** Lines, one before each thing: whoever asks for things waits for all who asked for any of them before. */
function inLine(): (things: readonly string[]) => Promise<() => void> {
  const last = new Map<string, Promise<void>>();
  return async (things) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = things.map((thing) => last.get(thing));
    for (const thing of things) last.set(thing, promise);
    await Promise.all(before);
    return resolve;
  };
}

/** The index with the rows' own postings; what is read of it is put down in `reads`. */
function withOwn(index: BlockingIndex, own: OwnPostings, reads: OwnRead[]): BlockingIndex {
  return {
    async open() {
      const opened = await index.open();
      return {
        rules: opened.rules,
        async read(wanted) {
          const read = { ...wanted, rules: opened.rules, at: own.count() };
          reads.push(read);
          const found = own.found(read).map(({ fingerprint }) => fingerprint);
          const page = await opened.read(wanted);
          const shown = new Set(page.postings.map(({ customerId }) => customerId));
          return { ...page, postings: [...page.postings, ...found.filter(({ customerId }) => !shown.has(customerId))] };
        },
      };
    },
  };
}
