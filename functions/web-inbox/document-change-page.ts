import type { ChangeableDocument } from '../cases-api/change-document.ts';
import type { DocumentDifference } from '../shared/domain/difference.ts';
import { documents } from '../shared/domain/documents.ts';
import { wording } from '../shared/domain/language.ts';
import { findStep } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { alertView } from '../shared/pages/alert-view.ts';
import { changesView } from '../shared/pages/changes-view.ts';
import { documentFields } from '../shared/pages/document-form.ts';
import type { Values } from '../shared/pages/form-values.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import type { Mistake } from '../shared/pages/mistakes.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { stepCode } from '../shared/pages/step-code.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';

/** A change of a document as far as it is typed. */
export interface DocumentDraft extends Pick<ChangeableDocument, 'salesCase' | 'latest'> {
  /** The open tasks that the next version would have issued again. */
  readonly stale: readonly Task[];
  readonly values: Values;
  readonly moreRows: ReadonlyMap<string, number>;
  readonly mistakes?: readonly Mistake[];
  readonly alert?: string;
  /** What somebody else changed since the form was opened. */
  readonly since?: DocumentDifference;
}

const formId = 'change';

/** The document's form, filled in. */
export function changeFormPage(asked: Asked, status: number, draft: DocumentDraft): PageAnswer {
  const { language } = asked;
  const { latest, values, moreRows, mistakes = [], alert, since } = draft;
  const say = speaker(language);
  const action = actionOf(draft);
  const errors = new Map(mistakes.map(({ name, text }) => [name, text]));
  return changePage(asked, status, draft, {
    top: html`${alertView(alert, mistakes, language)}${since !== undefined && changesView([since], language)}`,
    main: html`<p class="ask">${say(`在第 ${latest.version} 版上修改；保存后成为第 ${latest.version + 1} 版，以前的版本都会保留。`, `You change version ${latest.version}; saved, it becomes version ${latest.version + 1}, and every earlier one is kept.`)}</p>
${warningView(asked, draft)}
<form id="${formId}" method="post" action="${action}" accept-charset="utf-8" novalidate>
<input type="hidden" name="version" value="${latest.version}">
${documentFields(latest.kind, { language, action, values, moreRows, errors })}
<div class="outcomes"><button name="next" value="compare">${say('核对改动', 'Check the changes')}</button><a class="button quiet" href="/inbox/cases/${draft.salesCase.id}">${say('不修改，返回', 'Change nothing, go back')}</a></div>
</form>`,
  });
}

/** What would be different, before it is saved. */
export function comparisonPage(asked: Asked, draft: DocumentDraft, difference: DocumentDifference): PageAnswer {
  const { language } = asked;
  const { latest, values } = draft;
  const say = speaker(language);
  return changePage(asked, 200, draft, {
    top: undefined,
    main: html`<p class="ask">${say('请核对改动；还没有保存。', 'Look at what you changed; nothing is saved yet.')}</p>
${warningView(asked, draft)}
${changesView([difference], language)}
<form id="${formId}" method="post" action="${actionOf(draft)}" accept-charset="utf-8">
<input type="hidden" name="version" value="${latest.version}">
<input type="hidden" name="compared" value="yes">
${[...values].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="outcomes"><button name="next" value="save">${say(`保存为第 ${latest.version + 1} 版`, `Save as version ${latest.version + 1}`)}</button><button class="second" name="do" value="edit">${say('继续修改', 'Go on changing')}</button></div>
</form>`,
  });
}

function changePage(
  asked: Asked,
  status: number,
  { salesCase, latest }: DocumentDraft,
  { top, main }: { readonly top: HtmlValue; readonly main: Html },
): PageAnswer {
  const { language } = asked;
  const say = speaker(language);
  const kind = documents[latest.kind].title;
  const title = say(`修改${kind.zh}`, `Change the document “${kind.en}”`);
  return inboxPage(status, asked, {
    title: `${title} · ${salesCase.id}`,
    section: 'cases',
    form: formId,
    main: html`${top}<p class="crumb"><a href="/inbox/cases/${salesCase.id}">← ${say('项目', 'Case')} ${salesCase.id}</a></p>
<h1>${title}</h1>
${main}`,
  });
}

/** Whose work a new version interrupts. */
function warningView({ language }: Asked, { stale }: DocumentDraft): HtmlValue {
  const say = speaker(language);
  return (
    stale.length > 0 &&
    html`<div class="note"><p>${say('保存后，下列待处理的任务会按新内容重新下达，旧链接随即失效：', 'Once saved, these open tasks are issued again with the new content, and their old links no longer work:')}</p><ul>${stale.map(
      ({ step }) => html`<li>${stepCode(step)}${stepTitle(step, language)}</li>`,
    )}</ul></div>`
  );
}

function stepTitle(step: string, language: Asked['language']): string {
  const title = findStep(step)?.title;
  return title === undefined ? step : wording(title, language);
}

function actionOf({ salesCase, latest }: DocumentDraft): string {
  return `/inbox/cases/${salesCase.id}/documents/${latest.kind}/change`;
}
