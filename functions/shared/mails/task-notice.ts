import type { DocumentVersion, SalesCase } from '../domain/case.ts';
import { documents as documentKinds } from '../domain/documents.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Person } from '../domain/person.ts';
import type { Mail } from '../domain/ports.ts';
import type { Step } from '../domain/steps.ts';
import type { Task } from '../domain/task.ts';
import { keyFacts } from '../pages/key-facts.ts';
import { momentText } from '../pages/moments.ts';
import { reasonText } from '../pages/reason.ts';
import { button, caseRows, letter, type Say } from './letter.ts';
import type { Block } from './mail-body.ts';
import { replyWords } from './reply-words.ts';

export interface TaskNotice {
  readonly person: Person;
  readonly salesCase: SalesCase;
  readonly task: Task;
  readonly step: Step;
  /** The document versions of the task's subject. */
  readonly documents: readonly DocumentVersion[];
  /** The whole address of the person's own link. */
  readonly link: string;
  /** Where the person may reply to; undefined where replies are not taken. */
  readonly replyTo?: string | undefined;
}

/** The mail that tells a person what is asked of them, with their link. */
export function taskNotice(notice: TaskNotice): Mail {
  const { person, salesCase, step } = notice;
  const { zh, en } = step.title;
  const { turn } = notice.task;
  return letter({
    person,
    about: salesCase.id,
    subject: { zh: `请${zh}`, en },
    heading: turn === 1 ? step.title : { zh: `${zh}（第 ${turn} 次）`, en: `${en} (round ${turn})` },
    replyTo: notice.replyTo,
    blocks: (say, language) => blocks(notice, say, language),
  });
}

function* blocks(
  { salesCase, task, step, documents, link, replyTo }: TaskNotice,
  say: Say,
  language: Language,
): Iterable<Block> {
  yield { kind: 'paragraph', text: wording(step.ask, language) };
  if (task.reason !== '') {
    yield { kind: 'note', label: say('上一步的说明', 'From the step before'), text: reasonText(task.reason, language) };
  }
  yield {
    kind: 'facts',
    rows: [
      ...caseRows(salesCase, say),
      ...documents.flatMap((document) => keyFacts(document, language)),
      [say('请在此之前处理', 'Please act before'), momentText(task.dueAt, language)],
    ],
  };
  if (task.findings.length > 0) {
    yield {
      kind: 'list',
      label: say('规则检查发现', 'What the rule check found'),
      items: task.findings.map(
        (finding) =>
          `${finding.severity === 'error' ? say('【错误】', '[Error] ') : say('【提醒】', '[Note] ')}${wording(finding.message, language)}`,
      ),
    };
  }
  yield button(say('查看并处理', 'Open and act'), link, say);
  if (replyTo !== undefined) yield* replyWords(step, language, false);
  const kinds = documents.map((document) => wording(documentKinds[document.kind].title, language));
  yield {
    kind: 'small',
    text: [
      kinds.length === 0 ? '' : say(`页面上可以看到：${kinds.join('、')}。`, `The page shows: ${kinds.join(', ')}. `),
      say(
        '此链接只供您本人使用，请勿转发。打开链接不会提交任何内容。',
        'The link is yours alone: please do not forward it. Opening it submits nothing.',
      ),
    ].join(''),
  };
}
