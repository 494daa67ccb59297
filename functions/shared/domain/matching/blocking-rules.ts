import type { BlockingRules, Posting, RuleSets } from './blocking-index.ts';
import { blockingKeys } from './blocking-keys.ts';
import type { ReadFacts } from './customer-facts.ts';

/**
 * The sets of indexing rules that an index may be served by, the newest last. Rules that change what is written become a
 * new set beside the one before, which stays until every installation is indexed anew (docs/operations.md).
 */
export const ruleSets: RuleSets = [blockingKeys];

/** The rules customers are indexed anew by. */
export const newestRules: BlockingRules = ruleSets.at(-1) ?? ruleSets[0];

/** @throws Error `IndexRulesUnknown` when this release has no rules of that name */
export function rulesNamed(name: string): BlockingRules {
  const found = ruleSets.find((rules) => rules.name === name);
  if (found !== undefined) return found;
  const error = new Error(`This release has no indexing rules ${name}: index the customers anew before going on to it`);
  error.name = 'IndexRulesUnknown';
  throw error;
}

/** The postings of a customer by every set of rules there is; of these the ones are written whose index is in use. */
export function postingsOf(customerId: string, read: ReadFacts): readonly Posting[] {
  return ruleSets.flatMap((rules) => rules.postingsOf(customerId, read));
}
