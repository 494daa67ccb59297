import type { ClashNotice } from '../domain/intake.ts';
import type { Language } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { FactRow } from '../pages/key-facts.ts';
import { momentText } from '../pages/moments.ts';
import { button, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface CorrectionClashMail {
  /** Who reads it: who corrected the facts, who holds the customer they look like, or one of the approval group. */
  readonly role: 'finder' | 'holder' | 'group';
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly names: { readonly finder: string; readonly holder: string };
  readonly notice: ClashNotice;
  /** The customer whose facts were to be corrected, as it is. */
  readonly corrected: { readonly id: string; readonly name: string };
  /** The customer they look like; told to its holder and to the approval group only. */
  readonly rival: { readonly id: string; readonly name: string };
  /** Where the inbox is, without a slash at the end. */
  readonly publicUrl: string;
}

/** The mail that tells of a correction that makes a customer look like another's (IN-3, IN-6): nothing was changed. */
export function correctionClashMail(mail: CorrectionClashMail): Mail {
  const subject =
    mail.role === 'group'
      ? { zh: '客户资料更正待处理', en: 'A correction of a customer to settle' }
      : { zh: '客户资料更正后重复，未更改', en: 'A correction clashes with a customer' };
  return letter({
    person: mail.person,
    subject,
    heading: subject,
    blocks: (say, language) => blocks(mail, say, language),
  });
}

function blocks(
  { role, names, notice, corrected, rival, publicUrl }: CorrectionClashMail,
  say: Say,
  language: Language,
): readonly Block[] {
  const { finder, holder } = names;
  const told = {
    finder: say(
      `您更正后的客户资料与${holder}的客户相同或相近，资料未更改，已交审批组处理。`,
      `With the facts you gave, your customer looks like one of ${holder}. Nothing was changed; the approval group settles it.`,
    ),
    holder: say(
      `${finder}更正客户资料，更正后与您的客户相同或相近。资料未更改，由审批组处理。`,
      `${finder} corrected the facts of a customer so that it looks like yours. Nothing was changed; the approval group settles it.`,
    ),
    group: say(
      `${finder}更正的客户资料与${holder}的客户相同或相近，资料未更改。请打开该更正：确认是不同的公司则同意更正，是同一公司则合并，录入违规则撤销。`,
      `${finder} corrected the facts of a customer so that it looks like one of ${holder}. Nothing was changed. Open the correction: agree to it if the companies differ, merge the two if they are one, or reverse an illegal entry.`,
    ),
  };
  const rows: readonly FactRow[] = [
    ...(role === 'holder'
      ? []
      : [[say('更正的客户', 'Corrected customer'), `${corrected.id} · ${corrected.name}`] as const]),
    [say('更正后的名称', 'Name as corrected'), notice.typedName],
    ...(role === 'finder' ? [] : [[say('相近的客户', 'It looks like'), `${rival.id} · ${rival.name}`] as const]),
    [say('时间', 'When'), momentText(notice.at, language)],
  ];
  return [
    { kind: 'paragraph', text: told[role] },
    { kind: 'facts', rows },
    ...(role === 'group'
      ? [
          button(
            say('比对并处理', 'Compare and settle'),
            `${publicUrl}/inbox/customers/${corrected.id}/correction`,
            say,
          ),
        ]
      : []),
    { kind: 'small', text: say('此邮件无需回复。', 'No reply is needed.') },
  ];
}
