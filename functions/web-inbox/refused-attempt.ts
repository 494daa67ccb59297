import type { Fact } from '../shared/domain/history.ts';
import { type Language, type Text, wording } from '../shared/domain/language.ts';
import type { AutomaticKind } from '../shared/domain/reply-automatic.ts';
import type { Unclear } from '../shared/domain/reply-reading.ts';
import type { SenderRefusal } from '../shared/domain/reply-sender.ts';
import type { HtmlValue } from '../shared/pages/html.ts';

/** Why an attempt was refused, for whoever reads the case's history; a code without words is shown as it is. */
export function aboutAttempt({ type, detail }: Fact, language: Language): HtmlValue {
  const why = detail?.why;
  if (type !== 'task.refused-attempt' || typeof why !== 'string') return undefined;
  const words = reasons.get(why === 'LinkDead' ? `LinkDead ${detail?.link}` : why);
  return `${language === 'en' ? ': ' : '：'}${words === undefined ? why : wording(words, language)}`;
}

const machine: Text = { zh: '机器自动发出的邮件', en: 'a mail sent by a machine' };
const forged: Text = {
  zh: '邮件未通过发件人验证（DMARC、SPF、DKIM）',
  en: 'the mail’s sender could not be verified (DMARC, SPF, DKIM)',
};
const reissued: Text = { zh: '任务已重新下达，旧链接或旧邮件失效', en: 'the task had been issued again' };
const notTheirs: Text = { zh: '任务不由其处理', en: 'the task was not theirs' };
const cancelled: Text = { zh: '任务已取消', en: 'the task was cancelled' };
const expired: Text = { zh: '任务已过期', en: 'the task had expired' };
const signIn: Text = { zh: '须登录后办理', en: 'it is done signed in' };

const ofMails: Readonly<
  Record<AutomaticKind | SenderRefusal | Unclear | 'virus' | 'spam' | 'repeated-mail' | 'unreadable', Text>
> = {
  'auto-submitted': machine,
  'suppresses-responses': machine,
  list: { zh: '邮件列表或群发邮件', en: 'a mailing list’s mail' },
  bounce: { zh: '退信', en: 'a bounce' },
  'auto-reply': { zh: '自动回复', en: 'an automatic reply' },
  loop: { zh: '本系统自己的邮件', en: 'our own mail coming back' },
  'from-not-one': { zh: '邮件不是只有一个发件人', en: 'the mail had no sender, or several' },
  'from-other-person': { zh: '发件人不是本人', en: 'the mail was from somebody else' },
  'dmarc-fail': forged,
  'spf-fail': forged,
  'spf-unaligned': forged,
  'dkim-fail': forged,
  'dkim-unaligned': forged,
  virus: { zh: '邮件未通过病毒检查', en: 'the mail did not pass the virus check' },
  spam: { zh: '邮件被判定为垃圾邮件', en: 'the mail was taken for spam' },
  'repeated-mail': { zh: '同一封邮件重复收到', en: 'the same mail came again' },
  unreadable: { zh: '邮件无法读取', en: 'the mail could not be read' },
  empty: { zh: '回复中没有本人写的内容', en: 'the reply held nothing of their own' },
  'no-keyword': { zh: '回复第一行不是决定用语', en: 'the reply’s first line was no keyword' },
  'several-keywords': { zh: '回复中有不同的决定', en: 'the reply named different decisions' },
  'reason-missing': { zh: '没有写明原因', en: 'no reason was given' },
  'form-needed': { zh: '须填写表单', en: 'its form is needed' },
  'sign-in-needed': signIn,
  'page-missing': { zh: '回复中没有发布页面的地址', en: 'the reply named no published page' },
};

/** By the code on record: an error's name, or a mail's fate. */
const reasons: ReadonlyMap<string, Text> = new Map([
  ...Object.entries(ofMails),
  ['NotYourTask', notTheirs],
  ['ReassignmentNotYours', { zh: '无权改派此任务', en: 'the task was not theirs to reassign' }],
  ['DutiesSeparated', { zh: '职责分离，不得由其决定', en: 'separated duties kept them away' }],
  ['ContentChanged', { zh: '内容在查看之后已修改', en: 'the content had changed since they read it' }],
  ['SignInNeeded', signIn],
  ['TaskAlreadyDecided', { zh: '任务已有决定', en: 'the task was decided already' }],
  ['TaskCancelled', cancelled],
  ['TaskExpired', expired],
  ['TaskNotFound', { zh: '没有这个任务', en: 'there is no such task' }],
  ['TaskReissued', reissued],
  ['LinkDead reassigned', notTheirs],
  ['LinkDead superseded', reissued],
  ['LinkDead cancelled', cancelled],
  ['LinkDead expired', expired],
]);
