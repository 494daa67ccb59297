import * as z from 'zod/mini';

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: z.string().check(z.minLength(1)),
});

/** What the waiting state gets as its result. */
export const decisionResult = z.object({
  outcome: z.string(),
  /** The decision's comment: it travels along the loop (AD-3). */
  reason: z.string(),
  /** How often the case has been at this step, this time included. */
  turn: z.int(),
  by: z.string(),
  at: z.iso.datetime(),
});
export type DecisionResult = z.infer<typeof decisionResult>;
