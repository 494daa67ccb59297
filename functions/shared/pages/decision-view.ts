import type { DocumentVersion } from '../domain/case.ts';
import { type Language, type Text, wording } from '../domain/language.ts';
import type { Decision, Way } from '../domain/task.ts';
import { documentView } from './document-view.ts';
import { type Html, html } from './html.ts';
import { momentText } from './moments.ts';
import type { TaskInCase } from './task-parts.ts';

/** A recorded decision, and who made it, as the reader knows them. */
export interface RecordedDecision {
  readonly decision: Decision;
  readonly decidedBy: string;
  /** The document version the decision wrote. */
  readonly document: DocumentVersion | undefined;
}

/** By which way something was done, in words. */
export const wayTitles: Readonly<Record<Way, Text>> = {
  link: { zh: '邮件链接', en: 'link in a mail' },
  mail: { zh: '回复邮件', en: 'reply to a mail' },
  inbox: { zh: '收件箱', en: 'inbox' },
  api: { zh: '接口', en: 'API' },
};

/** The recorded decision of a task, and the document it wrote. */
export function decisionView(
  { step, salesCase }: Pick<TaskInCase, 'step' | 'salesCase'>,
  { decision, decidedBy, document }: RecordedDecision,
  language: Language,
): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const outcome = step.outcomes.find(({ id }) => id === decision.outcome)?.title;
  const rows: readonly (readonly [string, string])[] = [
    [say('决定', 'Decision'), outcome === undefined ? decision.outcome : wording(outcome, language)],
    ...(decision.comment === '' ? [] : [[say('说明', 'Comment'), decision.comment] as const]),
    [say('处理人', 'Decided by'), decidedBy],
    [say('时间', 'Time'), momentText(decision.at, language)],
    [say('方式', 'By way of'), wording(wayTitles[decision.via], language)],
    [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
  ];
  return html`<div class="sheet"><dl>${rows.map(([label, value]) => html`<div class="row"><dt>${label}</dt><dd class="said">${value}</dd></div>`)}</dl></div>
${document !== undefined && documentView(document, language)}`;
}
