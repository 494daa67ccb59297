import * as z from 'zod/mini';

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
