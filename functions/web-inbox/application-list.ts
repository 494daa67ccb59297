import * as z from 'zod/mini';
import { kindTitles, resultTitles } from '../customers-api/application-titles.ts';
import { listApplications } from '../customers-api/read-application.ts';
import type { Application } from '../shared/domain/application.ts';
import { wording } from '../shared/domain/language.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { nextPage } from '../shared/http/paging.ts';
import { type Html, html } from '../shared/pages/html.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { agoText } from '../shared/pages/relative-time.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { namesOf } from './people-names.ts';
import { staleCursor } from './stale-cursor.ts';

const wanted = z.object({ cursor: z.optional(z.string()) });

const PAGE_SIZE = 30;

/** `GET /inbox/applications`: what the approval group has to decide, the oldest first; for others, their own (IN-4). */
export async function applicationListPage(asked: Asked): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const { cursor } = z.parse(wanted, request.query);
  const page = await listApplications(world, reader, {
    limit: PAGE_SIZE,
    ...(cursor === undefined ? {} : { cursor }),
  }).catch(staleCursor);
  if (page === undefined) return seeOther('/inbox/applications');
  const decides = mayAtAll(reader, 'decide');
  const nameOf = await namesOf(
    world.people,
    page.items.map(({ applicant }) => applicant),
  );
  const say = speaker(language);
  const next = nextPage('/inbox/applications', {}, page.cursor);
  const title = decides ? say('待审批的申请', 'Applications to decide') : say('我的申请', 'My applications');
  return inboxPage(200, asked, {
    title,
    section: 'applications',
    main: html`<h1>${title}${decides && html` <span class="count">${page.items.length}${next !== undefined && '+'}</span>`}</h1>
${
  page.items.length === 0
    ? html`<p class="empty">${decides ? say('没有待审批的申请。有新申请时，会发邮件通知您。', 'Nothing to decide. You get a mail when there is a new application.') : say('您没有提交过申请。', 'You have submitted no application.')}</p>`
    : html`<ul class="items">${page.items.map((each) => applicationItem(asked, each, nameOf))}</ul>`
}
${next !== undefined && html`<p><a class="more" href="${next}">${say('后面的申请 →', 'Further applications →')}</a></p>`}`,
  });
}

function applicationItem(
  { world, reader, language }: Asked,
  application: Application,
  nameOf: (id: string) => string,
): Html {
  const say = speaker(language);
  const { id, kind, facts, applicant, createdAt } = application;
  const own = applicant === reader.id && mayAtAll(reader, 'decide');
  return html`<li class="item"><div class="what"><h3><a href="/inbox/applications/${id}">${facts.name}</a> <span class="tag">${wording(kindTitles[kind], language)}</span>${own && html` <span class="tag CANCELLED">${say('本人的申请', 'your own')}</span>`}</h3>
<p class="where"><span class="number">${id}</span> · ${nameOf(applicant)}</p></div>
<p class="when"><strong>${standingText(application, language)}</strong>${agoText(createdAt, world.now(), language)}</p></li>
`;
}

/** Where an application stands, in a few words. */
export function standingText(
  { status, ended, result = ended?.result }: Application,
  language: Asked['language'],
): string {
  const say = speaker(language);
  if (result !== undefined) return wording(resultTitles[result], language);
  return status === 'OPEN' ? say('等待审批', 'To be decided') : say('已有决定，正在办理', 'Decided, being carried out');
}
