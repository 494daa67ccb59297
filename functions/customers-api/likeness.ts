import type { CustomerFacts } from '../shared/domain/customer.ts';
import { readFacts, searchedFacts } from '../shared/domain/matching/customer-facts.ts';
import { explain } from '../shared/domain/matching/explain.ts';
import { comparable, compareCustomers } from '../shared/domain/matching/verdict.ts';
import type { Likeness } from './contract.ts';

/** What the matcher makes of two records, and which facts speak for and against one company (IN-5). */
export function likenessOf(a: CustomerFacts, b: CustomerFacts): Likeness {
  const [self, other] = [comparable(readFacts(searchedFacts(a))), comparable(readFacts(searchedFacts(b)))];
  const compared = compareCustomers(self, other);
  const { findings } = explain(compared, self, other);
  return {
    verdict: compared.verdict,
    score: Math.round(compared.score * 100) / 100,
    findings: findings.map(({ zh, en, ...rest }) => ({ ...rest, text: { zh, en } })),
  };
}
