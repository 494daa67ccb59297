import * as z from 'zod/mini';

/** The facts a case's history is made of; names are part of the interface. */
export const factTypes = [
  'case.started',
  'case.ended',
  'case.cancelled',
  'case.resumed',
  'task.opened',
  'task.notified',
  'task.notice-refused',
  'task.notice-bounced',
  'task.notice-complained',
  'task.notice-delayed',
  'task.mail-resumed',
  'task.rerouted',
  'task.claimed',
  'task.released',
  'task.delegated',
  'task.substituted',
  'task.reassigned',
  'task.commented',
  'task.mention-notified',
  'task.follow-up-notified',
  'task.reminded',
  'task.reminder-refused',
  'task.escalated',
  'task.escalation-refused',
  'task.clock-paused',
  'task.clock-resumed',
  'task.decided',
  'task.delivered',
  'task.recalled',
  'task.expired',
  'task.cancelled',
  'task.refused-attempt',
  'document.added',
  'document.refused',
  'customer.checked',
  'publication.held',
  'publication.released',
  'publication.notified',
  'publication.notice-refused',
  'application.submitted',
  'application.decided',
  'application.closed',
] as const;

/** One fact of a case: what happened, when, who did it and by which way. Never holds personal data beyond ids. */
export const fact = z.object({
  caseId: z.string(),
  /** Sorts the case's facts in order: ISO instant, then a random tail. */
  id: z.string(),
  type: z.enum(factTypes),
  at: z.iso.datetime(),
  by: z.optional(z.string()),
  /** Those for whom `by` acted, as their delegate or substitute. */
  onBehalfOf: z.optional(z.array(z.string())),
  via: z.optional(z.string()),
  taskId: z.optional(z.string()),
  step: z.optional(z.string()),
  detail: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});
export type Fact = z.infer<typeof fact>;
