import { describe, expect, it } from 'vitest';
import { differenceOf, tellDifference } from '../../../../functions/shared/domain/difference.ts';
import { aContract, aDocument, anOrder } from '../../../support/builders.ts';

const before = aDocument();

describe('what changed between two versions of a document', () => {
  it('is nothing where they say the same', () => {
    expect(differenceOf(before, aDocument({ version: 2 })).changes).toEqual([]);
  });

  it('names each field in both languages, with what it said and says', () => {
    // given
    const [line] = aContract().lines;
    if (line === undefined) throw new Error('the contract has no line');
    const content = aContract({
      lines: [{ ...line, discount: 0.15 }],
      total: '13000.00',
      period: { from: '2026-12-20', to: '2027-01-31' },
    });
    // when
    const difference = differenceOf(before, aDocument({ version: 2, content }));
    // then
    expect(difference).toMatchObject({ kind: 'contract', title: { zh: '合同', en: 'Contract' }, from: 1, to: 2 });
    expect(difference.changes).toEqual([
      {
        pointer: '/lines/0/discount',
        label: { zh: '明细 · 第 1 项 · 减免', en: 'Lines · no. 1 · Discount' },
        from: 0.2,
        to: 0.15,
      },
      { pointer: '/total', label: { zh: '总额（含税）', en: 'Total, tax included' }, from: '12720.00', to: '13000.00' },
      {
        pointer: '/period/to',
        label: { zh: '合同期限 · 结束日期', en: 'Contract period · To' },
        from: '2027-01-08',
        to: '2027-01-31',
      },
    ]);
    expect(tellDifference([difference])).toEqual({
      zh: '合同「明细 · 第 1 项 · 减免」20% → 15%；合同「总额（含税）」12720.00 → 13000.00；合同「合同期限 · 结束日期」2027-01-08 → 2027-01-31',
      en: 'Contract, Lines · no. 1 · Discount: 20% → 15%; Contract, Total, tax included: 12720.00 → 13000.00; Contract, Contract period · To: 2027-01-08 → 2027-01-31',
    });
  });

  it('tells rows that came and went, and fields that were or are empty', () => {
    // given
    const content = aContract({ payments: [], breachTerms: '' });
    // when
    const difference = differenceOf(before, aDocument({ version: 3, content }));
    // then
    expect(difference.changes.map(({ pointer }) => pointer)).toEqual(['/payments/0', '/breachTerms']);
    expect(tellDifference([difference]).zh).toContain('合同「付款计划 · 第 1 项」2026-12-15 12720.00 → （无）');
    expect(tellDifference([difference]).en).toContain('→ (nothing)');
  });

  it('shows all of a document that was not there', () => {
    const order = aDocument({ kind: 'order', content: anOrder() });
    expect(differenceOf(undefined, order)).toMatchObject({
      from: 0,
      to: 1,
      changes: expect.arrayContaining([
        { pointer: '/mbsNumber', label: { zh: 'MBS 订单号', en: 'MBS number' }, to: 'MBS-2026-000123' },
      ]),
    });
  });

  it('counts what a sentence has no room for', () => {
    const order = aDocument({ kind: 'order', content: anOrder() });
    expect(tellDifference([differenceOf(undefined, order)]).zh).toMatch(/；另有 5 处$/);
    expect(tellDifference([]).en).toBe('');
  });
});
