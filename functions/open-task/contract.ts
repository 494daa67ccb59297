import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';
import { finding } from '../shared/domain/task.ts';

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

/** The payload of a state that waits for a person. */
export const input = z.object({
  caseId: z.string().check(z.minLength(1)),
  /** Step of the catalogue. */
  step: z.string().check(z.minLength(1)),
  /** The state's name. */
  state: z.string().check(z.minLength(1)),
  /** When the state was entered; the same for every retry of it. */
  enteredTime: z.iso.datetime({ offset: true }),
  executionArn: z.string().check(z.minLength(1)),
  taskToken: z.string().check(z.minLength(1)),
  /** Which token of this entry it is: each redrive counts a thousand, each retry one. */
  issue: z._default(z.int(), 0),
  /** What the step before said. */
  reason: z.string(),
  findings: z._default(z.array(finding), []),
});
export type Input = z.infer<typeof input>;

/** For the execution's history; the state's result is the decision. */
export const output = z.object({ taskId: z.string(), attempt: z.int() });
export type Output = z.infer<typeof output>;
