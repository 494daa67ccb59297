import * as z from 'zod/mini';

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: z.string().check(z.minLength(1)),
  /** The bucket of the cases' files. */
  DOCUMENTS_BUCKET: z.string().check(z.minLength(1)),
  /** Where people reach the page, without a slash at its end. */
  PUBLIC_URL: z.url(),
});

/** The page behind a mail's link: the link itself is the credential, so no authorizer stands before it. */
export const routes = [
  { method: 'GET', path: '/t/{link}', public: true },
  { method: 'HEAD', path: '/t/{link}', public: true },
  { method: 'POST', path: '/t/{link}', public: true },
] as const;
