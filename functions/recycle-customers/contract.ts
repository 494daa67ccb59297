import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';
import { recyclingRuleText } from '../shared/domain/recycling.ts';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The sender of mails. */
  MAIL_FROM: z.email(),
  /** The SES configuration set mails go out with. */
  MAIL_CONFIGURATION_SET: setting,
  /** When customers are recycled, where that is not the default rule. */
  RECYCLING_RULE: z.optional(recyclingRuleText),
  /** When people work, where that is not China's calendar. */
  WORK_CALENDAR: z.optional(calendarText),
});

const count = z.int();

/** What the sweep did. */
export const output = z.object({
  /** Whether it had the pools for itself; where it had not, another sweep was at them and this one did nothing. */
  alone: z.boolean(),
  warned: count,
  recycled: count,
  /** Customers that are not due, and are looked at again when they are. */
  placed: count,
  /** Customers that changed while they were looked at. */
  passedBy: count,
  mails: count,
});
export type Output = z.infer<typeof output>;
