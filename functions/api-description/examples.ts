import type { DocumentKind } from '../shared/domain/documents.ts';
import type { OperationId } from './operations.ts';

/** Examples that the schemas accept: one per request, and one per form a step asks for. */

const lines = [{ position: '首页横幅', days: 20, listPrice: '750.00', discount: 0.2, amount: '12000.00' }];
const amounts = { taxRate: 0.06, tax: '720.00', total: '12720.00' };
const period = { from: '2026-12-20', to: '2027-01-08' };

export const requestExamples: Readonly<Partial<Record<OperationId, unknown>>> = {
  openCase: {
    customerId: 'C-7K3F9Q2M4T',
    contact: { name: '陈晨', email: 'chen.chen@customer.example', language: 'zh-CN' },
    title: '冬季推广',
    assistant: 'zhang.wei',
    settings: { maxTurns: 5 },
  },
  changeDocument: { receivedOn: '2026-12-15', amount: '12720.00', method: '银行转账' },
  setPriority: { priority: 'urgent' },
  cancelCase: { reason: '客户推迟到明年' },
  claimTask: {},
  releaseTask: {},
  decideTask: { outcome: 'fails', comment: '付款计划与总额不符，请修改。', expect: { attempt: 1 } },
  decideTasks: { decisions: [{ taskId: 'AD-20261123-7K3F9Q.13.mi9x2k1a-4f2a', outcome: 'done' }] },
  delegateTask: { to: 'wang.fang' },
  reassignTask: { to: 'wang.fang' },
  commentTask: { text: '@zhang.wei 附件三的付款日期请再核对一次。' },
  announceFile: {
    name: '横幅终稿.png',
    type: 'image/png',
    size: 184_320,
    sha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
  },
  completeFile: {},
  setFollowUp: { at: '2026-12-01T09:00:00+08:00', note: '问客户是否已看合同' },
  enterAbsence: { from: '2026-12-24T00:00:00+08:00', to: '2027-01-02T00:00:00+08:00', substitute: 'wang.fang' },
  openAccount: {
    user: 'gu.yi',
    name: '顾怡',
    email: 'gu.yi@lantian.example.com',
    role: 'sales',
    partner: 'lantian',
    regions: ['浙江'],
  },
  assignRegions: { regions: ['浙江', '苏州市'] },
  placePerson: { supervisor: 'sun.qiang', partner: 'lantian' },
  changeAccount: { account: 'closed', successor: 'wang.fang' },
  enterCustomer: {
    name: '杭州云帆科技有限公司',
    landline: '0571-86543210',
    fax: '0571-86543211',
    address: '杭州市西湖区文三路 100 号',
    city: '杭州',
  },
  applyTransferIn: {
    name: '苏州晨光贸易有限公司',
    landline: '0512-61234567',
    fax: '0512-61234568',
    address: '苏州市姑苏区干将路 1 号',
    reason: '客户总部迁至杭州，由我方长期服务',
  },
  recordContact: { kind: 'visit', at: '2026-12-01T15:00:00+08:00', note: '介绍了冬季方案，客户下周答复。' },
  releaseCustomer: { reason: '客户已搬离本区域' },
  claimCustomer: { reason: '' },
  transferCustomer: { to: 'wang.fang', reason: '客户要求更换对接人' },
  reverseCustomer: { to: 'li.na', reason: '录入前未查重，客户原属李娜' },
  decideApplication: { outcome: 'accepted', comment: '执照注册号不同，是两家公司。' },
  importCustomers: { fileName: '客户名单.xlsx' },
  checkCustomer: {
    name: '云帆科技（杭州）有限公司',
    landline: '(0571) 8654 3210',
    fax: '0571-86543211',
    address: '杭州市西湖区文三路 100 号',
    callerId: '13812345678',
  },
};

export const formExamples: Readonly<Record<DocumentKind, unknown>> = {
  plan: {
    channels: ['门户首页', '行业频道'],
    positions: ['首页横幅'],
    period,
    audience: '长三角地区的企业采购人员',
    expectedEffect: '二十天内曝光一百万次，点击一万次。',
  },
  quote: { lines, ...amounts, validUntil: '2026-12-31' },
  contract: {
    number: 'HT-2026-0001',
    buyer: '杭州云帆科技有限公司',
    seller: '示例广告有限公司',
    lines,
    ...amounts,
    totalInCapitals: '壹万贰仟柒佰贰拾元整',
    payments: [{ due: '2026-12-15', amount: '12720.00' }],
    period,
    breachTerms: '任何一方违约，应向对方支付合同总额百分之十的违约金。',
    signatories: [
      { party: 'buyer', name: '陈晨', title: '市场总监', seal: true },
      { party: 'seller', name: '周敏', title: '总经理', seal: true },
    ],
  },
  'design-request': {
    sizes: ['950×90'],
    formats: ['PNG'],
    copy: '云帆协作平台，年底特惠。',
    brandAssets: ['标志.svg'],
    landingAddress: 'https://yunfan.example/winter',
    must: ['出现公司标志'],
    mustNot: ['使用“最佳”一类的绝对化用语'],
  },
  'design-proof': { previewAddress: 'https://proofs.example.com/winter-1', sizes: ['950×90'] },
  'revision-notes': { notes: [{ place: '标题', change: '“年底特惠”改为“年终特惠”。' }] },
  'publication-form': {
    positions: ['首页横幅'],
    start: '2026-12-20',
    end: '2027-01-08',
    materials: ['横幅 950×90'],
    sealWanted: 'contract',
  },
  'publication-request': {
    positions: ['首页横幅'],
    start: '2026-12-20',
    landingAddress: 'https://yunfan.example/winter',
  },
  order: {
    mbsNumber: 'MBS-2026-000123',
    contractNumber: 'HT-2026-0001',
    net: '12000.00',
    tax: '720.00',
    total: '12720.00',
    start: '2026-12-20',
    end: '2027-01-08',
    signedBy: '陈晨',
    signedOn: '2026-12-01',
    stamp: 'contract',
  },
  publication: { pages: ['https://ads.example.com/winter'], publishedAt: '2026-12-20T09:00:00+08:00' },
  collection: { receivedOn: '2026-12-15', amount: '12720.00', method: '银行转账' },
};
