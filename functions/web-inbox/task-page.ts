import { changeSince } from '../decide-task/content-change.ts';
import { decideTask } from '../decide-task/decide-task.ts';
import { mayClearAddresses } from '../people-api/may-clear-addresses.ts';
import { taskActions } from '../shared/domain/access.ts';
import type { DocumentDifference } from '../shared/domain/difference.ts';
import { SopError } from '../shared/domain/errors.ts';
import { wording } from '../shared/domain/language.ts';
import { roles } from '../shared/domain/roles.ts';
import { findStep, type Step } from '../shared/domain/steps.ts';
import type { Decision, Task } from '../shared/domain/task.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { changesView } from '../shared/pages/changes-view.ts';
import { mistakesOf, readSubmission, type Submission } from '../shared/pages/decision-form.ts';
import { decisionView } from '../shared/pages/decision-view.ts';
import { draftOf } from '../shared/pages/draft.ts';
import { fieldsOf } from '../shared/pages/form-field.ts';
import { fromValues, toValues } from '../shared/pages/form-values.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { noticeTrouble } from '../shared/pages/notice-trouble.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import {
  decisionForm,
  decisionFormId,
  documentsOf,
  type TaskContent,
  type TaskInCase,
  taskHeading,
  taskParts,
} from '../shared/pages/task-parts.ts';
import { claimTask, releaseTask } from '../tasks-api/claim-task.ts';
import { listTasks } from '../tasks-api/list-tasks.ts';
import { visibleTask } from '../tasks-api/read-task.ts';
import { asidesView, type RefusedAside } from './asides.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { namesOf } from './people-names.ts';
import { takeAlong, taskFilesPart } from './task-files-part.ts';
import { inWorkingOrder } from './working-order.ts';

/**
 * `GET /inbox/tasks/{id}`. @param refused a form beside the decision that was refused
 * @throws SopError TaskNotFound (404), TaskNotVisible (403)
 */
export async function showTask(asked: Asked, id: string, refused?: RefusedAside): Promise<PageAnswer> {
  const bound = await boundTask(asked, id);
  const { decision } = bound.task;
  return decision === undefined ? freshPage(asked, bound, refused) : decidedPage(asked, bound, decision, 200, refused);
}

/**
 * `POST /inbox/tasks/{id}`: a button of the form. It decides, or only changes the form; what is typed survives every
 * answer short of a decision. @throws as `showTask` does
 */
export async function submitTask(asked: Asked, id: string): Promise<PageAnswer> {
  const bound = await boundTask(asked, id);
  const submission = readSubmission(asked.request.body, bound.step);
  const { outcome } = submission;
  if (bound.task.decision !== undefined) return again(asked, bound, bound.task.decision, submission);
  return outcome === undefined
    ? draftPage(asked, bound, submission, { status: 200 })
    : decide(asked, bound, submission, outcome);
}

/** `POST /inbox/tasks/{id}/claim`. @throws as `claimTask` does */
export async function claim({ world, reader }: Asked, id: string): Promise<PageAnswer> {
  await claimTask(world, reader, id, 'inbox');
  return seeOther(`/inbox/tasks/${id}`);
}

/** `POST /inbox/tasks/{id}/release`. @throws as `releaseTask` does */
export async function release({ world, reader }: Asked, id: string): Promise<PageAnswer> {
  await releaseTask(world, reader, id, 'inbox');
  return seeOther(`/inbox/tasks/${id}`);
}

async function decide(asked: Asked, bound: TaskInCase, submission: Submission, outcome: string): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const { task, step } = bound;
  try {
    await takeAlong(asked, bound);
    await decideTask(world, {
      taskId: task.id,
      actor: reader,
      via: 'inbox',
      outcome,
      comment: submission.comment,
      data: step.produces === undefined ? undefined : fromValues(fieldsOf(step.produces), submission.values),
      expect: { attempt: submission.attempt ?? task.attempt, contentHash: submission.contentHash },
    });
    return seeOther(`/inbox/tasks/${task.id}`);
  } catch (error) {
    if (!(error instanceof SopError)) throw error;
    if (error instanceof TransientFailure) return draftPage(asked, bound, submission, { status: 503, error });
    if (error.status === 422) {
      const mistakes = mistakesOf(error.fields, step, submission.values, language);
      return draftPage(asked, bound, submission, { status: 422, error, mistakes });
    }
    const now = await boundTask(asked, task.id);
    if (now.task.decision !== undefined) return again(asked, now, now.task.decision, submission);
    const { attempt, contentHash } = submission;
    const changes =
      error.name === 'ContentChanged' ? await changeSince(world.cases, now.task, { attempt, contentHash }) : undefined;
    return draftPage(asked, now, submission, { status: error.status, error, changes });
  }
}

/** A repeat of the very decision that is recorded is no mistake; any other comes too late. */
async function again(
  asked: Asked,
  bound: TaskInCase,
  decision: Decision,
  { outcome }: Submission,
): Promise<PageAnswer> {
  const same = decision.by === asked.reader.id && decision.outcome === outcome;
  return same || outcome === undefined
    ? seeOther(`/inbox/tasks/${bound.task.id}`)
    : decidedPage(asked, bound, decision, 409);
}

async function freshPage(asked: Asked, bound: TaskInCase, refused?: RefusedAside): Promise<PageAnswer> {
  const { world, language } = asked;
  const { task, step, salesCase } = bound;
  const documents = await world.cases.documents(task.caseId);
  const now = world.now();
  const { produces } = step;
  const draft = produces === undefined ? undefined : draftOf(produces, { salesCase, task, documents, now });
  const content: TaskContent = {
    bound,
    language,
    ...documentsOf(bound, documents),
    values: produces === undefined ? new Map() : toValues(fieldsOf(produces), draft),
    comment: '',
    moreRows: new Map(),
    mistakes: [],
    now,
  };
  return taskPage(asked, refused?.error.status ?? 200, content, { refused });
}

async function draftPage(
  asked: Asked,
  bound: TaskInCase,
  { values, comment, moreRows }: Submission,
  why: {
    readonly status: number;
    readonly error?: SopError;
    readonly mistakes?: ReturnType<typeof mistakesOf>;
    readonly changes?: readonly DocumentDifference[] | undefined;
  },
): Promise<PageAnswer> {
  const { world, language } = asked;
  const { status, error, mistakes = [], changes = [] } = why;
  const content: TaskContent = {
    bound,
    language,
    ...documentsOf(bound, await world.cases.documents(bound.task.caseId)),
    values,
    comment,
    moreRows,
    mistakes,
    ...(error === undefined || mistakes.length > 0 ? {} : { alert: wording(error.text, language) }),
    now: world.now(),
  };
  return taskPage(asked, status, content, { changes });
}

async function taskPage(
  asked: Asked,
  status: number,
  content: TaskContent,
  more: { readonly refused?: RefusedAside | undefined; readonly changes?: readonly DocumentDifference[] },
): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const { task, step } = content.bound;
  const named = [task.assignee, task.notice?.person, ...(task.onBehalfOf ?? [])];
  const nameOf = await namesOf(world.people, named, content.bound.salesCase);
  const actions = taskActions(reader, task, world.now());
  const mayDecide = actions.includes('decide');
  const files = await taskFilesPart(asked, content, mayDecide, more.refused);
  return inboxPage(status, asked, {
    title: `${wording(step.title, language)} · ${task.caseId}`,
    section: 'tasks',
    ...(mayDecide ? { form: decisionFormId } : {}),
    imagesFrom: files.imagesFrom,
    uploadsTo: await world.files.links.origin(),
    main: html`${crumb(asked, content.bound)}
${changesSince(asked, more.changes ?? [])}${taskParts(content, [troubleView(asked, task, nameOf), holderView(asked, task, actions, nameOf)])}
${files.grounds}${files.own}
${mayDecide ? decisionForm(content) : closedView(asked, task)}
${await asidesView(asked, task, actions, more.refused)}`,
  });
}

/** What is different from what the reader had before them. */
function changesSince({ language }: Asked, changes: readonly DocumentDifference[]): HtmlValue {
  const title = speaker(language)('与您看到的不同之处', 'What is different from what you saw');
  return changes.length > 0 && html`<h2>${title}</h2>\n${changesView(changes, language)}`;
}

function crumb({ language }: Asked, { salesCase }: TaskInCase): Html {
  const say = speaker(language);
  return html`<p class="crumb"><a href="/inbox">← ${say('待办', 'Tasks')}</a> · <a href="/inbox/cases/${salesCase.id}">${say('项目', 'Case')} ${salesCase.id}</a></p>`;
}

/** That somebody may not have heard of the task. */
function troubleView({ reader, language }: Asked, task: Task, nameOf: (id: string) => string): HtmlValue {
  const { notice } = task;
  const trouble = notice && noticeTrouble(task, { reader: reader.id, name: nameOf(notice.person), language });
  const lasts = trouble !== undefined && notice?.state !== 'delayed' && mayClearAddresses(reader);
  const way = speaker(language)('查看停止投递的邮箱', 'Addresses no mail is sent to');
  return [trouble, lasts && html`<p><a class="button quiet" href="/inbox/addresses">${way}</a></p>`];
}

/** Whose it is, and taking it or giving it back. */
function holderView(
  { reader, language }: Asked,
  task: Task,
  actions: readonly string[],
  nameOf: (id: string) => string,
): HtmlValue {
  const behalf = (task.onBehalfOf ?? []).map(nameOf);
  if (task.assignee === reader.id && behalf.length === 0 && !actions.includes('release')) return undefined;
  const say = speaker(language);
  const group = wording(roles[task.role], language);
  const holder =
    task.assignee === undefined
      ? say(`${group}的任务，尚无人认领。`, `A task of the ${group.toLowerCase()}, not taken yet.`)
      : task.assignee === reader.id
        ? say('由您处理。', 'Yours to do.')
        : say(`由${nameOf(task.assignee)}（${group}）处理。`, `${nameOf(task.assignee)} (${group}) has it.`);
  const button = (name: string, title: string): HtmlValue =>
    actions.includes(name) &&
    html`<form method="post" action="/inbox/tasks/${task.id}/${name}"><button class="quiet">${title}</button></form>`;
  const [separator, close] = [say('、', ', '), say('代理。', '.')];
  const forWhom = behalf.length > 0 && `${say('代', 'On behalf of ')}${behalf.join(separator)}${close}`;
  return html`<div class="bar"><p>${holder} ${forWhom}</p>${button('claim', say('认领：由我处理', 'Take it: I will do this'))}${button('release', say('退回部门', 'Give it back'))}</div>`;
}

/** Why the reader cannot decide a task that nobody has decided. */
function closedView({ language, world }: Asked, task: Task): HtmlValue {
  const say = speaker(language);
  if (task.status === 'CANCELLED') {
    return html`<p class="note">${say('此任务已取消：流程已经结束。', 'This task was cancelled: its case has ended.')}</p>`;
  }
  if (task.status === 'EXPIRED' || task.expiresAt <= world.now().toISOString()) {
    return html`<p class="note">${say('此任务已过期，已交由销售经理处理。', 'This task has expired: the sales manager has been asked to decide.')}</p>`;
  }
  return undefined;
}

async function decidedPage(
  asked: Asked,
  bound: TaskInCase,
  decision: Decision,
  status: 200 | 409,
  refused?: RefusedAside,
): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const { task, step, salesCase } = bound;
  const written = decision.document;
  const [documents, nameOf, next] = await Promise.all([
    written === undefined ? [] : world.cases.documents(task.caseId),
    namesOf(world.people, [decision.by], salesCase),
    nextTask(asked, task),
  ]);
  const document = documents.find(({ kind, version }) => kind === written?.kind && version === written.version);
  const say = speaker(language);
  return inboxPage(refused?.error.status ?? status, asked, {
    title: `${wording(step.title, language)} · ${task.caseId}`,
    section: 'tasks',
    uploadsTo: await world.files.links.origin(),
    main: html`${crumb(asked, bound)}
${taskHeading(bound, language)}
${
  status === 409
    ? html`<div class="alert" role="alert"><p>${say('此任务已有决定，以最先的决定为准；您的这次提交没有生效。', 'This task has been decided already: the first decision stands, and yours had no effect.')}</p></div>`
    : html`<div class="note done" role="status"><p>${decision.by === reader.id ? say('您的决定已记录，流程会自动继续。', 'Your decision is recorded and the case goes on by itself.') : say('此任务已有决定。', 'This task has been decided.')}</p></div>`
}
${decisionView(bound, { decision, decidedBy: nameOf(decision.by), document }, language)}
<p>${next === undefined ? html`<a class="button" href="/inbox">${say('返回待办', 'Back to my tasks')}</a>` : html`<a class="button" href="/inbox/tasks/${next.id}">${say('下一项：', 'Next: ')}${titleOfStep(next, asked)} →</a>`}</p>
${await asidesView(asked, task, [], refused)}`,
  });
}

/** What the reader may turn to next; lists may show a task for a moment after it was decided. */
async function nextTask({ world, reader }: Asked, decided: Task): Promise<Task | undefined> {
  const { items } = await listTasks(world, reader, { status: 'OPEN', assignee: 'me' }, { limit: 100 });
  const left = items.filter(({ id }) => id !== decided.id);
  return inWorkingOrder(left, world.now()).flatMap(({ tasks }) => tasks)[0];
}

function titleOfStep({ step, caseId }: Task, { language }: Asked): string {
  const title = findStep(step)?.title;
  return `${title === undefined ? step : wording(title, language)} · ${caseId}`;
}

async function boundTask({ world, reader }: Asked, id: string): Promise<TaskInCase & { readonly step: Step }> {
  const { task, salesCase } = await visibleTask(world, reader, id);
  const step = findStep(task.step);
  if (step === undefined) throw new Error(`Task ${task.id} is at step ${task.step}, which is not in the catalogue`);
  return { task, step, salesCase };
}
