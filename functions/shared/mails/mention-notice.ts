import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import { type Block, mailHtml, mailText } from './mail-body.ts';

export interface MentionNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: SalesCase;
  readonly step: Step;
  /** The name of who wrote the comment. */
  readonly by: string;
  readonly text: string;
  /** Where the task is found in the inbox, after signing in. */
  readonly address: string;
}

/** The mail that tells somebody that a comment mentions them. Asks for no decision and carries no link of its own. */
export function mentionNotice(notice: MentionNotice): Mail {
  const { person, salesCase, by } = notice;
  const subject =
    person.language === 'en'
      ? `[${salesCase.id}] ${by} mentioned you`
      : `[${salesCase.id}] ${by} 提到了您 · ${by} mentioned you`;
  const languages: readonly Language[] = person.language === 'en' ? ['en'] : ['zh-CN', 'en'];
  const sections = languages.map((language) => ({ language, blocks: blocks(notice, language) }));
  return {
    to: { name: person.name, email: person.email },
    subject,
    text: mailText(sections),
    html: mailHtml(subject, sections),
  };
}

function blocks({ person, salesCase, step, by, text, address }: MentionNotice, language: Language): readonly Block[] {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return [
    { kind: 'heading', text: say(`${by} 提到了您`, `${by} mentioned you`) },
    { kind: 'paragraph', text: say(`${person.name}，您好：`, `Dear ${person.name},`) },
    { kind: 'note', label: say('评论', 'Comment'), text },
    {
      kind: 'facts',
      rows: [
        [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
        [say('客户', 'Customer'), salesCase.customerName],
        [say('任务', 'Task'), wording(step.title, language)],
      ],
    },
    {
      kind: 'action',
      label: say('查看任务', 'Open the task'),
      href: address,
      hint: say(
        '如果按钮无法打开，请把以下地址复制到浏览器：',
        'If the button does not open, copy this address into your browser:',
      ),
    },
    {
      kind: 'small',
      text: say('打开后需要登录。此邮件无需回复。', 'You will be asked to sign in. No reply is needed.'),
    },
  ];
}
