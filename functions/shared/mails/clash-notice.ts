import type { ClashNotice } from '../domain/intake.ts';
import type { Language } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { momentText } from '../pages/moments.ts';
import { letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface ClashMail {
  readonly role: 'finder' | 'holder';
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly names: { readonly finder: string; readonly holder: string };
  readonly notice: ClashNotice;
  /** The name of the holder's customer; told to the holder only. */
  readonly customerName: string;
}

/** The mail that tells finder and holder of a customer that cannot be entered twice (IN-3). Asks for the lead, not for a reply. */
export function clashMail(mail: ClashMail): Mail {
  const { person } = mail;
  return letter({
    person,
    subject: { zh: '客户重复，请转交线索', en: 'A customer is in a pool already' },
    heading: { zh: '客户重复', en: 'The customer is there already' },
    blocks: (say, language) => blocks(mail, say, language),
  });
}

function blocks({ role, names, notice, customerName }: ClashMail, say: Say, language: Language): readonly Block[] {
  const { finder, holder } = names;
  const told =
    role === 'finder'
      ? say(
          `您要录入的客户已在${holder}的仓库中，未予录入。请把线索转交给${holder}。`,
          `The customer you entered is in the pool of ${holder} already and was not entered. Please hand the lead over to ${holder}.`,
        )
      : say(
          `${finder}要录入的客户已在您的仓库中，未予录入。系统已提醒${finder}把线索转交给您。`,
          `${finder} tried to enter a customer that is in your pool. It was not entered, and ${finder} was reminded to hand the lead over to you.`,
        );
  return [
    { kind: 'paragraph', text: told },
    {
      kind: 'facts',
      rows: [
        [say('录入的名称', 'Name as typed'), notice.typedName],
        ...(role === 'holder' ? [[say('您的客户', 'Your customer'), customerName] as const] : []),
        [say('时间', 'When'), momentText(notice.at, language)],
      ],
    },
    { kind: 'small', text: say('此邮件无需回复。', 'No reply is needed.') },
  ];
}
