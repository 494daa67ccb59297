import { operations as cases } from '../cases-api/contract.ts';
import { operations as contacts } from '../contacts-api/contract.ts';
import { operations as customers } from '../customers-api/contract.ts';
import { operations as people } from '../people-api/contract.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Operation } from '../shared/http/operation.ts';
import { operations as tasks } from '../tasks-api/contract.ts';

/** What the API's operations are called and what each may be refused for. The schemas are the contracts' own. */

export const operations = { ...cases, ...tasks, ...people, ...customers, ...contacts } as const satisfies Record<
  string,
  Operation
>;
export type OperationId = keyof typeof operations;

/** A refusal: its status and its stable name, the last part of the problem's type. */
type Refusal = readonly [status: number, name: string];

interface Wording {
  readonly tag: 'cases' | 'tasks' | 'customers' | 'people';
  readonly summary: Text;
  readonly description: Text;
  readonly refusals: readonly Refusal[];
}

const caseRefusals: readonly Refusal[] = [
  [403, 'CaseNotYours'],
  [404, 'CaseNotFound'],
];
const taskRefusals: readonly Refusal[] = [
  [403, 'TaskNotVisible'],
  [404, 'TaskNotFound'],
];
const taskEnded: readonly Refusal[] = [
  [409, 'TaskAlreadyDecided'],
  [409, 'TaskCancelled'],
  [410, 'TaskExpired'],
];

const moveRefusals: readonly Refusal[] = [
  [403, 'MoveNotAllowed'],
  [404, 'CustomerNotFound'],
  [409, 'CustomerMerged'],
  [409, 'CustomerMoved'],
];

export const wordings: Readonly<Record<OperationId, Wording>> = {
  openCase: {
    tag: 'cases',
    summary: { zh: '开案', en: 'Open a case' },
    description: {
      zh: '登记客户的推广意向（事务代码 1）并启动流程。客户须已录入并通过查重，且在负责销售的仓库中。负责销售默认为本人；销售经理可以指定。',
      en: 'Records the customer’s promotion intent (code 1) and starts the workflow. The customer must be entered, past the duplicate check, and in the pool of the salesperson who runs the case: the caller, or whom a sales manager names.',
    },
    refusals: [
      [403, 'RoleMissing'],
      [403, 'SalesNotYours'],
      [409, 'CustomerHeldByAnother'],
      [409, 'CustomerMerged'],
      [409, 'PersonNotRegistered'],
      [422, 'CaseFactsInvalid'],
    ],
  },
  listCases: {
    tag: 'cases',
    summary: { zh: '项目列表', en: 'List cases' },
    description: {
      zh: '销售和助理看到自己的项目；销售经理和总部看到全部，或用 sales 指定某位销售；均为最新在前。其他人看到本人或本部门有待办任务的项目，最急在前。',
      en: 'Salespeople and assistants see their own cases; sales managers and headquarters see all, or those of one salesperson (`sales`); newest first. Everybody else sees the cases in which they or their department have an open task, most urgent first.',
    },
    refusals: [
      [400, 'CursorInvalid'],
      [403, 'CasesNotYours'],
    ],
  },
  getCase: {
    tag: 'cases',
    summary: { zh: '查看项目', en: 'Read a case' },
    description: {
      zh: '项目、当前待办任务、各文件的最新版本，以及您可以进行的操作。',
      en: 'The case, its open tasks, the latest version of each document, and what you may do.',
    },
    refusals: caseRefusals,
  },
  getCaseHistory: {
    tag: 'cases',
    summary: { zh: '项目历史', en: 'Read a case’s history' },
    description: { zh: '项目中发生的每件事，最早在前。', en: 'Every fact of the case, oldest first.' },
    refusals: [[400, 'CursorInvalid'], ...caseRefusals],
  },
  getCaseDocuments: {
    tag: 'cases',
    summary: { zh: '项目文件', en: 'Read a case’s documents' },
    description: {
      zh: '文件的全部版本；版本从 1 起，从不覆盖。可用 kind 只看一种。',
      en: 'Every version of every document, or of one `kind`. Versions count from 1 and are never overwritten.',
    },
    refusals: caseRefusals,
  },
  getCaseFiles: {
    tag: 'cases',
    summary: { zh: '案件的附件', en: 'Read a case’s files' },
    description: {
      zh: '各任务上传或随邮件回复收到的文件，类型按内容判定。address 为下载地址，15 分钟内有效。',
      en: 'The files uploaded to each task or received with a reply, their types judged by content. `address` downloads one and is good for 15 minutes.',
    },
    refusals: caseRefusals,
  },
  changeDocument: {
    tag: 'cases',
    summary: { zh: '修改文件', en: 'Change a document' },
    description: {
      zh: '在步骤之外写入文件的新版本，旧版本保留。If-Match 为所修改的版本号；请求内容为该种文件的结构（components.schemas）。正在依据旧版本处理的任务会重新下达。内容与最新版相同时不产生新版本。',
      en: 'Writes a new version outside the document’s step; earlier ones stay. `If-Match` names the version you changed; the body is the content, by the schema of its kind under `components.schemas`. Open tasks that show an earlier version are issued again. The latest content again makes no new version.',
    },
    refusals: [
      ...caseRefusals,
      [403, 'DocumentNotYours'],
      [404, 'DocumentUnknown'],
      [409, 'CaseEnded'],
      [409, 'DocumentNotThere'],
      [409, 'DocumentSettled'],
      [412, 'VersionOutdated'],
      [422, 'FormInvalid'],
      [428, 'VersionMissing'],
    ],
  },
  setPriority: {
    tag: 'cases',
    summary: { zh: '更改优先级', en: 'Change the priority' },
    description: {
      zh: '把进行中的项目改为加急或普通：此后下达的任务按新的时限和升级阶梯，未完成的任务时限随之改变，已走过的阶梯不再重复。限项目的销售、助理和销售经理。',
      en: 'Makes a case that is under way urgent, or normal again: tasks opened from then on have the other due time and ladder, open ones get that due time and go on at the rung they are at. For its salesperson, its assistant and sales managers.',
    },
    refusals: [
      [403, 'PriorityNotYours'],
      [404, 'CaseNotFound'],
      [409, 'CaseEnded'],
    ],
  },
  changeContact: {
    tag: 'cases',
    summary: { zh: '更正客户联系人', en: 'Correct the contact' },
    description: {
      zh: '更正进行中项目的客户联系人（姓名、邮箱、语言）。邮箱改变时，客户未完成的任务重新下达：此前的链接和回复地址全部失效，新邮箱在一分钟内收到各任务的通知。内容相同时不作更改。限项目的销售和助理。',
      en: 'Puts the customer’s contact of a case under way right: name, e-mail address, language. With another address the customer’s open tasks are issued again: every link and reply address sent so far is dead, and the new address is mailed within a minute. The same contact again changes nothing. For its salesperson and its assistant.',
    },
    refusals: [
      [403, 'ContactNotYours'],
      [404, 'CaseNotFound'],
      [409, 'CaseEnded'],
    ],
  },
  cancelCase: {
    tag: 'cases',
    summary: { zh: '取消项目', en: 'Cancel a case' },
    description: {
      zh: '项目的销售或销售经理取消项目：流程停止，未完成的任务一并取消。重复取消结果相同。',
      en: 'Its salesperson or a sales manager calls the sale off: the workflow stops and its open tasks are cancelled. Cancelling again changes nothing.',
    },
    refusals: [...caseRefusals, [409, 'CaseEnded']],
  },
  listTasks: {
    tag: 'tasks',
    summary: { zh: '任务列表', en: 'List tasks' },
    description: {
      zh: '默认是您自己的任务，然后是您所在部门无人认领的任务，各自最急在前。可按 role、assignee（me 表示本人）、status、case 筛选。',
      en: 'By default your own tasks, then those of your departments that nobody has claimed, each most urgent first. Filter by `role`, `assignee` (`me` is yourself), `status` or `case`.',
    },
    refusals: [
      [400, 'CursorInvalid'],
      [403, 'TasksNotYours'],
    ],
  },
  getTask: {
    tag: 'tasks',
    summary: { zh: '查看任务', en: 'Read a task' },
    description: {
      zh: '任务、要求、可选结果、表单的结构，以及据以决定的文件版本。',
      en: 'The task, what is asked, the outcomes to choose from, the schema of its form, and the document versions it is decided on.',
    },
    refusals: taskRefusals,
  },
  claimTask: {
    tag: 'tasks',
    summary: { zh: '认领任务', en: 'Claim a task' },
    description: {
      zh: '认领本部门的任务，之后只有您可以处理。重复认领结果相同。',
      en: 'Takes a task of your department: from then on only you decide it. Claiming again changes nothing.',
    },
    refusals: [...taskRefusals, [403, 'DutiesSeparated'], [403, 'NotYourTask'], [409, 'TaskClaimed'], ...taskEnded],
  },
  releaseTask: {
    tag: 'tasks',
    summary: { zh: '退回任务', en: 'Release a task' },
    description: {
      zh: '把认领的任务退回部门；销售经理可以退回任何人认领的任务。',
      en: 'Gives a claimed task back to its department; a sales manager may do so with anybody’s.',
    },
    refusals: [...taskRefusals, [409, 'TaskClaimed'], [409, 'TaskNotClaimable'], ...taskEnded],
  },
  decideTask: {
    tag: 'tasks',
    summary: { zh: '处理任务', en: 'Decide a task' },
    description: {
      zh: '以先到的决定为准；之后的请求得到 409，并在 decision 中看到已记录的决定。data 是步骤的表单，结构见任务的 step.form.schema；退回类结果须写 comment。给出 expect 时，任务或文件在您查看之后若有变化则拒绝。',
      en: 'The first decision stands; whatever comes later gets 409 with the recorded one under `decision`. `data` is the step’s form, its schema is the task’s `step.form.schema`; an outcome that sends back needs a `comment`. With `expect` the decision is refused when the task or its documents changed since you read them.',
    },
    refusals: [
      [403, 'DutiesSeparated'],
      [403, 'NotYourTask'],
      [404, 'TaskNotFound'],
      ...taskEnded,
      [409, 'ContentChanged'],
      [409, 'TaskReissued'],
      [422, 'CommentMissing'],
      [422, 'FormInvalid'],
      [422, 'OutcomeUnknown'],
    ],
  },
  decideTasks: {
    tag: 'tasks',
    summary: { zh: '批量处理任务', en: 'Decide many tasks' },
    description: {
      zh: '逐个处理，互不影响；results 按请求的顺序给出每个任务的结果，status 与单独处理时相同。只适用于 x-steps 中 bulk 为 true 的步骤，其他步骤得到 NotInBulk。',
      en: 'Each is decided by itself and touches no other. `results` has one entry per decision, in the order asked, with the `status` it would have got alone. Only for steps with `bulk: true` under `x-steps`; others get `NotInBulk`.',
    },
    refusals: [],
  },
  delegateTask: {
    tag: 'tasks',
    summary: { zh: '委托任务', en: 'Delegate a task' },
    description: {
      zh: '请同角色的同事代您处理：决定会记录代谁作出（onBehalfOf）。已发出的链接全部失效，受托人在一分钟内收到自己的邮件；对方不在时由其代理人处理。委托人可以再次委托，或以 to 为本人收回。职责分离的规定对所有经手人有效。',
      en: 'Lets a colleague of the task’s role act on your behalf; the decision says for whom (`onBehalfOf`). Every link sent so far is dead, the delegate is mailed their own within a minute; where they are away, their substitute acts. Whoever delegated may delegate anew, or take the task back with `to` themselves. Separated duties hold for everybody whose hand is in it.',
    },
    refusals: [
      ...taskRefusals,
      [403, 'DutiesSeparated'],
      [403, 'NotYourTask'],
      [409, 'TaskUnclaimed'],
      ...taskEnded,
      [422, 'PersonUnfit'],
    ],
  },
  reassignTask: {
    tag: 'tasks',
    summary: { zh: '改派任务', en: 'Reassign a task' },
    description: {
      zh: '销售经理把任务交给同角色的其他人，或不填 to 退回部门。新的负责人为自己作出决定；已发出的链接全部失效，新的邮件在一分钟内发出。截止时间不变。',
      en: 'A sales manager gives the task to somebody else of its role, or back to its department where `to` is left out. Who has it then acts for themselves; every link sent so far is dead, new mail goes out within a minute. The due time stands.',
    },
    refusals: [
      ...taskRefusals,
      [403, 'DutiesSeparated'],
      [403, 'ReassignmentNotYours'],
      [409, 'TaskNotClaimable'],
      ...taskEnded,
      [422, 'PersonUnfit'],
    ],
  },
  commentTask: {
    tag: 'tasks',
    summary: { zh: '评论任务', en: 'Comment on a task' },
    description: {
      zh: '凡能查看任务的人都能看到评论。用 @用户名 或 @姓名（中文）提及的人在一分钟内收到邮件；被提及的人须能查看此任务，最多 10 人。files 为以 purpose: comment 申请并已上传的文件，与评论一同保存。',
      en: 'Everybody who sees the task sees its comments. Whoever is mentioned with `@user.name`, or by a Chinese name, is mailed within a minute; they must see the task themselves, and may be ten at most. `files` are such as were announced with `purpose` `comment` and sent; they are kept with the comment.',
    },
    refusals: [
      ...taskRefusals,
      [409, 'FileNotArrived'],
      [422, 'CommentFileUnknown'],
      [422, 'FileRefused'],
      [422, 'MentionUnknown'],
    ],
  },
  listComments: {
    tag: 'tasks',
    summary: { zh: '任务的评论', en: 'Read a task’s comments' },
    description: { zh: '最早在前。', en: 'Oldest first.' },
    refusals: [[400, 'CursorInvalid'], ...taskRefusals],
  },
  announceFile: {
    tag: 'tasks',
    summary: { zh: '申请上传文件', en: 'Announce a file' },
    description: {
      zh: '能决定此任务的人可申请上传，最大 50 MB；用于评论的（purpose: comment），凡能查看任务的人都可申请，并在发表评论时写入 files，不必完成。15 分钟内用 PUT 把内容传到 upload.url，带上 upload.headers，Content-Length 为所声明的大小：大小、类型和 SHA-256 都在签名之内，其他内容会被拒收。然后完成上传；一天内未完成的内容会被删除。',
      en: 'For whoever may decide the task; 50 MB at most. With `purpose` `comment`, for everybody who sees it: such a file is named in `files` of a comment instead of being completed. PUT the content to `upload.url` within 15 minutes, with `upload.headers` and the announced size as `Content-Length`: length, type and SHA-256 are part of the signature, any other content is refused. Then complete it; what is not completed within a day is deleted.',
    },
    refusals: [...taskRefusals, [403, 'NotYourTask'], [409, 'FilesTooMany'], ...taskEnded],
  },
  completeFile: {
    tag: 'tasks',
    summary: { zh: '完成上传', en: 'Complete a file' },
    description: {
      zh: '按大小、SHA-256 和内容判定收到的文件：合格则成为此任务的文件，不合格则删除并说明原因。重复完成结果相同。',
      en: 'Judges what arrived by size, SHA-256 and content: it becomes a file of the task, or is removed and the answer says why. Completing again what was kept gives the same answer.',
    },
    refusals: [
      ...taskRefusals,
      [403, 'NotYourTask'],
      [404, 'FileUnknown'],
      [409, 'FileNotArrived'],
      [409, 'FilesTooMany'],
      ...taskEnded,
      [422, 'FileRefused'],
    ],
  },
  getFollowUp: {
    tag: 'tasks',
    summary: { zh: '我的跟进提醒', en: 'Read my reminder of a task' },
    description: {
      zh: '您为此任务设置的提醒；没有则为空。',
      en: 'The reminder you set yourself; empty where there is none.',
    },
    refusals: taskRefusals,
  },
  setFollowUp: {
    tag: 'tasks',
    summary: { zh: '设置跟进提醒', en: 'Have yourself reminded of a task' },
    description: {
      zh: '到时任务仍未完成则发邮件提醒您本人；任务的截止时间不变。每人每个任务一个提醒，再次设置即替换。',
      en: 'You are mailed at that time if the task is open still; its due time stands. One reminder per person and task: setting it again replaces it.',
    },
    refusals: [...taskRefusals, [422, 'FollowUpInvalid']],
  },
  removeFollowUp: {
    tag: 'tasks',
    summary: { zh: '取消跟进提醒', en: 'Remove my reminder of a task' },
    description: { zh: '没有提醒时结果相同。', en: 'The same where there is none.' },
    refusals: taskRefusals,
  },
  listPeople: {
    tag: 'people',
    summary: { zh: '某角色的同事', en: 'List people of a role' },
    description: {
      zh: '可以委托、改派或作为代理人的同事。',
      en: 'Whom a task can be delegated or reassigned to, and who can be a substitute.',
    },
    refusals: [[403, 'PeopleNotYours']],
  },
  getAbsence: {
    tag: 'people',
    summary: { zh: '我的缺勤', en: 'Read my absence' },
    description: { zh: '没有登记则为空。', en: 'Empty where none is entered.' },
    refusals: [],
  },
  enterAbsence: {
    tag: 'people',
    summary: { zh: '登记缺勤和代理人', en: 'Enter an absence and a substitute' },
    description: {
      zh: '缺勤期间您的任务由代理人代为处理，决定记录为代您作出；代理人也缺勤时由其代理人处理，不得形成循环。每人一条，再次登记即替换。代理人没有任务的角色，或职责分离不允许时，任务留在您名下。',
      en: 'While you are away your tasks go to the substitute, who decides on your behalf; where the substitute is away too, to theirs. A ring is refused. Everybody has one absence: entering it again replaces it. A task stays with you where the substitute lacks its role or separated duties forbid it.',
    },
    refusals: [
      [409, 'SubstitutesRing'],
      [422, 'AbsenceInvalid'],
    ],
  },
  endAbsence: {
    tag: 'people',
    summary: { zh: '结束缺勤', en: 'End my absence' },
    description: {
      zh: '之后的任务重新归您；已交给代理人的任务留在代理人处，您可以用委托收回。',
      en: 'New tasks come to you again. Those a substitute has stay with them; you may take one back by delegating it to yourself.',
    },
    refusals: [],
  },
  listSuppressedAddresses: {
    tag: 'people',
    summary: { zh: '停止投递的邮箱', en: 'Addresses no mail is sent to' },
    description: {
      zh: '退回过邮件或投诉过的邮箱，最近的在前，只注明是谁的，不显示邮箱本身。仅限总部。',
      en: 'Those that bounced for good or complained, the latest first, by whose they are: the address itself is not shown. For headquarters.',
    },
    refusals: [[403, 'AddressesNotYours']],
  },
  clearSuppressedAddress: {
    tag: 'people',
    summary: { zh: '恢复向邮箱投递', en: 'Have mails sent to an address again' },
    description: {
      zh: '从邮件服务的停止名单和本系统中移除，有关项目的历史会记录。resumed 为 false 表示此邮箱已不再是其本人的邮箱，邮件服务的名单未改动。其仍未完成的任务中被退回的通知会在一分钟内补发一次。仅限总部。',
      en: 'Takes it off the mail service’s list and off ours; the history of the case concerned says so. `resumed` is false where the address is no longer that person’s, and the service’s list was left alone. Notices that bounced there, of their tasks that are open still, are sent again once, within a minute. For headquarters.',
    },
    refusals: [
      [403, 'AddressesNotYours'],
      [404, 'AddressUnknown'],
    ],
  },
  getMe: {
    tag: 'people',
    summary: { zh: '我是谁', en: 'Who am I' },
    description: {
      zh: '登录令牌所代表的人和角色。',
      en: 'The person and the roles your token stands for.',
    },
    refusals: [],
  },
  openAccount: {
    tag: 'people',
    summary: { zh: '开通账号', en: 'Open an account' },
    description: {
      zh: '渠道经理为其下属渠道商的销售或新的渠道商、总监另可为公司自有销售开通账号（IN-8）。本人会收到邀请邮件，随即列入名册，含上级、渠道商和区域；上级未填时为渠道商负责人，否则为开通者。',
      en: 'A channel manager for salespeople of the partners below them and for a new partner, a director also for the company’s own salespeople (IN-8). Its owner is invited by mail, and is in the directory at once with supervisor, partner and regions. The supervisor, where left out, is the partner’s owner, else who opens the account.',
    },
    refusals: [
      [403, 'PersonNotYours'],
      [409, 'UserNameTaken'],
      [422, 'PlaceInvalid'],
      [422, 'RegionUnknown'],
    ],
  },
  getPerson: {
    tag: 'people',
    summary: { zh: '人员资料', en: 'Read a person' },
    description: {
      zh: '角色、上级、所属渠道商、区域和账号状态：本人、其上级、其渠道商，以及可查看所有仓库的角色可以查看（IN-8）。',
      en: 'Roles, supervisor, partner, regions and account: for themselves, those above them, their partner, and whoever sees every pool (IN-8).',
    },
    refusals: [
      [403, 'PersonNotYours'],
      [404, 'PersonNotFound'],
    ],
  },
  assignRegions: {
    tag: 'people',
    summary: { zh: '分配区域', en: 'Assign regions' },
    description: {
      zh: '渠道经理为其下属的渠道商人员、总监为所有销售和渠道商分配区域（IN-4、IN-8）：省级或地级行政区的名称或代码；空列表表示不限区域。已在仓库中的客户不受影响。',
      en: 'A channel manager does for the partners’ people below them, a director for every salesperson and partner (IN-4, IN-8): provinces and prefectures by name or division code; an empty list means everywhere. Customers in the pool already stay.',
    },
    refusals: [
      [403, 'PersonNotYours'],
      [404, 'PersonNotFound'],
      [422, 'RegionUnknown'],
    ],
  },
  placePerson: {
    tag: 'people',
    summary: { zh: '调整组织关系', en: 'Say where somebody stands' },
    description: {
      zh: '总部和总监指定其上级、所属渠道商和总部团队；未填的即没有。上级决定谁可以查看其仓库，以及任务逾期时通知谁；已有客户仍计入原渠道商，直至转移。',
      en: 'Headquarters and directors name the supervisor, the channel partner and the headquarters’ team; what is left out they have none of. Who is above sees the pool and is told of late tasks. Customers held stay counted with the partner they were counted with, until they move.',
    },
    refusals: [
      [403, 'PersonNotYours'],
      [404, 'PersonNotFound'],
      [422, 'PlaceInvalid'],
    ],
  },
  changeAccount: {
    tag: 'people',
    summary: { zh: '开通或关闭账号', en: 'Open or close an account' },
    description: {
      zh: '范围同分配区域。关闭后此人不能再登录、录入、挑入或接收客户（已登录的最迟一小时内失效），其任务转给接手人 successor；客户留在其仓库并计入容量，可由渠道商或经理转移，无人联系的按期回到公海。再次开通即恢复。',
      en: 'For whoever assigns the regions. Once it is closed its owner gets no token (one held already ends within the hour), enters, picks and is given no customers; tasks go to the `successor`. Customers stay in the pool and are counted, until the partner or a manager transfers them or they are recycled. Opening it again restores it.',
    },
    refusals: [
      [403, 'PersonNotYours'],
      [404, 'PersonNotFound'],
      [409, 'SubstitutesRing'],
      [422, 'SuccessorInvalid'],
    ],
  },
  enterCustomer: {
    tag: 'customers',
    summary: { zh: '录入客户', en: 'Enter a customer' },
    description: {
      zh: '录入前须与客户确认公司名称、座机、传真和地址。四项一并查重，写法不同也能认出；无重复即进入您的仓库，重复则说明与哪位销售的客户相同、依据和做法，并邮件告知双方。号码可疑时先核实，再在 confirmed 中列出。可能重复的（202）由审批组决定；同一客户只有一个待决定的申请，再次提交得到的是同一个，others 表示另有人在申请。公海中的同一客户，属于您的区域且有名额时直接挑入，属于其他区域时可申请调入。',
      en: 'Confirm company name, landline, fax and address with the customer first. All four are searched together, however they are written; without a duplicate the customer is in your pool, with one you are told whose it is, why, and what to do, and both of you are mailed. Numbers that look odd are confirmed first and listed under `confirmed`. What may be a duplicate (202) is decided by the approval group; of one customer you have one application at a time, sent again it is the same one, and `others` says that somebody else is applying, too. The same customer in the public pool is picked for you where it is of your region; for one of another region you may apply.',
    },
    refusals: [
      [403, 'AccountClosed'],
      [403, 'RoleMissing'],
      [409, 'ClaimsUsedUp'],
      [409, 'CoolingDown'],
      [409, 'CustomerDuplicate'],
      [409, 'OtherRegion'],
      [409, 'PartnerPoolFull'],
      [409, 'PoolFull'],
      [422, 'FactsInvalid'],
      [422, 'FactsUnconfirmed'],
    ],
  },
  listCustomers: {
    tag: 'customers',
    summary: { zh: '客户列表', en: 'List customers' },
    description: {
      zh: '自己仓库中的客户，最新在前；公海为 holder=%23public；主管、渠道商、渠道经理可用 holder 查看下属或本渠道商人员的仓库，销售经理、总监、总部和审批组可查看任何人的。',
      en: 'The customers in your pool, newest first, or those of the public pool (`holder=%23public`). By `holder` supervisors, channel partners and channel managers see the pools of their people; sales managers, directors, headquarters and the approval group anybody’s.',
    },
    refusals: [
      [400, 'CursorInvalid'],
      [403, 'PoolNotYours'],
    ],
  },
  checkCustomer: {
    tag: 'customers',
    summary: { zh: '查重', en: 'Check for duplicates' },
    description: {
      zh: '与录入相同的查重，但不录入，也不通知任何人。',
      en: 'The same search as entering makes, without entering anything and without telling anybody.',
    },
    refusals: [
      [403, 'RoleMissing'],
      [422, 'FactsInvalid'],
    ],
  },
  applyTransferIn: {
    tag: 'customers',
    summary: { zh: '申请调入', en: 'Apply for a transfer-in' },
    description: {
      zh: '公海中其他区域的客户不能直接挑入，可在与客户确认四项信息后申请调入，由审批组决定（IN-4）；结果邮件告知。再次提交得到的是同一个申请，others 表示另有人在申请。',
      en: 'A customer of the public pool from another region cannot be picked. Confirm the four facts with the customer and apply; the approval group decides (IN-4), and you are told by mail. Sent again it is the same application; `others` says that somebody else is applying, too.',
    },
    refusals: [
      [403, 'AccountClosed'],
      [403, 'RoleMissing'],
      [404, 'CustomerNotFound'],
      [409, 'CustomerMerged'],
      [409, 'InYourRegion'],
      [409, 'NotInPublicPool'],
      [422, 'FactsInvalid'],
      [422, 'FactsUnconfirmed'],
    ],
  },
  getCommission: {
    tag: 'customers',
    summary: { zh: '客户的提成归属', en: 'Read who claims the commission' },
    description: {
      zh: '现在由谁、从何时、因何取得该客户的提成，以及历史；被撤销的以 voided 标出（IN-9）。',
      en: 'Who claims the commission on the customer, since when and why, and who did before; what a reversal took away is `voided` (IN-9).',
    },
    refusals: [
      [403, 'CustomerNotYours'],
      [404, 'CustomerNotFound'],
    ],
  },
  releaseCustomer: {
    tag: 'customers',
    summary: { zh: '释放到公海', en: 'Release a customer' },
    description: {
      zh: '归属销售、销售经理或总部把客户释放到公海；释放者三十天内不能再挑入。',
      en: 'Its holder, a sales manager or headquarters gives the customer to the public pool; who held it may not pick it again for thirty days.',
    },
    refusals: moveRefusals,
  },
  claimCustomer: {
    tag: 'customers',
    summary: { zh: '从公海挑入', en: 'Claim a customer' },
    description: {
      zh: '销售把公海中的客户挑入自己的仓库；受区域、仓库容量、每日额度和冷却期限制，多人同时挑入只有一人成功。',
      en: 'A salesperson picks a customer of the public pool, within their regions, capacity, daily quota and cool-down; of several at once one has it.',
    },
    refusals: [
      ...moveRefusals,
      [403, 'AccountClosed'],
      [409, 'ClaimsUsedUp'],
      [409, 'CoolingDown'],
      [409, 'OtherRegion'],
      [409, 'PartnerPoolFull'],
      [409, 'PoolFull'],
    ],
  },
  transferCustomer: {
    tag: 'customers',
    summary: { zh: '转给另一位销售', en: 'Transfer a customer' },
    description: {
      zh: '归属销售、销售经理或总部把客户转给另一位销售，渠道商可在其人员之间转移；历史保留，提成归新的归属人。',
      en: 'Its holder, a sales manager or headquarters hands the customer to another salesperson; a channel partner does among its people. Its history stays, and the commission is the new holder’s from then on.',
    },
    refusals: [...moveRefusals, [409, 'PartnerPoolFull'], [409, 'PoolFull'], [422, 'PersonUnknown']],
  },
  reverseCustomer: {
    tag: 'customers',
    summary: { zh: '撤销违规录入', en: 'Reverse an illegal entry' },
    description: {
      zh: '审批组把违规录入的客户归还应有的归属销售：提成从违规者取得之日起改归其所有，双方和审批组都会收到邮件，全部记录保留（IN-9）。',
      en: 'The approval group gives a customer that was entered illegally to its rightful holder, who claims the commission from the day the other did; both and the approval group are mailed, and everything stays on record (IN-9).',
    },
    refusals: [...moveRefusals, [409, 'PartnerPoolFull'], [409, 'PoolFull'], [422, 'PersonUnknown']],
  },
  getCustomerFacts: {
    tag: 'customers',
    summary: { zh: '客户资料及其更正', en: 'Read a customer’s facts and their corrections' },
    description: {
      zh: '现有资料、曾用名和每次更正前的资料（含已并入的记录）。ETag 为更正时 If-Match 所需的版本号；proposed 为待审批组处理的更正。',
      en: 'The facts, the former names, and every set of facts there was, of records merged into it, too. The `ETag` is what a correction names in `If-Match`; `proposed` is a correction that the approval group has to settle.',
    },
    refusals: [
      [403, 'CustomerNotYours'],
      [404, 'CustomerNotFound'],
    ],
  },
  correctFacts: {
    tag: 'customers',
    summary: { zh: '更正客户资料', en: 'Correct a customer’s facts' },
    description: {
      zh: '由归属销售更正，销售经理、总部和审批组须写明理由。新资料照录入查重和核实（IN-1、IN-6），不与自身比较；与其他客户相同或相近的不予更改，双方收到邮件，由审批组处理。改名后曾用名仍能查到该客户（oldName 为 mistaken 时不能）；以前的资料全部保留。',
      en: 'By its holder, and with a reason by sales managers, headquarters and the approval group. The facts are checked as at entry (IN-1, IN-6), never against the customer itself. What looks like another customer changes nothing: both are mailed, and the approval group settles it. A former name still finds the customer, unless `oldName` is `mistaken`; earlier facts stay on record.',
    },
    refusals: [
      [403, 'AccountClosed'],
      [403, 'CorrectionNotAllowed'],
      [404, 'CustomerNotFound'],
      [409, 'CorrectionClashes'],
      [409, 'CustomerMerged'],
      [412, 'VersionOutdated'],
      [422, 'FactsInvalid'],
      [422, 'FactsUnconfirmed'],
      [422, 'ReasonMissing'],
      [428, 'VersionMissing'],
    ],
  },
  listLookalikes: {
    tag: 'customers',
    summary: { zh: '可能是同一公司的客户', en: 'List records that may be one company' },
    description: {
      zh: '查重认为与该客户相同或可能相同的其他客户，供审批组并排比较并合并（IN-5）；曾用名一并查找。',
      en: 'The other customers that are or may be the same company by the check, former names included, unmasked side by side for the approval group to merge (IN-5).',
    },
    refusals: [
      [403, 'RoleMissing'],
      [404, 'CustomerNotFound'],
      [409, 'CustomerMerged'],
    ],
  },
  mergeCustomers: {
    tag: 'customers',
    summary: { zh: '合并客户', en: 'Merge customers' },
    description: {
      zh: '审批组把该客户合并到 into：该客户退出仓库（归属人与渠道商的数量减一），名称和号码从此查到 into，历史、提成和进行中的项目保留并可在 into 查看；双方归属人收到邮件。之后对该客户的操作返回 409 和去向。',
      en: 'The approval group merges this customer into `into`. It leaves its pool and its counts, its name and numbers lead to `into`, and its history, commission and running cases stay and can be read there; both holders are mailed. Whatever is done with it afterwards is refused with where it went.',
    },
    refusals: [
      [403, 'AccountClosed'],
      [403, 'MergeYourOwn'],
      [403, 'RoleMissing'],
      [404, 'CustomerNotFound'],
      [409, 'CustomerMerged'],
      [422, 'MergeInvalid'],
    ],
  },
  listCustomerMoves: {
    tag: 'customers',
    summary: { zh: '客户的流转记录', en: 'Read a customer’s moves' },
    description: {
      zh: '该客户及已并入的记录在各仓库与公海之间的每次流转，最早在前。',
      en: 'Every move from pool to pool of the customer and of records merged into it, oldest first.',
    },
    refusals: [
      [403, 'CustomerNotYours'],
      [404, 'CustomerNotFound'],
    ],
  },
  getPool: {
    tag: 'customers',
    summary: { zh: '仓库容量', en: 'Read a pool' },
    description: {
      zh: '已有多少客户、最多多少（销售 400，渠道商合计 1,500，其他角色没有自己的仓库）、每日挑入额度和冷却期。查看自己的仓库时一并列出您可查看的下属或本渠道商人员的仓库；owner 为用户名，partner 为渠道商编号。',
      en: 'How many customers it holds and at most (salesperson 400, a channel partner 1,500 together, others have none of their own), the daily quota and the cool-down. Your own comes with the pools within your reach: of the people below you, or of your partner. `owner` is a user name, `partner` a channel partner’s id.',
    },
    refusals: [[403, 'PoolNotYours']],
  },
  listApplications: {
    tag: 'customers',
    summary: { zh: '申请列表', en: 'List applications' },
    description: {
      zh: '自己的录入申请，最新在前；审批组看到待决定的申请，最早在前。',
      en: 'Your own applications, newest first; the approval group sees those to decide, oldest first.',
    },
    refusals: [[400, 'CursorInvalid']],
  },
  getApplication: {
    tag: 'customers',
    summary: { zh: '查看申请', en: 'Read an application' },
    description: {
      zh: '申请与可能相同的客户并列；他人客户的号码和地址经过遮盖，且仅审批组可见。',
      en: 'The application beside the customers it may be the same as; their numbers and addresses are masked, and shown to the approval group only.',
    },
    refusals: [
      [403, 'ApplicationNotYours'],
      [404, 'ApplicationNotFound'],
    ],
  },
  decideApplication: {
    tag: 'customers',
    summary: { zh: '决定申请', en: 'Decide on an application' },
    description: {
      zh: '由审批组决定，不能决定自己的申请，以第一个决定为准。录入申请：accepted 是不同的客户，随即录入；refused 是同一客户。调入申请：accepted 随即调入申请人的仓库。不通过须写明理由，申请人会收到邮件。',
      en: 'For the approval group, never on one’s own application; the first decision counts. Of an entry, `accepted` means another customer, which is then entered, and `refused` the one that is there; of a transfer-in, `accepted` moves the customer to the applicant. A refusal needs its reason. The applicant is mailed.',
    },
    refusals: [
      [403, 'ApplicationYourOwn'],
      [403, 'RoleMissing'],
      [404, 'ApplicationNotFound'],
      [409, 'ApplicationDecided'],
      [422, 'ReasonMissing'],
    ],
  },
  withdrawApplication: {
    tag: 'customers',
    summary: { zh: '撤回申请', en: 'Withdraw an application' },
    description: {
      zh: '审批组决定之前，申请人可以撤回自己的申请；之后可以重新提交。',
      en: 'Applicants take their own application back before the approval group decides; they may apply anew then.',
    },
    refusals: [
      [403, 'ApplicationNotYours'],
      [404, 'ApplicationNotFound'],
      [409, 'ApplicationDecided'],
    ],
  },
  importCustomers: {
    tag: 'customers',
    summary: { zh: '新建客户导入', en: 'Make an import of customers' },
    description: {
      zh: '用 PUT 把 CSV（UTF-8 或 GB18030）或 XLSX 文件传到 upload.url，再开始导入。首行是列名：公司名称、座机、传真、地址，可选城市、销售、已核实；最大 64 MB。销售只能导入自己的仓库；销售经理、审批组和总部用“销售”列指定（用户名）。',
      en: 'PUT the CSV file (UTF-8 or GB18030) or XLSX file to `upload.url`, then start the import. The first row names the columns: name, landline, fax, address, and if you like city, holder, confirmed; 64 MB at most. Salespeople import into their own pool; sales managers, the approval group and headquarters name a salesperson (user name) under `holder`.',
    },
    refusals: [[403, 'ImportNotAllowed']],
  },
  listImports: {
    tag: 'customers',
    summary: { zh: '导入列表', en: 'List imports' },
    description: {
      zh: '自己的导入，最新在前；scope=all 为所有人的导入，限可查看全部仓库的人。',
      en: 'Your own imports, newest first; `scope=all` is everybody’s, for whoever sees every pool.',
    },
    refusals: [
      [400, 'CursorInvalid'],
      [403, 'ImportNotAllowed'],
      [403, 'ImportsNotYours'],
    ],
  },
  tryImport: {
    tag: 'customers',
    summary: { zh: '试算导入', en: 'Try an import' },
    description: {
      zh: '文件上传后，逐行试算会有什么结果，不录入、不申请、不通知任何人；完成后状态为 TRIED，结果文件与正式导入相同。之后调用 start 即正式录入同一个文件。',
      en: 'Once the file is uploaded: tells of each row what would become of it, and enters nothing, applies for nothing, tells nobody. It is `TRIED` then, with a result file as an import has; `start` enters the same file.',
    },
    refusals: [[404, 'ImportNotFound']],
  },
  resumeImport: {
    tag: 'customers',
    summary: { zh: '继续导入', en: 'Have an import go on' },
    description: {
      zh: '停止的导入（STOPPED）从停下的地方继续，已录入的行不会再录入；重复调用只继续一次。限导入人。',
      en: 'An import that is `STOPPED` goes on where it was, and no row is entered twice; called again it does nothing more. For whoever made it.',
    },
    refusals: [
      [404, 'ImportNotFound'],
      [410, 'ImportExpired'],
    ],
  },
  startImport: {
    tag: 'customers',
    summary: { zh: '开始导入', en: 'Start an import' },
    description: {
      zh: '文件上传后开始，或正式录入试算过的文件；重复调用不会导入两次。每行按录入客户的规则处理，不发邮件，结果见结果文件。',
      en: 'Once the file is uploaded, or to enter what was tried; called again it does nothing twice. Each row goes by the rules of entering a customer; nobody is mailed of clashes, the result file tells them.',
    },
    refusals: [
      [404, 'ImportNotFound'],
      [410, 'ImportExpired'],
    ],
  },
  getImport: {
    tag: 'customers',
    summary: { zh: '导入进度与结果', en: 'Follow an import' },
    description: {
      zh: 'rowsDone / rows 为进度，counts 为各结果的行数。完成后 result 给出结果文件（CSV）的地址，每行说明处理结果，15 分钟内有效；结果保留到 expiresAt，过后 expired 为 true。STOPPED 表示中途停止，stopped 说明原因。',
      en: '`rowsDone` of `rows` is the progress, `counts` what the rows came to. Once done, `result` is the address of the result file (CSV), good for 15 minutes: it says of each row what became of it. It is kept until `expiresAt`; after that `expired` is true. `STOPPED` says that it stopped on the way, `stopped` why.',
    },
    refusals: [[404, 'ImportNotFound']],
  },
  getCustomer: {
    tag: 'customers',
    summary: { zh: '查看客户', en: 'Read a customer' },
    description: {
      zh: '客户及其期限（recycling）：最迟何时联系、下单，何时退回公海。可以查看其所在仓库的人可以查看；公海客户限销售及可查看全部仓库的人。',
      en: 'The customer with its days (`recycling`): by when it wants a contact and an order, and when it returns to the public pool. For whoever sees the pool it is in; of the public pool for salespeople and whoever sees every pool.',
    },
    refusals: [
      [403, 'CustomerNotYours'],
      [404, 'CustomerNotFound'],
    ],
  },
  recordContact: {
    tag: 'customers',
    summary: { zh: '登记联系', en: 'Record a contact' },
    description: {
      zh: '登记与自己仓库中客户的一次联系（电话、拜访、邮件、消息、会议）；时间默认为现在，可补登过去 30 天内的。比上次更晚的联系会顺延退回公海的期限（IN-10）。',
      en: 'A contact with a customer of your pool (call, visit, mail, message, meeting), now unless told otherwise, up to 30 days back. One later than the last moves the day on which the customer returns to the public pool (IN-10).',
    },
    refusals: [
      [403, 'ContactNotYours'],
      [404, 'CustomerNotFound'],
      [409, 'CustomerMerged'],
      [409, 'CustomerMoved'],
      [422, 'ContactTimeInvalid'],
    ],
  },
  listContacts: {
    tag: 'customers',
    summary: { zh: '联系记录', en: 'List contacts' },
    description: {
      zh: '与该客户的联系及备注，最早在前。可以查看该客户的人可以查看。',
      en: 'The contacts with the customer and what was noted, oldest first, for whoever sees the customer.',
    },
    refusals: [
      [400, 'CursorInvalid'],
      [403, 'CustomerNotYours'],
      [404, 'CustomerNotFound'],
    ],
  },
  getContactVolume: {
    tag: 'customers',
    summary: { zh: '联系量', en: 'Read a contact volume' },
    description: {
      zh: '某位销售每天登记的联系次数，按方式分列；没有联系的日子不列出。可查看本人及下属、本渠道商人员的（IN-8）。',
      en: 'How many contacts a salesperson put on record each day, by kind; days without any are left out. For oneself and whoever sees the pool (IN-8).',
    },
    refusals: [
      [403, 'PoolNotYours'],
      [422, 'DaysInvalid'],
    ],
  },
  forecastRecycling: {
    tag: 'customers',
    summary: { zh: '回收预测', en: 'Foresee recycling' },
    description: {
      zh: '到 at 那天夜里为止（默认今夜），若无人联系、无订单，哪些客户会被提醒、退回公海；给出 contactDays 或 orderDays 时，另列出规则改变后的差别。只读。按仓库分列：本人的，以及您可以查看的。',
      en: 'What the nights until that of `at` (tonight’s when left out) will warn of and return to the public pool if nobody contacts a customer and nobody orders; with `contactDays` or `orderDays` also what differs under that rule. Changes nothing. Pool by pool: yours, and those you may see.',
    },
    refusals: [
      [403, 'PoolNotYours'],
      [422, 'DaysInvalid'],
      [422, 'RuleInvalid'],
    ],
  },
};
