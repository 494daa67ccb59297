import type { Application, ApplicationResult } from '../domain/application.ts';
import type { Language, Text } from '../domain/language.ts';
import { wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface ApplicationNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly application: Application;
  /** How it ended, for the applicant; absent when the approval group is asked. */
  readonly result?: ApplicationResult;
}

const results: Readonly<Record<ApplicationResult, Text>> = {
  entered: { zh: '审批通过，客户已录入您的仓库。', en: 'It was accepted: the customer is in your pool.' },
  refused: {
    zh: '审批未通过：与已有客户为同一客户。请把线索转交给现有归属人。',
    en: 'It was refused: it is the customer that is there already. Hand the lead over to its holder.',
  },
  expired: {
    zh: '三十天内无人决定，申请已过期。如仍需录入，请重新提交。',
    en: 'Nobody decided within thirty days and the application expired. Enter the customer again if you still want to.',
  },
  'pool-full': {
    zh: '审批通过，但您的仓库已满，未能录入。请先腾出名额，再重新提交。',
    en: 'It was accepted, but your pool is full and it was not entered. Make room, then enter it again.',
  },
  'duplicate-since': {
    zh: '审批期间，同一客户已由他人录入，未能录入。',
    en: 'Somebody entered this very customer while it was decided on, so it was not entered.',
  },
};

const asks: Text = {
  zh: '该客户可能与已有客户重复，请审批组比对后决定。两份资料见接口 GET /applications/（编号），决定用 POST /applications/（编号）/decision。',
  en: 'This customer may be one that is there already: the approval group compares and decides. Both records are at GET /applications/(number) of the API; decide by POST /applications/(number)/decision.',
};

/** The mail that asks the approval group, or tells the applicant how an application ended (IN-4). */
export function applicationNotice(notice: ApplicationNotice): Mail {
  const { person, application, result } = notice;
  const title: Text =
    result === undefined
      ? { zh: '客户录入申请待审批', en: 'A customer’s entry is to be decided' }
      : { zh: '客户录入申请已有结果', en: 'Your application has ended' };
  return letter({
    person,
    about: application.id,
    subject: title,
    heading: title,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function blocks({ application, result }: ApplicationNotice, say: Say, language: Language): readonly Block[] {
  const comment = application.decision?.comment ?? '';
  return [
    { kind: 'paragraph', text: wording(result === undefined ? asks : results[result], language) },
    {
      kind: 'facts',
      rows: [
        [say('申请编号', 'Application'), application.id],
        [say('公司名称', 'Company name'), application.facts.name],
      ],
    },
    ...(comment === '' ? [] : [{ kind: 'note', label: say('审批意见', 'Comment'), text: comment } as const]),
    { kind: 'small', text: say('此邮件无需回复。', 'No reply is needed.') },
  ];
}
