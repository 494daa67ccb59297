import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newestRules, ruleSets, rulesNamed } from '../../../../../functions/shared/domain/matching/blocking-rules.ts';
import { readFacts } from '../../../../../functions/shared/domain/matching/customer-facts.ts';

/** Names of every kind that the rules treat differently. */
const customers = [
  { name: '苏州蓝鹊舟软件有限公司', phones: ['0512-61234567'], address: '江苏省苏州市姑苏区干将路1号801室' },
  { name: '美来尔工程技术(北京)有限公司', city: '北京' },
  { name: '澄迈鼎恒实业有限公司', province: '海南', city: '省直辖县' },
  { name: '中铁蓝鹊第二工程局有限公司', province: '吉林', city: '吉林' },
  { name: '安顺开发区品峰装饰工程有限公司', province: '贵州', city: '安顺' },
  { name: 'Suzhou Lanque Software Co., Ltd.' },
  { name: '兆祥', fax: '0523-86543210' },
];

/** What each set of rules writes for them. It never changes: what is indexed by a set is looked for by it. */
const written: Readonly<Record<string, string>> = { '1': '25c5ceb8fa1ce849' };

describe('sets of indexing rules', () => {
  test.each(ruleSets)('rules $name write what they always wrote; others are a new set beside them', (rules) => {
    const postings = customers.flatMap((facts, at) => rules.postingsOf(`C-${at}`, readFacts(facts)));
    const hash = createHash('sha256').update(JSON.stringify(postings)).digest('hex').slice(0, 16);
    expect({ [rules.name]: hash }).toEqual({ [rules.name]: written[rules.name] });
  });

  test('each posting names its rules, and rules are found by name', () => {
    for (const rules of ruleSets) {
      const postings = rules.postingsOf('C-1', readFacts(customers[0] ?? {}));
      expect(new Set(postings.map((posting) => posting.rules))).toEqual(new Set([rules.name]));
      expect(rulesNamed(rules.name)).toBe(rules);
    }
    expect(newestRules).toBe(ruleSets.at(-1));
  });

  test('rules that this release has not are refused by name', () => {
    expect(() => rulesNamed('99')).toThrow(expect.objectContaining({ name: 'IndexRulesUnknown' }));
  });
});
