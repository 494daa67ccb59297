import * as z from 'zod/mini';
import { openTasks } from '../cases-api/case-tasks.ts';
import { statusTitles } from '../cases-api/case-view.ts';
import { listCases } from '../cases-api/list-cases.ts';
import { seesAll } from '../shared/domain/access.ts';
import { caseStatuses, type SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import { wording } from '../shared/domain/language.ts';
import { findStep } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { nextPage } from '../shared/http/paging.ts';
import { type Html, html } from '../shared/pages/html.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { agoText } from '../shared/pages/relative-time.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { mayOpenCases } from './opening-cases.ts';
import { namesOf } from './people-names.ts';
import { staleCursor } from './stale-cursor.ts';

const wanted = z.object({
  status: z.catch(z.optional(z.enum(caseStatuses)), undefined),
  cursor: z.optional(z.string()),
});

const PAGE_SIZE = 20;

/** `GET /inbox/cases`: the cases the reader has a part in, and where each of them stands. */
export async function caseListPage(asked: Asked): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const { status, cursor } = z.parse(wanted, request.query);
  const page = await listCases(
    world,
    reader,
    { status },
    { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) },
  ).catch(staleCursor);
  if (page === undefined) return seeOther('/inbox/cases');
  const [nameOf, places] = await Promise.all([
    namesOf(
      world.people,
      page.items.map(({ sales }) => sales),
    ),
    Promise.all(page.items.map((each) => (hasEnded(each) ? [] : openTasks(world.tasks, each.id)))),
  ]);
  const say = speaker(language);
  const next = nextPage('/inbox/cases', { status }, page.cursor);
  const option = (value: (typeof caseStatuses)[number]): Html =>
    html`<option value="${value}"${status === value && html` selected`}>${wording(statusTitles[value], language)}</option>`;
  return inboxPage(200, asked, {
    title: say('项目', 'Cases'),
    section: 'cases',
    query: status === undefined ? {} : { status },
    main: html`<div class="bar"><h1>${seesAll(reader) ? say('全部项目', 'All cases') : say('我的项目', 'My cases')}</h1>${mayOpenCases(reader) && html`<a class="button quiet" href="/inbox/cases/new">＋ ${say('新建项目', 'New case')}</a>`}</div>
<form class="filter" method="get" action="/inbox/cases"><div class="field"><label for="status">${say('状态', 'Status')}</label><select id="status" name="status"><option value="">${say('全部', 'All')}</option>${caseStatuses.map(option)}</select></div><button class="quiet">${say('筛选', 'Apply')}</button></form>
${
  page.items.length === 0
    ? html`<p class="empty">${status === undefined ? say('还没有与您有关的项目。', 'There is no case you have a part in yet.') : say('没有这种状态的项目。', 'No case has this status.')}</p>`
    : html`<ul class="items">${page.items.map((each, i) => caseItem(asked, each, places[i] ?? [], nameOf))}</ul>`
}
${next !== undefined && html`<p><a class="more" href="${next}">${say('更早的项目 →', 'Earlier cases →')}</a></p>`}`,
  });
}

/** The status of a case, as a mark. */
export function statusTag({ status }: Pick<SalesCase, 'status'>, language: Asked['language']): Html {
  return html`<span class="tag ${status}">${wording(statusTitles[status], language)}</span>`;
}

function caseItem(
  { world, language }: Asked,
  salesCase: SalesCase,
  open: readonly Task[],
  nameOf: (id: string) => string,
): Html {
  const say = speaker(language);
  const now = world.now();
  const late = open.some(({ dueAt }) => dueAt < now.toISOString());
  const since = salesCase.endedAt ?? salesCase.createdAt;
  return html`<li class="item${late && ' late'}"><div class="what"><h3><a href="/inbox/cases/${salesCase.id}">${salesCase.title}</a></h3>
<p>${salesCase.customerName}</p>
<p class="where">${salesCase.id} · ${nameOf(salesCase.sales)}</p></div>
<p class="when"><strong>${statusTag(salesCase, language)}</strong> ${
    open.length > 0
      ? open.map((task, i) => [i > 0 && say('、', ', '), stepTitle(task, language)])
      : [
          salesCase.endedAt === undefined ? say('开始于', 'begun') : say('结束于', 'ended'),
          ' ',
          agoText(since, now, language),
        ]
  }</p></li>
`;
}

function stepTitle({ step }: Task, language: Asked['language']): string {
  const title = findStep(step)?.title;
  return title === undefined ? step : `${step.replace(/\D.*$/, '')} ${wording(title, language)}`.trim();
}
