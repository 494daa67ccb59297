import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { customerMerge, MOST_OF_REASON } from '../customers-api/change-contract.ts';
import { listLookalikes } from '../customers-api/lookalikes.ts';
import { holderName } from '../customers-api/match-view.ts';
import { mergeable, mergeCustomers, mergeNotYours } from '../customers-api/merge-customers.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import { type Language, type Text, wording } from '../shared/domain/language.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { isPublic } from '../shared/domain/pools.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { shortMomentText } from '../shared/pages/moments.ts';
import { once } from '../shared/pages/once.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { inboxPage } from '../web-inbox/inbox-page.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import { findingsList, TOLD } from './findings-view.ts';

/** A record as these pages show it. */
interface Shown {
  readonly customer: Customer;
  readonly holder: string;
}

/**
 * `GET /inbox/customers/{id}/lookalikes`: the customer beside every other record that the check takes for the same company
 * (IN-5), for the approval group. Changes nothing.
 * @throws SopError RoleMissing (403), CustomerNotFound (404), CustomerMerged (409)
 */
export async function showLookalikes(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const say = speaker(language);
  const { customer, holder, items } = await listLookalikes(world, reader, id);
  const self = { customer, holder: holder.name };
  return inboxPage(200, asked, {
    title: say('可能是同一家公司', 'Records that may be one company'),
    section: 'customers',
    main: html`${crumb(customer)}<h1>${say('可能是同一家公司的客户', 'Records that may be one company')}</h1>
<p class="ask">${say(
      items.length === 0
        ? '没有其他客户与它相同或相近。'
        : '逐项对照；确认是同一家公司的，可以合并。合并前会说明将发生什么。',
      items.length === 0
        ? 'No other customer looks like it.'
        : 'Compare them fact by fact; what is one company can be merged. What a merge does is said before it is done.',
    )}</p>
${items.map(({ verdict, score, customer: other, holder: { name }, findings }) => {
  const likely =
    score >= TOLD && ` · ${say(`相似度 ${Math.round(score * 100)}%`, `likelihood ${Math.round(score * 100)}%`)}`;
  return html`<section class="document"><h3>${other.name} <small>${wording(verdictTitles[verdict], language)}${likely}</small></h3>
${sideBySide(self, { customer: other, holder: name }, language)}
${findingsList(findings, language)}
<div class="deeds"><a class="button quiet" href="${mergePath(other.id, id)}">${say('把它合并到本客户…', 'Merge it into this one…')}</a><a class="button quiet" href="${mergePath(id, other.id)}">${say('把本客户合并过去…', 'Merge this one into it…')}</a></div></section>
`;
})}
<details><summary>${say('合并到其他客户编号', 'Merge into another number')}</summary>
<form class="sheet" method="get" action="${pagesPath}/${id}/merge"><div class="field"><label for="into">${say('客户编号', 'Number')}</label><input id="into" name="into" maxlength="64" required autocomplete="off"></div>
<button class="second">${say('查看', 'Look at both')}</button></form></details>`,
  });
}

/**
 * `GET /inbox/customers/{id}/merge?into=…`: both records side by side, what the merge will do, and the button that does it.
 * Changes nothing. @throws SopError RoleMissing (403), CustomerNotFound (404), CustomerMerged (409), MergeInvalid (422)
 */
export async function showMerge(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { into = '' } = asked.request.query;
  return into === '' ? seeOther(`${pagesPath}/${id}/lookalikes`) : confirmPage(asked, 200, { id, into, reason: '' });
}

/**
 * `POST /inbox/customers/{id}/merge`: merges. Pressed twice it is done once; refused, the page comes back with the reason.
 * @throws SopError RoleMissing (403), CustomerNotFound (404), CustomerMerged (409), MergeInvalid (422)
 */
export async function submitMerge(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const sent = new URLSearchParams(request.body);
  const typed = { id, into: sent.get('into') ?? '', reason: sent.get('reason') ?? '' };
  const read = z.safeParse(customerMerge, { into: typed.into, reason: typed.reason });
  if (!read.success) {
    const say = speaker(language);
    const text = say(`请写明理由，最多 ${MOST_OF_REASON} 个字。`, `Say why, in at most ${MOST_OF_REASON} characters.`);
    return confirmPage(asked, 422, typed, html`<p>${text}</p>`);
  }
  const form = {
    by: reader.id,
    address: request.path,
    key: `${sent.get('key') ?? ''} ${request.body}`,
    values: [],
    otherwise: `${pagesPath}/${id}`,
  };
  return once(world, form, async (identity) => {
    try {
      const { into, reason } = read.data;
      await mergeCustomers(world, reader, { id, into, reason, identity });
      return seeOther(`${pagesPath}/${into}?done=merged`);
    } catch (error) {
      if (!(error instanceof SopError) || error.name !== 'MergeYourOwn') throw error;
      return confirmPage(asked, error.status, typed, html`<p>${wording(error.text, language)}</p>`);
    }
  });
}

interface TypedMerge {
  readonly id: string;
  readonly into: string;
  readonly reason: string;
}

async function confirmPage(
  asked: CustomersAsked,
  status: number,
  { id, into, reason }: TypedMerge,
  alert?: Html,
): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const say = speaker(language);
  if (!mayAtAll(reader, 'merge')) throw mergeNotYours();
  const { merged, survivor } = await mergeable(world.customers, id, into);
  const [ends, goesOn] = await Promise.all([shown(asked, merged), shown(asked, survivor)]);
  const [from, to] = [ends.holder, goesOn.holder];
  const effects: readonly Text[] = [
    {
      zh: `「${merged.name}」（${merged.id}）不再是单独的客户；它的名称和号码从此查到「${survivor.name}」。`,
      en: `${merged.name} (${merged.id}) is no customer of its own any more; its name and numbers find ${survivor.name}.`,
    },
    isPublic(merged.holder)
      ? { zh: '它离开公海。', en: 'It leaves the public pool.' }
      : {
          zh: `${from}的仓库少一个客户${merged.partner === undefined ? '' : '，所属渠道商的仓库也少一个'}。`,
          en: `The pool of ${from} has one fewer${merged.partner === undefined ? '' : ', and so has the partner’s'}.`,
        },
    {
      zh: `「${survivor.name}」仍由${to}归属，资料不变。`,
      en: `${survivor.name} stays with ${to}, and its facts stay as they are.`,
    },
    {
      zh: '联系、流转、提成和更正记录全部保留，在合并后的客户下查看；进行中的项目继续。',
      en: 'Contacts, moves, commission and corrections stay on record and are read at the survivor; running cases go on.',
    },
    { zh: '双方归属人会收到邮件。合并不能撤销。', en: 'Both holders are mailed. A merge cannot be undone.' },
  ];
  return inboxPage(status, asked, {
    title: say('合并客户', 'Merge customers'),
    section: 'customers',
    main: html`${alert !== undefined && html`<div class="alert" role="alert" tabindex="-1" autofocus>${alert}</div>`}
${crumb(merged)}<h1>${say('合并客户', 'Merge customers')}</h1>
<div class="sheet">${sideBySide(ends, goesOn, language, { first: say('被合并', 'Ends'), second: say('保留', 'Goes on') })}</div>
<h2>${say('合并后', 'What will happen')}</h2>
<div class="sheet"><ul>${effects.map((effect) => html`<li>${wording(effect, language)}</li>`)}</ul></div>
<form class="sheet" method="post" action="${pagesPath}/${id}/merge" accept-charset="utf-8"><input type="hidden" name="key" value="${randomUUID()}"><input type="hidden" name="into" value="${into}">
<div class="field"><label for="reason">${say('理由', 'Reason')}</label><textarea id="reason" name="reason" rows="2" maxlength="${MOST_OF_REASON}" required>
${reason}</textarea></div>
<div class="outcomes"><button class="danger">${say(`合并到 ${survivor.name}`, `Merge into ${survivor.name}`)}</button></div></form>
<p><a href="${mergePath(into, id)}">${say('反过来：保留另一个', 'The other way round: keep the other one')}</a></p>`,
  });
}

async function shown({ world }: CustomersAsked, customer: Customer): Promise<Shown> {
  const { holder } = customer;
  return { customer, holder: (await world.people.get(holder))?.name ?? holderName(holder) };
}

const verdictTitles: Readonly<Record<'duplicate' | 'possible', Text>> = {
  duplicate: { zh: '同一客户', en: 'The same customer' },
  possible: { zh: '可能是同一客户', en: 'Possibly the same customer' },
};

function mergePath(id: string, into: string): string {
  return `${pagesPath}/${id}/merge?${new URLSearchParams({ into }).toString()}`;
}

function crumb({ id, name }: Customer): Html {
  return html`<p class="crumb"><a href="${pagesPath}/${id}">← ${name}</a></p>`;
}

/** Two records, fact by fact; on a phone each fact is a card of its own. */
function sideBySide(
  first: Shown,
  second: Shown,
  language: Language,
  titles?: { readonly first: string; readonly second: string },
): Html {
  const say = speaker(language);
  const heads = titles ?? { first: say('本客户', 'This one'), second: say('另一客户', 'The other one') };
  const row = (label: string, of: (shownOne: Shown) => HtmlValue): Html =>
    html`<tr><th scope="row">${label}</th><td data-label="${heads.first}">${of(first)}</td><td data-label="${heads.second}">${of(second)}</td></tr>`;
  return html`<table><thead><tr><th></th><th>${heads.first}</th><th>${heads.second}</th></tr></thead><tbody>${[
    row(say('编号', 'Number'), ({ customer: { id } }) => html`<a href="${pagesPath}/${id}">${id}</a>`),
    row(say('公司名称', 'Company name'), ({ customer: { name } }) => name),
    row(say('曾用名', 'Former names'), ({ customer: { formerNames = [] } }) => formerNames.join('、') || '–'),
    row(say('座机', 'Landline'), ({ customer: { landline } }) => landline),
    row(say('传真', 'Fax'), ({ customer: { fax } }) => fax),
    row(say('经营地址', 'Business address'), ({ customer: { city = '', address } }) => `${city} ${address}`.trim()),
    row(say('归属', 'Holder'), ({ holder }) => holder),
    row(say('录入时间', 'Entered'), ({ customer: { createdAt } }) => shortMomentText(createdAt, language)),
    row(say('最近联系', 'Last contact'), ({ customer: { lastContactAt } }) =>
      lastContactAt === undefined ? '–' : shortMomentText(lastContactAt, language),
    ),
  ]}</tbody></table>`;
}
