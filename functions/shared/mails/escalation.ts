import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { roles } from '../domain/roles.ts';
import type { Step } from '../domain/steps.ts';
import type { Task } from '../domain/task.ts';
import { momentText } from '../pages/moments.ts';
import { button, caseRows, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface EscalationNotice {
  readonly person: Person;
  readonly salesCase: SalesCase;
  readonly task: Task;
  readonly step: Step;
  /** Name of who has the task; undefined where nobody of the group has taken it. */
  readonly holder: string | undefined;
  /** When the ladder gives the task to somebody else; undefined where it never will. */
  readonly reassignAt: string | undefined;
  /** Where the person sees the task once they are signed in. */
  readonly link: string;
}

/**
 * The mail that tells a supervisor of a task which nobody decides in time. It decides nothing and carries no link that
 * could.
 */
export function escalationNotice(notice: EscalationNotice): Mail {
  const { person, salesCase, step } = notice;
  return letter({
    person,
    about: salesCase.id,
    subject: { zh: `逾期上报：${step.title.zh}`, en: `Late: ${step.title.en}` },
    heading: step.title,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function* blocks(
  { salesCase, task, holder, reassignAt, link }: EscalationNotice,
  say: Say,
  language: Language,
): Iterable<Block> {
  const group = wording(roles[task.role], language);
  yield {
    kind: 'paragraph',
    text: say(
      '以下任务没有在时限内处理，请您关注并督促。',
      'This task was not decided in time: please see to it that it is.',
    ),
  };
  yield {
    kind: 'facts',
    rows: [
      ...caseRows(salesCase, say),
      [
        say('处理人', 'With'),
        holder === undefined ? say(`${group}（无人认领）`, `${group}, taken by nobody yet`) : `${holder} · ${group}`,
      ],
      [say('下达时间', 'Asked'), momentText(task.openedAt, language)],
      [say('办理时限', 'Due'), momentText(task.dueAt, language)],
      ...(reassignAt === undefined
        ? []
        : [
            [
              say('届时仍未处理将改派', 'Given to somebody else unless decided by'),
              momentText(reassignAt, language),
            ] as const,
          ]),
    ],
  };
  yield button(say('登录查看', 'Sign in and look'), link, say);
}
