import * as z from 'zod/mini';
import type { Customer } from './customer.ts';

/** A customer of a private pool, and when the nightly sweep is to look at it. */
export interface PlacedCustomer {
  readonly customer: Customer;
  readonly lookAt: string;
}

/** That a customer will be or was recycled, which its holder and their supervisor are to be told (IN-10). */
export const recyclingWord = z.object({
  kind: z.enum(['warning', 'recycling']),
  customerId: z.string(),
  customerName: z.string(),
  /** Whose pool it is or was in. */
  holder: z.string(),
  at: z.iso.datetime(),
  /** The last day there is or was. */
  lastDay: z.iso.date(),
  missing: z.enum(['contact', 'order']),
  /** Of a warning: the day at whose beginning it will be recycled. */
  recycleOn: z.optional(z.iso.date()),
  /** Those who have been told. */
  told: z._default(z.array(z.string()), []),
});
export type RecyclingWord = z.infer<typeof recyclingWord>;

/** What the nightly sweep keeps (IN-10). */
export interface Recycling {
  /**
   * Customers of private pools to be looked at by the instant `until`, in batches, each once; all there are where it is
   * left out. Each is as it is now.
   */
  placed(until?: string): AsyncIterable<readonly PlacedCustomer[]>;
  /** Has the customers of a pool looked at that no sweep was to look at until now, as of before there were any. */
  enrol(holder: string): Promise<void>;
  /** Has the customer looked at again at the instant `lookAt`; false when it changed since `asRead`. */
  place(asRead: Customer, lookAt: string): Promise<boolean>;
  /** Writes the warning, which waits to be told, and when to look next; false when the customer changed since `asRead`. */
  warn(asRead: Customer, warning: RecyclingWord, lookAt: string): Promise<boolean>;
  /**
   * Moves the customer to the public pool as `Customers.move` does, with the word of it; false when it was contacted,
   * ordered or moved since `asRead`.
   */
  recycle(asRead: Customer, word: RecyclingWord): Promise<boolean>;
  /** Words that not everybody has been told yet. */
  untold(): Promise<readonly RecyclingWord[]>;
  /** Puts on record that `person` has been told. */
  told(word: RecyclingWord, person: string): Promise<void>;
  /** Everybody has been told. */
  settled(word: RecyclingWord): Promise<void>;
  /** Takes the sweep for `by` until the instant `until`; false while another one has it at the instant `now`. */
  begin(by: string, now: string, until: string): Promise<boolean>;
  /** Gives it back. */
  end(by: string): Promise<void>;
  /** The name of the terms that every customer is placed under; undefined before the first sweep. */
  terms(): Promise<string | undefined>;
  /** Puts on record that every customer is placed under the terms of that name. */
  placedUnder(terms: string): Promise<void>;
}

/** Where a customer's last order is kept (IN-10). */
export interface CustomerOrders {
  /** The customer ordered at the instant `at`; an earlier one than the last changes nothing. */
  noteOrder(customerId: string, at: string): Promise<void>;
}
