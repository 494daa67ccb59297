import * as z from 'zod/mini';
import { isCandidateGroup, seesAll } from '../shared/domain/access.ts';
import { mayAct } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import { type Role, roleIds, roles } from '../shared/domain/roles.ts';
import { findStep, steps } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { nextPage } from '../shared/http/paging.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { shortMomentText } from '../shared/pages/moments.ts';
import { troubleTitles } from '../shared/pages/notice-trouble.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { reasonText } from '../shared/pages/reason.ts';
import { dueText } from '../shared/pages/relative-time.ts';
import { stepCode } from '../shared/pages/step-code.ts';
import { listTasks } from '../tasks-api/list-tasks.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { namesOf } from './people-names.ts';
import { staleCursor } from './stale-cursor.ts';
import { inWorkingOrder, type Urgency, urgencyOf } from './working-order.ts';

/** What the list can be narrowed to; a value that is none of these narrows nothing. */
const wanted = z.object({
  show: z.catch(z.optional(z.enum(['mine', ...roleIds])), undefined),
  when: z.catch(z.optional(z.enum(['late', 'today', 'urgent'])), undefined),
  case: z.catch(z.optional(z.string().check(z.trim(), z.toUpperCase(), z.maxLength(64))), undefined),
  cursor: z.optional(z.string()),
});
type Wanted = z.infer<typeof wanted>;

/** So many tasks are put in order at once: more than anybody works through in a day. */
const PAGE_SIZE = 100;

/** Less than this many milliseconds before it is due, a task is shown as urgent. */
const SOON = 2 * 60 * 60 * 1000;

/**
 * `GET /inbox`: what the reader and their departments have to do, in the one order in which a person works: late, due
 * today, later.
 */
export async function taskListPage(asked: Asked): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const filter = z.parse(wanted, request.query);
  const { show, when, cursor } = filter;
  const caseId = filter.case === '' ? undefined : filter.case;
  const page = await listTasks(
    world,
    reader,
    {
      status: 'OPEN',
      case: caseId,
      assignee: show === 'mine' ? 'me' : undefined,
      role: show === 'mine' ? undefined : show,
    },
    { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) },
  ).catch(staleCursor);
  if (page === undefined) return seeOther('/inbox');
  const now = world.now();
  const tasks = page.items.filter((task) => isWanted(task, when, now));
  const [caseOf, nameOf] = await Promise.all([
    casesOf(asked, tasks),
    namesOf(
      world.people,
      tasks.map(({ assignee }) => assignee),
    ),
  ]);
  const say = speaker(language);
  const narrowed = { show, when, case: caseId };
  const next = nextPage('/inbox', narrowed, page.cursor);
  // There may be more of each on the pages that follow.
  const count = (of: readonly Task[]): string => `${of.length}${next === undefined ? '' : '+'}`;
  return inboxPage(200, asked, {
    title: say(`待办（${count(tasks)}）`, `Tasks (${count(tasks)})`),
    section: 'tasks',
    query: Object.fromEntries(Object.entries(narrowed).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    main: html`<h1>${say('待办任务', 'Open tasks')}</h1>
${filterView(asked, filter)}
${bulkLinks(asked, tasks)}
${inWorkingOrder(tasks, now).map(
  ({ urgency, tasks: own }) =>
    html`<h2 id="${urgency}">${wording(urgencyTitles[urgency], language)} <span class="count ${urgency}">${count(own)}</span></h2><ul class="items">${own.map((task) => taskItem(asked, task, caseOf(task.caseId), nameOf))}</ul>`,
)}
${tasks.length === 0 && next === undefined && emptyView(asked, narrowed)}
${next !== undefined && html`<p><a class="more" href="${next}">${say('后面的任务 →', 'Further tasks →')}</a></p>`}`,
  });
}

const urgencyTitles: Readonly<Record<Urgency, Text>> = {
  late: { zh: '已超期', en: 'Overdue' },
  today: { zh: '今天到期', en: 'Due today' },
  later: { zh: '以后到期', en: 'Due later' },
  paused: { zh: '等待客户，不计时', en: 'With the customer, not timed' },
};

function isWanted(task: Task, when: Wanted['when'], now: Date): boolean {
  return when === undefined || (when === 'urgent' ? task.priority === 'urgent' : urgencyOf(task, now) === when);
}

/** A task in a list: what to do, for whom, by when, and why it came back. */
export function taskItem(
  { world, reader, language }: Pick<Asked, 'reader' | 'language'> & { readonly world: Pick<Asked['world'], 'now'> },
  task: Task,
  salesCase: SalesCase | undefined,
  nameOf: (id: string) => string,
): Html {
  const say = speaker(language);
  const step = findStep(task.step);
  const now = world.now();
  const left = new Date(task.dueAt).getTime() - now.getTime();
  const stands = urgencyOf(task, now);
  const paused = stands === 'paused';
  const urgency = stands === 'late' ? ' late' : !paused && left < SOON ? ' soon' : '';
  const group = wording(roles[task.role], language);
  const holder =
    task.assignee === undefined
      ? say(`${group}，尚无人认领`, `${group}, not taken yet`)
      : task.assignee === reader.id
        ? undefined
        : nameOf(task.assignee);
  return html`<li class="item${urgency}"><div class="what"><h3><a href="/inbox/tasks/${task.id}">${stepCode(task.step)}${step === undefined ? task.step : wording(step.title, language)}</a>${task.turn > 1 && html` <span class="tag">${say(`第 ${task.turn} 次`, `round ${task.turn}`)}</span>`}${task.priority === 'urgent' && html` <span class="tag">${say('加急', 'urgent')}</span>`}${task.escalation !== undefined && html` <span class="tag">${say('已上报主管', 'supervisor told')}</span>`}${task.notice !== undefined && html` <span class="tag ${task.notice.state}">${wording(troubleTitles[task.notice.state], language)}</span>`}</h3>
<p>${step !== undefined && wording(step.ask, language)}</p>
<p class="where">${salesCase !== undefined && `${salesCase.customerName} · ${salesCase.title} · `}<span class="number">${task.caseId}</span>${holder !== undefined && html` · <b>${holder}</b>`}</p></div>
<p class="when"><strong>${paused ? say('客户处理中，不计时', 'With the customer, not timed') : dueText(task.dueAt, now, language)}</strong>${shortMomentText(task.dueAt, language)}</p>
${task.reason !== '' && html`<p class="back"><b>${say('上一步：', 'Step before: ')}</b>${reasonText(task.reason, language)}</p>`}</li>
`;
}

/** Steps that need no look at each task, where the reader has several of one. */
function bulkLinks({ reader, language }: Asked, tasks: readonly Task[]): HtmlValue {
  const say = speaker(language);
  const steps = [...new Set(tasks.map(({ step }) => step))].flatMap((id) => {
    const step = findStep(id);
    const count = tasks.filter((task) => task.step === id && mayAct(reader, task)).length;
    return step?.bulk === true && count > 1 ? [{ step, count }] : [];
  });
  return steps.map(
    ({ step, count }) =>
      html`<p><a class="button quiet" href="/inbox/bulk/${step.id}">${say(`批量处理：${step.title.zh}（${count} 项）`, `Several at once: ${step.title.en} (${count})`)}</a></p>`,
  );
}

/** The roles that any step asks something of. */
const acting: readonly Role[] = roleIds.filter((role) => steps.some((step) => step.role === role));

function filterView({ reader, language }: Asked, { show, when, case: caseId }: Wanted): Html {
  const say = speaker(language);
  const departments = acting.filter(
    (role) => seesAll(reader) || (reader.roles.includes(role) && isCandidateGroup(role)),
  );
  const option = (value: string, title: string, chosen: string | undefined): Html =>
    html`<option value="${value}"${chosen === value && html` selected`}>${title}</option>`;
  const soonest = [
    ['late', urgencyTitles.late],
    ['today', urgencyTitles.today],
    ['urgent', { zh: '加急', en: 'Urgent' }],
  ] as const;
  return html`<form class="filter" method="get" action="/inbox"><div class="field"><label for="show">${say('谁的', 'Whose')}</label><select id="show" name="show"><option value="">${say('我和部门的', 'All of mine')}</option>${option('mine', say('只看我的', 'Mine only'), show)}${departments.map((role) => option(role, wording(roles[role], language), show))}</select></div>
<div class="field"><label for="when">${say('期限', 'When')}</label><select id="when" name="when"><option value="">${say('全部', 'Any time')}</option>${soonest.map(([value, title]) => option(value, wording(title, language), when))}</select></div>
<div class="field"><label for="case">${say('项目编号', 'Case number')}</label><input id="case" name="case" type="search" placeholder="AD-…" value="${caseId ?? ''}" autocomplete="off"></div>
<button class="quiet">${say('筛选', 'Apply')}</button></form>`;
}

function emptyView(
  { reader, language }: Asked,
  { show, when, case: caseId }: Pick<Wanted, 'show' | 'when' | 'case'>,
): Html {
  const say = speaker(language);
  return show === undefined && when === undefined && caseId === undefined
    ? html`<p class="empty">${say('没有待办任务。有新任务时，会发邮件通知您。', 'Nothing to do. You get a mail when there is a new task.')}${seesAll(reader) && say('要看各部门的任务，请在“谁的”中选择。', ' Choose a department above to see its tasks.')}</p>`
    : html`<p class="empty">${say('没有符合条件的任务。', 'No task fits.')} <a href="/inbox">${say('查看全部', 'Show all')}</a></p>`;
}

/** The cases of tasks, each read once. */
export async function casesOf(
  { world }: Pick<Asked, 'world'>,
  tasks: readonly Task[],
): Promise<(id: string) => SalesCase | undefined> {
  const ids = [...new Set(tasks.map(({ caseId }) => caseId))];
  const found = new Map(await Promise.all(ids.map(async (id) => [id, await world.cases.get(id)] as const)));
  return (id) => found.get(id);
}
