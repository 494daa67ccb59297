import type { Customer } from '../domain/customer.ts';
import { type CorrectableFact, factNames, type ReplacedFacts } from '../domain/customer-correction.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import { momentText } from '../pages/moments.ts';
import { letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface CorrectionNotice {
  /** Who holds the customer. */
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  /** What somebody else corrected is called. */
  readonly by: string;
  readonly replaced: ReplacedFacts;
  /** The customer as it is now. */
  readonly customer: Customer;
}

/** The mail that tells the holder of a customer whose facts somebody else corrected. */
export function correctionNotice(notice: CorrectionNotice): Mail {
  const subject = { zh: '您的客户资料已由他人更正', en: 'Your customer’s facts were corrected' };
  return letter({
    person: notice.person,
    subject,
    heading: subject,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function blocks({ by, replaced, customer }: CorrectionNotice, say: Say, language: Language): readonly Block[] {
  const { facts, changed, reason, at } = replaced;
  const value = (of: typeof facts, fact: CorrectableFact): string => of[fact] ?? say('空', 'empty');
  return [
    {
      kind: 'paragraph',
      text: say(
        `${by}更正了您的客户的资料。以前的资料保留在记录中。`,
        `${by} corrected the facts of your customer. The earlier ones stay on record.`,
      ),
    },
    {
      kind: 'facts',
      rows: [
        [say('客户', 'Customer'), `${customer.id} · ${customer.name}`],
        ...changed.map(
          (fact) => [wording(factNames[fact], language), `${value(facts, fact)} → ${value(customer, fact)}`] as const,
        ),
        [say('时间', 'When'), momentText(at, language)],
      ],
    },
    ...(reason === '' ? [] : [{ kind: 'note', label: say('理由', 'Reason'), text: reason } as const]),
    { kind: 'small', text: say('此邮件无需回复。', 'No reply is needed.') },
  ];
}
