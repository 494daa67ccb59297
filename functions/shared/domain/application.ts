import * as z from 'zod/mini';
import { recordedFacts } from './customer.ts';
import { flagIds } from './intake-flags.ts';
import { ways } from './task.ts';

/** What is applied for (IN-4): to enter what may be there already, or to be given a customer of another region. */
export const applicationKinds = ['entry', 'transfer-in'] as const;
export type ApplicationKind = (typeof applicationKinds)[number];

/** What the approval group says of an application (IN-4). */
export const applicationOutcomes = ['accepted', 'refused'] as const;
export type ApplicationOutcome = (typeof applicationOutcomes)[number];

/** How an application ended. `entered` and `transferred-in` have a customer; every other has none. */
export const applicationResults = [
  'entered',
  'transferred-in',
  'refused',
  'expired',
  'pool-full',
  'duplicate-since',
  'taken-since',
  'account-closed',
] as const;
export type ApplicationResult = (typeof applicationResults)[number];

/**
 * What a person decides on: an entry that may be a customer that is there already, or the transfer-in of a customer of the
 * public pool from another region.
 */
export const application = z.object({
  id: z.string(),
  kind: z._default(z.enum(applicationKinds), 'entry'),
  /** OPEN until the approval group decides, DECIDED until the decision is carried out, then CLOSED. */
  status: z.enum(['OPEN', 'DECIDED', 'CLOSED']),
  applicant: z.string(),
  /** The facts as the applicant confirmed them with the customer (IN-1). */
  facts: recordedFacts,
  confirmed: z.array(z.enum(flagIds)),
  /** Why it is applied for, in the applicant's words. */
  reason: z.optional(z.string()),
  /** The customers it may be the same as, the likeliest first; of a transfer-in, the customer that is wanted. */
  rivals: z.array(z.string()),
  createdAt: z.iso.datetime(),
  /** The import whose row it was. */
  importId: z.optional(z.string()),
  decision: z.optional(
    z.object({
      outcome: z.enum(applicationOutcomes),
      comment: z.string(),
      by: z.string(),
      via: z.optional(z.enum(ways)),
      at: z.iso.datetime(),
    }),
  ),
  result: z.optional(z.enum(applicationResults)),
  /** The customer it became, or that was transferred. */
  customerId: z.optional(z.string()),
});
export type Application = z.infer<typeof application>;
export type ApplicationDecision = NonNullable<Application['decision']>;
