import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import type { Task } from '../domain/task.ts';
import { momentText } from '../pages/moments.ts';
import { button, caseRows, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

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
  return letter({
    person,
    about: salesCase.id,
    subject: { zh: `跟进提醒：${step.title.zh}`, en: `Your reminder: ${step.title.en}` },
    heading: { zh: `跟进：${step.title.zh}`, en: `Follow up: ${step.title.en}` },
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function* blocks(
  { salesCase, task, step, note, address }: FollowUpNotice,
  say: Say,
  language: Language,
): Iterable<Block> {
  yield {
    kind: 'paragraph',
    text: say('您设置了此时提醒，任务仍未完成。', 'You asked to be reminded now, and the task is open still.'),
  };
  if (note !== '') yield { kind: 'note', label: say('您的备注', 'Your note'), text: note };
  yield {
    kind: 'facts',
    rows: [
      ...caseRows(salesCase, say),
      [say('任务', 'Task'), wording(step.title, language)],
      [say('请在此之前处理', 'Please act before'), momentText(task.dueAt, language)],
    ],
  };
  yield button(say('查看任务', 'Open the task'), address, say);
  yield { kind: 'small', text: say('打开后需要登录。', 'You will be asked to sign in.') };
}
