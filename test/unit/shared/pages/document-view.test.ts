import { describe, expect, test } from 'vitest';
import type { DocumentKind } from '../../../../functions/shared/domain/documents.ts';
import { documentView } from '../../../../functions/shared/pages/document-view.ts';
import { keyFacts } from '../../../../functions/shared/pages/key-facts.ts';
import { contents, kinds } from '../../../pages/open-tasks.ts';
import { aDocument } from '../../../support/builders.ts';

const view = (kind: DocumentKind, content: Record<string, unknown>, language: 'zh-CN' | 'en' = 'zh-CN') =>
  documentView(aDocument({ kind, content }), language).toString();

describe('documents to read', () => {
  test('amounts, shares, days and choices are shown as people write them, in both languages', () => {
    const zh = view('contract', contents.contract);
    expect(zh).toContain('¥12,000.00');
    expect(zh).toContain('20%');
    expect(zh).toContain('2026年12月15日');
    expect(zh).toContain('甲方（客户）');
    const en = view('contract', contents.contract, 'en');
    expect(en).toContain('15 Dec 2026');
    expect(en).toContain('List price per day');
  });

  test.each(kinds)('a %s shows every text it holds', (kind) => {
    const shown = view(kind, contents[kind]).replaceAll('&amp;', '&');
    const texts: string[] = [];
    JSON.stringify(contents[kind], (key, value) => {
      const formatted = /^(party|sealWanted|stamp)$/.test(key) || /^\d[\d.:T+-]*$/.test(String(value));
      if (typeof value === 'string' && !formatted) texts.push(value);
      return value;
    });
    expect(texts.filter((text) => !shown.includes(text))).toEqual([]);
  });

  test('only web addresses become links, and what is written is never markup', () => {
    const shown = view('design-request', {
      ...contents['design-request'],
      copy: '<img src=x onerror=alert(1)>',
      landingAddress: 'javascript:alert(1)',
      brandAssets: ['https://ok.example/a?b=1&c="2"', 'data:text/html,<script>1</script>'],
    });
    expect(shown).not.toMatch(/<img|<script|href="(javascript|data):/);
    expect(shown).toContain('href="https://ok.example/a?b=1&amp;c=&quot;2&quot;"');
    expect(shown).toContain('rel="noopener noreferrer"');
  });

  test('content that does not fit its schema is shown as far as it goes', () => {
    expect(view('quote', { total: 'viel', lines: 'none', taxRate: 'x' })).toContain('viel');
  });
});

describe('what has changed since the version before', () => {
  const compare = (change: Record<string, unknown>, language: 'zh-CN' | 'en' = 'zh-CN') =>
    documentView(
      aDocument({ version: 2, content: { ...contents.contract, ...change } }),
      language,
      aDocument({ version: 1, content: contents.contract }),
    )
      .toString()
      .replaceAll(/<(?!ins|\/ins)[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ');
  const [first, second] = contents.contract.lines;

  test('nothing is marked where nothing has changed', () => {
    const same = compare({});
    expect(same).toContain('与第 1 版不同之处已标出');
    expect(same).not.toMatch(/<ins>|原为|新增|已删除/);
  });

  test('a changed value stands beside what it was', () => {
    expect(compare({ number: 'HT-2026-0002' })).toContain('<ins>HT-2026-0002</ins> 原为 HT-2026-0001');
    expect(compare({ total: '18000.00' }, 'en')).toContain('<ins>¥18,000.00</ins> was ¥18,126.00');
    expect(compare({ breachTerms: '' })).toContain('<ins>—</ins> 原为 任何一方违约');
    expect(compare({ period: { from: '2026-12-21', to: '2027-01-08' } })).toContain(
      '<ins>2026年12月21日周一</ins> 原为 2026年12月20日周日 – 2027年1月8日周五',
    );
  });

  test('rows are compared with the row they go on from, wherever it stood', () => {
    const shown = compare({ lines: [second, { ...first, days: 21 }] });
    expect(shown).toContain('<ins>21</ins> 原为 20');
    expect(shown.match(/<ins>/g)).toHaveLength(1);
  });

  test('new rows and removed ones are told', () => {
    expect(compare({ lines: [first, second, { ...first, position: '视频贴片' }] })).toContain('视频贴片 新增');
    expect(compare({ lines: [second] })).toContain('已删除：首页横幅 · 20 · ¥750.00 · 20% · ¥12,000.00');
    expect(compare({ payments: [] })).toContain('已删除：2026年12月15日周二 · ¥9,063.00；2027年1月8日周五 · ¥9,063.00');
  });

  test('a renamed row in its old place is a change, not a new row', () => {
    const shown = compare({ lines: [{ ...first, position: '首页通栏' }, second] });
    expect(shown).toContain('<ins>首页通栏</ins> 原为 首页横幅');
    expect(shown).not.toMatch(/新增|已删除/);
  });
});

describe('key facts', () => {
  test.each(kinds)('a %s has some, and a malformed one has none', (kind) => {
    expect(keyFacts({ kind, content: contents[kind] }, 'zh-CN').length).toBeGreaterThan(0);
    expect(keyFacts({ kind, content: {} }, 'en')).toEqual([]);
  });

  test('a quote names its total', () => {
    expect(keyFacts({ kind: 'quote', content: contents.quote }, 'en')[0]).toEqual([
      'Quote total, tax included',
      '¥18,126.00',
    ]);
  });
});
