import * as z from 'zod/mini';

/** The moves by which somebody comes to claim the commission on a customer; every other move ends a claim. */
const bestowing = ['claim', 'transfer', 'transfer-in', 'reversal'] as const;

/** Who claims the commission on a customer, since when and why (IN-9). Nobody does for one of the public pool. */
export const commission = z.object({
  claimant: z.string(),
  since: z.iso.datetime(),
  why: z.enum(['entry', ...bestowing]),
});
export type Commission = z.infer<typeof commission>;

/** A claim as it was, with its end. */
export const pastCommission = z.object({
  ...commission.shape,
  /** Absent for the claim that holds today. */
  until: z.optional(z.iso.datetime()),
  /** Present where a reversal took the claim from its beginning: nothing is owed for it. */
  voided: z.optional(z.literal(true)),
});
export type PastCommission = z.infer<typeof pastCommission>;

/** A move as the claims follow it. */
interface MoveOfClaim {
  readonly kind: string;
  readonly to: string;
  readonly at: string;
}

/** The claim that entering a customer makes. */
export function commissionOfEntry({ holder, createdAt }: { holder: string; createdAt: string }): Commission {
  return { claimant: holder, since: createdAt, why: 'entry' };
}

/**
 * The claim after a move: whoever is given the customer has it from then on. A reversal hands it over from the beginning
 * of the claim it takes away, since that one should never have been (IN-9).
 * @param before the claim until then
 */
export function commissionAfter({ kind, to, at }: MoveOfClaim, before: Commission | undefined): Commission | undefined {
  const why = bestowing.find((each) => each === kind);
  if (why === undefined) return undefined;
  return { claimant: to, since: why === 'reversal' ? (before?.since ?? at) : at, why };
}

/**
 * Every claim there was on a customer, oldest first, made of its entry and its moves (IN-9).
 * @param entry the claim that entering it made
 */
export function commissionHistory(
  entry: Commission | undefined,
  moves: readonly MoveOfClaim[],
): readonly PastCommission[] {
  const history: PastCommission[] = entry === undefined ? [] : [entry];
  for (const move of moves) {
    const last = history.at(-1);
    if (last !== undefined) history.splice(-1, 1, endedBy(last, move));
    const next = commissionAfter(move, move.kind === 'reversal' || last?.until === undefined ? last : undefined);
    if (next !== undefined) history.push(next);
  }
  return history;
}

/** A reversal takes a claim away from its beginning, also one that has ended since. */
function endedBy(claim: PastCommission, { kind, at }: MoveOfClaim): PastCommission {
  return { ...claim, until: claim.until ?? at, ...(kind === 'reversal' ? { voided: true } : {}) };
}
