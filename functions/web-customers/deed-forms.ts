import { randomUUID } from 'node:crypto';
import { regionOfCustomer } from '../customers-api/entry-rights.ts';
import { subjectOfTransferIn } from '../shared/domain/application.ts';
import { CONTACT_RECORD_DAYS, contactKindNames, contactKinds, MOST_OF_NOTE } from '../shared/domain/contact.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import type { Person } from '../shared/domain/person.ts';
import { mayAtAll, mayInPool, type PoolAction, reachesOf } from '../shared/domain/pool-rights.ts';
import { coolDownEnd, isInRegion, isPublic } from '../shared/domain/pools.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { clockName, localMoment, shortMomentText } from '../shared/pages/moments.ts';
import { speaker } from '../web-inbox/asked.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';

/** What a page's form does with a customer. */
export type DeedName = 'release' | 'claim' | 'transfer' | 'reversal' | 'contacts';

/** A form of a customer's page, as it was sent. */
export interface TypedDeed {
  readonly deed: DeedName;
  readonly values: ReadonlyMap<string, string>;
}

export const MOST_OF_REASON = 500;

/** The forms of a customer's page: those, and only those, that the reader's rights allow (IN-4, IN-8, IN-9). */
export async function deedForms(asked: CustomersAsked, customer: Customer, typed?: TypedDeed): Promise<Html> {
  if (customer.mergedInto !== undefined) return html``;
  return isPublic(customer.holder) ? publicForms(asked, customer) : heldForms(asked, customer, typed);
}

async function publicForms({ world, reader, language }: CustomersAsked, customer: Customer): Promise<Html> {
  const say = speaker(language);
  if (!mayAtAll(reader, 'pick')) return html``;
  const end = coolDownEnd(reader.id, customer, world.now());
  if (end !== undefined) {
    const until = shortMomentText(end.toISOString(), language);
    return html`<div class="note"><p>${say(`您不久前退回了该客户，${until} 之后才能再挑入。`, `You gave this customer up not long ago: you may claim it again from ${until}.`)}</p></div>`;
  }
  const person = await world.people.get(reader.id);
  if (isInRegion(person?.regions, await regionOfCustomer(customer))) {
    return html`<form method="post" action="${pagesPath}/${customer.id}/claim">${keyField()}<button>${say('挑入我的仓库', 'Claim it')}</button></form>`;
  }
  const open = await world.applications.openAbout([subjectOfTransferIn(customer.id)]);
  const own = open.find(({ applicant }) => applicant === reader.id);
  if (own !== undefined) {
    return html`<div class="note"><p>${say('您已申请调入该客户，等待审批组决定。', 'You have applied for its transfer-in: the approval group decides.')} <a href="/inbox/applications/${own.id}">${say('查看申请', 'See the application')}</a></p></div>`;
  }
  return html`<div class="note"><p>${say('该客户属于其他区域，不能直接挑入。', 'This customer is of another region and cannot be claimed.')}${open.length > 0 && say(`另有 ${open.length} 人在申请调入，一个通过，其余即结束。`, ` ${open.length === 1 ? 'Somebody else is' : `${open.length} others are`} applying for it; once one is accepted the rest end.`)}</p></div>
<p><a class="button" href="${pagesPath}/${customer.id}/transfer-in">${say('申请调入…', 'Apply for its transfer-in…')}</a></p>`;
}

async function heldForms(asked: CustomersAsked, customer: Customer, typed: TypedDeed | undefined): Promise<Html> {
  const { world, reader } = asked;
  const { holder } = customer;
  const owner = { id: holder, person: await world.people.get(holder) };
  const may = (action: PoolAction): Promise<boolean> => mayInPool(world.people, reader, action, owner);
  const [release, transfer, reverse] = await Promise.all([may('release'), may('transfer'), may('reverse')]);
  const contacts = holder === reader.id && reader.roles.includes('sales');
  const receivers = transfer || reverse ? await receiversOf(asked, customer, owner.person) : [];
  return html`${contacts && contactForm(asked, customer, valuesOf('contacts', typed))}${release && releaseForm(asked, customer, valuesOf('release', typed))}${transfer && handoverForm(asked, customer, { deed: 'transfer', receivers, typed })}${reverse && handoverForm(asked, customer, { deed: 'reversal', receivers, typed })}`;
}

/** What stands in a form: what was typed there and not taken, if anything was. */
function valuesOf(deed: DeedName, typed: TypedDeed | undefined): TypedDeed['values'] | undefined {
  return typed?.deed === deed ? typed.values : undefined;
}

/** Who may be given the customer: salespeople with an open account, of the same partner unless the right reaches all pools. */
async function receiversOf(
  { world, reader }: CustomersAsked,
  { holder }: Customer,
  owner: Person | undefined,
): Promise<readonly Person[]> {
  const free = [...reachesOf(reader, 'transfer'), ...reachesOf(reader, 'reverse')].includes('all');
  const sellers = await world.people.withRole('sales');
  return sellers.filter(
    ({ id, closedAt, partner }) => id !== holder && closedAt === undefined && (free || partner === owner?.partner),
  );
}

function keyField(): Html {
  return html`<input type="hidden" name="key" value="${randomUUID()}">`;
}

function contactForm(
  { world, language }: CustomersAsked,
  { id }: Customer,
  values: TypedDeed['values'] = new Map(),
): Html {
  const say = speaker(language);
  const at = values.get('at') ?? localMoment(world.now().toISOString());
  return html`<h2>${say('登记联系', 'Record a contact')}</h2>
<form class="sheet" method="post" action="${pagesPath}/${id}/contacts" accept-charset="utf-8" novalidate>${keyField()}
<div class="cells"><div class="field"><label for="kind">${say('方式', 'Way')}</label><select id="kind" name="kind">${contactKinds.map((kind) => html`<option value="${kind}"${values.get('kind') === kind && html` selected`}>${wording(contactKindNames[kind], language)}</option>`)}</select></div>
<div class="field moment"><label for="at">${say('时间', 'Time')}${say('（', ' (')}${clockName(language)}${say('）', ')')}</label><p class="hint" id="at-hint">${say(`过去 ${CONTACT_RECORD_DAYS} 天之内`, `Within the last ${CONTACT_RECORD_DAYS} days`)}</p><input id="at" type="datetime-local" name="at" value="${at}" aria-describedby="at-hint"></div></div>
<div class="field"><label for="note">${say('内容', 'What was said')} <small>${say('选填', 'optional')}</small></label><textarea id="note" name="note" rows="3" maxlength="${MOST_OF_NOTE}">
${values.get('note')}</textarea></div>
<button>${say('登记', 'Record')}</button></form>`;
}

function releaseForm({ language }: CustomersAsked, { id }: Customer, values?: TypedDeed['values']): Html {
  const say = speaker(language);
  return html`<details${values !== undefined && html` open`}><summary>${say('释放到公海', 'Release to the public pool')}</summary>
<form class="sheet" method="post" action="${pagesPath}/${id}/release" accept-charset="utf-8">${keyField()}
<p class="hint">${say('释放后其他销售可以挑入；您 30 天内不能再挑入。', 'Others may claim it then; you may not for 30 days.')}</p>
${reasonField('release', say('理由', 'Reason'), values, language)}
<button class="danger">${say('释放', 'Release')}</button></form></details>`;
}

const handovers = {
  transfer: {
    title: { zh: '转给其他销售', en: 'Transfer to another salesperson' },
    to: { zh: '转给', en: 'To' },
    button: { zh: '转移', en: 'Transfer' },
  },
  reversal: {
    title: { zh: '撤销违规录入', en: 'Reverse an illegal entry' },
    to: { zh: '归还给', en: 'Its rightful holder' },
    button: { zh: '撤销并归还', en: 'Reverse' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Text>>>>;

function handoverForm(
  { language }: CustomersAsked,
  { id }: Customer,
  {
    deed,
    receivers,
    typed,
  }: {
    readonly deed: keyof typeof handovers;
    readonly receivers: readonly Person[];
    readonly typed: TypedDeed | undefined;
  },
): HtmlValue {
  const say = speaker(language);
  const words = handovers[deed];
  const values = valuesOf(deed, typed);
  return html`<details${values !== undefined && html` open`}><summary>${wording(words.title, language)}</summary>
${
  receivers.length === 0
    ? html`<p class="empty">${say('没有可以接收的销售。', 'There is nobody who could receive it.')}</p>`
    : html`<form class="sheet" method="post" action="${pagesPath}/${id}/${deed}" accept-charset="utf-8">${keyField()}
<div class="field"><label for="${deed}-to">${wording(words.to, language)}</label><select id="${deed}-to" name="to" required><option value=""></option>${receivers.map(({ id: each, name }) => html`<option value="${each}"${values?.get('to') === each && html` selected`}>${name === each ? name : `${name}（${each}）`}</option>`)}</select></div>
${reasonField(deed, say('理由', 'Reason'), values, language)}
<button class="danger">${wording(words.button, language)}</button></form>`
}</details>`;
}

function reasonField(
  deed: DeedName,
  title: string,
  values: TypedDeed['values'] | undefined,
  language: CustomersAsked['language'],
): Html {
  return html`<div class="field"><label for="${deed}-reason">${title} <small>${speaker(language)('选填', 'optional')}</small></label><textarea id="${deed}-reason" name="reason" rows="2" maxlength="${MOST_OF_REASON}">
${values?.get('reason')}</textarea></div>`;
}
