import * as z from 'zod/mini';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The state machine of customer intake. */
  STATE_MACHINE_ARN: setting,
});
