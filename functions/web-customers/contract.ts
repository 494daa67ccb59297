import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';
import { ownCompaniesText } from '../shared/domain/own-companies.ts';
import { recyclingRuleText } from '../shared/domain/recycling.ts';
import { signInEnv } from '../web-inbox/sign-in/environment.ts';

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
  /** What the organisation and its channel partners are called, where that is set. */
  OWN_COMPANIES: z.optional(ownCompaniesText),
  ...signInEnv,
});

/** The part of the inbox about customers; people sign in by the inbox's own pages. */
export const routes = [
  { method: 'GET', path: '/inbox/customers', public: true },
  { method: 'GET', path: '/inbox/customers/{proxy+}', public: true },
  { method: 'POST', path: '/inbox/customers/{proxy+}', public: true },
] as const;

/** Where the pages are. */
export const pagesPath = '/inbox/customers';
