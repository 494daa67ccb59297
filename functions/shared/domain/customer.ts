import * as z from 'zod/mini';
import { commission } from './commission.ts';
import { flagIds } from './intake-flags.ts';
import { plainText } from './plain-text.ts';

/** At least five digits, whatever stands between them: 没有 is no number, nor is 5.12612E+10, what Excel leaves of one in CSV. */
const phoneNumber = /^(?!\d\.\d+E\+\d+$)[^0-9０-９]*(?:[0-9０-９][^0-9０-９]*){5}/;

/** A letter of any script: digits and marks alone name no company. */
const withLetter = /\p{L}/u;

/** A customer as intake admits it; the four facts IN-1 wants confirmed are all required. */
export const customerFacts = z.object({
  /** The licensed company name. */
  name: z.string().check(plainText, z.trim(), z.minLength(2), z.maxLength(200), z.regex(withLetter)),
  landline: z.string().check(plainText, z.trim(), z.minLength(1), z.maxLength(40), z.regex(phoneNumber)),
  fax: z.string().check(plainText, z.trim(), z.minLength(1), z.maxLength(40), z.regex(phoneNumber)),
  address: z.string().check(plainText, z.trim(), z.minLength(4), z.maxLength(300)),
  city: z.optional(z.string().check(plainText, z.trim(), z.maxLength(50))),
});
/** The facts as they were taken: what is wanted of an entry today must not make a record of yesterday unreadable. */
export const recordedFacts = z.object({
  ...customerFacts.shape,
  name: z.string(),
  landline: z.string(),
  fax: z.string(),
});
export type CustomerFacts = z.infer<typeof customerFacts>;

export const customer = z.object({
  ...recordedFacts.shape,
  id: z.string(),
  /** The salesperson whose pool holds it; `#public` in the public pool. */
  holder: z.string(),
  createdAt: z.iso.datetime(),
  /** Where it is (IN-4): the division code of its province (2 digits) or prefecture (4); absent where nothing tells. */
  region: z.optional(z.string()),
  /** The channel partner in whose pool it is counted besides its holder's (IN-7). */
  partner: z.optional(z.string()),
  /** Who claims the commission on it (IN-9). */
  commission: z.optional(commission),
  /** Who gave it up last, and when: they may not pick it again at once. */
  releasedBy: z.optional(z.string()),
  releasedAt: z.optional(z.iso.datetime()),
  /** Since when its holder has it; since it was entered where absent (IN-10). */
  heldSince: z.optional(z.iso.datetime()),
  lastContactAt: z.optional(z.iso.datetime()),
  lastOrderAt: z.optional(z.iso.datetime()),
  /** The warning its holder had last: when, and of which last day (IN-10). */
  recyclingWarning: z.optional(z.object({ at: z.iso.datetime(), lastDay: z.iso.date() })),
  /** What looked odd about the facts and the salesperson confirmed with the customer (IN-6). */
  confirmed: z.optional(z.array(z.enum(flagIds))),
  /** Counts its sets of facts: 1 as it was entered, also where absent. */
  version: z.optional(z.int()),
  /** The licensed names it had before (曾用名), the latest first: it is found by them, too. */
  formerNames: z.optional(z.array(z.string())),
  /** The customer whose record goes on instead, where the two turned out to be one company. */
  mergedInto: z.optional(z.string()),
  mergedAt: z.optional(z.iso.datetime()),
  /** Who held it until it was merged. */
  lastHolder: z.optional(z.string()),
  /** Whether another record was merged into it. */
  tookOver: z.optional(z.boolean()),
});
export type Customer = z.infer<typeof customer>;
