import type { Customer, CustomerFacts } from '../shared/domain/customer.ts';
import { namesakesOf } from '../shared/domain/customer-correction.ts';
import { readFacts, searchedFacts } from '../shared/domain/matching/customer-facts.ts';
import { explain } from '../shared/domain/matching/explain.ts';
import { comparable, compareCustomers, type Verdict } from '../shared/domain/matching/verdict.ts';
import type { Likeness } from './contract.ts';
import { comparedBy } from './former-name.ts';

const certainty: readonly Verdict[] = ['unique', 'possible', 'duplicate'];

/**
 * What the matcher makes of an application and a customer, and which facts speak for and against one company (IN-5). Of the
 * names the customer has or had, the one most like the application's is compared; the present one where none is more so.
 * @param record the one it was compared with then, which may have been merged into the customer since
 */
export function likenessOf(facts: CustomerFacts, customer: Customer, record: Customer = customer): Likeness {
  const self = comparable(readFacts(searchedFacts(facts)));
  const merged = record.id !== customer.id;
  const named = [...namesakesOf(customer), ...(merged ? namesakesOf(record) : [])];
  const [best] = named
    .map((one) => {
      const other = comparable(readFacts(searchedFacts(one)));
      return { one, other, compared: compareCustomers(self, other) };
    })
    .sort(
      (a, b) =>
        certainty.indexOf(b.compared.verdict) - certainty.indexOf(a.compared.verdict) ||
        b.compared.score - a.compared.score,
    );
  if (best === undefined) throw new Error('A customer has a name');
  const { one, other, compared } = best;
  const { findings } = explain(compared, self, other);
  const by = one.name === customer.name ? [] : [comparedBy(one.name, { merged: one.id !== customer.id })];
  return {
    verdict: compared.verdict,
    score: Math.round(compared.score * 100) / 100,
    findings: [...by, ...findings].map(({ zh, en, ...rest }) => ({ ...rest, text: { zh, en } })),
  };
}
