import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';
import { recyclingRuleText } from '../shared/domain/recycling.ts';

const address = z.url();

/** What the function is told by its environment. */
export const env = z.object({
  RECORDS_TABLE: z.string().check(z.minLength(1)),
  /** Where files to import are uploaded to. */
  DOCUMENTS_BUCKET: z.string().check(z.minLength(1)),
  /** The state machine that carries imports out. */
  IMPORT_MACHINE_ARN: z.string().check(z.minLength(1)),
  /** When customers are recycled, where that is not the default rule. */
  RECYCLING_RULE: z.optional(recyclingRuleText),
  /** When people work, where that is not China's calendar. */
  WORK_CALENDAR: z.optional(calendarText),
  /** Where people reach the inbox, without a slash at its end. */
  PUBLIC_URL: address,
  /** Where the user pool signs people in (its domain). */
  SIGN_IN_URL: address,
  /** The user pool's client that the inbox signs people in through. */
  SIGN_IN_CLIENT: z.string().check(z.minLength(1)),
  /** What the pool's tokens name as their issuer. */
  TOKEN_ISSUER: address,
  /** Where the keys are that the pool's tokens are signed with. */
  TOKEN_KEYS_URL: address,
});

/** The part of the inbox about customers; people sign in by the inbox's own pages. */
export const routes = [
  { method: 'GET', path: '/inbox/customers', public: true },
  { method: 'GET', path: '/inbox/customers/{proxy+}', public: true },
  { method: 'POST', path: '/inbox/customers/{proxy+}', public: true },
] as const;

/** Where the pages are. */
export const pagesPath = '/inbox/customers';
