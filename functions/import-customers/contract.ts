import * as z from 'zod/mini';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The bucket in which uploads, parts and results are, under `imports/`. */
  DOCUMENTS_BUCKET: setting,
});

export const input = z.object({ importId: setting });
export const output = z.object({ done: z.boolean() });
