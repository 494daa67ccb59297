import type { CustomerFacts } from '../shared/domain/customer.ts';
import { emptyFacts } from '../shared/domain/empty-facts.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';

const titles: Readonly<Record<string, Text>> = {
  '/name': { zh: '公司名称', en: 'Company name' },
  '/landline': { zh: '座机', en: 'Landline' },
  '/fax': { zh: '传真', en: 'Fax' },
  '/address': { zh: '经营地址', en: 'Business address' },
};

/**
 * IN-1: facts that have the form of one and tell nothing are corrected before anything is searched for.
 * @throws SopError FactsInvalid (422), which names each such field and says what to do
 */
export function mustTell(facts: CustomerFacts): void {
  const fields = emptyFacts(facts);
  if (fields.length === 0) return;
  const said = fields.map(({ pointer, text }) => ({
    zh: `${titles[pointer]?.zh ?? pointer}：${text.zh}`,
    en: `${titles[pointer]?.en ?? pointer}: ${text.en}`,
  }));
  const text = { zh: said.map(({ zh }) => zh).join(''), en: said.map(({ en }) => en).join(' ') };
  throw new SopError('FactsInvalid', 422, text, { fields });
}
