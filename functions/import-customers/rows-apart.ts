import type { EnterCustomerWorld } from '../customers-api/enter-customer.ts';
import type { BlockingIndex, Posting } from '../shared/domain/matching/blocking-index.ts';

type RowCustomers = EnterCustomerWorld['customers'];

/** Does one row's `work`. */
export type RowsApart = <Result>(work: (customers: RowCustomers) => Promise<Result>) => Promise<Result>;

/**
 * The customers as rows entered beside each other use them, so that these do not get in each other's way: lookalikes wait
 * for each other before they are checked, and are found by who comes after them at once; what is counted in one pool is
 * written one after the other. Without it the database refuses the write of whoever is overtaken, who checks and writes
 * again, and every refused write is paid for. It saves work only: what keeps customers single are the write's conditions.
 */
export function rowsApart(customers: RowCustomers): RowsApart {
  const lookalikes = inLine();
  const pools = inLine();
  const own = ownPostings(customers.index);
  return async (work) => {
    let leave: (() => void) | undefined;
    const row: RowCustomers = {
      ...customers,
      index: own.index,
      async turns(keys) {
        // Checked anew, the row is where it was in its line.
        leave ??= await lookalikes(keys);
        return customers.turns(keys);
      },
      async enter(customer, claims, more) {
        const counted =
          more === undefined ? [] : [more.pool, ...(more.partnerPool === undefined ? [] : [more.partnerPool])];
        const written = await pools(counted.map(({ owner }) => owner));
        try {
          const result = await customers.enter(customer, claims, more);
          if (result.entered) own.put(more?.postings ?? []);
          return result;
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

/** The index with what was put here beside it: reads of it may be stale by what was written a moment ago. */
function ownPostings(index: BlockingIndex): { readonly index: BlockingIndex; put(postings: readonly Posting[]): void } {
  const byKey = new Map<string, Posting[]>();
  return {
    put(postings) {
      for (const posting of postings) byKey.set(posting.key, [...(byKey.get(posting.key) ?? []), posting]);
    },
    index: {
      async open() {
        const opened = await index.open();
        return {
          rules: opened.rules,
          async read(wanted) {
            const page = await opened.read(wanted);
            const shown = new Set(page.postings.map(({ customerId }) => customerId));
            const own = (byKey.get(wanted.key) ?? [])
              .filter((one) => one.rules === opened.rules && one.placeOrder.startsWith(wanted.placePrefix))
              .map(({ fingerprint }) => fingerprint)
              .filter(({ customerId }) => !shown.has(customerId));
            return { ...page, postings: [...page.postings, ...own] };
          },
        };
      },
    },
  };
}
