import * as z from 'zod/mini';

/** A text a person reads, in both languages. */
export const text = z.object({ zh: z.string(), en: z.string() });

/** A role or a status by its id and its name. */
export const named = z.object({ id: z.string(), title: text });

const limit = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 25);

/** The query members of every list. */
export const paging = { limit, cursor: z.optional(z.string().check(z.maxLength(4000))) };

/** One page of a list; `next` is the address of the page after it, absent on the last one. */
export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.object({ items: z.array(item), next: z.optional(z.string()) });
}
