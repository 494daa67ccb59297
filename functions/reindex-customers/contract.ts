import * as z from 'zod/mini';

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: z.string().check(z.minLength(1)),
});

/** `start`: begins to index anew where nothing is under way; else goes on with what is. */
export const input = z.object({ start: z._default(z.boolean(), false) });

export const output = z.object({
  done: z.boolean(),
  /** How long to wait before the next call; 0 where there is work to do at once. */
  waitSeconds: z.int().check(z.minimum(0)),
});
export type Output = z.infer<typeof output>;
