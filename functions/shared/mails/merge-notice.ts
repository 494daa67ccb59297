import type { Language } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Move } from '../domain/pools.ts';
import type { Mail } from '../domain/ports.ts';
import { momentText } from '../pages/moments.ts';
import { letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface MergeNotice {
  /** Who reads it: who held the record that ended, who holds the one that goes on, or one who held and holds both. */
  readonly role: 'ended' | 'goes-on' | 'both';
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  /** Who holds the one that goes on, and who decided. */
  readonly names: { readonly holder: string; readonly by: string };
  readonly move: Move;
  readonly merged: { readonly id: string; readonly name: string };
  readonly survivor: { readonly id: string; readonly name: string };
}

/** The mail that tells of two records that were merged. */
export function mergeNotice(notice: MergeNotice): Mail {
  const subject = { zh: '客户已合并', en: 'Two customers were merged' };
  return letter({
    person: notice.person,
    subject,
    heading: subject,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function blocks({ role, names, move, merged, survivor }: MergeNotice, say: Say, language: Language): readonly Block[] {
  const { holder, by } = names;
  const told = {
    ended: say(
      `审批组认定这两个客户是同一家公司，您的客户已合并到${holder}的客户，不再占用您的仓库。进行中的项目继续。`,
      `The approval group found these to be one company. Your customer was merged into the one of ${holder} and counts in your pool no more. Its running cases go on.`,
    ),
    'goes-on': say(
      '审批组认定这两个客户是同一家公司，另一客户已合并到您的客户。它的联系、流转和提成记录可在您的客户下查看。',
      'The approval group found these to be one company: the other customer was merged into yours. Its contacts, moves and commission are on record there.',
    ),
    both: say(
      '审批组认定您的这两个客户是同一家公司，已合并为一个，仓库中少一个客户。进行中的项目继续。',
      'The approval group found these two customers of yours to be one company and merged them: your pool has one fewer. Running cases go on.',
    ),
  };
  return [
    { kind: 'paragraph', text: told[role] },
    {
      kind: 'facts',
      rows: [
        [say('被合并的客户', 'Merged customer'), `${merged.id} · ${merged.name}`],
        [say('合并到', 'Merged into'), `${survivor.id} · ${survivor.name}`],
        [say('决定人', 'Decided by'), by],
        [say('时间', 'When'), momentText(move.at, language)],
      ],
    },
    ...(move.reason === '' ? [] : [{ kind: 'note', label: say('理由', 'Reason'), text: move.reason } as const]),
    { kind: 'small', text: say('全部记录保留。此邮件无需回复。', 'Everything stays on record. No reply is needed.') },
  ];
}
