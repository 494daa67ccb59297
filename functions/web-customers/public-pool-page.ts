import * as z from 'zod/mini';
import { regionOfCustomer } from '../customers-api/entry-rights.ts';
import { listCustomers, poolNotYours } from '../customers-api/list-customers.ts';
import { seesPool } from '../customers-api/sees-pool.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { CLAIMS_A_DAY, COOL_DOWN_DAYS, coolDownEnd, isInRegion, PUBLIC_POOL } from '../shared/domain/pools.ts';
import { nextPage, readPage } from '../shared/http/paging.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { shortMomentText } from '../shared/pages/moments.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { agoText } from '../shared/pages/relative-time.ts';
import { speaker } from '../web-inbox/asked.ts';
import { inboxPage } from '../web-inbox/inbox-page.ts';
import { staleCursor } from '../web-inbox/stale-cursor.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import { isNamed } from './held-customers.ts';
import { doneView, partsView } from './pages-frame.ts';

const wanted = z.object({
  q: z._default(z.string(), ''),
  /** A province or prefecture, or the word for all of them; empty for the reader's own regions, where they have any. */
  region: z._default(z.string().check(z.trim()), ''),
  cursor: z.optional(z.string()),
});

const PAGE_SIZE = 30;
const path = `${pagesPath}/public`;

/** A customer with where it is: a division code, undefined where nothing tells. */
interface Placed {
  readonly customer: Customer;
  readonly region: string | undefined;
}

/**
 * `GET /inbox/customers/public`: the public pool by name and region, newest first; one's own regions at first (IN-4). A
 * page may hold few where little of what was read fitted. @throws SopError PoolNotYours (403)
 */
export async function showPublicPool(asked: CustomersAsked): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const { q, region, cursor } = z.parse(wanted, request.query);
  if (!(await seesPool(world.people, reader, PUBLIC_POOL))) throw poolNotYours();
  const [person, held] = await Promise.all([
    world.people.get(reader.id),
    mayAtAll(reader, 'pick') ? world.customers.pool(reader.id).then((pool) => pool.held) : undefined,
  ]);
  const { regionName, regionNamed } = await import('../shared/domain/region.ts');
  const say = speaker(language);
  const everywhere = say('全部', 'all');
  const named = region === '' || region === everywhere ? undefined : regionNamed(region);
  const unknown = region !== '' && region !== everywhere && named === undefined;
  const within = named !== undefined ? [named] : region === '' ? person?.regions : undefined;
  const source = {
    fetch: async (page: { readonly limit: number; readonly cursor?: string }) => {
      const { items, cursor: next } = await listCustomers(world, reader, PUBLIC_POOL, page);
      const placed = await Promise.all(
        items.map(async (customer) => ({ customer, region: await regionOfCustomer(customer) })),
      );
      return { items: placed, ...(next === undefined ? {} : { cursor: next }) };
    },
    fits: ({ customer, region: at }: Placed) =>
      isNamed(customer, q) && (within === undefined || (at !== undefined && isInRegion(within, at))),
  };
  const page = unknown
    ? { items: [] }
    : await readPage([source], { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) }, [
        reader.id,
        q,
        region,
      ]).catch(staleCursor);
  if (page === undefined) return seeOther(path);
  const filter = { ...(q === '' ? {} : { q }), ...(region === '' ? {} : { region }) };
  const next = nextPage(path, filter, page.cursor);
  const own = person?.regions?.map(regionName).join(say('、', ', '));
  const title = say('公海', 'Public pool');
  return inboxPage(200, asked, {
    title,
    section: 'customers',
    query: filter,
    main: html`${doneView(asked)}<h1>${title}</h1>
${partsView(asked, 'public')}
${
  held !== undefined &&
  html`<p class="lead">${say(`您的仓库已有 ${held} / ${SALESPERSON_CAPACITY} 个客户。每天最多挑入 ${CLAIMS_A_DAY} 个；自己退回公海的客户，${COOL_DOWN_DAYS} 天后才能再挑入。`, `Your pool holds ${held} of ${SALESPERSON_CAPACITY}. Claim ${CLAIMS_A_DAY} a day at most; one you gave up, ${COOL_DOWN_DAYS} days later at the earliest.`)}</p>`
}
<form class="filter" method="get" action="${path}"><div class="field"><label for="q">${say('公司名称', 'Company name')}</label><input id="q" type="search" name="q" value="${q}" maxlength="200" autocomplete="off"></div><div class="field"><label for="region">${say('省或市', 'Province or city')}</label><input id="region" name="region" value="${region}" maxlength="50" autocomplete="off"></div><button class="quiet">${say('查找', 'Search')}</button></form>
${region === '' && own !== undefined && html`<p class="hint">${say(`只显示您的区域：${own}。`, `Your own regions only: ${own}. `)}<a href="${path}?${new URLSearchParams({ region: everywhere }).toString()}">${say('显示全部区域', 'Show all regions')}</a></p>`}
${
  unknown
    ? html`<p class="empty" role="alert">${say(`没有「${region}」这个省或市，请核对名称，例如 浙江 或 杭州。`, `There is no province or city “${region}”: such as 浙江 or 杭州.`)}</p>`
    : page.items.length === 0
      ? html`<p class="empty">${next === undefined ? say('公海中没有符合条件的客户。', 'No customer of the public pool fits.') : say('这一页没有符合条件的客户，请看后面的。', 'None on this page fits: see the next.')}</p>`
      : html`<ul class="items">${page.items.map((each) => publicItem(asked, each, person?.regions, regionName))}</ul>`
}
${next !== undefined && html`<p><a class="more" href="${next}">${say('后面的客户 →', 'Further customers →')}</a></p>`}`,
  });
}

function publicItem(
  asked: CustomersAsked,
  { customer, region }: Placed,
  regions: readonly string[] | undefined,
  regionName: (region: string) => string,
): Html {
  const { world, language } = asked;
  const say = speaker(language);
  const { id, name, releasedAt, createdAt } = customer;
  return html`<li class="item"><div class="what"><h3><a href="${pagesPath}/${id}">${name}</a></h3>
<p class="where"><span class="number">${id}</span> · ${region === undefined ? say('地区不明', 'region unknown') : regionName(region)}</p></div>
<p class="when"><strong>${standing(asked, customer, isInRegion(regions, region))}</strong>${say('退回于 ', 'given up ')}${agoText(releasedAt ?? createdAt, world.now(), language)}</p></li>
`;
}

/** What the reader may do about a customer of the public pool. */
function standing({ world, reader, language }: CustomersAsked, customer: Customer, ownRegion: boolean): HtmlValue {
  const say = speaker(language);
  if (!mayAtAll(reader, 'pick')) return undefined;
  const end = coolDownEnd(reader.id, customer, world.now());
  if (end !== undefined) {
    const until = shortMomentText(end.toISOString(), language);
    return say(`${until} 后可挑入`, `Yours to claim from ${until}`);
  }
  return ownRegion ? say('可挑入', 'Yours to claim') : say('其他区域，可申请调入', 'Another region: apply');
}
