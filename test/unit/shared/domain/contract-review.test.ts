import { describe, expect, test } from 'vitest';
import { contractRules, reviewContract } from '../../../../functions/shared/domain/contract-review.ts';
import type { Contract, Quote } from '../../../../functions/shared/domain/documents.ts';

const quote: Quote = {
  lines: [
    { position: '首页通栏', days: 30, listPrice: '1200.00', discount: 0.15, amount: '30600.00' },
    { position: '频道页矩形', days: 20, listPrice: '500.00', discount: 0, amount: '10000.00' },
  ],
  taxRate: 0.06,
  tax: '2436.00',
  total: '43036.00',
  validUntil: '2026-12-20',
};

const sound: Contract = {
  number: 'GG-2026-0187',
  buyer: '杭州云栖茶业有限公司',
  seller: '上海远图广告有限公司',
  lines: quote.lines,
  taxRate: 0.06,
  tax: '2436.00',
  total: '43036.00',
  totalInCapitals: '肆万叁仟零叁拾陆元整',
  payments: [
    { due: '2026-11-30', amount: '20000.00' },
    { due: '2026-12-31', amount: '23036.00' },
  ],
  period: { from: '2026-12-01', to: '2026-12-30' },
  breachTerms: '任何一方违约的，应按合同总额的百分之十向守约方支付违约金。',
  signatories: [
    { party: 'buyer', name: '陈晓云', title: '市场总监', seal: true },
    { party: 'seller', name: '赵明远', title: '总经理', seal: true },
  ],
};

interface Review {
  versions?: readonly unknown[];
  quote?: Quote | undefined;
  customerName?: string;
  salesNames?: readonly string[];
  draftedOn?: string;
}

function review(change: Partial<Contract>, around: Review = {}) {
  return reviewContract({
    versions: [{ ...sound, ...change }],
    quote,
    customerName: '杭州云栖茶业有限公司',
    salesNames: ['li.na', '李娜'],
    draftedOn: '2026-11-22',
    ...around,
  });
}

const [firstLine, secondLine] = quote.lines;
const [buyerSigner, sellerSigner] = sound.signatories;
if (firstLine === undefined || secondLine === undefined || buyerSigner === undefined || sellerSigner === undefined) {
  throw new Error('the sound contract has two lines and two signatories');
}

const wrong: readonly (readonly [
  rule: string,
  why: string,
  change: Partial<Contract>,
  says: string,
  around?: Review,
])[] = [
  ['contract.placeholder', 'a number still to be given', { number: 'GG-待定' }, '合同编号'],
  [
    'contract.placeholder',
    'a title left open',
    { signatories: [{ ...buyerSigner, title: '____' }, sellerSigner] },
    '职务',
  ],
  ['contract.buyer', 'another company as the buyer', { buyer: '杭州云溪茶业有限公司' }, '杭州云栖茶业有限公司'],
  ['contract.parties', 'the buyer as its own seller', { seller: '杭州云栖茶业有限公司' }, '甲方和乙方'],
  [
    'contract.line-amount',
    'a line 100 yuan too high',
    { lines: [{ ...firstLine, amount: '30700.00' }, secondLine] },
    '¥30,600.00',
  ],
  ['contract.tax', 'a tax one fen off', { tax: '2436.01' }, '¥2,436.00'],
  ['contract.tax-rate', 'a rate of 17 %', { taxRate: 0.17 }, '17%'],
  ['contract.total', 'a total of lines without tax', { total: '40600.00' }, '¥43,036.00'],
  ['contract.total-zero', 'a total of nothing', { total: '0' }, '为零'],
  ['contract.capitals', 'capitals of another amount', { totalInCapitals: '肆万叁仟零陆拾叁元整' }, '¥43,063.00'],
  ['contract.capitals', 'ordinary numerals', { totalInCapitals: '四万三千零三十六元' }, '肆万叁仟零叁拾陆元整'],
  ['contract.capitals-form', 'capitals that lack 整', { totalInCapitals: '肆万叁仟零叁拾陆元' }, '不规范'],
  ['contract.payments-missing', 'no payment schedule', { payments: [] }, '付款计划'],
  [
    'contract.payments-sum',
    'payments short of the total',
    { payments: [{ due: '2026-11-30', amount: '43000.00' }] },
    '¥36.00',
  ],
  [
    'contract.payment-zero',
    'a payment of nothing',
    {
      payments: [
        { due: '2026-11-30', amount: '43036.00' },
        { due: '2026-12-15', amount: '0' },
      ],
    },
    '第 2 期',
  ],
  [
    'contract.payments-order',
    'payments out of order',
    {
      payments: [
        { due: '2026-11-30', amount: '20000.00' },
        { due: '2026-11-29', amount: '23036.00' },
      ],
    },
    '2026-11-29',
  ],
  [
    'contract.payment-first',
    'nothing due before the ad starts',
    { payments: [{ due: '2026-12-02', amount: '43036.00' }] },
    '尚无到账',
  ],
  [
    'contract.payment-late',
    'a payment long after the period',
    { payments: [{ due: '2027-01-30', amount: '43036.00' }] },
    '30 天之后',
  ],
  [
    'contract.period',
    'a period that ends before it begins',
    { period: { from: '2026-12-30', to: '2026-12-01' } },
    '晚于结束日',
  ],
  [
    'contract.period-past',
    'a period that began before drafting',
    { period: { from: '2026-11-21', to: '2026-12-30' } },
    '早于制订日期',
  ],
  ['contract.days', 'more days than the period has', { period: { from: '2026-12-01', to: '2026-12-29' } }, '29 天'],
  ['contract.duplicate-line', 'one position twice', { lines: [firstLine, { ...firstLine }] }, '同一广告位'],
  ['contract.quote-missing', 'no quote', {}, '报价单', { quote: undefined }],
  [
    'contract.quote-lines',
    'another discount than quoted',
    { lines: [{ ...firstLine, discount: 0.2 }, secondLine] },
    '减免 15% → 20%',
  ],
  [
    'contract.quote-lines',
    'a position nobody quoted',
    { lines: [...quote.lines, { ...firstLine, position: '开屏' }] },
    '不在报价单中',
  ],
  ['contract.quote-lines', 'a quoted position left out', { lines: [firstLine] }, '没有写进合同'],
  ['contract.quote-tax-rate', 'another tax rate than quoted', { taxRate: 0.03 }, '3%'],
  ['contract.quote-total', 'another total than accepted', { total: '43037.00' }, '客户确认的报价'],
  ['contract.quote-expired', 'a quote that has run out', {}, '2026-12-20', { draftedOn: '2026-12-21' }],
  ['contract.breach-terms', 'no breach terms', { breachTerms: ' ' }, '没有违约条款'],
  ['contract.breach-terms', 'breach terms that say nothing', { breachTerms: '按法律规定' }, '不足以'],
  ['contract.signatories', 'nobody signs for the buyer', { signatories: [sellerSigner] }, '甲方'],
  [
    'contract.seals',
    'the seller signs without a seal',
    { signatories: [buyerSigner, { ...sellerSigner, seal: false }] },
    '乙方',
  ],
  [
    'contract.signer-is-sales',
    'the salesperson signs (OR-3)',
    { signatories: [buyerSigner, { ...sellerSigner, name: '李 娜' }] },
    '销售不得自行签署',
  ],
  [
    'contract.signer-both',
    'one person signs for both',
    { signatories: [buyerSigner, { ...sellerSigner, name: '陈晓云' }] },
    '同时代表',
  ],
  ['contract.unchanged', 'a revision that changes nothing', {}, '完全相同', { versions: [sound, sound] }],
];

describe('contract review (AD-7, CO-4, code 6)', () => {
  test('a sound contract has no findings', () => {
    expect(review({})).toEqual([]);
  });

  test.each(wrong.map(([rule, why, change, says, around]) => ({ rule, why, change, says, around })))(
    '$rule finds $why',
    ({ rule, change, says, around }) => {
      // given a contract with one thing wrong / when it is reviewed
      const found = review(change, around).filter((finding) => finding.rule === rule);
      // then that rule says so, in both languages
      expect(found).toHaveLength(1);
      expect(found[0]?.message.zh).toContain(says);
      expect(found[0]?.message.en).toMatch(/^[^\n]{20,}[.?]$/);
    },
  );

  test('every rule has an example', () => {
    expect([...new Set(wrong.map(([rule]) => rule))].sort()).toEqual(contractRules.map(({ id }) => id).sort());
  });

  test.each([
    [
      'tax rounded line by line',
      {
        lines: [
          { position: '首页通栏', days: 1, listPrice: '0.25', discount: 0, amount: '0.25' },
          { position: '频道页矩形', days: 1, listPrice: '0.25', discount: 0, amount: '0.25' },
        ],
        tax: '0.04',
      },
      'contract.tax',
    ],
    ['full-width writing of the buyer', { buyer: '杭州云栖茶业有限公司 ' }, 'contract.buyer'],
    ['capitals with 圆 and 正', { totalInCapitals: '人民币肆万叁仟零叁拾陆圆正' }, 'contract.capitals-form'],
    [
      'a payment on the last day of credit',
      { payments: [{ due: '2027-01-29', amount: '43036.00' }] },
      'contract.payment-late',
    ],
    [
      'a period that begins on the day of drafting',
      { period: { from: '2026-11-22', to: '2026-12-30' } },
      'contract.period-past',
    ],
  ])('%s is accepted', (_what, change, rule) => {
    expect(review(change).map((finding) => finding.rule)).not.toContain(rule);
  });

  test('a revision that changes something is not called unchanged', () => {
    const found = review({}, { versions: [{ ...sound, number: 'GG-2026-0188' }, sound] });
    expect(found).toEqual([]);
  });

  test('a case without a contract, or with one that can not be read, is itself the finding', () => {
    expect(review({}, { versions: [] }).map(({ rule }) => rule)).toEqual(['contract.missing']);
    const [broken, ...more] = review({}, { versions: [{ ...sound, total: 'viel', payments: undefined }] });
    expect(more).toEqual([]);
    expect(broken).toMatchObject({ rule: 'contract.fields', severity: 'error' });
    expect(broken?.message.en).toMatch(/total.*payments|payments.*total/);
  });

  test('one rule never floods the reviewer', () => {
    const lines = Array.from({ length: 20 }, (_, i) => ({ ...firstLine, position: `广告位 ${i}`, amount: '1.00' }));
    expect(review({ lines }).filter(({ rule }) => rule === 'contract.line-amount')).toHaveLength(5);
  });
});
