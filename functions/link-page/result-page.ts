import { type Language, wording } from '../shared/domain/language.ts';
import { decisionView, type RecordedDecision } from '../shared/pages/decision-view.ts';
import { html } from '../shared/pages/html.ts';
import { type PageAnswer, page } from '../shared/pages/page.ts';
import { stepCode } from '../shared/pages/step-code.ts';
import type { Bound } from './link-state.ts';

export interface ResultPage extends RecordedDecision {
  readonly bound: Bound;
  readonly language: Language;
}

/** The recorded decision. With 409 it tells somebody who came second that theirs had no effect. */
export function resultPage(status: 200 | 409, { bound, language, ...recorded }: ResultPage): PageAnswer {
  const { step, salesCase } = bound;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
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
${decisionView(bound, recorded, language)}`,
  });
}
