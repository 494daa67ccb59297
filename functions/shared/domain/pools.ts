import * as z from 'zod/mini';
import {
  type Commission,
  commission,
  commissionAfter,
  commissionHistory,
  commissionOfEntry,
  type PastCommission,
} from './commission.ts';
import type { Customer } from './customer.ts';
import { type EntryWrites, PARTNER_CAPACITY, SALESPERSON_CAPACITY } from './intake.ts';
import type { Person } from './person.ts';

/** Who holds a customer of the public pool: no user's name begins so. */
export const PUBLIC_POOL = '#public';

/** By whom a customer is recycled (IN-10): by nobody. */
export const RECYCLING = '#recycling';

/** We decide (IN-4): who gave a customer up may not pick it again for so many days. */
export const COOL_DOWN_DAYS = 30;

/** We decide (IN-4): how many customers one salesperson picks out of the public pool in a day. */
export const CLAIMS_A_DAY = 20;

/** How much pools take (IN-7). */
export interface PoolLimits {
  readonly capacity: number;
  readonly partnerCapacity: number;
  readonly claimsADay: number;
}
export const poolLimits: PoolLimits = {
  capacity: SALESPERSON_CAPACITY,
  partnerCapacity: PARTNER_CAPACITY,
  claimsADay: CLAIMS_A_DAY,
};

export const moveKinds = ['release', 'claim', 'transfer', 'transfer-in', 'reversal', 'recycling', 'merge'] as const;

/** A customer that changed pools: kept for ever, oldest first. */
export const move = z.object({
  kind: z.enum(moveKinds),
  customerId: z.string(),
  from: z.string(),
  to: z.string(),
  /** The channel partners in whose pools it was and is counted; absent where in none. */
  fromPartner: z.optional(z.string()),
  toPartner: z.optional(z.string()),
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
  /** The application that the approval group accepted (IN-4). */
  application: z.optional(z.string()),
  /** Who claims the commission from then on (IN-9); nobody in the public pool. */
  commission: z.optional(commission),
  /** Whose claim to the commission a reversal took away. */
  voided: z.optional(z.string()),
  /** The customer that goes on, of a merge. */
  into: z.optional(z.string()),
});
export type Move = z.infer<typeof move>;

/** What came of a move: done, or the rule that refused it. */
export type MoveResult = 'moved' | 'changed' | 'full' | 'partner-full' | 'quota-used';

/** What a move does to a customer. */
export interface WantedMove {
  readonly kind: Move['kind'];
  /** Who is to hold it, as the directory knows them; undefined for the public pool. */
  readonly to: Pick<Person, 'id' | 'partner'> | undefined;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly application?: string;
  /** The claim to the commission that a reversal takes away, where it has ended since; the present one where left out. */
  readonly ended?: Commission | undefined;
}

/** The pool of a channel partner, which all its salespeople fill together (IN-7). */
export function partnerPool(partner: string): string {
  return `#partner:${partner}`;
}

/** Whether the holder is the public pool. */
export function isPublic(holder: string): boolean {
  return holder === PUBLIC_POOL;
}

/** The move as it is written: from where the customer was read to be, with the commission that follows it (IN-9). */
export function moveOf(customer: Customer, { to, ended, ...wanted }: WantedMove): Move {
  const holder = to?.id ?? PUBLIC_POOL;
  const before = commissionOf(customer) ?? ended;
  const claim = commissionAfter({ ...wanted, to: holder }, before);
  return {
    ...wanted,
    customerId: customer.id,
    from: customer.holder,
    to: holder,
    ...(customer.partner === undefined ? {} : { fromPartner: customer.partner }),
    ...(to?.partner === undefined ? {} : { toPartner: to.partner }),
    ...(claim === undefined ? {} : { commission: claim }),
    ...(wanted.kind === 'reversal' && before !== undefined ? { voided: before.claimant } : {}),
  };
}

/** The customer as the move leaves it. */
export function movedCustomer(customer: Customer, { to, from, at, toPartner, commission: claim }: Move): Customer {
  const { partner: _, commission: __, recyclingWarning: ___, ...rest } = customer;
  return {
    ...rest,
    holder: to,
    ...(toPartner === undefined ? {} : { partner: toPartner }),
    ...(claim === undefined ? {} : { commission: claim }),
    ...(isPublic(to) ? { releasedBy: from, releasedAt: at } : { heldSince: at }),
  };
}

/** Who claims the commission on a customer: nobody on one that was merged; one of before claims were written is its holder's. */
export function commissionOf({ commission: claim, holder, createdAt, mergedInto }: Customer): Commission | undefined {
  if (mergedInto !== undefined) return undefined;
  return claim ?? (isPublic(holder) ? undefined : commissionOfEntry({ holder, createdAt }));
}

/** Every claim there was to the commission on a customer, oldest first, given all its moves (IN-9). */
export function commissionsOf(customer: Customer, moves: readonly Move[]): readonly PastCommission[] {
  const holder = moves[0]?.from ?? customer.holder;
  const { createdAt } = customer;
  return commissionHistory(isPublic(holder) ? undefined : commissionOfEntry({ holder, createdAt }), moves);
}

/** The pools that what a salesperson enters is counted in, with what they hold at most (IN-7). */
export function poolsOfEntry({
  id,
  partner,
}: Pick<Person, 'id' | 'partner'>): Pick<EntryWrites, 'pool' | 'partnerPool'> {
  return {
    pool: { owner: id, capacity: SALESPERSON_CAPACITY },
    ...(partner === undefined ? {} : { partnerPool: { owner: partnerPool(partner), capacity: PARTNER_CAPACITY } }),
  };
}

/** Until when `person` may not pick the customer again, having given it up; undefined where they may. */
export function coolDownEnd(
  person: string,
  { releasedBy, releasedAt }: Pick<Customer, 'releasedBy' | 'releasedAt'>,
  now: Date,
): Date | undefined {
  if (releasedBy !== person || releasedAt === undefined) return undefined;
  const end = new Date(new Date(releasedAt).getTime() + COOL_DOWN_DAYS * 24 * 60 * 60 * 1000);
  return end > now ? end : undefined;
}

/**
 * Whether a customer lies in the regions somebody was assigned (IN-4). Who was assigned none works everywhere; a customer
 * whose region is not known is nobody's in particular.
 * @param regions division codes of 2 or 4 digits
 */
export function isInRegion(regions: readonly string[] | undefined, region: string | undefined): boolean {
  if (regions === undefined || region === undefined) return true;
  return regions.some((assigned) => region.startsWith(assigned) || assigned.startsWith(region));
}
