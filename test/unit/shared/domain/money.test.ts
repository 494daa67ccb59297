import { describe, expect, test } from 'vitest';
import {
  lineAmount,
  percentText,
  shareOf,
  sumOf,
  toAmount,
  toFen,
  yuanText,
} from '../../../../functions/shared/domain/money.ts';

describe('money', () => {
  test.each([
    ['12800', 1280000n],
    ['12800.5', 1280050n],
    ['0.01', 1n],
    ['999999999999.99', 99999999999999n],
  ])('%s is %s fen', (amount, fen) => {
    expect(toFen(amount)).toBe(fen);
  });

  test.each(['', '-1', '1,000', '1.234', '1.', 'abc'])('%j is no amount', (text) => {
    expect(() => toFen(text)).toThrow(RangeError);
  });

  test.each([
    [0n, '0.00', '¥0.00'],
    [5n, '0.05', '¥0.05'],
    [1280050n, '12800.50', '¥12,800.50'],
    [123456789000n, '1234567890.00', '¥1,234,567,890.00'],
    [-150n, '-1.50', '-¥1.50'],
  ])('%s fen is %s in documents and %s for people', (fen, amount, text) => {
    expect(toAmount(fen)).toBe(amount);
    expect(yuanText(fen)).toBe(text);
  });

  test('a share is rounded half up to the fen', () => {
    expect(shareOf(25n, 0.1)).toBe(3n);
    expect(shareOf(24n, 0.1)).toBe(2n);
    expect(shareOf(1280000n, 0.06)).toBe(76800n);
  });

  test('a line is days × list price less the discount, without floating-point drift', () => {
    expect(lineAmount({ days: 30, listPrice: '1200.00', discount: 0.15 })).toBe(3060000n);
    expect(lineAmount({ days: 3, listPrice: '0.35', discount: 0.1 })).toBe(95n);
    expect(lineAmount({ days: 3660, listPrice: '999999999999.99', discount: 0 })).toBe(365999999999996340n);
  });

  test('sums and percentages read as people write them', () => {
    expect(sumOf([1n, 2n, 3n])).toBe(6n);
    expect([0.06, 0.15, 0.075, 1, 0].map(percentText)).toEqual(['6%', '15%', '7.5%', '100%', '0%']);
  });
});
