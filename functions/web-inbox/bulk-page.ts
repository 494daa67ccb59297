import { mayAct } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import { wording } from '../shared/domain/language.ts';
import { findStep, type Step } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { type Html, html } from '../shared/pages/html.ts';
import { keyFacts } from '../shared/pages/key-facts.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { dueText } from '../shared/pages/relative-time.ts';
import { stepCode } from '../shared/pages/step-code.ts';
import { documentsOf } from '../shared/pages/task-parts.ts';
import { type BulkDecision, type BulkResult, decideTasks } from '../tasks-api/decide-tasks.ts';
import { listTasks } from '../tasks-api/list-tasks.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { casesOf } from './task-list.ts';

/** So many tasks are offered at once. */
const MOST_TASKS = 50;

/** `GET /inbox/bulk/{step}`: the reader's tasks of a step that needs no look at each. @throws SopError NotInBulk (404) */
export async function showBulk(asked: Asked, stepId: string): Promise<PageAnswer> {
  return bulkPage(asked, bulkStep(stepId), 200);
}

/**
 * `POST /inbox/bulk/{step}`: decides those that are ticked, each by itself, and says of each that was refused why.
 * @throws SopError NotInBulk (404)
 */
export async function submitBulk(asked: Asked, stepId: string): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const step = bulkStep(stepId);
  const typed = new URLSearchParams(request.body);
  const outcome = typed.get('outcome');
  if (outcome === null) return bulkPage(asked, step, 200, typed);
  const decisions = typed
    .getAll('task')
    .slice(0, MOST_TASKS)
    .map((ticked) => decisionOf(ticked, outcome, typed));
  if (decisions.length === 0) return bulkPage(asked, step, 422, typed);
  const since = world.now().toISOString();
  const results = await decideTasks(world, { actor: reader, via: 'inbox', since, decisions });
  return results.every((result) => 'decision' in result || isRepeat(asked, result, outcome))
    ? seeOther('/inbox')
    : resultsPage(asked, step, results);
}

/** A second press of the button finds what the first has decided. */
function isRepeat({ reader }: Asked, result: BulkResult, outcome: string): boolean {
  if (!('error' in result) || result.error.name !== 'TaskAlreadyDecided') return false;
  const { decision } = result.error.extension;
  return (
    typeof decision === 'object' &&
    decision !== null &&
    Reflect.get(decision, 'by') === reader.id &&
    Reflect.get(decision, 'outcome') === outcome
  );
}

/** A tick's value says what was shown: the task, its attempt, and the hash of its content. */
function tickOf({ id, attempt, contentHash }: Task): string {
  return `${id} ${attempt} ${contentHash}`;
}

function decisionOf(ticked: string, outcome: string, typed: URLSearchParams): BulkDecision {
  const [taskId = '', attempt = '', contentHash] = ticked.split(' ');
  const comment = typed.get('comment') ?? '';
  return { taskId, outcome, comment, expect: { attempt: Number(attempt) || undefined, contentHash } };
}

function bulkStep(id: string): Step {
  const step = findStep(id);
  if (step?.bulk === true) return step;
  throw new SopError('NotInBulk', 404, {
    zh: '此步骤须逐个查看后处理，不能批量处理。',
    en: 'Each task of this step must be looked at by itself: it cannot be decided in bulk.',
  });
}

async function bulkPage(asked: Asked, step: Step, status: 200 | 422, typed?: URLSearchParams): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const { items } = await listTasks(world, reader, { status: 'OPEN', role: step.role }, { limit: MOST_TASKS });
  const tasks = items.filter((task) => task.step === step.id && mayAct(reader, task));
  const caseOf = await casesOf(asked, tasks);
  const rows = await Promise.all(tasks.map((task) => rowView(asked, step, task, caseOf(task.caseId), typed)));
  const say = speaker(language);
  const title = wording(step.title, language);
  return inboxPage(status, asked, {
    title: `${say('批量处理', 'Several at once')} · ${title}`,
    section: 'tasks',
    form: 'bulk',
    main: html`<p class="crumb"><a href="/inbox">← ${say('待办', 'Tasks')}</a></p>
${status === 422 && html`<div class="alert" role="alert"><p>${say('请至少勾选一项。', 'Tick one at least.')}</p></div>`}
<h1>${stepCode(step.id)}${title}</h1>
<p class="ask">${wording(step.ask, language)}</p>
${
  tasks.length === 0
    ? html`<p class="empty">${say('没有这个步骤的任务。', 'There is no task of this step.')}</p>`
    : html`<form id="bulk" method="post" action="/inbox/bulk/${step.id}"><ul class="items">${rows}</ul>
<div class="sheet"><div class="field"><label for="comment">${say('说明（适用于所有勾选的任务）', 'Comment, for all that are ticked')} <small>${say('选填', 'optional')}</small></label><textarea id="comment" name="comment" rows="2" maxlength="4000">
${typed?.get('comment') ?? ''}</textarea></div>
<div class="outcomes">${step.outcomes.map(
        (outcome) =>
          html`<button name="outcome" value="${outcome.id}"${outcome.needsComment && html` class="second"`}>${wording(outcome.title, language)}</button>`,
      )}</div></div></form>`
}`,
  });
}

async function rowView(
  { world, language }: Asked,
  step: Step,
  task: Task,
  salesCase: SalesCase | undefined,
  typed: URLSearchParams | undefined,
): Promise<Html> {
  const { subject } = documentsOf({ task, step }, await world.cases.documents(task.caseId));
  const facts = subject.flatMap(({ document }) => keyFacts(document, language));
  const now = world.now();
  const tick = tickOf(task);
  const ticked = typed === undefined || typed.getAll('task').includes(tick);
  return html`<li class="item${task.dueAt < now.toISOString() && ' late'}"><div class="what tick"><label><input type="checkbox" name="task" value="${tick}"${ticked && html` checked`}> <span>${salesCase?.customerName} · ${salesCase?.title}</span></label>
<p class="where"><a href="/inbox/tasks/${task.id}">${task.caseId}</a></p>
${facts.map(([label, value]) => html`<p class="where">${label}${language === 'en' ? ': ' : '：'}${value}</p>`)}</div>
<p class="when"><strong>${dueText(task.dueAt, now, language)}</strong></p></li>
`;
}

function resultsPage(asked: Asked, step: Step, results: readonly BulkResult[]): PageAnswer {
  const { language } = asked;
  const say = speaker(language);
  const refused = results.flatMap((result) => ('error' in result ? [result] : []));
  const done = results.length - refused.length;
  return inboxPage(409, asked, {
    title: wording(step.title, language),
    section: 'tasks',
    main: html`<h1>${stepCode(step.id)}${wording(step.title, language)}</h1>
${done > 0 && html`<div class="note done" role="status"><p>${say(`已处理 ${done} 项。`, `${done} decided.`)}</p></div>`}
<div class="alert" role="alert"><p>${say(`${refused.length} 项没有处理：`, `${refused.length} not decided:`)}</p><ul>${refused.map(
      ({ taskId, error }) =>
        html`<li><a href="/inbox/tasks/${taskId}">${taskId}</a>${say('：', ': ')}${wording(error.text, language)}</li>`,
    )}</ul></div>
<p><a class="button" href="/inbox">${say('返回待办', 'Back to my tasks')}</a></p>`,
  });
}
