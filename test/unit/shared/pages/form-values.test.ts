import { describe, expect, test } from 'vitest';
import { documents } from '../../../../functions/shared/domain/documents.ts';
import { type Field, fieldsOf } from '../../../../functions/shared/pages/form-field.ts';
import { fromValues, toValues, withoutEmptyRows, withoutRow } from '../../../../functions/shared/pages/form-values.ts';
import { contents, kinds } from '../../../pages/open-tasks.ts';

describe('forms made from the documents’ schemas (AD-7)', () => {
  test('every kind of document is covered here', () => {
    expect([...kinds].sort()).toEqual(Object.keys(documents).sort());
  });

  test.each(kinds)('a %s comes back from its form as it went in', (kind) => {
    const fields = fieldsOf(kind);
    const read = fromValues(fields, toValues(fields, contents[kind]));
    expect(documents[kind].schema.parse(read)).toEqual(contents[kind]);
  });

  test.each(kinds)('a %s asks for nothing under a name the page itself uses', (kind) => {
    expect(fieldsOf(kind).map(({ key }) => key)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(do|outcome|comment|attempt|contentHash)$/)]),
    );
  });

  test('each kind of member gets its kind of field', () => {
    const kindsOf = (fields: readonly Field[]): Record<string, unknown> =>
      Object.fromEntries(
        fields.map((field) => [field.key, 'fields' in field ? [field.kind, kindsOf(field.fields)] : field.kind]),
      );
    expect(kindsOf(fieldsOf('contract'))).toEqual({
      number: 'text',
      buyer: 'text',
      seller: 'text',
      lines: [
        'rows',
        { position: 'text', days: 'integer', listPrice: 'amount', discount: 'percent', amount: 'amount' },
      ],
      taxRate: 'percent',
      tax: 'amount',
      total: 'amount',
      totalInCapitals: 'text',
      payments: ['rows', { due: 'day', amount: 'amount' }],
      period: ['group', { from: 'day', to: 'day' }],
      breachTerms: 'paragraph',
      signatories: ['rows', { party: 'choice', name: 'text', title: 'text', seal: 'yes-no' }],
    });
    expect(kindsOf(fieldsOf('publication'))).toEqual({
      pages: 'addresses',
      publishedAt: 'moment',
      screenshot: 'address',
    });
    expect(kindsOf(fieldsOf('design-request'))).toMatchObject({
      sizes: 'lines',
      copy: 'paragraph',
      landingAddress: 'address',
    });
  });
});

describe('reading what is typed', () => {
  const quote = fieldsOf('quote');
  const typed = (values: Record<string, string>) => new Map(Object.entries(values));

  test.each([
    ['¥12,800.50', '12800.50'],
    ['１２８００', '12800'],
    [' 12 800 元', '12800'],
    ['viel', 'viel'],
  ])('the amount %j is read as %j', (text, amount) => {
    expect(fromValues(quote, typed({ total: text })).total).toBe(amount);
  });

  test.each([
    ['6', 0.06],
    ['6%', 0.06],
    ['７．５％', 0.075],
    ['100', 1],
    ['sechs', 'sechs'],
    ['-6', '-6'],
  ])('the percentage %j is read as %j', (text, share) => {
    expect(fromValues(quote, typed({ taxRate: text })).taxRate).toBe(share);
  });

  test('what is left empty is missing, not an empty text', () => {
    expect(fromValues(quote, typed({ total: ' ', validUntil: '' }))).toEqual({ lines: [] });
  });

  test('a time is taken on China’s clock', () => {
    const fields = fieldsOf('publication');
    expect(fromValues(fields, typed({ publishedAt: '2026-12-20T09:00' })).publishedAt).toBe(
      '2026-12-20T09:00:00+08:00',
    );
    expect(toValues(fields, { publishedAt: '2026-12-20T01:00:00Z' }).get('publishedAt')).toBe('2026-12-20T09:00');
  });

  test('rows in which nothing is typed go, the rest moves up', () => {
    const fields = fieldsOf('contract');
    const values = typed({
      'signatories.0.party': 'buyer',
      'signatories.0.name': ' ',
      'signatories.1.party': 'seller',
      'signatories.1.name': '周敏',
      'payments.2.amount': '5',
      number: 'HT-1',
    });
    expect(Object.fromEntries(withoutEmptyRows(fields, values))).toEqual({
      'signatories.0.party': 'seller',
      'signatories.0.name': '周敏',
      'payments.0.amount': '5',
      number: 'HT-1',
    });
  });

  test('a row can be taken out', () => {
    const [lines] = quote;
    if (lines?.kind !== 'rows') throw new Error('a quote begins with its lines');
    const values = typed({ 'lines.0.position': 'a', 'lines.1.position': 'b', 'lines.2.position': 'c' });
    expect([...withoutRow(lines, 1, values)]).toEqual([
      ['lines.0.position', 'a'],
      ['lines.1.position', 'c'],
    ]);
  });
});
