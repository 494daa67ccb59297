import { type FileRefusal, fileRefusals } from '../domain/attachment.ts';
import type { SalesCase } from '../domain/case.ts';
import { type Language, type Text, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Unclear } from '../domain/reply-reading.ts';
import type { Step } from '../domain/steps.ts';
import type { Decision } from '../domain/task.ts';
import { momentText } from '../pages/moments.ts';
import { letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';
import { replyWords } from './reply-words.ts';

/** What came of a reply. */
export type ReplyAnswer =
  | {
      readonly kind: 'recorded';
      readonly decision: Decision;
      /** Page addresses that were taken from the reply (code 18). */
      readonly pages: readonly string[];
      /** Names of files that became documents of the case. */
      readonly kept: readonly string[];
    }
  /** Somebody, perhaps the same person, decided before. */
  | { readonly kind: 'already-decided'; readonly decision: Decision; readonly own: boolean }
  /** `line` is the first line as it was read. */
  | { readonly kind: 'unclear'; readonly why: Unclear; readonly line?: string }
  /** The task cannot be decided this way any more; the sentence says why. */
  | { readonly kind: 'refused'; readonly text: Text }
  | { readonly kind: 'unsafe'; readonly why: 'virus' | 'spam' };

export interface ReplyOutcome {
  readonly person: Pick<Person, 'name' | 'email' | 'language'>;
  readonly salesCase: Pick<SalesCase, 'id' | 'title'>;
  readonly step: Step;
  readonly answer: ReplyAnswer;
  /** Files that were not kept, and why. */
  readonly refusedFiles: readonly { readonly name: string; readonly why: FileRefusal }[];
  /** Files that were not looked at, since the reply decided nothing. */
  readonly leftFiles: readonly string[];
  /** The person's own link to the task; undefined when it cannot be made again. */
  readonly link: string | undefined;
  /** Where another reply goes. */
  readonly replyTo: string;
}

/** The mail that tells a person what came of their reply: recorded as what, or why nothing happened and what to write. */
export function replyOutcome(outcome: ReplyOutcome): Mail {
  const { person, salesCase, answer } = outcome;
  const heading = headings[answer.kind];
  return letter({
    person,
    about: salesCase.id,
    subject: heading,
    heading,
    replyTo: outcome.replyTo,
    blocks: (say, language) => blocks(outcome, say, language),
  });
}

const headings: Readonly<Record<ReplyAnswer['kind'], Text>> = {
  recorded: { zh: '您的回复已生效', en: 'Your reply is recorded' },
  'already-decided': { zh: '此任务已有决定', en: 'This task has been decided' },
  unclear: { zh: '您的回复未生效', en: 'Your reply decided nothing' },
  refused: { zh: '您的回复未生效', en: 'Your reply decided nothing' },
  unsafe: { zh: '您的回复未生效', en: 'Your reply decided nothing' },
};

function* blocks(outcome: ReplyOutcome, say: Say, language: Language): Iterable<Block> {
  const { salesCase, step, answer, refusedFiles, leftFiles, link } = outcome;
  const about = [
    [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
    [say('步骤', 'Step'), wording(step.title, language)],
  ] as const;

  switch (answer.kind) {
    case 'recorded':
      yield { kind: 'facts', rows: [...about, ...decisionRows(step, answer.decision, language)] };
      if (answer.pages.length > 0) {
        yield { kind: 'list', label: say('登记的页面', 'Pages recorded'), items: answer.pages };
      }
      if (answer.kept.length > 0) {
        yield { kind: 'list', label: say('已存入项目的附件', 'Files kept with the case'), items: answer.kept };
      }
      break;
    case 'already-decided':
      yield { kind: 'facts', rows: [...about, ...decisionRows(step, answer.decision, language)] };
      yield {
        kind: 'paragraph',
        text: answer.own
          ? say(
              '以上是您先前的决定，这次的回复没有改变它。',
              'This is what you decided before; this reply changed nothing.',
            )
          : say('以最先的决定为准，您的这次回复没有生效。', 'The first decision stands; your reply had no effect.'),
      };
      break;
    case 'unclear':
      yield {
        kind: 'facts',
        rows: answer.line === undefined ? about : [...about, [say('读到的第一行', 'First line as read'), answer.line]],
      };
      yield { kind: 'paragraph', text: wording(unclear[answer.why], language) };
      if (answer.why !== 'form-needed' && answer.why !== 'sign-in-needed') yield* replyWords(step, language, true);
      yield* openPage(link, language);
      break;
    case 'refused':
      yield { kind: 'facts', rows: about };
      yield { kind: 'paragraph', text: wording(answer.text, language) };
      yield* openPage(link, language);
      break;
    case 'unsafe':
      yield { kind: 'facts', rows: about };
      yield { kind: 'paragraph', text: wording(unsafe[answer.why], language) };
      yield* openPage(link, language);
      break;
  }
  if (leftFiles.length > 0) {
    yield {
      kind: 'list',
      label: say('未保存的附件（回复未生效）', 'Files not kept, as the reply decided nothing'),
      items: leftFiles,
    };
  }
  if (refusedFiles.length > 0) {
    yield {
      kind: 'list',
      label: say('未保存的附件', 'Files not kept'),
      items: refusedFiles.map(({ name, why }) => `${name}: ${wording(fileRefusals[why], language)}`),
    };
  }
}

function decisionRows(step: Step, decision: Decision, language: Language): readonly (readonly [string, string])[] {
  const title = step.outcomes.find(({ id }) => id === decision.outcome)?.title;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return [
    [say('决定', 'Decision'), title === undefined ? decision.outcome : wording(title, language)],
    ...(decision.comment === '' ? [] : [[say('说明', 'Comment'), decision.comment] as const]),
    [say('时间', 'When'), momentText(decision.at, language)],
  ];
}

function openPage(link: string | undefined, language: Language): readonly Block[] {
  if (link === undefined) return [];
  return [
    language === 'en'
      ? { kind: 'action', label: 'Open and act', href: link, hint: 'Or decide on the page. Its address:' }
      : { kind: 'action', label: '查看并处理', href: link, hint: '也可以在页面上处理，地址：' },
  ];
}

const unclear: Readonly<Record<Unclear, Text>> = {
  empty: {
    zh: '邮件中没有找到您自己写的内容。',
    en: 'The mail held nothing that you wrote yourself.',
  },
  'no-keyword': {
    zh: '第一行不是可识别的词语，因此没有做出任何决定。',
    en: 'The first line is not one of the words that decide, so nothing was decided.',
  },
  'several-keywords': {
    zh: '邮件中同时出现了不同的决定，因此没有做出任何决定。',
    en: 'The mail names different decisions, so nothing was decided.',
  },
  'reason-missing': {
    zh: '选择此项须写明原因，请写在第二行及以下。',
    en: 'This decision needs a reason: write it on the lines below the first.',
  },
  'form-needed': {
    zh: '此步骤需要填写表单，不能通过回复邮件完成。请打开页面填写。',
    en: 'This step needs its form, which a reply cannot give. Open the page to fill it in.',
  },
  'sign-in-needed': {
    zh: '签字盖章和收款须登录后由本人办理，不能通过回复邮件完成。请打开页面，登录后处理。',
    en: 'Signing, stamping and payments are recorded signed in, which a reply cannot do. Open the page and sign in there.',
  },
  'page-missing': {
    zh: '没有找到发布页面的地址，或内容表示尚未发布。请写明完整地址（以 http:// 或 https:// 开头）。',
    en: 'No address of a published page was found, or the text says it is not published yet. Give the full address, starting with http:// or https://.',
  },
};

const unsafe: Readonly<Record<'virus' | 'spam', Text>> = {
  virus: {
    zh: '邮件未通过病毒检查，内容未被读取。',
    en: 'The mail did not pass the virus check and was not read.',
  },
  spam: {
    zh: '邮件被判定为垃圾邮件，内容未被读取。',
    en: 'The mail was taken for spam and was not read.',
  },
};
