import type { SalesCase } from '../domain/case.ts';
import type { Publication } from '../domain/documents.ts';
import type { Language } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { momentText } from '../pages/moments.ts';
import { type Block, mailHtml, mailText } from './mail-body.ts';

export interface PublicationNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: SalesCase;
  readonly publication: Publication;
}

/** The mail that tells assistant and customer what was published, where and when (after code 18). Asks nothing. */
export function publicationNotice(notice: PublicationNotice): Mail {
  const { person, salesCase } = notice;
  const subject =
    person.language === 'en'
      ? `[${salesCase.id}] The ad is published`
      : `[${salesCase.id}] 广告已发布 · The ad is published`;
  const languages: readonly Language[] = person.language === 'en' ? ['en'] : ['zh-CN', 'en'];
  const sections = languages.map((language) => ({ language, blocks: blocks(notice, language) }));
  return {
    to: { name: person.name, email: person.email },
    subject,
    text: mailText(sections),
    html: mailHtml(subject, sections),
  };
}

function blocks({ person, salesCase, publication }: PublicationNotice, language: Language): readonly Block[] {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return [
    { kind: 'heading', text: say('广告已发布', 'The ad is published') },
    { kind: 'paragraph', text: say(`${person.name}，您好：`, `Dear ${person.name},`) },
    {
      kind: 'paragraph',
      text: say('广告发布部反馈：以下广告已经发布。', 'The publishing department reports that this ad is published.'),
    },
    {
      kind: 'facts',
      rows: [
        [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
        [say('客户', 'Customer'), salesCase.customerName],
        [say('发布时间', 'Published on'), momentText(publication.publishedAt, language)],
        ...(publication.screenshot === undefined
          ? []
          : [[say('页面截图', 'Screenshot'), publication.screenshot] as const]),
      ],
    },
    { kind: 'list', label: say('发布页面', 'Published at'), items: publication.pages },
    {
      kind: 'small',
      text: say(
        '助理将核查页面，之后会请客户确认。此邮件无需回复。',
        'The assistant will check the pages, then the customer is asked to confirm. No reply is needed.',
      ),
    },
  ];
}
