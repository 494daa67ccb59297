import { canonicalJson } from './content-hash.ts';
import { type Contract, type Order, order as orderSchema } from './documents.ts';
import { sumOf, toFen, yuanText } from './money.ts';
import { applyRules, isPlaceholder, type ReviewRule, sameWriting } from './review.ts';
import type { Finding } from './task.ts';

/** What the order is held against. Days are calendar days in China, `2026-12-01`. */
export interface OrderSubject {
  readonly order: Order;
  /** The version before, where the order was added again after a refusal. */
  readonly previous: Order | undefined;
  readonly contract: Contract | undefined;
  /** The day the contract's first version was drafted. */
  readonly contractDraftedOn: string | undefined;
  readonly form: { readonly start: string; readonly end: string; readonly sealWanted: Order['stamp'] } | undefined;
  /** The names the case's salesperson goes by: user name and full name (OR-3). */
  readonly salesNames: readonly string[];
  /** The names the case's assistant goes by. */
  readonly assistantNames: readonly string[];
  /** The day the order was added. */
  readonly addedOn: string;
}

const rule = (
  id: string,
  severity: Finding['severity'],
  check: ReviewRule<OrderSubject>['check'],
): ReviewRule<OrderSubject> => ({ id, severity, check });

const stamps = {
  contract: { zh: '合同章', en: 'the contract seal' },
  company: { zh: '公章', en: 'the company seal' },
  none: { zh: '不盖章', en: 'no seal' },
} as const;

/** Words in the remarks that promise the customer something the contract may not hold. */
const promises =
  /赠送|赠品|返点|返利|返还|回扣|佣金|口头|另行|私下|免费|延长|\b(?:rebates?|kickbacks?|free|gifts?|bonus|refunds?|commission)\b/i;

/** The rules an order must meet (AD-7, OR-1 … OR-3; code 25). */
export const orderRules: readonly ReviewRule<OrderSubject>[] = [
  rule('order.number', 'error', ({ order: { mbsNumber } }) =>
    /\d/.test(mbsNumber) && !isPlaceholder(mbsNumber)
      ? []
      : [
          {
            zh: `MBS 订单号“${mbsNumber}”不是有效的订单号，请填写系统中的编号。`,
            en: `“${mbsNumber}” is no MBS number: enter the one the order system gave.`,
          },
        ],
  ),
  rule('order.number-is-contract', 'error', ({ order: { mbsNumber, contractNumber } }) =>
    sameWriting(mbsNumber, contractNumber)
      ? [
          {
            zh: `MBS 订单号与合同编号都是“${mbsNumber}”，请分别填写。`,
            en: `MBS number and contract number are both “${mbsNumber}”: each has its own.`,
          },
        ]
      : [],
  ),
  rule('order.contract-missing', 'error', ({ contract }) =>
    contract === undefined ? [{ zh: '本项目没有可对照的合同。', en: 'The case has no contract to compare with.' }] : [],
  ),
  rule('order.contract-number', 'error', ({ order, contract }) =>
    contract === undefined || sameWriting(order.contractNumber, contract.number)
      ? []
      : [
          {
            zh: `订单上的合同编号“${order.contractNumber}”与合同“${contract.number}”不一致。`,
            en: `The order names contract “${order.contractNumber}”, the contract's number is “${contract.number}”.`,
          },
        ],
  ),
  rule('order.total', 'error', ({ order }) => {
    const due = toFen(order.net) + toFen(order.tax);
    const written = toFen(order.total);
    return due === written
      ? []
      : [
          {
            zh: `订单总额应为净额 ${yuanText(toFen(order.net))} 加税额 ${yuanText(toFen(order.tax))} = ${yuanText(due)}，写成了 ${yuanText(written)}。`,
            en: `The total should be net ${yuanText(toFen(order.net))} plus tax ${yuanText(toFen(order.tax))} = ${yuanText(due)}, not ${yuanText(written)}.`,
          },
        ];
  }),
  rule('order.total-zero', 'error', ({ order }) =>
    toFen(order.total) > 0n ? [] : [{ zh: '订单总额为零。', en: 'The order total is nothing.' }],
  ),
  amountRule(
    'order.contract-net',
    '净额',
    'net amount',
    ({ order }) => toFen(order.net),
    (contract) => sumOf(contract.lines.map(({ amount }) => toFen(amount))),
  ),
  amountRule(
    'order.contract-tax',
    '税额',
    'tax',
    ({ order }) => toFen(order.tax),
    (contract) => toFen(contract.tax),
  ),
  amountRule(
    'order.contract-total',
    '总额',
    'total',
    ({ order }) => toFen(order.total),
    (contract) => toFen(contract.total),
  ),
  rule('order.period', 'error', ({ order: { start, end } }) =>
    start <= end
      ? []
      : [
          {
            zh: `开始日期 ${start} 晚于结束日期 ${end}，请改正。`,
            en: `The order starts on ${start}, after it ends (${end}): correct it.`,
          },
        ],
  ),
  rule('order.period-outside', 'error', ({ order: { start, end }, contract }) =>
    contract === undefined || (start >= contract.period.from && end <= contract.period.to)
      ? []
      : [
          {
            zh: `订单期间 ${start} 至 ${end} 超出合同期限 ${contract.period.from} 至 ${contract.period.to}。`,
            en: `The order runs ${start} to ${end}, outside the contract's period ${contract.period.from} to ${contract.period.to}.`,
          },
        ],
  ),
  rule('order.form-period', 'warning', ({ order: { start, end }, form }) =>
    form === undefined || (form.start === start && form.end === end)
      ? []
      : [
          {
            zh: `订单期间 ${start} 至 ${end} 与发布单的 ${form.start} 至 ${form.end} 不同，请核对。`,
            en: `The order runs ${start} to ${end}, the publication form says ${form.start} to ${form.end}: check which is right.`,
          },
        ],
  ),
  rule('order.form-missing', 'warning', ({ form }) =>
    form === undefined
      ? [{ zh: '本项目没有可对照的发布单。', en: 'The case has no publication form to compare with.' }]
      : [],
  ),
  rule('order.signer-is-sales', 'error', ({ order: { signedBy }, salesNames }) =>
    salesNames.some((name) => sameWriting(name, signedBy))
      ? [
          {
            zh: `签署人“${signedBy}”是本项目的销售，销售不得自行签署订单，请由客户签署。`,
            en: `“${signedBy}” is the case's salesperson, who must never sign the order: have the customer sign it.`,
          },
        ]
      : [],
  ),
  rule('order.signer-is-assistant', 'error', ({ order: { signedBy }, assistantNames }) =>
    assistantNames.some((name) => sameWriting(name, signedBy))
      ? [
          {
            zh: `签署人“${signedBy}”是本项目的助理，请由客户签署。`,
            en: `“${signedBy}” is the case's assistant: have the customer sign it.`,
          },
        ]
      : [],
  ),
  rule('order.signer-unknown', 'warning', ({ order: { signedBy }, contract }) => {
    const signers = contract?.signatories.filter(({ party }) => party === 'buyer').map(({ name }) => name) ?? [];
    return signers.length === 0 || signers.some((name) => sameWriting(name, signedBy))
      ? []
      : [
          {
            zh: `签署人“${signedBy}”不是合同上的客户签署人（${signers.join('、')}），请核对授权。`,
            en: `“${signedBy}” did not sign the contract for the customer (${signers.join(', ')} did): check the authority.`,
          },
        ];
  }),
  rule('order.signed-future', 'error', ({ order: { signedOn }, addedOn }) =>
    signedOn <= addedOn
      ? []
      : [
          {
            zh: `签署日期 ${signedOn} 晚于订单录入日期 ${addedOn}，请改正。`,
            en: `The order is dated ${signedOn}, after the day it was added (${addedOn}): correct it.`,
          },
        ],
  ),
  rule('order.signed-before-contract', 'warning', ({ order: { signedOn }, contractDraftedOn }) =>
    contractDraftedOn === undefined || signedOn >= contractDraftedOn
      ? []
      : [
          {
            zh: `签署日期 ${signedOn} 早于合同制订日期 ${contractDraftedOn}，请核对。`,
            en: `The order was signed on ${signedOn}, before the contract was drafted (${contractDraftedOn}): check it.`,
          },
        ],
  ),
  rule('order.signed-late', 'warning', ({ order: { signedOn, start } }) =>
    signedOn <= start
      ? []
      : [
          {
            zh: `签署日期 ${signedOn} 晚于开始日期 ${start}，请确认。`,
            en: `The order was signed on ${signedOn}, after it starts (${start}): confirm that.`,
          },
        ],
  ),
  rule('order.stamp-missing', 'error', ({ order: { stamp } }) =>
    stamp !== 'none'
      ? []
      : [
          {
            zh: '订单没有盖章，正面应盖合同章。',
            en: 'The order carries no seal: its face needs the contract seal.',
          },
        ],
  ),
  rule('order.stamp-kind', 'warning', ({ order: { stamp } }) =>
    stamp !== 'company'
      ? []
      : [
          {
            zh: '订单盖的是公章，按规定正面应盖合同章。',
            en: 'The order carries the company seal: the rules ask for the contract seal.',
          },
        ],
  ),
  rule('order.stamp-form', 'warning', ({ order: { stamp }, form }) =>
    form === undefined || form.sealWanted === stamp
      ? []
      : [
          {
            zh: `订单为${stamps[stamp].zh}，发布单要求${stamps[form.sealWanted].zh}，请核对。`,
            en: `The order has ${stamps[stamp].en}, the publication form asks for ${stamps[form.sealWanted].en}: check it.`,
          },
        ],
  ),
  rule('order.remarks', 'warning', ({ order: { remarks = '' } }) => {
    const [word] = promises.exec(remarks) ?? [];
    return word === undefined
      ? []
      : [
          {
            zh: `备注中有“${word}”，请核对合同中是否有同样的约定。`,
            en: `The remarks say “${word}”: make sure the contract says so too.`,
          },
        ];
  }),
  rule('order.placeholder', 'error', ({ order }) =>
    [order.contractNumber, order.signedBy, order.remarks ?? ''].filter(isPlaceholder).map((value) => ({
      zh: `订单中还有占位内容“${value.slice(0, 30)}”，请填写实际内容。`,
      en: `The order still holds a placeholder (“${value.slice(0, 30)}”): fill it in.`,
    })),
  ),
  rule('order.unchanged', 'warning', ({ order, previous }) =>
    previous !== undefined && canonicalJson(previous) === canonicalJson(order)
      ? [
          {
            zh: '重新提交的订单与被驳回的一版完全相同，请确认已按意见修改。',
            en: 'The order is word for word the one before it: make sure it was corrected as asked.',
          },
        ]
      : [],
  ),
];

/**
 * What the rules find in the newest order, for the reviewer at code 25.
 * @param input.versions contents of the order's versions, oldest first; none, or one that does not fit the order's
 * schema, is itself a finding.
 */
export function reviewOrder(
  input: Omit<OrderSubject, 'order' | 'previous'> & { readonly versions: readonly unknown[] },
): readonly Finding[] {
  const { versions, ...rest } = input;
  if (versions.length === 0) {
    return [
      { rule: 'order.missing', severity: 'error', message: { zh: '本项目还没有订单。', en: 'The case has no order.' } },
    ];
  }
  const { data, error } = orderSchema.safeParse(versions.at(-1));
  if (data === undefined) {
    const fields = [...new Set(error.issues.map(({ path }) => path.join('.')))].slice(0, 10);
    return [
      {
        rule: 'order.fields',
        severity: 'error',
        message: {
          zh: `订单有缺失或格式不对的内容：${fields.join('、')}。`,
          en: `Parts of the order are missing or malformed: ${fields.join(', ')}.`,
        },
      },
    ];
  }
  return applyRules(orderRules, { ...rest, order: data, previous: orderSchema.safeParse(versions.at(-2)).data });
}

function amountRule(
  id: string,
  zh: string,
  en: string,
  ofOrder: (subject: OrderSubject) => bigint,
  ofContract: (contract: Contract) => bigint,
): ReviewRule<OrderSubject> {
  return rule(id, 'error', (subject) => {
    if (subject.contract === undefined) return [];
    const [mine, theirs] = [ofOrder(subject), ofContract(subject.contract)];
    return mine === theirs
      ? []
      : [
          {
            zh: `订单${zh} ${yuanText(mine)} 与合同${zh} ${yuanText(theirs)} 不一致。`,
            en: `The order's ${en} ${yuanText(mine)} differs from the contract's ${yuanText(theirs)}.`,
          },
        ];
  });
}
