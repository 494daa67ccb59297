import type { Customer, CustomerFacts } from '../shared/domain/customer.ts';
import type { Correction } from '../shared/domain/customer-correction.ts';
import { customerPostings } from '../shared/domain/customer-postings.ts';
import { postingsOf } from '../shared/domain/matching/blocking-rules.ts';
import { claimsOf } from '../shared/domain/matching/claims.ts';
import { readFacts, searchedFacts } from '../shared/domain/matching/customer-facts.ts';
import type { Customers } from '../shared/domain/ports.ts';
import { type Assessment, assessEntry, type Match, type Met } from './assess-entry.ts';
import { mustTell } from './must-tell.ts';

/** What is known of a correction before it is written. */
export interface CorrectionAssessment extends Pick<Assessment, 'flags' | 'region' | 'turns'> {
  /** The customers it would look like, more than it does already; the certain ones first, then the likeliest. */
  readonly clashes: readonly Match[];
}

/**
 * Searches the facts a customer is to have, as an entry's (IN-2, IN-5, IN-6), but never holds it against itself. Of those
 * it looked like before it counts only whom it would be nearer to: the approval group has told them apart.
 * @param met customers the index may not show yet
 * @throws SopError FactsInvalid (422)
 */
export async function assessCorrection(
  customers: Pick<Customers, 'index' | 'get' | 'turns'>,
  before: Customer,
  { facts, callerId, met }: { facts: CustomerFacts; callerId: string | undefined; met: readonly Met[] },
): Promise<CorrectionAssessment> {
  mustTell(facts);
  const { matches, flags, region, turns } = await assessEntry(customers, facts, callerId, met, before.id);
  if (matches.length === 0) return { clashes: [], flags, region, turns };
  const known = await assessEntry(customers, before, undefined, [], before.id);
  const wasSo = ({ customer, verdict, score }: Match): boolean =>
    known.matches.some(
      (one) =>
        one.customer.id === customer.id &&
        (one.verdict === verdict || one.verdict === 'duplicate') &&
        one.score >= score,
    );
  return { clashes: matches.filter((match) => !wasSo(match)), flags, region, turns };
}

/** What only one customer may hold of these facts (IN-2). */
export function claimsOfFacts(facts: CustomerFacts): readonly string[] {
  return claimsOf(readFacts(searchedFacts(facts)));
}

/**
 * The claims a customer has after a correction: those of its new facts, and of its former names the ones it holds.
 * @param held the claims it holds now
 */
export function claimsAfter({ after }: Pick<Correction, 'after'>, held: readonly string[]): readonly string[] {
  const former = (after.formerNames ?? []).flatMap((name) => claimsOfFacts({ ...after, name }));
  const kept = former.filter((claim) => claim.startsWith('name:') && held.includes(claim));
  return [...new Set([...claimsOfFacts(after), ...kept])];
}

/** The index items of a customer before and after. */
export function postingsOfBoth({ before, after }: Pick<Correction, 'before' | 'after'>) {
  return { outdated: customerPostings(before, postingsOf), postings: customerPostings(after, postingsOf) };
}
