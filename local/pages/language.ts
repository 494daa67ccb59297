import type { IncomingMessage } from 'node:http';

export type Language = 'zh-CN' | 'en';

/** The reader's language: `?lang=`, else the cookie it left, else the browser's wish; Chinese when it has none of ours. */
export function languageOf(request: IncomingMessage, url: URL): Language {
  const asked = url.searchParams.get('lang') ?? /(?:^|;\s*)lang=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (asked === 'en') return 'en';
  if (asked === 'zh-CN') return 'zh-CN';
  const wishes = (request.headers['accept-language'] ?? '').split(',').map((wish) => wish.trim().toLowerCase());
  const first = wishes.find((wish) => wish.startsWith('zh') || wish.startsWith('en'));
  return first?.startsWith('en') ? 'en' : 'zh-CN';
}

/** The pages' words, Chinese first. */
export const words = {
  title: ['销售流程 · 本机运行', 'Sales SOP · local run'],
  start: ['首页', 'Start'],
  mail: ['邮箱', 'Mailbox'],
  executions: ['流程', 'Executions'],
  signIn: ['登录', 'Sign in'],
  inbox: ['待办', 'Inbox'],
  inboxHint: ['选一位示例人员，处理其任务', 'Choose one of the sample people and do their tasks'],
  app: ['接口', 'API'],
  appHint: ['接口说明在 /openapi.json', 'The API is described at /openapi.json'],
  mailHint: ['系统发出的每一封邮件', 'Every mail the system has sent'],
  executionsHint: ['每个项目走到了哪一步', 'Where each case stands'],
  signInHint: ['以任一示例人员的身份登录，取得令牌', 'Sign in as any of the sample people and get a token'],
  awsEndpoint: ['AWS 接口地址', 'AWS endpoint'],
  awsHint: ['AWS 命令行与 SDK 原样可用', 'The AWS CLI and SDKs work unchanged'],
  tokenHint: ['在命令行取得令牌', 'A token on the command line'],
  from: ['发件人', 'From'],
  to: ['收件人', 'To'],
  subject: ['主题', 'Subject'],
  received: ['时间（北京）', 'Time (Beijing)'],
  everyone: ['全部收件人', 'All recipients'],
  noMail: ['还没有邮件。', 'No mail yet.'],
  page: ['网页', 'HTML'],
  text: ['纯文本', 'Text'],
  headers: ['邮件头', 'Headers'],
  source: ['源码', 'Source'],
  attachments: ['附件', 'Attachments'],
  none: ['没有', 'None'],
  machine: ['状态机', 'State machine'],
  execution: ['执行', 'Execution'],
  status: ['状态', 'Status'],
  started: ['开始（北京）', 'Started (Beijing)'],
  ended: ['结束（北京）', 'Ended (Beijing)'],
  step: ['步骤', 'Step'],
  noExecutions: ['还没有流程在运行。', 'Nothing has been started yet.'],
  waitingAt: ['停在', 'Now at'],
  history: ['事件', 'Events'],
  event: ['事件', 'Event'],
  input: ['输入', 'Input'],
  output: ['输出', 'Output'],
  error: ['错误', 'Error'],
  details: ['详情', 'Details'],
  person: ['人员', 'Person'],
  role: ['角色', 'Role'],
  email: ['邮箱地址', 'E-mail'],
  use: ['以此身份登录', 'Sign in as this person'],
  token: ['令牌（一小时有效）', 'Token (valid for an hour)'],
  notFound: ['没有这个页面。', 'There is no such page.'],
  missing: ['没有找到。', 'Not found.'],
  allExecutions: ['最近的流程', 'Latest executions'],
  steps: ['走过的步骤', 'Steps passed'],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof words;

/** Says a word in the reader's language. */
export function speaker(language: Language): (word: Word) => string {
  return (word) => words[word][language === 'en' ? 1 : 0];
}
