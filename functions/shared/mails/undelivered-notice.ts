import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import { type Block, mailHtml, mailText } from './mail-body.ts';

export interface UndeliveredNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: SalesCase;
  readonly step: Step;
  /** The name of whom the mail did not reach. */
  readonly unreached: string;
  /** Where the case is found, after signing in. */
  readonly address: string;
}

/** The mail that tells who can help that somebody was not reached. Asks for no decision and carries no link of its own. */
export function undeliveredNotice(notice: UndeliveredNotice): Mail {
  const { person, salesCase, unreached } = notice;
  const subject =
    person.language === 'en'
      ? `[${salesCase.id}] Our mail did not reach ${unreached}`
      : `[${salesCase.id}] 邮件未送达${unreached} · Our mail did not reach ${unreached}`;
  const languages: readonly Language[] = person.language === 'en' ? ['en'] : ['zh-CN', 'en'];
  const sections = languages.map((language) => ({ language, blocks: blocks(notice, language) }));
  return {
    to: { name: person.name, email: person.email },
    subject,
    text: mailText(sections),
    html: mailHtml(subject, sections),
  };
}

function blocks(
  { person, salesCase, step, unreached, address }: UndeliveredNotice,
  language: Language,
): readonly Block[] {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return [
    { kind: 'heading', text: say(`邮件未送达${unreached}`, `Our mail did not reach ${unreached}`) },
    { kind: 'paragraph', text: say(`${person.name}，您好：`, `Dear ${person.name},`) },
    {
      kind: 'paragraph',
      text: say(
        '以下任务的通知邮件被退回或被标为垃圾邮件，对方很可能还不知道有此任务。请用其他方式联系对方，并核对邮箱地址。',
        'The notice of this task bounced or was marked as spam: they probably do not know of it. Please reach them another way, and check the address.',
      ),
    },
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
      label: say('查看项目', 'Open the case'),
      href: address,
      hint: say(
        '如果按钮无法打开，请把以下地址复制到浏览器：',
        'If the button does not open, copy this address into your browser:',
      ),
    },
  ];
}
