import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import { button, caseRows, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface MentionNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: SalesCase;
  readonly step: Step;
  /** The name of who wrote the comment. */
  readonly by: string;
  readonly text: string;
  /** Names of the files the comment carries. */
  readonly files: readonly string[];
  /** Where the task is found in the inbox, after signing in. */
  readonly address: string;
}

/** The mail that tells somebody that a comment mentions them. Asks for no decision and carries no link of its own. */
export function mentionNotice(notice: MentionNotice): Mail {
  const { person, salesCase, by } = notice;
  const heading = { zh: `${by} 提到了您`, en: `${by} mentioned you` };
  return letter({
    person,
    about: salesCase.id,
    subject: heading,
    heading,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function blocks(
  { salesCase, step, text, files, address }: MentionNotice,
  say: Say,
  language: Language,
): readonly Block[] {
  return [
    { kind: 'note', label: say('评论', 'Comment'), text },
    {
      kind: 'facts',
      rows: [
        ...(files.length === 0 ? [] : [[say('附件', 'Files'), files.join(language === 'en' ? ', ' : '、')] as const]),
        ...caseRows(salesCase, say),
        [say('任务', 'Task'), wording(step.title, language)],
      ],
    },
    button(say('查看任务', 'Open the task'), address, say),
    {
      kind: 'small',
      text: say('打开后需要登录。此邮件无需回复。', 'You will be asked to sign in. No reply is needed.'),
    },
  ];
}
