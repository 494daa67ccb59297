import type * as z from 'zod/mini';
import type { DocumentKind, documents } from './documents.ts';
import type { Text } from './language.ts';

/** What a member of a document is called, and what a person who fills it in should know. */
export interface Label extends Text {
  readonly hint?: Text;
  /** For members that hold members of their own. */
  readonly fields?: Readonly<Record<string, Label>>;
  /** For members with a fixed choice. */
  readonly options?: Readonly<Record<string, Text>>;
}

// The schema decides which labels there must be: a member without its label, or without its choices', does not compile.
type LabelOf<Value> = Label &
  ([Value] extends [readonly (infer Item)[]]
    ? [Item] extends [object]
      ? { readonly fields: LabelsOf<Item> }
      : unknown
    : [Value] extends [object]
      ? { readonly fields: LabelsOf<Value> }
      : [Value] extends [string]
        ? string extends Value
          ? unknown
          : { readonly options: { readonly [Option in Value]: Text } }
        : unknown);
type LabelsOf<Content> = { readonly [Member in keyof Content]-?: LabelOf<Exclude<Content[Member], undefined>> };
type Labels = { readonly [Kind in DocumentKind]: LabelsOf<z.infer<(typeof documents)[Kind]['schema']>> };

const onePerLine: Text = { zh: '每行填写一项', en: 'One per line' };

const position = { zh: '广告位', en: 'Ad position' };
const period = {
  zh: '投放期限',
  en: 'Period',
  fields: { from: { zh: '开始日期', en: 'From' }, to: { zh: '结束日期', en: 'To' } },
};
const lines = {
  zh: '明细',
  en: 'Lines',
  fields: {
    position,
    days: { zh: '天数', en: 'Days' },
    listPrice: { zh: '刊例价（每天）', en: 'List price per day' },
    discount: { zh: '减免', en: 'Discount', hint: { zh: '八五折填 15', en: '15 for 15% off' } },
    amount: { zh: '金额（未税）', en: 'Amount before tax' },
  },
};
const taxRate = { zh: '税率', en: 'Tax rate' };
const tax = { zh: '税额', en: 'Tax' };
const total = { zh: '总额（含税）', en: 'Total, tax included' };
const sizes = { zh: '广告尺寸', en: 'Ad sizes', hint: onePerLine };
const landingAddress = { zh: '落地页地址', en: 'Landing address' };
const seals = {
  contract: { zh: '合同章', en: 'Contract seal' },
  company: { zh: '公章', en: 'Company seal' },
  none: { zh: '不盖章', en: 'No seal' },
};

/** What the members of each document are called (AD-7). */
export const fieldLabels: Labels = {
  plan: {
    channels: { zh: '推广渠道', en: 'Channels', hint: onePerLine },
    positions: { zh: '广告位', en: 'Ad positions', hint: onePerLine },
    period,
    audience: { zh: '目标人群', en: 'Audience' },
    expectedEffect: { zh: '预期效果', en: 'Expected effect' },
  },
  quote: {
    lines,
    taxRate,
    tax,
    total,
    validUntil: { zh: '报价有效期至', en: 'Valid until' },
  },
  contract: {
    number: { zh: '合同编号', en: 'Contract number' },
    buyer: { zh: '甲方（客户）', en: 'Buyer' },
    seller: { zh: '乙方（我方）', en: 'Seller' },
    lines,
    taxRate,
    tax,
    total,
    totalInCapitals: { zh: '总额（大写）', en: 'Total in capitals' },
    payments: {
      zh: '付款计划',
      en: 'Payment schedule',
      fields: { due: { zh: '付款日期', en: 'Due on' }, amount: { zh: '金额', en: 'Amount' } },
    },
    period: { ...period, zh: '合同期限', en: 'Contract period' },
    breachTerms: { zh: '违约条款', en: 'Breach terms' },
    signatories: {
      zh: '签署人',
      en: 'Signatories',
      fields: {
        party: {
          zh: '代表',
          en: 'For',
          options: { buyer: { zh: '甲方（客户）', en: 'Buyer' }, seller: { zh: '乙方（我方）', en: 'Seller' } },
        },
        name: { zh: '姓名', en: 'Name' },
        title: { zh: '职务', en: 'Title' },
        seal: { zh: '盖章', en: 'With seal' },
      },
    },
  },
  'design-request': {
    sizes,
    formats: { zh: '文件格式', en: 'File formats', hint: onePerLine },
    copy: { zh: '广告文案', en: 'Copy' },
    brandAssets: {
      zh: '品牌素材',
      en: 'Brand assets',
      hint: { zh: '名称或网址，每行一项', en: 'Names or addresses, one per line' },
    },
    landingAddress,
    must: { zh: '必须包含', en: 'Must have', hint: onePerLine },
    mustNot: { zh: '不得出现', en: 'Must not have', hint: onePerLine },
  },
  'design-proof': {
    previewAddress: { zh: '预览地址', en: 'Preview address' },
    sizes,
    remarks: { zh: '说明', en: 'Remarks' },
  },
  'revision-notes': {
    notes: {
      zh: '修改意见',
      en: 'Changes wanted',
      fields: { place: { zh: '位置', en: 'Where' }, change: { zh: '如何修改', en: 'What to change' } },
    },
  },
  'publication-form': {
    positions: { zh: '发布位置', en: 'Positions', hint: onePerLine },
    start: { zh: '开始日期', en: 'Starts on' },
    end: { zh: '结束日期', en: 'Ends on' },
    materials: { zh: '素材', en: 'Materials', hint: onePerLine },
    sealWanted: { zh: '所需印章', en: 'Seal wanted', options: seals },
  },
  'publication-request': {
    positions: { zh: '发布位置', en: 'Positions', hint: onePerLine },
    start: { zh: '开始日期', en: 'Starts on' },
    landingAddress,
  },
  order: {
    mbsNumber: { zh: 'MBS 订单号', en: 'MBS number' },
    contractNumber: { zh: '合同编号', en: 'Contract number' },
    net: { zh: '净额（未税）', en: 'Net amount' },
    tax,
    total,
    start: { zh: '开始日期', en: 'Starts on' },
    end: { zh: '结束日期', en: 'Ends on' },
    signedBy: {
      zh: '签署人',
      en: 'Signed by',
      hint: { zh: '由客户签署，销售不得代签', en: 'Signed by the customer, never by sales' },
    },
    signedOn: { zh: '签署日期', en: 'Signed on' },
    stamp: { zh: '印章', en: 'Seal', options: seals },
    remarks: { zh: '备注', en: 'Remarks' },
  },
  publication: {
    pages: { zh: '发布页面', en: 'Pages', hint: { zh: '网址，每行一个', en: 'Web addresses, one per line' } },
    publishedAt: { zh: '发布时间', en: 'Published on' },
    screenshot: { zh: '页面截图地址', en: 'Address of a screenshot' },
  },
  collection: {
    receivedOn: { zh: '到账日期', en: 'Received on' },
    amount: { zh: '到账金额', en: 'Amount received' },
    method: { zh: '付款方式', en: 'Method', hint: { zh: '例如 银行转账', en: 'Such as bank transfer' } },
  },
};
