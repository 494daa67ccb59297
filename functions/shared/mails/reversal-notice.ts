import type { Language } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Move } from '../domain/pools.ts';
import type { Mail } from '../domain/ports.ts';
import { momentText } from '../pages/moments.ts';
import { letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface ReversalNotice {
  /** Who reads it: who lost the customer, who was given it, or one of the approval group. */
  readonly role: 'loser' | 'holder' | 'group';
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly names: { readonly from: string; readonly to: string; readonly by: string };
  readonly move: Move;
  readonly customerName: string;
}

/** The mail that tells of an illegal entry that was reversed (IN-9): the customer and its commission change hands. */
export function reversalNotice(notice: ReversalNotice): Mail {
  const subject = { zh: '违规录入已撤销', en: 'An illegal entry was reversed' };
  return letter({
    person: notice.person,
    subject,
    heading: subject,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function blocks({ role, names, move, customerName }: ReversalNotice, say: Say, language: Language): readonly Block[] {
  const { from, to, by } = names;
  const since = move.commission === undefined ? undefined : momentText(move.commission.since, language);
  const told = {
    loser: say(
      `审批组认定该客户为违规录入，已归还给${to}。您对该客户的提成自始无效。`,
      `The approval group found the entry of this customer illegal and gave it to ${to}. You have no claim to its commission, from the beginning.`,
    ),
    holder: say(
      `审批组认定${from}的录入违规，已把该客户归还给您，提成一并归您。`,
      `The approval group found the entry by ${from} illegal and gave this customer to you, and its commission with it.`,
    ),
    group: say(
      `${by}撤销了${from}的违规录入，客户和提成归还给${to}。`,
      `${by} reversed the illegal entry by ${from}: the customer and its commission went to ${to}.`,
    ),
  };
  return [
    { kind: 'paragraph', text: told[role] },
    {
      kind: 'facts',
      rows: [
        [say('客户', 'Customer'), `${move.customerId} · ${customerName}`],
        [say('决定人', 'Decided by'), by],
        [say('时间', 'When'), momentText(move.at, language)],
        ...(since === undefined ? [] : [[say('提成起算', 'Commission since'), since] as const]),
      ],
    },
    ...(move.reason === '' ? [] : [{ kind: 'note', label: say('理由', 'Reason'), text: move.reason } as const]),
    { kind: 'small', text: say('全部记录保留。此邮件无需回复。', 'Everything stays on record. No reply is needed.') },
  ];
}
