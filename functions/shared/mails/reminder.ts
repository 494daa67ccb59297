import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import type { Task } from '../domain/task.ts';
import { momentText } from '../pages/moments.ts';
import { button, caseRows, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';
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

/** The mail that reminds a person of a task nobody has decided yet, before or after it was due. */
export function reminder(notice: Reminder): Mail {
  const { person, salesCase, step } = notice;
  const late = isLate(notice);
  return letter({
    person,
    about: salesCase.id,
    subject: late
      ? { zh: `已逾期：请${step.title.zh}`, en: `Overdue: ${step.title.en}` }
      : { zh: `提醒：请${step.title.zh}`, en: `Reminder: ${step.title.en}` },
    heading: step.title,
    replyTo: notice.replyTo,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function isLate({ task, now }: Reminder): boolean {
  return task.dueAt <= now.toISOString();
}

function* blocks(notice: Reminder, say: Say, language: Language): Iterable<Block> {
  const { salesCase, task, step, link, replyTo } = notice;
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
      ...caseRows(salesCase, say),
      [say('下达时间', 'Asked'), momentText(task.openedAt, language)],
      [say('办理时限', 'Due'), momentText(task.dueAt, language)],
    ],
  };
  yield button(say('查看并处理', 'Open and act'), link, say);
  if (replyTo !== undefined) yield* replyWords(step, language, false);
  yield {
    kind: 'small',
    text: say(
      '此链接只供您本人使用，请勿转发。如已处理，请忽略此邮件。',
      'The link is yours alone: please do not forward it. If you have acted already, ignore this mail.',
    ),
  };
}
