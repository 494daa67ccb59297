import { describe, expect, test } from 'vitest';
import { calculated, hasSums } from '../../../../functions/shared/pages/calculation.ts';

const typed = (values: Record<string, string>) => new Map(Object.entries(values));

describe('working out sums', () => {
  const lines = {
    'lines.0.position': '首页',
    'lines.0.days': '20',
    'lines.0.listPrice': '750',
    'lines.0.discount': '20',
    'lines.1.position': '频道页',
    'lines.1.days': '20',
    'lines.1.listPrice': '300.00',
    'lines.1.discount': '15',
    'lines.1.amount': '1',
    taxRate: '6',
  };

  test('a quote’s lines, tax and total', () => {
    expect(Object.fromEntries(calculated('quote', typed(lines)))).toEqual({
      ...lines,
      'lines.0.amount': '12000.00',
      'lines.1.amount': '5100.00',
      tax: '1026.00',
      total: '18126.00',
    });
  });

  test('a contract’s capitals and only payment too', () => {
    const sums = calculated('contract', typed({ ...lines, 'payments.0.due': '2026-12-15' }));
    expect(sums.get('totalInCapitals')).toBe('壹万捌仟壹佰贰拾陆元整');
    expect(sums.get('payments.0.amount')).toBe('18126.00');
  });

  test('several payments are left as they are typed', () => {
    const payments = { 'payments.0.amount': '1', 'payments.1.amount': '2' };
    expect(Object.fromEntries(calculated('contract', typed({ ...lines, ...payments })))).toMatchObject(payments);
  });

  test('nothing is made up where a line can not be read', () => {
    const sums = calculated('quote', typed({ ...lines, 'lines.0.days': 'zwanzig', total: '5' }));
    expect(sums.get('lines.0.amount')).toBeUndefined();
    expect(sums.get('lines.1.amount')).toBe('5100.00');
    expect(sums.get('total')).toBe('5');
  });

  test('an order’s total; other documents have no sums', () => {
    expect(calculated('order', typed({ net: '100', tax: '6.5' })).get('total')).toBe('106.50');
    expect(calculated('order', typed({ net: '100' })).has('total')).toBe(false);
    expect(hasSums('plan')).toBe(false);
    expect([...calculated('plan', typed({ positions: 'a' }))]).toEqual([['positions', 'a']]);
  });
});
