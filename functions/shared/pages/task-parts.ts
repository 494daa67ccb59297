import type { DocumentVersion, SalesCase } from '../domain/case.ts';
import { documents as documentKinds } from '../domain/documents.ts';
import { type Language, wording } from '../domain/language.ts';
import { latestOf } from '../domain/latest-documents.ts';
import type { Outcome, Step } from '../domain/steps.ts';
import type { Finding, Task } from '../domain/task.ts';
import { alertView } from './alert-view.ts';
import { documentFields } from './document-form.ts';
import { documentView } from './document-view.ts';
import type { Values } from './form-values.ts';
import { controlId } from './form-view.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import type { Mistake } from './mistakes.ts';
import { momentText } from './moments.ts';
import { reasonText } from './reason.ts';
import { stepCode } from './step-code.ts';

/** A task with what it belongs to. */
export interface TaskInCase {
  readonly task: Task;
  readonly step: Step;
  readonly salesCase: SalesCase;
}

/** A task as the person who may decide it reads it: what is asked, on what grounds, and the form as it stands. */
export interface TaskContent {
  readonly bound: TaskInCase;
  readonly language: Language;
  /** The document versions of the task's subject, each with the one before it. */
  readonly subject: readonly { readonly document: DocumentVersion; readonly previous: DocumentVersion | undefined }[];
  /** Further documents of the case, to look up; never shown to the customer, whose business they may not be. */
  readonly others: readonly DocumentVersion[];
  readonly values: Values;
  readonly comment: string;
  readonly moreRows: ReadonlyMap<string, number>;
  readonly mistakes: readonly Mistake[];
  /** Something to say before all else, e.g. that the content has changed. */
  readonly alert?: string;
  /** Where the reader acts signed in, when they are not here. */
  readonly signInAt?: string;
  readonly now: Date;
}

/** The id of the form a task is decided with. */
export const decisionFormId = 'decision';

/** Everything a person needs before they decide; what `about` says of the task stands right below what is asked. */
export function taskParts(content: TaskContent, about?: HtmlValue): Html {
  const { bound, language } = content;
  const { step, task } = bound;
  return html`${alertView(content.alert, content.mistakes, language)}
${taskHeading(bound, language)}
<p class="ask">${wording(step.ask, language)}</p>
${reasonView(task, language)}
${lateView(content)}
${caseView(content)}
${about}
${groundsView(content)}`;
}

/** The task's title, with the manual's code and which round it is. */
export function taskHeading({ step, task }: Pick<TaskInCase, 'step' | 'task'>, language: Language): Html {
  const round = language === 'en' ? ` (round ${task.turn})` : `（第 ${task.turn} 次）`;
  return html`<h1>${stepCode(step.id)}${wording(step.title, language)}${task.turn > 1 && round}</h1>`;
}

/** What the step before said, where it said something. */
export function reasonView({ reason }: Pick<Task, 'reason'>, language: Language): HtmlValue {
  const what = language === 'en' ? 'From the step before' : '上一步的说明';
  return (
    reason !== '' &&
    html`<div class="note"><p class="what">${what}</p><p class="said">${reasonText(reason, language)}</p></div>`
  );
}

/** That the task was brought to a supervisor's attention; nothing a customer need know. */
function lateView({ bound: { task, step }, language }: TaskContent): HtmlValue {
  const { escalation } = task;
  if (escalation === undefined || step.role === 'customer') return undefined;
  const at = momentText(escalation.at, language);
  return html`<p class="note">${language === 'en' ? `Not decided in time: the supervisor was told on ${at}.` : `未在时限内处理，已于 ${at} 上报主管。`}</p>`;
}

function groundsView(content: TaskContent): Html {
  const { language } = content;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return html`${findingsView(content)}
${
  content.subject.length > 0 &&
  html`<h2>${say('请查看', 'Please look at')}</h2>
${content.subject.map(({ document, previous }) => documentView(document, language, previous))}`
}
${
  content.others.length > 0 &&
  html`<details><summary>${say('项目的其他文件（供参考）', 'Other documents of the case, for reference')}</summary>
${content.others.map((document) => documentView(document, language))}</details>`
}`;
}

/** The versions a task is decided on, each with the one before it, and the newest of every other document. */
export function documentsOf(
  { task, step }: Pick<TaskInCase, 'task' | 'step'>,
  documents: readonly DocumentVersion[],
): Pick<TaskContent, 'subject' | 'others'> {
  const find = (kind: string, version: number): DocumentVersion | undefined =>
    documents.find((document) => document.kind === kind && document.version === version);
  const subject = task.subject.flatMap(({ kind, version }) => {
    const document = find(kind, version);
    return document === undefined ? [] : [{ document, previous: find(kind, version - 1) }];
  });
  const kinds = new Set(documents.map(({ kind }) => kind));
  const others = [...kinds]
    .filter((kind) => !task.subject.some((decided) => decided.kind === kind))
    .flatMap((kind) => latestOf(documents, kind) ?? []);
  return { subject, others: step.role === 'customer' ? [] : others };
}

function caseView({ bound: { salesCase, task }, language, now }: TaskContent): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const overdue = task.dueAt < now.toISOString();
  const rows: readonly (readonly [string, string])[] = [
    [say('项目', 'Case'), salesCase.title],
    [say('客户', 'Customer'), salesCase.customerName],
    [
      say('处理期限', 'Due'),
      `${momentText(task.dueAt, language)}${overdue ? say(' · 已超过期限，请尽快处理', ' · overdue, please act now') : ''}`,
    ],
  ];
  return html`<div class="sheet"><dl>${rows.map(
    ([label, value]) => html`<div class="row"><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl></div>`;
}

/** The steps whose documents a rule check has read beforehand. */
const checkedSteps: ReadonlySet<string> = new Set(['6', '25']);

function findingsView({ bound: { task, step }, language }: TaskContent): HtmlValue {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  if (task.findings.length === 0) {
    return (
      checkedSteps.has(step.id) &&
      html`<h2>${say('规则检查', 'Rule check')}</h2><p class="note done">${say('规则检查没有发现问题。', 'The rule check found nothing wrong.')}</p>`
    );
  }
  return html`<h2>${say('规则检查发现', 'What the rule check found')}</h2>
<div class="sheet"><ul class="findings">${task.findings.map((finding) => findingView(finding, language))}</ul></div>`;
}

function findingView({ rule, severity, message }: Finding, language: Language): Html {
  const mark = { error: { zh: '错误', en: 'Error' }, warning: { zh: '提醒', en: 'Note' } }[severity];
  return html`<li><span class="mark ${severity}">${wording(mark, language)}</span>${wording(message, language)}<code>${rule}</code></li>`;
}

/** The form a task is decided with: its fields, and one button per outcome. */
export function decisionForm(content: TaskContent): Html {
  const { bound, language } = content;
  const { step, task } = bound;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const action = `?lang=${language}`;
  const given = outcomesHere(content);
  const produces = given.some(({ needsForm }) => needsForm) ? step.produces : undefined;
  return html`<form id="${decisionFormId}" method="post" action="${action}" accept-charset="utf-8" novalidate>
<input type="hidden" name="attempt" value="${task.attempt}">
<input type="hidden" name="contentHash" value="${task.contentHash}">
${
  produces !== undefined &&
  html`<h2>${say(`填写${documentKinds[produces].title.zh}`, `${documentKinds[produces].title.en}: please fill in`)}</h2>
${documentFields(produces, {
  language,
  action,
  values: content.values,
  moreRows: content.moreRows,
  errors: new Map(content.mistakes.map(({ name, text }) => [name, text])),
})}`
}
<h2>${say('您的决定', 'Your decision')}</h2>
<div class="sheet">
${signInView(content)}${
  given.length > 0 &&
  html`${commentView(content)}
<div class="outcomes" id="${controlId('outcome')}">${given.map(
    (outcome) =>
      html`<button name="outcome" value="${outcome.id}"${isSecond(outcome) && html` class="second"`}>${wording(outcome.title, language)}</button>`,
  )}</div>`
}
</div>
</form>`;
}

/** The outcomes that can be given on this page. */
function outcomesHere({ bound: { step }, signInAt }: TaskContent): readonly Outcome[] {
  return step.outcomes.filter(({ signedIn }) => signInAt === undefined || signedIn !== true);
}

/** The way to the outcomes that are given signed in only. */
function signInView({ bound: { step }, language, signInAt }: TaskContent): HtmlValue {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const elsewhere = step.outcomes.filter(({ signedIn }) => signedIn === true);
  if (signInAt === undefined || elsewhere.length === 0) return undefined;
  const titles = elsewhere.map(({ title }) => say(`“${title.zh}”`, `“${title.en}”`)).join(say('、', ', '));
  return html`<p class="hint">${say(`${titles}须登录后由本人办理，转发的邮件不能代替。`, `${titles} is recorded signed in: a mail may have been forwarded.`)}</p>
<p><a class="button" href="${signInAt}">${say('登录并处理', 'Sign in and act')}</a></p>`;
}

function isSecond(outcome: Outcome): boolean {
  return outcome.needsComment;
}

function commentView({ bound: { step }, language, comment, mistakes }: TaskContent): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const id = controlId('comment');
  const mistake = mistakes.find(({ name }) => name === 'comment');
  const needing = step.outcomes.filter(({ needsComment }) => needsComment).map(({ title }) => title);
  const described = [needing.length > 0 ? `${id}-hint` : '', mistake === undefined ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ');
  return html`<div class="field"><label for="${id}">${say('说明', 'Comment')}${needing.length === 0 && html` <small>${say('选填', 'optional')}</small>`}</label>
${
  needing.length > 0 &&
  html`<p class="hint" id="${id}-hint">${say(
    `选择${needing.map(({ zh }) => `“${zh}”`).join('或')}时必须填写原因。`,
    `A reason is needed for ${needing.map(({ en }) => `“${en}”`).join(' or ')}.`,
  )}</p>`
}${mistake !== undefined && html`<p class="error" id="${id}-error">${mistake.text}</p>`}
<textarea id="${id}" name="comment" rows="3" maxlength="4000"${described !== '' && html` aria-describedby="${described}"`}${mistake !== undefined && html` aria-invalid="true"`}>
${comment}</textarea></div>`;
}
