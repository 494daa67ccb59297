import { amountInCapitals, isCustomaryWriting, LARGEST_IN_CAPITALS, readCapitals } from './amount-in-capitals.ts';
import { canonicalJson } from './content-hash.ts';
import { type Contract, contract as contractSchema, type Quote } from './documents.ts';
import { lineAmount, percentText, shareOf, sumOf, toFen, yuanText } from './money.ts';
import { applyRules, daysInclusive, isPlaceholder, type ReviewRule, sameWriting } from './review.ts';
import type { Finding } from './task.ts';

/** What the contract is held against. Days are calendar days in China, `2026-12-01`. */
export interface ContractSubject {
  readonly contract: Contract;
  /** The version before, where the contract was revised. */
  readonly previous: Contract | undefined;
  readonly quote: Quote | undefined;
  readonly customerName: string;
  /** The names the case's salesperson goes by: user name and full name (OR-3). */
  readonly salesNames: readonly string[];
  /** The day the contract was drafted. */
  readonly draftedOn: string;
}

/** VAT rates in force in China; advertising services pay 6 %, small-scale taxpayers 3 % or 1 %. */
const vatRates = [0, 0.01, 0.03, 0.06, 0.09, 0.13];

/** A payment that falls due more than this many days after the period's end is collected late. */
const LATE_PAYMENT_DAYS = 30;

/** Breach terms shorter than this can't name a duty, a default and what follows from it. */
const LEAST_BREACH_TERMS = 15;

const rule = (
  id: string,
  severity: Finding['severity'],
  check: ReviewRule<ContractSubject>['check'],
): ReviewRule<ContractSubject> => ({ id, severity, check });

const parties = [
  { party: 'buyer', zh: '甲方（客户）', en: 'the buyer' },
  { party: 'seller', zh: '乙方（我方）', en: 'the seller' },
] as const;

const net = ({ lines }: Contract) => sumOf(lines.map((line) => toFen(line.amount)));

/** The rules a contract must meet before it is confirmed (AD-7, CO-2, CO-4; code 6). */
export const contractRules: readonly ReviewRule<ContractSubject>[] = [
  rule('contract.placeholder', 'error', ({ contract }) =>
    writtenFields(contract)
      .filter(({ value }) => isPlaceholder(value))
      .map(({ zh, en, value }) => ({
        zh: `${zh}还是占位内容“${value.slice(0, 30)}”，请填写实际内容。`,
        en: `The ${en} still holds a placeholder (“${value.slice(0, 30)}”): fill it in.`,
      })),
  ),
  rule('contract.buyer', 'error', ({ contract, customerName }) =>
    sameWriting(contract.buyer, customerName)
      ? []
      : [
          {
            zh: `甲方“${contract.buyer}”与客户登记名称“${customerName}”不一致，请改为登记名称。`,
            en: `The buyer “${contract.buyer}” is not the customer's registered name “${customerName}”: use the registered name.`,
          },
        ],
  ),
  rule('contract.parties', 'error', ({ contract }) =>
    sameWriting(contract.buyer, contract.seller)
      ? [
          {
            zh: `甲方和乙方都是“${contract.buyer}”，请改正。`,
            en: `Buyer and seller are both “${contract.buyer}”: correct one of them.`,
          },
        ]
      : [],
  ),
  rule('contract.line-amount', 'error', ({ contract }) =>
    contract.lines.flatMap((line, i) => {
      const due = lineAmount(line);
      const written = toFen(line.amount);
      return due === written
        ? []
        : [
            {
              zh: `第 ${i + 1} 行“${line.position}”：${line.days} 天 × ${yuanText(toFen(line.listPrice))} 减免 ${percentText(line.discount)} 应为 ${yuanText(due)}，写成了 ${yuanText(written)}。`,
              en: `Line ${i + 1} “${line.position}”: ${line.days} days × ${yuanText(toFen(line.listPrice))} less ${percentText(line.discount)} makes ${yuanText(due)}, not ${yuanText(written)}.`,
            },
          ];
    }),
  ),
  rule('contract.tax', 'error', ({ contract }) => {
    const written = toFen(contract.tax);
    const onSum = shareOf(net(contract), contract.taxRate);
    const byLine = sumOf(contract.lines.map((line) => shareOf(toFen(line.amount), contract.taxRate)));
    return written === onSum || written === byLine
      ? []
      : [
          {
            zh: `税额应为 ${yuanText(net(contract))} × ${percentText(contract.taxRate)} = ${yuanText(onSum)}，写成了 ${yuanText(written)}。`,
            en: `The tax should be ${yuanText(net(contract))} × ${percentText(contract.taxRate)} = ${yuanText(onSum)}, not ${yuanText(written)}.`,
          },
        ];
  }),
  rule('contract.tax-rate', 'warning', ({ contract }) =>
    vatRates.some((rate) => Math.abs(rate - contract.taxRate) < 1e-9)
      ? []
      : [
          {
            zh: `税率 ${percentText(contract.taxRate)} 不是现行增值税税率，请核对（广告服务一般为 6%）。`,
            en: `${percentText(contract.taxRate)} is no VAT rate in force: check it (advertising services usually pay 6%).`,
          },
        ],
  ),
  rule('contract.total', 'error', ({ contract }) => {
    const due = net(contract) + toFen(contract.tax);
    const written = toFen(contract.total);
    return due === written
      ? []
      : [
          {
            zh: `总额应为各行合计 ${yuanText(net(contract))} 加税额 ${yuanText(toFen(contract.tax))} = ${yuanText(due)}，写成了 ${yuanText(written)}。`,
            en: `The total should be the lines' ${yuanText(net(contract))} plus tax ${yuanText(toFen(contract.tax))} = ${yuanText(due)}, not ${yuanText(written)}.`,
          },
        ];
  }),
  rule('contract.total-zero', 'error', ({ contract }) =>
    toFen(contract.total) > 0n
      ? []
      : [
          {
            zh: '合同总额为零，请核对价格和折扣。',
            en: 'The contract total is nothing: check prices and discounts.',
          },
        ],
  ),
  rule('contract.capitals', 'error', ({ contract }) => {
    const total = toFen(contract.total);
    const read = readCapitals(contract.totalInCapitals);
    if (read === total || total > LARGEST_IN_CAPITALS) return [];
    const right = amountInCapitals(total);
    return [
      read === undefined
        ? {
            zh: `大写总额“${contract.totalInCapitals}”不是规范的大写金额，应为“${right}”。`,
            en: `The total in capitals “${contract.totalInCapitals}” can't be read: it should be “${right}”.`,
          }
        : {
            zh: `大写总额“${contract.totalInCapitals}”表示 ${yuanText(read)}，与小写 ${yuanText(total)} 不一致，应为“${right}”。`,
            en: `The total in capitals “${contract.totalInCapitals}” says ${yuanText(read)}, the figures say ${yuanText(total)}: it should be “${right}”.`,
          },
    ];
  }),
  rule('contract.capitals-form', 'warning', ({ contract }) => {
    const total = toFen(contract.total);
    return readCapitals(contract.totalInCapitals) !== total || isCustomaryWriting(contract.totalInCapitals, total)
      ? []
      : [
          {
            zh: `大写总额“${contract.totalInCapitals}”写法不规范，应写作“${amountInCapitals(total)}”。`,
            en: `The total in capitals “${contract.totalInCapitals}” is not written to standard: write “${amountInCapitals(total)}”.`,
          },
        ];
  }),
  rule('contract.payments-missing', 'error', ({ contract }) =>
    contract.payments.length > 0
      ? []
      : [
          {
            zh: '没有付款计划，请写明每期付款的日期和金额。',
            en: 'There is no payment schedule: name the day and amount of each payment.',
          },
        ],
  ),
  rule('contract.payments-sum', 'error', ({ contract }) => {
    const sum = sumOf(contract.payments.map(({ amount }) => toFen(amount)));
    const total = toFen(contract.total);
    return contract.payments.length === 0 || sum === total
      ? []
      : [
          {
            zh: `付款计划合计 ${yuanText(sum)}，与合同总额 ${yuanText(total)} 相差 ${yuanText(sum > total ? sum - total : total - sum)}。`,
            en: `The payments add up to ${yuanText(sum)}, ${yuanText(sum > total ? sum - total : total - sum)} ${sum > total ? 'more' : 'less'} than the total ${yuanText(total)}.`,
          },
        ];
  }),
  rule('contract.payment-zero', 'error', ({ contract }) =>
    contract.payments.flatMap(({ amount }, i) =>
      toFen(amount) > 0n
        ? []
        : [
            {
              zh: `第 ${i + 1} 期付款金额为零，请删除或填写金额。`,
              en: `Payment ${i + 1} is of nothing: remove it or fill it in.`,
            },
          ],
    ),
  ),
  rule('contract.payments-order', 'error', ({ contract }) =>
    contract.payments.flatMap(({ due }, i) => {
      const before = contract.payments[i - 1];
      return before === undefined || before.due < due
        ? []
        : [
            {
              zh: `第 ${i + 1} 期付款日 ${due} 不晚于上一期 ${before.due}，请按先后排列。`,
              en: `Payment ${i + 1} falls due on ${due}, not after the one before it (${before.due}): put them in order.`,
            },
          ];
    }),
  ),
  rule('contract.payment-first', 'warning', ({ contract }) => {
    const [first] = contract.payments;
    return first === undefined || first.due <= contract.period.from
      ? []
      : [
          {
            zh: `首期付款日 ${first.due} 晚于投放开始日 ${contract.period.from}：投放开始时尚无到账，请确认。`,
            en: `The first payment falls due on ${first.due}, after the period begins (${contract.period.from}): nothing is paid when the ad starts; confirm that.`,
          },
        ];
  }),
  rule('contract.payment-late', 'warning', ({ contract }) =>
    contract.payments.flatMap(({ due }, i) =>
      daysInclusive(contract.period.to, due) - 1 <= LATE_PAYMENT_DAYS
        ? []
        : [
            {
              zh: `第 ${i + 1} 期付款日 ${due} 在合同期满 ${contract.period.to} 的 ${LATE_PAYMENT_DAYS} 天之后，请确认账期。`,
              en: `Payment ${i + 1} falls due on ${due}, more than ${LATE_PAYMENT_DAYS} days after the period ends (${contract.period.to}): confirm the credit.`,
            },
          ],
    ),
  ),
  rule('contract.period', 'error', ({ contract: { period } }) =>
    period.from <= period.to
      ? []
      : [
          {
            zh: `合同期限的开始日 ${period.from} 晚于结束日 ${period.to}，请改正。`,
            en: `The period begins on ${period.from}, after it ends (${period.to}): correct it.`,
          },
        ],
  ),
  rule('contract.period-past', 'error', ({ contract: { period }, draftedOn }) =>
    period.from >= draftedOn
      ? []
      : [
          {
            zh: `合同期限从 ${period.from} 开始，早于制订日期 ${draftedOn}，请顺延。`,
            en: `The period begins on ${period.from}, before the contract was drafted (${draftedOn}): move it.`,
          },
        ],
  ),
  rule('contract.days', 'error', ({ contract: { lines, period } }) => {
    const days = daysInclusive(period.from, period.to);
    return period.from > period.to
      ? []
      : lines.flatMap((line, i) =>
          line.days <= days
            ? []
            : [
                {
                  zh: `第 ${i + 1} 行“${line.position}”为 ${line.days} 天，超过合同期限的 ${days} 天。`,
                  en: `Line ${i + 1} “${line.position}” runs ${line.days} days, longer than the period's ${days}.`,
                },
              ],
        );
  }),
  rule('contract.duplicate-line', 'warning', ({ contract: { lines } }) =>
    lines.flatMap((line, i) => {
      const first = lines.findIndex(({ position }) => sameWriting(position, line.position));
      return first === i
        ? []
        : [
            {
              zh: `第 ${i + 1} 行与第 ${first + 1} 行是同一广告位“${line.position}”，请确认没有重复。`,
              en: `Lines ${first + 1} and ${i + 1} name the same position “${line.position}”: make sure it is not there twice.`,
            },
          ];
    }),
  ),
  rule('contract.quote-missing', 'warning', ({ quote }) =>
    quote === undefined
      ? [
          {
            zh: '本项目没有可对照的报价单，请人工核对价格。',
            en: 'The case has no quote to compare with: check the prices by hand.',
          },
        ]
      : [],
  ),
  rule('contract.quote-lines', 'error', ({ contract, quote }) =>
    quote === undefined ? [] : lineChanges(contract, quote),
  ),
  rule('contract.quote-tax-rate', 'error', ({ contract, quote }) =>
    quote === undefined || Math.abs(quote.taxRate - contract.taxRate) < 1e-9
      ? []
      : [
          {
            zh: `税率 ${percentText(contract.taxRate)} 与报价单的 ${percentText(quote.taxRate)} 不一致。`,
            en: `The tax rate ${percentText(contract.taxRate)} differs from the quote's ${percentText(quote.taxRate)}.`,
          },
        ],
  ),
  rule('contract.quote-total', 'error', ({ contract, quote }) =>
    quote === undefined || toFen(quote.total) === toFen(contract.total)
      ? []
      : [
          {
            zh: `合同总额 ${yuanText(toFen(contract.total))} 与客户确认的报价 ${yuanText(toFen(quote.total))} 不一致。`,
            en: `The total ${yuanText(toFen(contract.total))} differs from the quote the customer accepted, ${yuanText(toFen(quote.total))}.`,
          },
        ],
  ),
  rule('contract.quote-expired', 'warning', ({ quote, draftedOn }) =>
    quote === undefined || quote.validUntil >= draftedOn
      ? []
      : [
          {
            zh: `报价有效期至 ${quote.validUntil}，合同制订于 ${draftedOn}，请确认价格仍然有效。`,
            en: `The quote was valid until ${quote.validUntil}, the contract was drafted on ${draftedOn}: confirm the prices still hold.`,
          },
        ],
  ),
  rule('contract.breach-terms', 'error', ({ contract: { breachTerms } }) =>
    breachTerms.trim().length >= LEAST_BREACH_TERMS
      ? []
      : [
          {
            zh:
              breachTerms.trim() === ''
                ? '没有违约条款，请按合同模板补充。'
                : `违约条款只有“${breachTerms.trim()}”，不足以约定违约责任，请按合同模板补充。`,
            en:
              breachTerms.trim() === ''
                ? 'There are no breach terms: add them from the template.'
                : `The breach terms say only “${breachTerms.trim()}”: complete them from the template.`,
          },
        ],
  ),
  rule('contract.signatories', 'error', ({ contract: { signatories } }) =>
    parties
      .filter(({ party }) => !signatories.some((signatory) => signatory.party === party))
      .map(({ zh, en }) => ({
        zh: `${zh}没有签署人，请补充姓名和职务。`,
        en: `There is no signatory for ${en}: add a name and title.`,
      })),
  ),
  rule('contract.seals', 'error', ({ contract: { signatories } }) =>
    parties
      .filter(({ party }) => {
        const own = signatories.filter((signatory) => signatory.party === party);
        return own.length > 0 && !own.some(({ seal }) => seal);
      })
      .map(({ zh, en }) => ({
        zh: `${zh}的签署栏没有印章，请注明盖章。`,
        en: `The signature of ${en} carries no seal: provide for it.`,
      })),
  ),
  rule('contract.signer-is-sales', 'error', ({ contract: { signatories }, salesNames }) =>
    signatories
      .filter(({ name }) => salesNames.some((own) => sameWriting(own, name)))
      .map(({ name }) => ({
        zh: `签署人“${name}”是本项目的销售，销售不得自行签署，请更换签署人。`,
        en: `The signatory “${name}” is the case's salesperson, who must never sign: name another.`,
      })),
  ),
  rule('contract.signer-both', 'error', ({ contract: { signatories } }) => {
    const sellers = signatories.filter(({ party }) => party === 'seller');
    return signatories
      .filter(({ party, name }) => party === 'buyer' && sellers.some((seller) => sameWriting(seller.name, name)))
      .map(({ name }) => ({
        zh: `“${name}”同时代表甲方和乙方签署，请更换其中一方的签署人。`,
        en: `“${name}” signs for both parties: name another for one of them.`,
      }));
  }),
  rule('contract.unchanged', 'warning', ({ contract, previous }) =>
    previous !== undefined && canonicalJson(previous) === canonicalJson(contract)
      ? [
          {
            zh: '修改后的合同与上一版内容完全相同，请确认已按审核意见修改。',
            en: 'The revised contract is word for word the version before it: make sure it was revised as asked.',
          },
        ]
      : [],
  ),
];

/**
 * What the rules find in the newest contract, for the reviewer at code 6.
 * @param input.versions contents of the contract's versions, oldest first; none, or one that does not fit the
 * contract's schema, is itself a finding.
 */
export function reviewContract(
  input: Omit<ContractSubject, 'contract' | 'previous'> & { readonly versions: readonly unknown[] },
): readonly Finding[] {
  const { versions, ...rest } = input;
  if (versions.length === 0) {
    return [
      {
        rule: 'contract.missing',
        severity: 'error',
        message: { zh: '本项目还没有合同。', en: 'The case has no contract.' },
      },
    ];
  }
  const { data, error } = contractSchema.safeParse(versions.at(-1));
  if (data === undefined) {
    const fields = [...new Set(error.issues.map(({ path }) => path.join('.')))].slice(0, 10);
    return [
      {
        rule: 'contract.fields',
        severity: 'error',
        message: {
          zh: `合同有缺失或格式不对的内容：${fields.join('、')}。`,
          en: `Parts of the contract are missing or malformed: ${fields.join(', ')}.`,
        },
      },
    ];
  }
  return applyRules(contractRules, {
    ...rest,
    contract: data,
    previous: contractSchema.safeParse(versions.at(-2)).data,
  });
}

function writtenFields(contract: Contract): readonly { zh: string; en: string; value: string }[] {
  return [
    { zh: '合同编号', en: 'contract number', value: contract.number },
    { zh: '甲方', en: 'buyer', value: contract.buyer },
    { zh: '乙方', en: 'seller', value: contract.seller },
    { zh: '违约条款', en: 'breach terms', value: contract.breachTerms },
    ...contract.lines.map(({ position }, i) => ({
      zh: `第 ${i + 1} 行广告位`,
      en: `position of line ${i + 1}`,
      value: position,
    })),
    ...contract.signatories.flatMap(({ name, title }) => [
      { zh: '签署人姓名', en: 'name of a signatory', value: name },
      { zh: `签署人“${name}”的职务`, en: `title of signatory “${name}”`, value: title },
    ]),
  ];
}

function lineChanges(contract: Contract, quote: Quote): readonly { zh: string; en: string }[] {
  const changes = contract.lines.flatMap((line, i) => {
    const quoted = quote.lines.find(({ position }) => sameWriting(position, line.position));
    if (quoted === undefined) {
      return [
        {
          zh: `第 ${i + 1} 行“${line.position}”不在报价单中。`,
          en: `Line ${i + 1} “${line.position}” is not in the quote.`,
        },
      ];
    }
    const zh = [
      line.days === quoted.days ? '' : `天数 ${quoted.days} → ${line.days}`,
      toFen(line.listPrice) === toFen(quoted.listPrice)
        ? ''
        : `刊例价 ${yuanText(toFen(quoted.listPrice))} → ${yuanText(toFen(line.listPrice))}`,
      line.discount === quoted.discount ? '' : `减免 ${percentText(quoted.discount)} → ${percentText(line.discount)}`,
    ].filter((change) => change !== '');
    const en = zh.map((change) =>
      change.replace('天数', 'days').replace('刊例价', 'list price').replace('减免', 'discount'),
    );
    return zh.length === 0
      ? []
      : [
          {
            zh: `第 ${i + 1} 行“${line.position}”与报价单不同：${zh.join('，')}。`,
            en: `Line ${i + 1} “${line.position}” differs from the quote: ${en.join(', ')}.`,
          },
        ];
  });
  const left = quote.lines
    .filter(({ position }) => !contract.lines.some((line) => sameWriting(line.position, position)))
    .map(({ position }) => ({
      zh: `报价单中的“${position}”没有写进合同。`,
      en: `“${position}” is in the quote but not in the contract.`,
    }));
  return [...changes, ...left];
}
