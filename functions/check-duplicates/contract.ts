import * as z from 'zod/mini';

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: z.string().check(z.minLength(1)),
});

/** The payload the state machine sends. */
export const input = z.object({ caseId: z.string().check(z.minLength(1)) });
export type Input = z.infer<typeof input>;

export const output = z.object({ customerId: z.string() });
export type Output = z.infer<typeof output>;
