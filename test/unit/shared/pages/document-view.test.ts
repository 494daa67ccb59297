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
