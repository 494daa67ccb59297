import * as z from 'zod/mini';

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: z.string().check(z.minLength(1)),
});

/** EventBridge's "Step Functions Execution Status Change", as far as it is read. */
export const input = z.object({
  detail: z.object({
    /** The execution's name: the import's id, and how often it had been started. */
    name: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    /** Epoch milliseconds. */
    stopDate: z.nullish(z.number()),
    error: z.nullish(z.string()),
  }),
});
export type Input = z.infer<typeof input>;

export const output = z.object({ stopped: z.boolean() });
export type Output = z.infer<typeof output>;
