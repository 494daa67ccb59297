import type { Customer } from './customer.ts';
import { aliasOf } from './customer-correction.ts';
import type { Posting } from './matching/blocking-index.ts';
import { type ReadFacts, readFacts, searchedFacts } from './matching/customer-facts.ts';
import { shortHash } from './matching/short-hash.ts';

/**
 * What a customer is found under: its name and all its facts, and each former name for itself (曾用名). A former name has no
 * numbers and no address beside it: those are found under the present name, and a correction of them leaves it alone.
 * @param postingsOf what one set of facts is found under
 */
export function customerPostings(
  customer: Customer,
  postingsOf: (customerId: string, read: ReadFacts) => readonly Posting[],
): readonly Posting[] {
  const { id, formerNames = [] } = customer;
  const former = formerNames.flatMap((name) => {
    const { address: _, ...read } = readFacts(searchedFacts({ ...customer, name }));
    return postingsOf(aliasOf(id, shortHash(name)), { ...read, phones: [] });
  });
  return [...postingsOf(id, readFacts(searchedFacts(customer))), ...former];
}
