import * as z from 'zod/mini';
import { customer, customerFacts, recordedFacts } from '../shared/domain/customer.ts';
import { oldNames, proposedFacts, replacedFacts } from '../shared/domain/customer-correction.ts';
import { flagIds } from '../shared/domain/intake-flags.ts';
import type { Operation } from '../shared/http/operation.ts';
import { text } from '../shared/http/schemas.ts';

/** The most that a reason says, in characters. */
export const MOST_OF_REASON = 500;

const ids = z.array(z.string().check(z.minLength(1), z.maxLength(64))).check(z.maxLength(20));

/** What `PUT /customers/{id}/facts` takes: all facts as they are to be, confirmed with the customer as at entry (IN-1, IN-6). */
export const factsCorrection = z.strictObject({
  ...customerFacts.shape,
  /** The number the customer called from, where they called. */
  callerId: z.optional(z.string().check(z.trim(), z.minLength(5), z.maxLength(40))),
  /** The flags that were cleared up with the customer. */
  confirmed: z.optional(z.array(z.enum(flagIds)).check(z.maxLength(flagIds.length))),
  /** What the name was that another one replaces: `former` still finds the customer, `mistaken` does not. */
  oldName: z._default(z.enum(oldNames), 'former'),
  /** Why; wanted of whoever is not the customer's holder. */
  reason: z._default(z.string().check(z.trim(), z.maxLength(MOST_OF_REASON)), ''),
  /** The customers that the approval group has told apart from this one. */
  toldApart: z.optional(ids),
});
export type FactsCorrection = z.infer<typeof factsCorrection>;

/** A customer's facts with every set of them there was. */
export const factsHistory = z.object({
  customerId: z.string(),
  /** Which set of facts it has now, from 1; as the entity tag says. */
  version: z.int(),
  facts: recordedFacts,
  formerNames: z.array(z.string()),
  /** The sets that were replaced, oldest first, of records that were merged into it, too. */
  replaced: z.array(replacedFacts),
  /** Facts that look like another customer's: the approval group settles it. Only for the group and its proposer. */
  proposed: z.optional(proposedFacts),
});
export type FactsHistory = z.input<typeof factsHistory>;

/** What `POST /customers/{id}/merge` takes. */
export const customerMerge = z.strictObject({
  /** The customer that goes on. */
  into: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(MOST_OF_REASON)),
});

/** Another record that may be the same company, for the approval group. */
export const lookalike = z.object({
  verdict: z.enum(['duplicate', 'possible']),
  /** 0 … 1, the likelihood that both are one company. */
  score: z.number(),
  customer,
  holder: z.object({ id: z.string(), name: z.string() }),
  findings: z.array(z.object({ fact: z.string(), strength: z.string(), text })),
});
export type Lookalike = z.infer<typeof lookalike>;

/** A customer beside those that may be the same company, the likeliest first. */
export const lookalikes = z.object({
  customer,
  holder: z.object({ id: z.string(), name: z.string() }),
  items: z.array(lookalike),
});
export type Lookalikes = z.infer<typeof lookalikes>;

/** What changes a customer that is there (IN-1, IN-5, IN-6). */
export const changeOperations = {
  getCustomerFacts: { method: 'GET', path: '/customers/{id}/facts', answer: factsHistory },
  correctFacts: {
    method: 'PUT',
    path: '/customers/{id}/facts',
    body: factsCorrection,
    conditional: true,
    answer: customer,
  },
  mergeCustomers: { method: 'POST', path: '/customers/{id}/merge', body: customerMerge, answer: customer },
  listLookalikes: { method: 'GET', path: '/customers/{id}/lookalikes', answer: lookalikes },
} as const satisfies Record<string, Operation>;
