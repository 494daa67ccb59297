import * as z from 'zod/mini';
import { applicationResults } from '../shared/domain/application.ts';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The sender of mails. */
  MAIL_FROM: z.email(),
  /** The SES configuration set mails go out with. */
  MAIL_CONFIGURATION_SET: setting,
  /** Where the inbox is, without a slash at the end. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});

/** The payload the state machine sends. */
export const input = z.object({ applicationId: setting });
export type Input = z.infer<typeof input>;

/** How the application ended. */
export const output = z.object({ result: z.enum(applicationResults), customerId: z.optional(z.string()) });
export type Output = z.infer<typeof output>;
