import type { Application, ApplicationKind, ApplicationResult } from '../domain/application.ts';
import { resultText } from '../domain/application-results.ts';
import type { Language, Text } from '../domain/language.ts';
import { wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { button, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface ApplicationNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly application: Application;
  /** How it ended, for the applicant; absent when the approval group is asked. */
  readonly result?: ApplicationResult;
  /** Whose customer it was refused as (IN-3). */
  readonly holder?: string;
  /** Where the inbox is, without a slash at the end. */
  readonly publicUrl: string;
}

const asks: Readonly<Record<ApplicationKind, Text>> = {
  entry: {
    zh: '该客户可能与已有客户重复，请审批组比对两份资料后决定。',
    en: 'This customer may be one that is there already: the approval group compares both records and decides.',
  },
  'transfer-in': {
    zh: '申请人要调入公海中其他区域的客户，请审批组决定。',
    en: 'The applicant asks for a customer of the public pool from another region: the approval group decides.',
  },
};

/** The first application of an import speaks for all of them. */
const importAsks: Text = {
  zh: '导入的客户名单中，有的行可能与已有客户重复。请审批组逐个比对后决定；后续各行不再逐一发邮件，请在申请列表中查看。',
  en: 'Rows of an imported list may be customers that are there already: the approval group compares and decides on each. No further mail is sent for this list; its applications are in the list of applications.',
};

const importTitle: Text = { zh: '导入名单待审批', en: 'Rows of an imported list are to be decided' };

const titles: Readonly<Record<ApplicationKind, Text>> = {
  entry: { zh: '客户录入申请待审批', en: 'A customer’s entry is to be decided' },
  'transfer-in': { zh: '客户调入申请待审批', en: 'A customer’s transfer-in is to be decided' },
};

const ended: Readonly<Record<ApplicationKind, Text>> = {
  entry: { zh: '客户录入申请已有结果', en: 'Your application has ended' },
  'transfer-in': { zh: '客户调入申请已有结果', en: 'Your application for a transfer-in has ended' },
};

/** The mail that asks the approval group, or tells the applicant how an application ended (IN-4). */
export function applicationNotice(notice: ApplicationNotice): Mail {
  const { person, application, result } = notice;
  const title = titleOf(application, result);
  return letter({
    person,
    about: application.id,
    subject: title,
    heading: title,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function titleOf({ kind, importId }: Application, result: ApplicationResult | undefined): Text {
  if (result !== undefined) return ended[kind];
  return importId === undefined ? titles[kind] : importTitle;
}

function told({ kind, importId }: Application, result: ApplicationResult | undefined): Text {
  if (result === undefined) return importId === undefined ? asks[kind] : importAsks;
  return resultText(kind, result);
}

function blocks(
  { application, result, holder, publicUrl }: ApplicationNotice,
  say: Say,
  language: Language,
): readonly Block[] {
  const { decision, reason = '' } = application;
  const comment = decision?.comment ?? '';
  return [
    { kind: 'paragraph', text: wording(told(application, result), language) },
    {
      kind: 'facts',
      rows: [
        [say('申请编号', 'Application'), application.id],
        [say('公司名称', 'Company name'), application.facts.name],
        ...(holder === undefined ? [] : [[say('现有归属人', 'Its holder'), holder] as const]),
        ...(result === undefined && reason !== '' ? [[say('申请理由', 'Reason'), reason] as const] : []),
      ],
    },
    ...(comment === '' ? [] : [{ kind: 'note', label: say('审批意见', 'Comment'), text: comment } as const]),
    button(
      result === undefined ? say('比对并决定', 'Compare and decide') : say('查看申请', 'See the application'),
      result === undefined && application.importId !== undefined
        ? `${publicUrl}/inbox/applications`
        : `${publicUrl}/inbox/applications/${application.id}`,
      say,
    ),
    { kind: 'small', text: say('此邮件无需回复。', 'No reply is needed.') },
  ];
}
