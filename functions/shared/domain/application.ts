import * as z from 'zod/mini';
import { customerFacts } from './customer.ts';
import { flagIds } from './intake-flags.ts';

/** What the approval group says of an application (IN-4): it is another customer, or it is the one that is there. */
export const applicationOutcomes = ['accepted', 'refused'] as const;
export type ApplicationOutcome = (typeof applicationOutcomes)[number];

/** How an application ended. `entered` has a customer; every other has none. */
export const applicationResults = ['entered', 'refused', 'expired', 'pool-full', 'duplicate-since'] as const;
export type ApplicationResult = (typeof applicationResults)[number];

/** An entry that a person decides on, because it may be a customer that is there already. */
export const application = z.object({
  id: z.string(),
  /** OPEN until the approval group decides, DECIDED until the decision is carried out, then CLOSED. */
  status: z.enum(['OPEN', 'DECIDED', 'CLOSED']),
  applicant: z.string(),
  facts: customerFacts,
  confirmed: z.array(z.enum(flagIds)),
  /** The customers it may be the same as, the likeliest first. */
  rivals: z.array(z.string()),
  createdAt: z.iso.datetime(),
  decision: z.optional(
    z.object({ outcome: z.enum(applicationOutcomes), comment: z.string(), by: z.string(), at: z.iso.datetime() }),
  ),
  result: z.optional(z.enum(applicationResults)),
  /** The customer it became. */
  customerId: z.optional(z.string()),
});
export type Application = z.infer<typeof application>;
export type ApplicationDecision = NonNullable<Application['decision']>;
