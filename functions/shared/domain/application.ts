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
  'withdrawn',
] as const;
export type ApplicationResult = (typeof applicationResults)[number];

/** What may end an application before anybody decides on it. */
export const endings = ['withdrawn', 'duplicate-since', 'taken-since', 'expired'] as const;

/**
 * What a person decides on: an entry that may be a customer that is there already, or the transfer-in of a customer of the
 * public pool from another region.
 */
export const application = z.object({
  id: z.string(),
  kind: z._default(z.enum(applicationKinds), 'entry'),
  /** OPEN until the approval group decides or it ends undecided, DECIDED until that is carried out, then CLOSED. */
  status: z.enum(['OPEN', 'DECIDED', 'CLOSED']),
  applicant: z.string(),
  /** The facts as the applicant confirmed them with the customer (IN-1). */
  facts: recordedFacts,
  confirmed: z.array(z.enum(flagIds)),
  /** Why it is applied for, in the applicant's words. */
  reason: z.optional(z.string()),
  /** The customers it may be the same as, the likeliest first; of a transfer-in, the customer that is wanted. */
  rivals: z.array(z.string()),
  /** What it is about: one of an applicant's is pending about each; absent of those from before there were any. */
  subjects: z.optional(z.array(z.string())),
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
  /** What ended it before anybody decided: its applicant, another one for the same customer, accepted, or thirty days. */
  ended: z.optional(
    z.object({
      result: z.enum(endings),
      by: z.optional(z.string()),
      acceptedInstead: z.optional(z.string()),
      at: z.iso.datetime(),
    }),
  ),
  result: z.optional(z.enum(applicationResults)),
  /** The customer it became, or that was transferred. */
  customerId: z.optional(z.string()),
});
export type Application = z.infer<typeof application>;
export type ApplicationDecision = NonNullable<Application['decision']>;
export type ApplicationEnding = NonNullable<Application['ended']>;

/** Whether it may still give its applicant the customer: nobody has decided, or it is being carried out. */
export function isPending({ status, decision }: Pick<Application, 'status' | 'decision'>): boolean {
  return status === 'OPEN' || (status === 'DECIDED' && decision?.outcome === 'accepted');
}

/** What an application for the transfer-in of a customer is about. */
export function subjectOfTransferIn(customerId: string): string {
  return `customer:${customerId}`;
}

/** So many ways to read one name tell it from every other. */
const MOST_SUBJECTS = 6;

/**
 * What an application to enter a customer is about: its name, however it is written.
 * @param claims what only one customer may hold, with a `name:` claim for each way to read the name
 */
export function subjectsOfEntry(name: string, claims: readonly string[]): string[] {
  const names = claims.filter((claim) => claim.startsWith('name:')).slice(0, MOST_SUBJECTS);
  return names.length > 0 ? names : [`typed:${name.normalize('NFKC').toLowerCase()}`];
}
