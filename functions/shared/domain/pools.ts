import * as z from 'zod/mini';
import type { Actor } from './person.ts';

/** Who holds a customer of the public pool: no user's name begins so. */
export const PUBLIC_POOL = '#public';

/** We decide (IN-4): who gave a customer up may not pick it again for so many days. */
export const COOL_DOWN_DAYS = 30;

/** We decide (IN-4): how many customers one salesperson picks out of the public pool in a day. */
export const CLAIMS_A_DAY = 20;

export const moveKinds = ['release', 'claim', 'transfer', 'reversal'] as const;

/** A customer that changed pools: kept for ever, oldest first. */
export const move = z.object({
  kind: z.enum(moveKinds),
  customerId: z.string(),
  from: z.string(),
  to: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
});
export type Move = z.infer<typeof move>;

/** What came of a move: done, or the rule that refused it. */
export type MoveResult = 'moved' | 'changed' | 'full' | 'quota-used';

/** What changes pools, and the customers' holder as the rights need it. */
export interface Movable {
  readonly holder: string;
  readonly releasedBy?: string | undefined;
  readonly releasedAt?: string | undefined;
}

/**
 * IN-8, IN-9: who may move a customer which way. Its holder releases and transfers it, and so do sales managers for their
 * people; salespeople pick from the public pool; only the approval group reverses.
 */
export function mayMove(actor: Actor, { holder }: Movable, kind: Move['kind']): boolean {
  const manages = actor.roles.includes('sales-manager');
  switch (kind) {
    case 'release':
    case 'transfer':
      return holder !== PUBLIC_POOL && (manages || (actor.roles.includes('sales') && holder === actor.id));
    case 'claim':
      return holder === PUBLIC_POOL && actor.roles.includes('sales');
    case 'reversal':
      return holder !== PUBLIC_POOL && actor.roles.includes('approval-group');
  }
}

/** Until when `actor` may not pick the customer again, having given it up; undefined where they may. */
export function coolDownEnd(actor: Actor, { releasedBy, releasedAt }: Movable, now: Date): Date | undefined {
  if (releasedBy !== actor.id || releasedAt === undefined) return undefined;
  const end = new Date(new Date(releasedAt).getTime() + COOL_DOWN_DAYS * 24 * 60 * 60 * 1000);
  return end > now ? end : undefined;
}
