import * as z from 'zod/mini';

/** The function's environment. */
export const env = z.object({ RECORDS_TABLE: z.string() });

/** What the user pool hands the trigger before it makes a token; everything else in the event passes through untouched. */
export const signIn = z.object({
  userName: z.string(),
  request: z.object({
    userAttributes: z.record(z.string(), z.string()),
    groupConfiguration: z.object({ groupsToOverride: z.optional(z.nullable(z.array(z.string()))) }),
  }),
});
export type SignIn = z.infer<typeof signIn>;
