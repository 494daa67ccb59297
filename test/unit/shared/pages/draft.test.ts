import { describe, expect, test } from 'vitest';
import { reviewContract } from '../../../../functions/shared/domain/contract-review.ts';
import { type DocumentKind, documents, quote } from '../../../../functions/shared/domain/documents.ts';
import { draftOf } from '../../../../functions/shared/pages/draft.ts';
import { fieldsOf } from '../../../../functions/shared/pages/form-field.ts';
import { fromValues, toValues } from '../../../../functions/shared/pages/form-values.ts';
import { contents, kinds } from '../../../pages/open-tasks.ts';
import { aCase, aDocument, aTask } from '../../../support/builders.ts';

const now = new Date('2026-11-23T02:00:00.000Z');

function draft(kind: DocumentKind, existing: readonly DocumentKind[], reason = '') {
  return draftOf(kind, {
    salesCase: aCase(),
    task: aTask({ reason }),
    documents: existing.map((each) => aDocument({ kind: each, content: contents[each] })),
    now,
  });
}

describe('what a form starts with', () => {
  test.each(kinds)('a %s can be started with nothing in the case', (kind) => {
    expect(() => toValues(fieldsOf(kind), draft(kind, []))).not.toThrow();
  });

  test('a quote has a line for each position of the plan, over its whole period', () => {
    expect(draft('quote', ['plan'])).toEqual({
      lines: [
        { position: '首页横幅', days: 20, discount: 0 },
        { position: '频道页矩形', days: 20, discount: 0 },
      ],
      taxRate: 0.06,
      validUntil: '2026-12-23',
    });
  });

  test('a contract made from the quote passes review once number, seller, breach terms and titles are filled in', () => {
    const fields = fieldsOf('contract');
    const values = new Map(toValues(fields, draft('contract', ['plan', 'quote'])));
    for (const [name, value] of [
      ['number', 'HT-2026-0001'],
      ['seller', '示例广告有限公司'],
      ['breachTerms', '任何一方违约，应向对方支付合同总额百分之十的违约金。'],
      ['signatories.0.title', '市场总监'],
      ['signatories.1.name', '周敏'],
      ['signatories.1.title', '总经理'],
    ] as const) {
      values.set(name, value);
    }
    const findings = reviewContract({
      versions: [fromValues(fields, values)],
      quote: quote.parse(contents.quote),
      customerName: aCase().customerName,
      salesNames: ['li.na', '李娜'],
      draftedOn: '2026-11-23',
    });
    expect(findings).toEqual([]);
  });

  test.each([
    'plan',
    'quote',
    'contract',
    'design-request',
    'design-proof',
    'publication-form',
    'publication-request',
    'order',
  ] as const)('a further %s goes on from the newest version', (kind) => {
    expect(draft(kind, [kind, 'plan', 'quote'])).toEqual(contents[kind]);
  });

  test('revision notes start from the customer’s reason, whatever was noted before', () => {
    expect(draft('revision-notes', ['revision-notes'], '标题太小')).toEqual({
      notes: [{ place: '', change: '标题太小' }],
    });
  });

  test('an order takes its amounts from the contract and its days from the publication form', () => {
    const started = draft('order', ['contract', 'publication-form']);
    expect(started).toEqual({
      contractNumber: 'HT-2026-0001',
      net: '17100.00',
      tax: '1026.00',
      total: '18126.00',
      start: '2026-12-20',
      end: '2027-01-08',
      signedBy: '陈晨',
      stamp: 'contract',
    });
    expect(documents.order.schema.safeParse({ ...started, mbsNumber: 'M-1', signedOn: '2026-11-23' }).success).toBe(
      true,
    );
  });

  test('publication request and form take positions and days from the contract, the address from the design request', () => {
    expect(draft('publication-request', ['plan', 'contract', 'design-request'])).toEqual({
      positions: ['首页横幅', '频道页矩形'],
      start: '2026-12-20',
      landingAddress: contents['design-request'].landingAddress,
    });
    expect(draft('publication-form', ['contract'])).toEqual({
      positions: ['首页横幅', '频道页矩形'],
      start: '2026-12-20',
      end: '2027-01-08',
      sealWanted: 'contract',
    });
  });

  test('a proof names the sizes asked for, a collection the first payment', () => {
    expect(draft('design-proof', ['design-request'])).toEqual({ sizes: ['950×90', '336×280'] });
    expect(draft('collection', ['contract'])).toEqual({ receivedOn: '2026-11-23', amount: '9063.00' });
  });
});
