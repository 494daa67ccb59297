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
});
export type Person = z.infer<typeof person>;

/** Who is acting, as the authorizer or a link vouches for them. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly Person['roles'][number][];
}
