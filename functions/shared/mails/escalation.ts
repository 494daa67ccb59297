import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { roles } from '../domain/roles.ts';
import type { Step } from '../domain/steps.ts';
import type { Task } from '../domain/task.ts';
import { momentText } from '../pages/moments.ts';
import { type Block, mailHtml, mailText } from './mail-body.ts';

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
 * could. Chinese first and English below; English alone for a reader of English.
 */
export function escalationNotice(notice: EscalationNotice): Mail {
  const { person, salesCase, step } = notice;
  const subject =
    person.language === 'en'
      ? `[${salesCase.id}] Late: ${step.title.en}`
      : `[${salesCase.id}] 逾期上报：${step.title.zh} · Late: ${step.title.en}`;
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
  { person, salesCase, task, step, holder, reassignAt, link }: EscalationNotice,
  language: Language,
): Iterable<Block> {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const group = wording(roles[task.role], language);
  yield { kind: 'heading', text: wording(step.title, language) };
  yield { kind: 'paragraph', text: say(`${person.name}，您好：`, `Dear ${person.name},`) };
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
      [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
      [say('客户', 'Customer'), salesCase.customerName],
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
  yield {
    kind: 'action',
    label: say('登录查看', 'Sign in and look'),
    href: link,
    hint: say(
      '如果按钮无法打开，请把以下地址复制到浏览器：',
      'If the button does not open, copy this address into your browser:',
    ),
  };
}
