import * as z from 'zod/mini';

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: z.string().check(z.minLength(1)),
});

/** EventBridge's "Step Functions Execution Status Change", as far as it is read. */
export const input = z.object({
  detail: z.object({
    executionArn: z.string(),
    /** The execution's name, which is the case's id. */
    name: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    /** How often the execution had been redriven when this happened. */
    redriveCount: z.nullish(z.number()),
    /** Epoch milliseconds. */
    stopDate: z.nullish(z.number()),
    /** The execution's output as JSON text. */
    output: z.nullish(z.string()),
    error: z.nullish(z.string()),
    cause: z.nullish(z.string()),
  }),
});
export type Input = z.infer<typeof input>;

/** What a finished execution of the advertising-sales machine leaves. */
export const executionOutput = z.object({
  result: z.enum(['published', 'lost', 'closed']),
  reason: z.optional(z.string()),
});

export const output = z.object({ caseId: z.string(), cancelledTasks: z.int() });
export type Output = z.infer<typeof output>;
