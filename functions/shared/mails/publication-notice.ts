import type { SalesCase } from '../domain/case.ts';
import type { Publication } from '../domain/documents.ts';
import type { Language } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { momentText } from '../pages/moments.ts';
import { caseRows, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface PublicationNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: SalesCase;
  readonly publication: Publication;
}

/** The mail that tells assistant and customer what was published, where and when (after code 18). Asks nothing. */
export function publicationNotice(notice: PublicationNotice): Mail {
  const { person, salesCase } = notice;
  const heading = { zh: '广告已发布', en: 'The ad is published' };
  return letter({
    person,
    about: salesCase.id,
    subject: heading,
    heading,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function blocks({ salesCase, publication }: PublicationNotice, say: Say, language: Language): readonly Block[] {
  return [
    {
      kind: 'paragraph',
      text: say('广告发布部反馈：以下广告已经发布。', 'The publishing department reports that this ad is published.'),
    },
    {
      kind: 'facts',
      rows: [
        ...caseRows(salesCase, say),
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
