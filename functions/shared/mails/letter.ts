import type { SalesCase } from '../domain/case.ts';
import { type Language, type Text, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { FactRow } from '../pages/key-facts.ts';
import { type Block, mailHtml, mailText } from './mail-body.ts';

/** The wording for the language being written. */
export type Say = (zh: string, en: string) => string;

export interface Letter {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  /** What the subject begins with, in brackets: the case or the application. */
  readonly about?: string;
  readonly subject: Text;
  readonly heading: Text;
  /** Where the person may reply to; undefined where replies are not taken. */
  readonly replyTo?: string | undefined;
  /** What stands below the greeting, in one language. */
  readonly blocks: (say: Say, language: Language) => Iterable<Block>;
}

/** A mail to one person. Chinese first and English below; English alone for a reader of English. Nothing in it is tracked. */
export function letter({ person, about, subject, heading, replyTo, blocks }: Letter): Mail {
  const english = person.language === 'en';
  const title = `${about === undefined ? '' : `[${about}] `}${english ? subject.en : `${subject.zh} · ${subject.en}`}`;
  const languages: readonly Language[] = english ? ['en'] : ['zh-CN', 'en'];
  const sections = languages.map((language) => {
    const say: Say = (zh, en) => wording({ zh, en }, language);
    const greeting: readonly Block[] = [
      { kind: 'heading', text: wording(heading, language) },
      { kind: 'paragraph', text: say(`${person.name}，您好：`, `Dear ${person.name},`) },
    ];
    return { language, blocks: [...greeting, ...blocks(say, language)] };
  });
  return {
    to: { name: person.name, email: person.email },
    subject: title,
    text: mailText(sections),
    html: mailHtml(title, sections),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

/** The rows that say which case a mail is about. */
export function caseRows(salesCase: Pick<SalesCase, 'id' | 'title' | 'customerName'>, say: Say): readonly FactRow[] {
  return [
    [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
    [say('客户', 'Customer'), salesCase.customerName],
  ];
}

/** The button that opens a page, with its address for mail programs that do not show buttons. */
export function button(label: string, href: string, say: Say): Block {
  return {
    kind: 'action',
    label,
    href,
    hint: say(
      '如果按钮无法打开，请把以下地址复制到浏览器：',
      'If the button does not open, copy this address into your browser:',
    ),
  };
}
