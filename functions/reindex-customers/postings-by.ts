import type { Customer } from '../shared/domain/customer.ts';
import { customerPostings } from '../shared/domain/customer-postings.ts';
import type { Posting, RuleSets } from '../shared/domain/matching/blocking-index.ts';

/**
 * What a customer is found under by the rules of that name.
 * @throws Error `IndexRulesUnknown` when this release has no such rules
 */
export function postingsBy(ruleSets: RuleSets, name: string): (customer: Customer) => readonly Posting[] {
  const rules = ruleSets.find((one) => one.name === name);
  if (rules === undefined) {
    const error = new Error(`The generation under way is of the indexing rules ${name}, which this release has not`);
    error.name = 'IndexRulesUnknown';
    throw error;
  }
  return (customer) => customerPostings(customer, (id, read) => rules.postingsOf(id, read));
}
