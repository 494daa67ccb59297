import type { DocumentVersion } from '../shared/domain/case.ts';
import { type Language, wording } from '../shared/domain/language.ts';
import type { Decision } from '../shared/domain/task.ts';
import { documentView } from '../shared/pages/document-view.ts';
import { html } from '../shared/pages/html.ts';
import { momentText } from '../shared/pages/moments.ts';
import { type PageAnswer, page } from '../shared/pages/page.ts';
import type { Bound } from './link-state.ts';
import { stepCode } from './task-page.ts';

export interface ResultPage {
  readonly bound: Bound;
  readonly language: Language;
  readonly decision: Decision;
  /** Who decided, as the reader knows them. */
  readonly decidedBy: string;
  /** The document version the decision wrote. */
  readonly document: DocumentVersion | undefined;
}

const ways = {
  link: { zh: '邮件链接', en: 'link in a mail' },
  mail: { zh: '回复邮件', en: 'reply to a mail' },
  inbox: { zh: '收件箱', en: 'inbox' },
  api: { zh: '接口', en: 'API' },
} as const;

/** The recorded decision. With 409 it tells somebody who came second that theirs had no effect. */
export function resultPage(
  status: 200 | 409,
  { bound, language, decision, decidedBy, document }: ResultPage,
): PageAnswer {
  const { step, salesCase } = bound;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const outcome = step.outcomes.find(({ id }) => id === decision.outcome)?.title;
  const rows: readonly (readonly [string, string])[] = [
    [say('决定', 'Decision'), outcome === undefined ? decision.outcome : wording(outcome, language)],
    ...(decision.comment === '' ? [] : [[say('说明', 'Comment'), decision.comment] as const]),
    [say('处理人', 'Decided by'), decidedBy],
    [say('时间', 'Time'), momentText(decision.at, language)],
    [say('方式', 'By way of'), wording(ways[decision.via], language)],
    [say('项目', 'Case'), `${salesCase.id} · ${salesCase.title}`],
  ];
  return page(status, {
    language,
    title: `${wording(step.title, language)} · ${salesCase.id}`,
    above: salesCase.id,
    main: html`<h1>${stepCode(step.id)}${wording(step.title, language)}</h1>
${
  status === 409
    ? html`<div class="alert" role="alert"><p>${say('此任务已有决定，以最先的决定为准；您的这次提交没有生效。', 'This task has been decided already: the first decision stands, and yours had no effect.')}</p></div>`
    : html`<div class="note done" role="status"><p>${say('决定已记录，流程会自动继续，您可以关闭此页面。', 'The decision is recorded and the case goes on by itself. You can close this page.')}</p></div>`
}
<div class="sheet"><dl>${rows.map(([label, value]) => html`<div class="row"><dt>${label}</dt><dd class="said">${value}</dd></div>`)}</dl></div>
${document !== undefined && documentView(document, language)}`,
  });
}
