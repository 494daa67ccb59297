import { describe, expect, test } from 'vitest';
import type { Contract, Order } from '../../../../functions/shared/domain/documents.ts';
import { type OrderSubject, orderRules, reviewOrder } from '../../../../functions/shared/domain/order-review.ts';

const contract: Contract = {
  number: 'GG-2026-0187',
  buyer: '杭州云栖茶业有限公司',
  seller: '上海远图广告有限公司',
  lines: [{ position: '首页通栏', days: 30, listPrice: '1200.00', discount: 0.15, amount: '30600.00' }],
  taxRate: 0.06,
  tax: '1836.00',
  total: '32436.00',
  totalInCapitals: '叁万贰仟肆佰叁拾陆元整',
  payments: [{ due: '2026-11-30', amount: '32436.00' }],
  period: { from: '2026-12-01', to: '2026-12-30' },
  breachTerms: '任何一方违约的，应按合同总额的百分之十向守约方支付违约金。',
  signatories: [
    { party: 'buyer', name: '陈晓云', title: '市场总监', seal: true },
    { party: 'seller', name: '赵明远', title: '总经理', seal: true },
  ],
};

const sound: Order = {
  mbsNumber: 'MBS-20261125-031',
  contractNumber: 'GG-2026-0187',
  net: '30600.00',
  tax: '1836.00',
  total: '32436.00',
  start: '2026-12-01',
  end: '2026-12-30',
  signedBy: '陈晓云',
  signedOn: '2026-11-24',
  stamp: 'contract',
};

type Around = Partial<Omit<OrderSubject, 'order' | 'previous'>> & { versions?: readonly unknown[] };

function review(change: Partial<Order>, around: Around = {}) {
  return reviewOrder({
    versions: [{ ...sound, ...change }],
    contract,
    contractDraftedOn: '2026-11-22',
    form: { start: '2026-12-01', end: '2026-12-30', sealWanted: 'contract' },
    salesNames: ['li.na', '李娜'],
    assistantNames: ['wang.fang', '王芳'],
    addedOn: '2026-11-25',
    ...around,
  });
}

const wrong: readonly (readonly [rule: string, why: string, change: Partial<Order>, says: string, around?: Around])[] =
  [
    ['order.number', 'a number without figures', { mbsNumber: '待定' }, '不是有效的订单号'],
    ['order.number-is-contract', 'the contract number as the order number', { mbsNumber: 'gg-2026-0187' }, '分别填写'],
    ['order.contract-missing', 'a case without a contract', {}, '可对照的合同', { contract: undefined }],
    ['order.contract-number', 'another contract number', { contractNumber: 'GG-2026-0178' }, 'GG-2026-0187'],
    ['order.total', 'a total that does not add up', { total: '32435.00' }, '¥32,436.00'],
    ['order.total-zero', 'a total of nothing', { total: '0.00' }, '为零'],
    ['order.contract-net', 'another net than the contract', { net: '30000.00' }, '¥30,600.00'],
    ['order.contract-tax', 'another tax than the contract', { tax: '1800.00' }, '¥1,836.00'],
    ['order.contract-total', 'another total than the contract', { total: '31800.00' }, '合同总额 ¥32,436.00'],
    ['order.period', 'an end before the start', { start: '2026-12-30', end: '2026-12-01' }, '晚于结束日期'],
    ['order.period-outside', 'an end after the contract ends', { end: '2026-12-31' }, '超出合同期限'],
    ['order.period-outside', 'a start before the contract begins', { start: '2026-11-30' }, '超出合同期限'],
    ['order.form-period', 'other days than the publication form', { end: '2026-12-29' }, '发布单'],
    ['order.form-missing', 'a case without a publication form', {}, '发布单', { form: undefined }],
    ['order.signer-is-sales', 'the salesperson signs (OR-3)', { signedBy: '李娜' }, '销售不得自行签署'],
    ['order.signer-is-assistant', 'the assistant signs', { signedBy: 'Wang.Fang' }, '助理'],
    ['order.signer-unknown', 'somebody who did not sign the contract', { signedBy: '陈小云' }, '陈晓云'],
    ['order.signed-future', 'a day still to come', { signedOn: '2026-11-26' }, '晚于订单录入日期'],
    [
      'order.signed-before-contract',
      'a day before there was a contract',
      { signedOn: '2026-11-21' },
      '早于合同制订日期',
    ],
    [
      'order.signed-late',
      'a day after the ad started',
      { signedOn: '2026-12-02' },
      '晚于开始日期',
      { addedOn: '2026-12-03' },
    ],
    ['order.stamp-missing', 'no seal', { stamp: 'none' }, '没有盖章'],
    ['order.stamp-kind', 'the company seal', { stamp: 'company' }, '公章'],
    ['order.stamp-form', 'another seal than the form wants', { stamp: 'company' }, '发布单要求合同章'],
    ['order.remarks', 'remarks that promise something', { remarks: '另赠送首页文字链 7 天' }, '赠送'],
    ['order.placeholder', 'remarks still to be written', { remarks: 'TBD' }, '占位'],
    ['order.unchanged', 'a correction that changes nothing', {}, '完全相同', { versions: [sound, sound] }],
  ];

describe('order review (AD-7, OR-2, OR-3, code 25)', () => {
  test('a sound order has no findings', () => {
    expect(review({})).toEqual([]);
    expect(review({ remarks: '按合同执行' })).toEqual([]);
  });

  test.each(wrong.map(([rule, why, change, says, around]) => ({ rule, why, change, says, around })))(
    '$rule finds $why',
    ({ rule, change, says, around }) => {
      // given an order with one thing wrong / when it is reviewed
      const found = review(change, around).filter((finding) => finding.rule === rule);
      // then that rule says so, in both languages
      expect(found).toHaveLength(1);
      expect(found[0]?.message.zh).toContain(says);
      expect(found[0]?.message.en).toMatch(/^[^\n]{20,}[.?]$/);
    },
  );

  test('every rule has an example', () => {
    expect([...new Set(wrong.map(([rule]) => rule))].sort()).toEqual(orderRules.map(({ id }) => id).sort());
  });

  test('a case without an order, or with one that can not be read, is itself the finding', () => {
    expect(review({}, { versions: [] }).map(({ rule }) => rule)).toEqual(['order.missing']);
    const [broken, ...more] = review({}, { versions: [{ ...sound, net: '-1', signedOn: 'gestern' }] });
    expect(more).toEqual([]);
    expect(broken).toMatchObject({ rule: 'order.fields', severity: 'error' });
    expect(broken?.message.en).toMatch(/net.*signedOn/);
  });
});
