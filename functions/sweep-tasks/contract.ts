import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The secret that link ids are derived from. */
  LINK_SECRET_ARN: setting,
  /** Where links lead, without a slash at the end. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  /** The sender of mails. */
  MAIL_FROM: z.email(),
  /** The SES configuration set mails go out with. */
  MAIL_CONFIGURATION_SET: setting,
  /** The domain of reply addresses; where there is none, mails are not replied to. */
  REPLY_DOMAIN: z.optional(setting),
  /** When people work, where that is not China's calendar. */
  WORK_CALENDAR: z.optional(calendarText),
});

/** The schedule's event; nothing of it matters. */
export const input = z.object({});
export type Input = z.infer<typeof input>;

/** What the sweep did. */
export const output = z.object({
  /** Tasks whose ladder was climbed, or whose clock was stopped or started. */
  settled: z.int(),
  /** Tasks that were due no more when they were looked at. */
  passedBy: z.int(),
});
export type Output = z.infer<typeof output>;
