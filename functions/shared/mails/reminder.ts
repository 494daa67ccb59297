import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import type { Task } from '../domain/task.ts';
import { momentText } from '../pages/moments.ts';
import { type Block, mailHtml, mailText } from './mail-body.ts';
import { replyWords } from './reply-words.ts';

export interface Reminder {
  readonly person: Person;
  readonly salesCase: SalesCase;
  readonly task: Task;
  readonly step: Step;
  /** The whole address of the person's own link: the one they have had before. */
  readonly link: string;
  /** Where the person may reply to; undefined where replies are not taken. */
  readonly replyTo?: string | undefined;
  readonly now: Date;
}

/**
 * The mail that reminds a person of a task nobody has decided yet, before or after it was due. Chinese first and English
 * below; English alone for a reader of English.
 */
export function reminder(notice: Reminder): Mail {
  const { person, salesCase, step } = notice;
  const late = isLate(notice);
  const subject =
    person.language === 'en'
      ? `[${salesCase.id}] ${late ? 'Overdue' : 'Reminder'}: ${step.title.en}`
      : `[${salesCase.id}] ${late ? '已逾期' : '提醒'}：请${step.title.zh} · ${late ? 'Overdue' : 'Reminder'}: ${step.title.en}`;
  const languages: readonly Language[] = person.language === 'en' ? ['en'] : ['zh-CN', 'en'];
  const sections = languages.map((language) => ({ language, blocks: [...blocks(notice, language)] }));
  return {
    to: { name: person.name, email: person.email },
    subject,
    text: mailText(sections),
    html: mailHtml(subject, sections),
    ...(notice.replyTo === undefined ? {} : { replyTo: notice.replyTo }),
  };
}

function isLate({ task, now }: Reminder): boolean {
  return task.dueAt <= now.toISOString();
}

function* blocks(notice: Reminder, language: Language): Iterable<Block> {
  const { person, salesCase, task, step, link, replyTo } = notice;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  yield { kind: 'heading', text: wording(step.title, language) };
  yield { kind: 'paragraph', text: say(`${person.name}，您好：`, `Dear ${person.name},`) };
  yield {
    kind: 'paragraph',
    text: isLate(notice)
      ? say('以下任务已过办理时限，仍在等待您处理。', 'This task is past its due time and still waits for you.')
      : say('以下任务还在等待您处理。', 'This task still waits for you.'),
  };
  yield { kind: 'paragraph', text: wording(step.ask, language) };
  yield {
    kind: 'facts',
    rows: [
      [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
      [say('客户', 'Customer'), salesCase.customerName],
      [say('下达时间', 'Asked'), momentText(task.openedAt, language)],
      [say('办理时限', 'Due'), momentText(task.dueAt, language)],
    ],
  };
  yield {
    kind: 'action',
    label: say('查看并处理', 'Open and act'),
    href: link,
    hint: say(
      '如果按钮无法打开，请把以下地址复制到浏览器：',
      'If the button does not open, copy this address into your browser:',
    ),
  };
  if (replyTo !== undefined) yield* replyWords(step, language, false);
  yield {
    kind: 'small',
    text: say(
      '此链接只供您本人使用，请勿转发。如已处理，请忽略此邮件。',
      'The link is yours alone: please do not forward it. If you have acted already, ignore this mail.',
    ),
  };
}
