import type { PoolForecastView } from '../contacts-api/contract.ts';
import { wording } from '../shared/domain/language.ts';
import { missingTexts, type RecyclingRule } from '../shared/domain/recycling.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { dayText } from '../shared/pages/moments.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { inboxPage } from '../web-inbox/inbox-page.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import {
  type ForecastOutcome,
  type ForeseenCustomer,
  foreseenCustomers,
  outcomeIds,
  outcomeTitles,
} from './forecast-outcomes.ts';
import {
  type ForecastRead,
  type ForecastWanted,
  forecastAddress,
  forecastPath,
  horizons,
  readForecast,
} from './forecast-wanted.ts';
import { partsView } from './pages-frame.ts';

/**
 * `GET /inbox/customers/forecast`: who would be warned of and lose which customers, tonight or later, and what differs if the
 * rule had other days (IN-10): first how many of each salesperson's, then the customers of one. Changes nothing.
 * @throws SopError PoolNotYours (403)
 */
export async function showForecast(asked: CustomersAsked): Promise<PageAnswer> {
  const { language, world } = asked;
  const say = speaker(language);
  const read = await readForecast(asked);
  const { wanted, forecast, fault } = read;
  const title = say('回收预测', 'What returns next');
  const { days, contactDays, orderDays, owner } = wanted;
  return inboxPage(fault === undefined ? 200 : 422, asked, {
    title,
    section: 'customers',
    query: {
      days: String(days),
      ...(contactDays === '' ? {} : { contactDays }),
      ...(orderDays === '' ? {} : { orderDays }),
      ...(owner === undefined ? {} : { owner }),
    },
    main: html`${fault !== undefined && html`<div class="alert" role="alert" tabindex="-1" autofocus><p>${wording(fault, language)}</p></div>`}<h1>${title}</h1>
${partsView(asked, 'forecast')}
<p class="ask">${say('预测若无人联系、也无人下单，哪些客户会被提醒或退回公海；只预测，不改动。', 'Which customers would be warned of or return to the public pool if nobody contacts them and nobody orders. Nothing is changed.')}</p>
${rulesForm(asked, wanted, world.terms.rule)}
${forecast !== undefined && resultView(asked, { ...read, forecast })}`,
  });
}

function rulesForm(
  { language }: CustomersAsked,
  { days, contactDays, orderDays, owner }: ForecastWanted,
  rule: RecyclingRule,
): Html {
  const say = speaker(language);
  const number = (name: 'contactDays' | 'orderDays', title: string, value: string): Html =>
    html`<div class="field"><label for="${name}">${title}</label><input id="${name}" name="${name}" inputmode="numeric" value="${value}" placeholder="${rule[name]}" maxlength="4" autocomplete="off"></div>`;
  return html`<p class="hint" id="rule">${say(
    `现行规则：${rule.contactDays} 个工作日未联系，或 ${rule.orderDays} 天未下单，提前 ${rule.warningDays} 个工作日提醒。想看改规则的影响，就填写新的天数。`,
    `The present rule: ${rule.contactDays} working days without a contact or ${rule.orderDays} days without an order, warned of ${rule.warningDays} working days ahead. Type other days to see what would differ.`,
  )}</p>
<form class="filter" method="get" action="${forecastPath}" aria-describedby="rule">${owner !== undefined && html`<input type="hidden" name="owner" value="${owner}">`}<div class="field"><label for="days">${say('预测到', 'Look ahead')}</label><select id="days" name="days">${horizons.map((each) => html`<option value="${each}"${each === days && html` selected`}>${each === 1 ? say('今夜', 'Tonight') : say(`${each} 天之内`, `${each} days`)}</option>`)}</select></div>${number('contactDays', say('改为几个工作日未联系', 'Working days without a contact'), contactDays)}${number('orderDays', say('改为几天未下单', 'Days without an order'), orderDays)}<button>${say('预测', 'Foresee')}</button></form>`;
}

type Result = ForecastRead & Required<Pick<ForecastRead, 'forecast'>>;

function resultView(asked: CustomersAsked, result: Result): Html {
  const { language } = asked;
  const { wanted, forecast, last } = result;
  const say = speaker(language);
  const pools = forecast.items.map((pool) => ({ pool, customers: foreseenCustomers(pool) }));
  const night =
    forecast.from === forecast.until
      ? say(`${dayText(forecast.until, language)}凌晨`, `the night that begins ${dayText(forecast.until, language)}`)
      : say(
          `到${dayText(forecast.until, language)}凌晨为止`,
          `until the night that begins ${dayText(forecast.until, language)}`,
        );
  const all = pools.flatMap(({ customers }) => customers);
  return html`<h2>${say('结果', 'What happens')} <small>${night}</small></h2>
<p class="lead">${summary(all, forecast.changedRule !== undefined, language)}${(wanted.after !== undefined || last !== undefined) && say('（只计本页的销售）', ' (the salespeople of this page only)')}</p>
${forecast.changedRule !== undefined && wanted.days === 1 && html`<p class="hint">${say(`规则变短时，已超期的客户今夜先提醒，${forecast.rule.warningDays} 个工作日之后才退回：请同时看 7 天之内。`, `Under a shorter rule what is overdue is warned of first and returns ${forecast.rule.warningDays} working days later: look 7 days ahead, too.`)}</p>`}
${all.length > 0 && html`<p><a class="button quiet" href="${forecastAddress(wanted, { part: '/csv' })}">${say('下载表格（CSV）', 'Download as CSV')}</a></p>`}
${wanted.owner === undefined ? poolsView(asked, pools, wanted) : pools.map((each) => customersView(asked, each, wanted))}
${last !== undefined && html`<p><a class="more" href="${forecastAddress(wanted, { after: last })}">${say('后面的销售 →', 'Further salespeople →')}</a></p>`}`;
}

interface Pool {
  readonly pool: PoolForecastView;
  readonly customers: readonly ForeseenCustomer[];
}

/** How many there are of each outcome, those first that a change of the rule makes. */
function counts(customers: readonly ForeseenCustomer[], language: CustomersAsked['language']): readonly string[] {
  const say = speaker(language);
  return outcomeIds.flatMap((outcome) => {
    const count = customers.filter((each) => each.outcome === outcome).length;
    return count === 0 ? [] : [`${wording(outcomeTitles[outcome], language)}${say(' ', ': ')}${count}`];
  });
}

function summary(
  customers: readonly ForeseenCustomer[],
  changed: boolean,
  language: CustomersAsked['language'],
): string {
  const say = speaker(language);
  const of = (...outcomes: readonly ForecastOutcome[]): number =>
    customers.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const present = of('recycled', 'keeps', 'sooner', 'later');
  const warned = of('warned', 'warned-no-more');
  const now = say(
    `按现行规则退回 ${present} 个、提醒 ${warned} 个。`,
    `Under the present rule ${present} return and ${warned} are warned of. `,
  );
  if (!changed) return now;
  const then = of('recycled', 'loses', 'sooner', 'later');
  const warnedThen = of('warned', 'warned-too');
  return `${now}${say(
    `按新规则退回 ${then} 个（多退 ${of('loses')} 个，少退 ${of('keeps')} 个，提前 ${of('sooner')} 个，推迟 ${of('later')} 个）、提醒 ${warnedThen} 个。`,
    `Under the other rule ${then} return (${of('loses')} more, ${of('keeps')} kept, ${of('sooner')} sooner, ${of('later')} later) and ${warnedThen} are warned of.`,
  )}`;
}

/** How many of each salesperson's customers, those first who lose or keep most by the change, else who lose most. */
function poolsView(asked: CustomersAsked, pools: readonly Pool[], wanted: ForecastWanted): Html {
  const { language } = asked;
  const say = speaker(language);
  const touched = pools.filter(({ customers }) => customers.length > 0).toSorted((a, b) => weight(b) - weight(a));
  const rest = pools.length - touched.length;
  return html`${
    touched.length > 0 &&
    html`<ul class="items">${touched.map(
      ({ pool: { owner, name, held }, customers }) =>
        html`<li class="item"><div class="what"><h3><a href="${forecastAddress(wanted, { owner, after: undefined })}">${name}</a></h3>
<p class="where">${counts(customers, language).join(say('，', ' · '))}</p></div>
<p class="when"><strong>${heldText(held, language)}</strong>${owner}</p></li>
`,
    )}</ul>`
  }${
    pools.length === 0
      ? html`<p class="empty">${say('还没有可查看的仓库。', 'There is no pool you may see yet.')}</p>`
      : rest > 0 &&
        html`<p class="hint">${say(`${touched.length === 0 ? '' : '其余 '}${rest} 名销售没有客户被提醒或退回。`, `${rest} ${touched.length === 0 ? '' : 'other '}salespeople lose nothing and are warned of nothing.`)}</p>`
  }`;
}

function heldText(held: number, language: CustomersAsked['language']): string {
  return speaker(language)(`${held} 个客户`, held === 1 ? '1 customer' : `${held} customers`);
}

function weight({ customers }: Pool): number {
  const heavy: Readonly<Partial<Record<ForecastOutcome, number>>> = {
    loses: 1000,
    sooner: 1000,
    keeps: 100,
    later: 100,
    recycled: 10,
  };
  return customers.reduce((sum, { outcome }) => sum + (heavy[outcome] ?? 1), 0);
}

/** The customers of one pool, by what the nights do with them. */
function customersView(asked: CustomersAsked, { pool, customers }: Pool, wanted: ForecastWanted): Html {
  const { language, reader } = asked;
  const say = speaker(language);
  const own = pool.owner === reader.id;
  const back = forecastAddress(wanted, { owner: undefined });
  return html`${
    !own &&
    html`<p class="crumb"><a href="${back}">← ${say('全部销售', 'All salespeople')}</a></p>
<h3>${pool.name} <small>${heldText(pool.held, language)}</small></h3>`
  }
${customers.length === 0 && html`<p class="empty">${say('没有客户被提醒或退回。', 'No customer is warned of or returns.')}</p>`}
${outcomeIds.map((outcome) => outcomeView(asked, outcome, customers))}`;
}

function outcomeView(
  { language }: CustomersAsked,
  outcome: ForecastOutcome,
  customers: readonly ForeseenCustomer[],
): HtmlValue {
  const some = customers.filter((each) => each.outcome === outcome);
  if (some.length === 0) return undefined;
  const say = speaker(language);
  const urgent = outcome === 'loses' || outcome === 'sooner' || outcome === 'recycled';
  return html`<h3>${wording(outcomeTitles[outcome], language)} <span class="count${urgent && ' late'}">${some.length}</span></h3>
<ul class="items">${some.map(
    (each) =>
      html`<li class="item"><div class="what"><h3><a href="${pagesPath}/${each.customerId}">${each.name}</a></h3>
<p class="where"><span class="number">${each.customerId}</span> · ${wording(missingTexts[each.missing], language)}${say('，期限 ', ', by ')}${dayText(each.lastDay, language)}</p></div>
<p class="when">${daysView(each, language)}</p></li>
`,
  )}</ul>`;
}

/** The day at whose beginning it happens; under both rules where that differs. */
function daysView({ presentOn, changedOn }: ForeseenCustomer, language: CustomersAsked['language']): HtmlValue {
  const say = speaker(language);
  if (presentOn !== undefined && changedOn !== undefined && presentOn !== changedOn) {
    return html`<strong>${say('新规则：', 'New rule: ')}${dayText(changedOn, language)}</strong>${say('现行：', 'present: ')}${dayText(presentOn, language)}`;
  }
  return html`<strong>${dayText(changedOn ?? presentOn ?? '', language)}</strong>`;
}
