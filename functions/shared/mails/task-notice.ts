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
import { type Block, mailHtml, mailText } from './mail-body.ts';
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

/**
 * The mail that tells a person what is asked of them, with their link. Chinese first and English below; English alone
 * for a reader of English. Nothing in it is tracked.
 */
export function taskNotice(notice: TaskNotice): Mail {
  const { person, salesCase, step } = notice;
  const subject =
    person.language === 'en'
      ? `[${salesCase.id}] ${step.title.en}`
      : `[${salesCase.id}] 请${step.title.zh} · ${step.title.en}`;
  const languages: readonly Language[] = person.language === 'en' ? ['en'] : ['zh-CN', 'en'];
  const sections = languages.map((language) => ({ language, blocks: [...blocks(notice, language)] }));
  return {
    to: { name: person.name, email: person.email },
    subject,
    text: mailText(sections),
    html: mailHtml(subject, sections),
    ...(notice.replyTo === undefined ? {} : { replyTo: notice.replyTo }),
  };
}

function* blocks(
  { person, salesCase, task, step, documents, link, replyTo }: TaskNotice,
  language: Language,
): Iterable<Block> {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const turn = task.turn === 1 ? '' : say(`（第 ${task.turn} 次）`, ` (round ${task.turn})`);
  yield { kind: 'heading', text: `${wording(step.title, language)}${turn}` };
  yield { kind: 'paragraph', text: say(`${person.name}，您好：`, `Dear ${person.name},`) };
  yield { kind: 'paragraph', text: wording(step.ask, language) };
  if (task.reason !== '') {
    yield { kind: 'note', label: say('上一步的说明', 'From the step before'), text: reasonText(task.reason, language) };
  }
  yield {
    kind: 'facts',
    rows: [
      [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
      [say('客户', 'Customer'), salesCase.customerName],
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
  yield {
    kind: 'action',
    label: say('查看并处理', 'Open and act'),
    href: link,
    hint: say(
      '如果按钮无法打开，请把以下地址复制到浏览器：',
      'If the button does not open, copy this address into your browser:',
    ),
  };
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
