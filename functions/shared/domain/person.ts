import * as z from 'zod/mini';
import { roleIds } from './roles.ts';

export const languageSchema = z.enum(['zh-CN', 'en']);

/** Someone who can be given a task: staff from the user pool, or a customer's contact. `id` is the user name. */
export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.email(),
  roles: z.array(z.enum(roleIds)),
  language: languageSchema,
  /** The person who is told when this one does not act. */
  supervisor: z.optional(z.string()),
  /** The channel partner (渠道商) they work for or run; absent for the company's own people (IN-7). */
  partner: z.optional(z.string()),
  /** Division codes (2 digits province, 4 prefecture) they may pick customers in; everywhere where absent (IN-4). */
  regions: z.optional(z.array(z.string())),
  /** The headquarters' team they are in (IN-8). */
  team: z.optional(z.enum(['new-contract', 'renewal'])),
  /** Since when their account is closed (IN-8): they get no token and hold customers only until somebody moves them. */
  closedAt: z.optional(z.iso.datetime()),
});
export type Person = z.infer<typeof person>;

/** Who is acting, as the authorizer or a link vouches for them. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly Person['roles'][number][];
}
