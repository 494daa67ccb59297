import * as z from 'zod/mini';

/** What can happen to a record that somebody waits for; nothing that matters is ever removed. */
export const changeEvents = ['INSERT', 'MODIFY'] as const;

/**
 * Word that a record was written, as it goes from the relay to a consumer's queue (docs/adr/0013-one-relay-many-queues.md).
 * It names the record and does not carry it: a queue holds neither personal data nor task tokens, and whoever takes the
 * word reads what the record says by then.
 */
export const recordChange = z.object({
  pk: z.string().check(z.minLength(1)),
  sk: z.string().check(z.minLength(1)),
  event: z.enum(changeEvents),
});
export type RecordChange = z.infer<typeof recordChange>;
