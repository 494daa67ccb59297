import * as z from 'zod/mini';
import { readContactVolume } from '../contacts-api/read-contacts.ts';
import type { PoolView } from '../customers-api/contract.ts';
import { poolNotYours } from '../customers-api/list-customers.ts';
import { readPool } from '../customers-api/read-pool.ts';
import { addDays } from '../shared/domain/calendar-day.ts';
import { type ContactKind, contactKindNames, contactKinds } from '../shared/domain/contact.ts';
import { wording } from '../shared/domain/language.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { isPublic } from '../shared/domain/pools.ts';
import { dayAt } from '../shared/domain/working-days.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { inboxPage } from '../web-inbox/inbox-page.ts';
import { namesOf } from '../web-inbox/people-names.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import { daysLeftText, dueWords, type HeldCustomer, heldCustomers, isNamed } from './held-customers.ts';
import { doneView, partsView } from './pages-frame.ts';

const wanted = z.object({
  owner: z.optional(z.string()),
  q: z._default(z.string(), ''),
  page: z.catch(z.coerce.number().check(z.int(), z.minimum(1)), 1),
});
type Wanted = z.infer<typeof wanted>;

const PAGE_SIZE = 30;

/** Customers that return within so many days are marked. */
const SOON_DAYS = 7;

/**
 * `GET /inbox/customers`: how full one's pool is, its customers by when they return to the public pool, and the pools of
 * one's people as far as one's rights reach (IN-7, IN-8, IN-10). `?owner=` is one of theirs.
 * @throws SopError PoolNotYours (403)
 */
export async function showPool(asked: CustomersAsked): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const filter = z.parse(wanted, request.query);
  const owner = filter.owner ?? reader.id;
  // Not read whole as private pools are: it has no bound.
  if (isPublic(owner)) return seeOther(`${pagesPath}/public`);
  if (!mayAtAll(reader, 'view')) throw poolNotYours();
  const own = owner === reader.id;
  const say = speaker(language);
  const pool = await readPool(world, reader, owner);
  // Who has no pool of their own sees those of their people.
  const held = own && pool.capacity === 0 && pool.held === 0 ? undefined : await heldCustomers(asked, owner);
  const nameOf = await namesOf(world.people, [owner]);
  const title = !own
    ? say(`${nameOf(owner)}的仓库`, `The pool of ${nameOf(owner)}`)
    : held === undefined
      ? say('仓库', 'Pools')
      : say('我的客户', 'My customers');
  return inboxPage(200, asked, {
    title,
    section: 'customers',
    query: addressed(filter),
    main: html`${doneView(asked)}${!own && html`<p class="crumb"><a href="${pagesPath}">← ${say('仓库', 'Pools')}</a></p>`}
<h1>${title}</h1>
${partsView(asked, own ? 'pool' : undefined)}
${fullness(asked, pool)}${!own && (await contactVolume(asked, owner))}
${held !== undefined && heldView(asked, held, filter)}
${pool.scope !== undefined && scopeView(asked, pool.scope)}`,
  });
}

function addressed({ owner, q }: Wanted): Readonly<Record<string, string>> {
  return { ...(owner === undefined ? {} : { owner }), ...(q === '' ? {} : { q }) };
}

/** How many customers the pool holds, and how many more it takes (IN-7); for who has none, what their partner holds. */
function fullness({ language }: CustomersAsked, { held, capacity, partner }: PoolView): HtmlValue {
  const say = speaker(language);
  const own =
    (capacity > 0 || held > 0) &&
    say(
      `已有 ${held} 个客户，还可容纳 ${Math.max(0, capacity - held)} 个（上限 ${capacity}）。`,
      `${held} customers, room for ${Math.max(0, capacity - held)} more (${capacity} at most). `,
    );
  const shared =
    partner !== undefined &&
    say(
      `渠道商共 ${partner.held} 个（上限 ${partner.capacity}）。`,
      `The partner’s people hold ${partner.held} together (${partner.capacity} at most).`,
    );
  return (own !== false || shared !== false) && html`<p class="lead">${own}${shared}</p>`;
}

/** Contacts of so many days are counted. */
const COUNTED_DAYS = 30;

/** How often the owner of a pool was in contact with customers of late, for who is above them (IN-8). */
async function contactVolume({ world, reader, language }: CustomersAsked, owner: string): Promise<Html> {
  const to = dayAt(world.now(), world.terms.calendar);
  const days = await readContactVolume(world, reader, { owner, from: addDays(to, 1 - COUNTED_DAYS), to });
  const say = speaker(language);
  const count = (of: 'total' | ContactKind): number => days.reduce((sum, day) => sum + day[of], 0);
  const kinds = contactKinds.filter((kind) => count(kind) > 0);
  return html`<p class="lead">${say(`最近 ${COUNTED_DAYS} 天联系 ${count('total')} 次`, `${count('total')} contacts in ${COUNTED_DAYS} days`)}${
    kinds.length > 0 &&
    `${say('：', ': ')}${kinds.map((kind) => `${wording(contactKindNames[kind], language)} ${count(kind)}`).join(say('、', ', '))}`
  }</p>`;
}

function heldView(asked: CustomersAsked, held: readonly HeldCustomer[], filter: Wanted): Html {
  const say = speaker(asked.language);
  const { owner, q } = filter;
  const found = q.trim() === '' ? held : held.filter(({ customer }) => isNamed(customer, q));
  const start = (filter.page - 1) * PAGE_SIZE;
  const shown = found.slice(start, start + PAGE_SIZE);
  const more = start + PAGE_SIZE < found.length;
  const following = new URLSearchParams({ ...addressed(filter), page: String(filter.page + 1) });
  return html`<form class="filter" method="get" action="${pagesPath}">${owner !== undefined && html`<input type="hidden" name="owner" value="${owner}">`}<div class="field"><label for="q">${say('公司名称', 'Company name')}</label><input id="q" type="search" name="q" value="${q}" maxlength="200" autocomplete="off"></div><button class="quiet">${say('查找', 'Search')}</button></form>
${
  shown.length === 0
    ? html`<p class="empty">${q === '' ? say('仓库中还没有客户。', 'There is no customer in this pool yet.') : say('没有找到这个名称的客户。', 'No customer has this name.')}</p>`
    : html`<ul class="items">${shown.map((each) => heldItem(asked, each))}</ul>`
}
${more && html`<p><a class="more" href="${pagesPath}?${following.toString()}">${say('后面的客户 →', 'Further customers →')}</a></p>`}`;
}

function heldItem({ language }: CustomersAsked, { customer, daysLeft, warned }: HeldCustomer): Html {
  const say = speaker(language);
  const { id, name, address, recycling } = customer;
  const urgency = warned ? ' late' : daysLeft <= SOON_DAYS ? ' soon' : '';
  return html`<li class="item${urgency}"><div class="what"><h3><a href="${pagesPath}/${id}">${name}</a>${warned && html` <span class="tag late">${say('已提醒', 'warned')}</span>`}</h3>
<p class="where"><span class="number">${id}</span> · ${address}</p></div>
${
  recycling !== undefined &&
  html`<p class="when"><strong>${daysLeftText(daysLeft, language)}</strong>${dueWords(recycling, language)}</p>`
}</li>
`;
}

/** The pools within the reader's reach, the fullest first. */
function scopeView({ language }: CustomersAsked, scope: NonNullable<PoolView['scope']>): HtmlValue {
  const say = speaker(language);
  return html`<h2>${say('可查看的仓库', 'Pools you may see')} <span class="count">${scope.length}</span></h2>
${
  scope.length === 0
    ? html`<p class="empty">${say('还没有可查看的仓库。', 'There is no pool you may see yet.')}</p>`
    : html`<ul class="items">${scope
        .toSorted((a, b) => b.held - a.held)
        .map(
          ({ owner, name, held, capacity, partner, closedAt }) =>
            html`<li class="item"><div class="what"><h3><a href="${pagesPath}?${new URLSearchParams({ owner }).toString()}">${name}</a>${closedAt !== undefined && html` <span class="tag CLOSED">${say('账号已关闭', 'account closed')}</span>`}</h3>
<p class="where">${owner}${partner !== undefined && ` · ${say('渠道商', 'partner')} ${partner}`}</p></div>
<p class="when"><strong>${held} / ${capacity}</strong></p></li>
`,
        )}</ul>`
}`;
}
