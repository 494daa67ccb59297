import type { DocumentKind } from './documents.ts';
import type { Text } from './language.ts';
import type { Role } from './roles.ts';

/**
 * The step catalogue: what a person is asked at each code of the advertising-sales manual (AD-1, AD-3). A test holds it
 * against `statemachines/ad-sales.asl.json`, so that neither can drift.
 */
export interface Step {
  /** The manual's own code (事务代码), or a step we added, named after the code it belongs to. */
  readonly id: string;
  readonly role: Role;
  readonly title: Text;
  /** What the person is asked to do, one sentence. */
  readonly ask: Text;
  readonly outcomes: readonly Outcome[];
  /** The document this step writes a new version of; its schema is the step's form (AD-5, AD-7). */
  readonly produces?: DocumentKind;
  /** The documents shown to the person, and hashed into what is decided on. */
  readonly decidesOn: readonly DocumentKind[];
  /** Working hours from opening to the due time. */
  readonly dueHours: number;
  /** Whether many tasks of this step may be decided in one go: nothing is written and nothing judged case by case. */
  readonly bulk?: true;
}

export interface Outcome {
  readonly id: string;
  readonly title: Text;
  /** A refusal says why: the reason travels back along the loop (AD-3). */
  readonly needsComment: boolean;
  /** Whether the form must be filled in: a refusal needs none. */
  readonly needsForm: boolean;
  /**
   * Whether it is given by somebody who is signed in only: signing and money. A link or a reply shows who holds a mail, and
   * mails are forwarded.
   */
  readonly signedIn?: true;
  /** What the first line of a reply by e-mail may say for it: lower case, simplified; its titles come first. */
  readonly keywords: readonly string[];
}

const forward = (id: string, zh: string, en: string, keywords: readonly string[]): Outcome => ({
  id,
  title: { zh, en },
  needsComment: false,
  needsForm: true,
  keywords: [zh, en.toLowerCase(), ...keywords],
});
const back = (id: string, zh: string, en: string, keywords: readonly string[]): Outcome => ({
  id,
  title: { zh, en },
  needsComment: true,
  needsForm: false,
  keywords: [zh, en.toLowerCase(), ...keywords],
});

const yes = [
  '通过',
  '同意',
  '确认',
  '批准',
  '审核通过',
  'approve',
  'approved',
  'accept',
  'accepted',
  'agree',
  'agreed',
  'confirm',
  'confirmed',
  'pass',
  'passed',
];
const no = [
  '驳回',
  '退回',
  '拒绝',
  '不同意',
  '不通过',
  '审核不通过',
  'reject',
  'rejected',
  'refuse',
  'refused',
  'disagree',
  'fail',
  'failed',
];

const done = forward('done', '完成', 'Done', ['已完成', '办结', '已办结', 'completed', 'complete', 'finished']);

const catalogue = [
  {
    id: '2',
    role: 'sales',
    title: { zh: '介绍方案', en: 'Present the plan' },
    ask: {
      zh: '请向客户介绍推广方案并登记方案内容。',
      en: 'Present the promotion plan to the customer and record it.',
    },
    outcomes: [done],
    produces: 'plan',
    decidesOn: [],
    dueHours: 16,
  },
  {
    id: '3',
    role: 'sales',
    title: { zh: '发布报价', en: 'Publish the quote' },
    ask: { zh: '请按方案向客户报价。', en: 'Quote for the plan.' },
    outcomes: [done],
    produces: 'quote',
    decidesOn: ['plan'],
    dueHours: 8,
  },
  {
    id: '4',
    role: 'customer',
    title: { zh: '确认方案', en: 'Confirm the promotion plan' },
    ask: { zh: '请确认推广方案和报价。', en: 'Please confirm the promotion plan and the quote.' },
    outcomes: [
      forward('accepted', '确认', 'Accept', [...yes, '确认方案', '接受']),
      back('refused', '需要调整', 'Ask for changes', [
        '调整',
        '需要修改',
        '修改',
        '不同意',
        'change',
        'changes',
        'revise',
        'disagree',
      ]),
      back('declined', '不再合作', 'Decline', ['放弃', '终止', '终止合作', 'declined']),
    ],
    decidesOn: ['plan', 'quote'],
    dueHours: 40,
  },
  {
    id: '5',
    role: 'sales',
    title: { zh: '制订合同', en: 'Draft the contract' },
    ask: { zh: '请按合同模板制订合同。', en: 'Draft the contract from the contract template.' },
    outcomes: [done],
    produces: 'contract',
    decidesOn: ['quote'],
    dueHours: 16,
  },
  {
    id: '6',
    role: 'assistant',
    title: { zh: '审核合同', en: 'Review the contract' },
    ask: {
      zh: '请按销售流程规则审核合同：合同是否符合标准？',
      en: 'Review the contract: does it meet the sales-process rules?',
    },
    outcomes: [
      forward('meets', '符合', 'Meets the rules', [...yes, '符合标准', 'meets']),
      back('fails', '不符合', 'Does not meet the rules', [...no, '不符合标准', 'fails']),
    ],
    decidesOn: ['contract'],
    dueHours: 8,
  },
  {
    id: '8',
    role: 'sales',
    title: { zh: '确认合同', en: 'Confirm the contract' },
    ask: { zh: '请与客户确认合同。', en: 'Confirm the contract with the customer.' },
    outcomes: [forward('confirmed', '已确认', 'Confirmed', [...yes, '确认合同'])],
    decidesOn: ['contract'],
    dueHours: 24,
  },
  {
    id: '9',
    role: 'customer',
    title: { zh: '提出广告设计需求', en: 'Raise the ad-design request' },
    ask: { zh: '请告诉我们您对广告设计的要求。', en: 'Tell us what the ad should look like.' },
    outcomes: [done],
    produces: 'design-request',
    decidesOn: ['plan'],
    dueHours: 40,
  },
  {
    id: '10',
    role: 'sales',
    title: { zh: '协助反馈广告设计需求', en: 'Help relay the design request' },
    ask: {
      zh: '请核对客户的设计需求并转给助理。',
      en: "Check the customer's design request and relay it to the assistant.",
    },
    outcomes: [done],
    decidesOn: ['design-request'],
    dueHours: 8,
    bulk: true,
  },
  {
    id: '11',
    role: 'assistant',
    title: { zh: '提交广告设计需求', en: 'Submit the design request' },
    ask: {
      zh: '请按模板整理设计需求并提交广告编辑部。',
      en: 'Put the design request on its template and submit it to ad editing.',
    },
    outcomes: [done],
    produces: 'design-request',
    decidesOn: ['design-request'],
    dueHours: 8,
  },
  {
    id: '12',
    role: 'design',
    title: { zh: '完成广告设计', en: 'Complete the ad design' },
    ask: { zh: '请按设计需求完成广告设计。', en: 'Design the ad as requested.' },
    outcomes: [done],
    produces: 'design-proof',
    decidesOn: ['design-request'],
    dueHours: 24,
  },
  {
    id: '13',
    role: 'assistant',
    title: { zh: '反馈广告', en: 'Feed the finished ad back' },
    ask: { zh: '请检查设计稿并反馈给客户。', en: 'Check the proof and pass it to the customer.' },
    outcomes: [done],
    decidesOn: ['design-proof'],
    dueHours: 4,
    bulk: true,
  },
  {
    id: '14',
    role: 'customer',
    title: { zh: '预览广告效果，校对广告内容', en: 'Preview and proofread the ad' },
    ask: { zh: '请预览并校对广告：广告是否符合要求？', en: 'Preview and proofread the ad: does it meet your request?' },
    outcomes: [
      forward('accepted', '符合要求', 'Meets the request', [...yes, '符合', '满意', 'meets']),
      back('refused', '需要修改', 'Needs changes', [
        ...no,
        '修改',
        '不符合',
        '不符合要求',
        'change',
        'changes',
        'revise',
      ]),
    ],
    decidesOn: ['design-request', 'design-proof'],
    dueHours: 24,
  },
  {
    id: '16',
    role: 'assistant',
    title: { zh: '提交广告发布需要', en: 'Submit the publication request' },
    ask: { zh: '请向广告发布部提交发布需求。', en: 'Submit the publication request to publishing.' },
    outcomes: [done],
    produces: 'publication-request',
    decidesOn: ['design-proof', 'plan'],
    dueHours: 4,
  },
  {
    id: '17',
    role: 'publishing',
    title: { zh: '发布广告', en: 'Publish the ad' },
    ask: { zh: '请按发布需求发布广告。', en: 'Publish the ad as requested.' },
    outcomes: [{ ...done, keywords: [...done.keywords, '已发布', '发布完成', 'published'] }],
    decidesOn: ['publication-request', 'design-proof'],
    dueHours: 8,
    bulk: true,
  },
  {
    id: '18',
    role: 'publishing',
    title: { zh: '邮件反馈', en: 'Report by e-mail' },
    ask: { zh: '请反馈广告的发布页面和时间。', en: 'Report where and when the ad was published.' },
    outcomes: [{ ...done, keywords: [...done.keywords, '已发布', '发布完成', 'published'] }],
    produces: 'publication',
    decidesOn: ['publication-request'],
    dueHours: 4,
  },
  {
    id: '19',
    role: 'assistant',
    title: { zh: '核查广告页面', en: 'Check the ad page' },
    ask: { zh: '请按客户要求核查广告页面。', en: "Check the ad page against the customer's request." },
    outcomes: [
      forward('passed', '无误', 'As requested', [...yes, '核查无误', '符合', '符合要求', 'correct']),
      back('failed', '有误', 'Not as requested', [...no, '不符合', '不符合要求', 'wrong', 'incorrect']),
    ],
    decidesOn: ['publication', 'design-request', 'publication-request'],
    dueHours: 8,
  },
  {
    id: '20',
    role: 'customer',
    title: { zh: '确认广告发布', en: 'Confirm publication' },
    ask: { zh: '请确认广告已按要求发布。', en: 'Please confirm that the ad is published as you asked.' },
    outcomes: [
      forward('confirmed', '确认', 'Confirm', [...yes, '确认发布', '无误', '没有问题']),
      back('refused', '有问题', 'Something is wrong', [...no, '不确认', '有误', 'wrong', 'problem']),
    ],
    decidesOn: ['publication'],
    dueHours: 24,
  },
  {
    id: '21',
    role: 'sales',
    title: { zh: '修改合同', en: 'Revise the contract' },
    ask: { zh: '请按审核意见修改合同。', en: 'Revise the contract as the review asks.' },
    outcomes: [done],
    produces: 'contract',
    decidesOn: ['contract', 'quote'],
    dueHours: 8,
  },
  {
    id: '22',
    role: 'assistant',
    title: { zh: '填写发布单', en: 'Fill in the publication form' },
    ask: {
      zh: '请按模板填写发布单，提交审核签章部。',
      en: 'Fill in the publication form and submit it for review, signature and stamp.',
    },
    outcomes: [done],
    produces: 'publication-form',
    decidesOn: ['contract'],
    dueHours: 8,
  },
  {
    id: '23',
    role: 'seal',
    title: { zh: '审核，签字，盖章', en: 'Review, sign and stamp' },
    ask: {
      zh: '请审核合同和发布单，签字盖章后交销售收款。',
      en: 'Review, sign and stamp the contract and the form, then hand them to sales for collection.',
    },
    outcomes: [
      {
        ...forward('stamped', '已盖章', 'Signed and stamped', [...yes, '盖章', '已签字盖章', 'stamped', 'signed']),
        signedIn: true,
      },
      back('refused', '退回', 'Send back', [...no, 'return', 'returned']),
    ],
    decidesOn: ['contract', 'publication-form'],
    dueHours: 16,
  },
  {
    id: '23-collection',
    role: 'sales',
    title: { zh: '跟进收款', en: 'Follow the collection' },
    ask: { zh: '请跟进收款，到账后登记。', en: 'Follow the collection and record the payment once it arrives.' },
    outcomes: [{ ...done, signedIn: true }],
    produces: 'collection',
    decidesOn: ['contract'],
    dueHours: 80,
  },
  {
    id: '24',
    role: 'assistant',
    title: { zh: '添加订单', en: 'Add the order' },
    ask: { zh: '请在系统中添加订单。', en: 'Add the order in the order system.' },
    outcomes: [done],
    produces: 'order',
    decidesOn: ['contract', 'publication-form'],
    dueHours: 8,
  },
  {
    id: '25',
    role: 'order-review',
    title: { zh: '审核MBS订单', en: 'Review the MBS order' },
    ask: { zh: '请审核 MBS 订单。', en: 'Review the order in the order system.' },
    outcomes: [forward('approved', '通过', 'Approve', yes), back('refused', '驳回', 'Refuse', no)],
    decidesOn: ['order', 'contract'],
    dueHours: 8,
  },
  {
    id: '26',
    role: 'assistant',
    title: { zh: '提交修改意见', en: 'Submit revision notes' },
    ask: {
      zh: '请整理客户的修改意见并提交广告编辑部。',
      en: "Write up the customer's changes and submit them to ad editing.",
    },
    outcomes: [done],
    produces: 'revision-notes',
    decidesOn: ['design-proof', 'design-request'],
    dueHours: 4,
  },
  {
    id: '27',
    role: 'design',
    title: { zh: '修改广告设计', en: 'Revise the ad design' },
    ask: { zh: '请按修改意见修改广告设计。', en: 'Revise the ad as the notes ask.' },
    outcomes: [done],
    produces: 'design-proof',
    decidesOn: ['revision-notes', 'design-proof', 'design-request'],
    dueHours: 16,
  },
  {
    id: 'escalation',
    role: 'sales-manager',
    title: { zh: '销售经理裁决', en: 'Sales manager decides' },
    ask: {
      zh: '该步骤超时或反复过多：请决定继续还是关闭。',
      en: 'A step ran late or went round too often: continue the case or close it.',
    },
    outcomes: [
      forward('continue', '继续', 'Continue', ['继续办理', 'go on', 'carry on']),
      back('close', '关闭', 'Close the case', ['终止', '结束', '关闭项目', 'close', 'stop']),
    ],
    decidesOn: [],
    dueHours: 8,
  },
] as const satisfies readonly Step[];

export type StepId = (typeof catalogue)[number]['id'];

/** A step that the catalogue has. */
export type StepOfCatalogue = Step & { readonly id: StepId };

const byId: ReadonlyMap<string, StepOfCatalogue> = new Map(catalogue.map((step) => [step.id, step]));

export const steps: readonly StepOfCatalogue[] = catalogue;

/** The step of that id, or undefined when the manual has none. */
export function findStep(id: string): StepOfCatalogue | undefined {
  return byId.get(id);
}
