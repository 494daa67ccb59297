import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import type { Task } from '../domain/task.ts';
import { momentText } from '../pages/moments.ts';
import { type Block, mailHtml, mailText } from './mail-body.ts';

export interface FollowUpNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: SalesCase;
  readonly task: Pick<Task, 'dueAt'>;
  readonly step: Step;
  /** What they wrote themselves; may be empty. */
  readonly note: string;
  /** Where the task is found in the inbox, after signing in. */
  readonly address: string;
}

/** The mail that reminds somebody of a task at the time they chose themselves. */
export function followUpNotice(notice: FollowUpNotice): Mail {
  const { person, salesCase, step } = notice;
  const subject =
    person.language === 'en'
      ? `[${salesCase.id}] Your reminder: ${step.title.en}`
      : `[${salesCase.id}] 跟进提醒：${step.title.zh} · Your reminder`;
  const languages: readonly Language[] = person.language === 'en' ? ['en'] : ['zh-CN', 'en'];
  const sections = languages.map((language) => ({ language, blocks: [...blocks(notice, language)] }));
  return {
    to: { name: person.name, email: person.email },
    subject,
    text: mailText(sections),
    html: mailHtml(subject, sections),
  };
}

function* blocks(
  { person, salesCase, task, step, note, address }: FollowUpNotice,
  language: Language,
): Iterable<Block> {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  yield { kind: 'heading', text: say(`跟进：${step.title.zh}`, `Follow up: ${step.title.en}`) };
  yield {
    kind: 'paragraph',
    text: say(
      `${person.name}，您好：您设置了此时提醒，任务仍未完成。`,
      `Dear ${person.name}, you asked to be reminded now, and the task is open still.`,
    ),
  };
  if (note !== '') yield { kind: 'note', label: say('您的备注', 'Your note'), text: note };
  yield {
    kind: 'facts',
    rows: [
      [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
      [say('客户', 'Customer'), salesCase.customerName],
      [say('任务', 'Task'), wording(step.title, language)],
      [say('请在此之前处理', 'Please act before'), momentText(task.dueAt, language)],
    ],
  };
  yield {
    kind: 'action',
    label: say('查看任务', 'Open the task'),
    href: address,
    hint: say(
      '如果按钮无法打开，请把以下地址复制到浏览器：',
      'If the button does not open, copy this address into your browser:',
    ),
  };
  yield { kind: 'small', text: say('打开后需要登录。', 'You will be asked to sign in.') };
}
