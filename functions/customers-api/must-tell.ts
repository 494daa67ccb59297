import type { CustomerFacts } from '../shared/domain/customer.ts';
import { emptyFacts } from '../shared/domain/empty-facts.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import { claimsOf } from '../shared/domain/matching/claims.ts';
import { readFacts } from '../shared/domain/matching/customer-facts.ts';

const titles: Readonly<Record<string, Text>> = {
  '/name': { zh: '公司名称', en: 'Company name' },
  '/landline': { zh: '座机', en: 'Landline' },
  '/fax': { zh: '传真', en: 'Fax' },
  '/address': { zh: '经营地址', en: 'Business address' },
};

/**
 * IN-1: facts that have the form of one and tell nothing are corrected before anything is searched for.
 * @param ownCompanies what the organisation and its channel partners are called: no customers of theirs
 * @throws SopError FactsInvalid (422), which names each such field and says what to do
 */
export function mustTell(facts: CustomerFacts, ownCompanies: readonly string[] = []): void {
  const own = isOwn(facts.name, ownCompanies) ? [{ pointer: '/name', text: ownName }] : [];
  const fields = [...own, ...emptyFacts(facts)];
  if (fields.length === 0) return;
  const said = fields.map(({ pointer, text }) => ({
    zh: `${titles[pointer]?.zh ?? pointer}：${text.zh}`,
    en: `${titles[pointer]?.en ?? pointer}: ${text.en}`,
  }));
  const text = { zh: said.map(({ zh }) => zh).join(''), en: said.map(({ en }) => en).join(' ') };
  throw new SopError('FactsInvalid', 422, text, { fields });
}

const ownName: Text = {
  zh: '这是本公司或渠道商自己的名称，不是客户：请填写客户的公司名称，例如 杭州云帆科技有限公司。',
  en: 'This is our own company or a channel partner, no customer: give the customer’s name, such as 杭州云帆科技有限公司.',
};

/** Whether the name is certainly that of one of them, however it is written. */
function isOwn(name: string, ownCompanies: readonly string[]): boolean {
  if (ownCompanies.length === 0) return false;
  const claims = new Set(claimsOf(readFacts({ name })));
  return ownCompanies.some((own) => claimsOf(readFacts({ name: own })).some((claim) => claims.has(claim)));
}
