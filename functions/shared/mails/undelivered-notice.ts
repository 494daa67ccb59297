import type { SalesCase } from '../domain/case.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import { button, caseRows, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';

export interface UndeliveredNotice {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: SalesCase;
  readonly step: Step;
  /** The name of whom the mail did not reach. */
  readonly unreached: string;
  /** Where the case is found, after signing in. */
  readonly address: string;
}

/** The mail that tells who can help that somebody was not reached. Asks for no decision and carries no link of its own. */
export function undeliveredNotice(notice: UndeliveredNotice): Mail {
  const { person, salesCase, unreached } = notice;
  const heading = { zh: `邮件未送达${unreached}`, en: `Our mail did not reach ${unreached}` };
  return letter({
    person,
    about: salesCase.id,
    subject: heading,
    heading,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function blocks({ salesCase, step, address }: UndeliveredNotice, say: Say, language: Language): readonly Block[] {
  return [
    {
      kind: 'paragraph',
      text: say(
        '以下任务的通知邮件被退回或被标为垃圾邮件，对方很可能还不知道有此任务。请用其他方式联系对方，并核对邮箱地址。',
        'The notice of this task bounced or was marked as spam: they probably do not know of it. Please reach them another way, and check the address.',
      ),
    },
    {
      kind: 'facts',
      rows: [...caseRows(salesCase, say), [say('任务', 'Task'), wording(step.title, language)]],
    },
    button(say('查看项目', 'Open the case'), address, say),
  ];
}
