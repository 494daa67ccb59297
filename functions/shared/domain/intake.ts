import * as z from 'zod/mini';
import type { Posting } from './matching/blocking-index.ts';

/** IN-7: how many customers a channel salesperson's pool holds. */
export const SALESPERSON_CAPACITY = 400;

/** IN-7: how many customers the salespeople of a channel partner hold together. */
export const PARTNER_CAPACITY = 1500;

/** What is written beside a customer as it is entered, in the same transaction. */
export interface EntryWrites {
  /** The index items under which later checks find it. */
  readonly postings: readonly Posting[];
  /** The turns it was checked under: entered only while nobody else took them meanwhile. */
  readonly turns: readonly Turn[];
  /** The pool it is counted in, and the most that pool holds (IN-7). */
  readonly pool: PoolLimit;
  /** The partner's pool it is counted in besides. */
  readonly partnerPool?: PoolLimit | undefined;
}

/** A pool that is counted, and the most it holds. */
export interface PoolLimit {
  readonly owner: string;
  readonly capacity: number;
}

/**
 * Who entered last under a key that lookalikes share: two who enter lookalikes at the same moment, neither of which the
 * other's check could see, are put one after the other by it.
 */
export interface Turn {
  readonly key: string;
  /** The customer entered last under the key; absent where there was none. */
  readonly last?: string | undefined;
}

/** What came of an entry's write: done, or which rule refused it. */
export type EntryResult =
  | { readonly entered: true }
  /** `clash` is a uniqueness claim that `customerId` holds. */
  | { readonly entered: false; readonly clash: string; readonly customerId: string }
  /** A lookalike, `customerId`, was entered since the check: check again. */
  | { readonly entered: false; readonly overtakenBy: string }
  | { readonly entered: false; readonly full: 'own' | 'partner' };

/** How full a pool is. */
export const pool = z.object({ owner: z.string(), held: z.int() });
export type Pool = z.infer<typeof pool>;

/** IN-3: somebody tried to enter a customer of another's pool; both are to be told. At most one a day for each finder. */
export const clashNotice = z.object({
  kind: z.literal('clash'),
  customerId: z.string(),
  finder: z.string(),
  holder: z.string(),
  /** The company name as the finder typed it. */
  typedName: z.string(),
  /** The customer whose facts were to be corrected; absent of an entry (IN-6). */
  correctionOf: z.optional(z.string()),
  /** Whether the approval group is told by this one: of all customers a correction clashes with, by the likeliest's. */
  settle: z.optional(z.boolean()),
  at: z.iso.datetime(),
  /** Those who have been mailed. */
  told: z.array(z.string()),
});
export type ClashNotice = z.infer<typeof clashNotice>;
