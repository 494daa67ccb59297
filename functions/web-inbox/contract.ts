import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';
import { ownCompaniesText } from '../shared/domain/own-companies.ts';
import { signInEnv } from './sign-in/environment.ts';

/** What the function is told by its environment. */
export const env = z.object({
  RECORDS_TABLE: z.string().check(z.minLength(1)),
  /** The bucket of the cases' files. */
  DOCUMENTS_BUCKET: z.string().check(z.minLength(1)),
  STATE_MACHINE_ARN: z.string().check(z.minLength(1)),
  /** When people work, where that is not China's calendar. */
  WORK_CALENDAR: z.optional(calendarText),
  /** What the organisation and its channel partners are called, where that is set. */
  OWN_COMPANIES: z.optional(ownCompaniesText),
  ...signInEnv,
});

/** People sign in on these pages themselves, with a cookie for their session: no authorizer stands before them. */
export const routes = [
  { method: 'GET', path: '/', public: true },
  { method: 'GET', path: '/inbox', public: true },
  { method: 'GET', path: '/inbox/{proxy+}', public: true },
  { method: 'POST', path: '/inbox/{proxy+}', public: true },
] as const;

/** Where the user pool sends people back to. */
export const signedInPath = '/inbox/signed-in';
export const signedOutPath = '/inbox/signed-out';
