import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';

const address = z.url();

/** What the function is told by its environment. */
export const env = z.object({
  RECORDS_TABLE: z.string().check(z.minLength(1)),
  /** The bucket of the cases' files. */
  DOCUMENTS_BUCKET: z.string().check(z.minLength(1)),
  STATE_MACHINE_ARN: z.string().check(z.minLength(1)),
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
