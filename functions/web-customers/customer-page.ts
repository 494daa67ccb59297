import { customerView } from '../customers-api/customer-view.ts';
import { regionOfCustomer } from '../customers-api/entry-rights.ts';
import { readCommission } from '../customers-api/read-commission.ts';
import { readCustomer } from '../customers-api/read-customer.ts';
import { type ClaimOfRecord, recordsOf, wholeMoves } from '../customers-api/whole-history.ts';
import type { PastCommission } from '../shared/domain/commission.ts';
import type { Contact } from '../shared/domain/contact.ts';
import { contactKindNames } from '../shared/domain/contact.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { MERGED, mergedRecordsOf } from '../shared/domain/customer-merge.ts';
import { flagTexts } from '../shared/domain/intake-flags.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import { isPublic, type Move, PUBLIC_POOL, RECYCLING } from '../shared/domain/pools.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { dayText, shortMomentText } from '../shared/pages/moments.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { inboxPage } from '../web-inbox/inbox-page.ts';
import { namesOf } from '../web-inbox/people-names.ts';
import { pagesPath } from './contract.ts';
import { changeLinks, correctionsView, mergedNote } from './correction-view.ts';
import type { CustomersAsked } from './customers-world.ts';
import { deedForms, type TypedDeed } from './deed-forms.ts';
import { doneView } from './pages-frame.ts';

/**
 * `GET /inbox/customers/{id}`: the facts, where it stands, what the reader may do, and all that is on record.
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function showCustomer(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  return customerPage(asked, 200, await readCustomer(asked.world, asked.reader, id));
}

/** @param refused a form of the page that was not taken: what was typed, and why */
export async function customerPage(
  asked: CustomersAsked,
  status: number,
  customer: Customer,
  refused?: { readonly typed: TypedDeed; readonly alert: Html },
): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const { id, name, holder } = customer;
  const [contacts, moves, commission, forms, merged, links, corrections] = await Promise.all([
    contactsWith(asked, customer),
    wholeMoves(world.customers, customer),
    readCommission(world, reader, id),
    deedForms(asked, customer, refused?.typed),
    mergedNote(asked, customer),
    changeLinks(asked, customer),
    correctionsView(asked, customer),
  ]);
  const nameOf = await namesOf(world.people, [
    holder,
    ...contacts.map(({ by }) => by),
    ...moves.flatMap(({ from, to, by }) => [from, to, by]),
    ...commission.history.map(({ claimant }) => claimant),
  ]);
  const say = speaker(language);
  const called = (owner: string): string =>
    owner === PUBLIC_POOL
      ? say('公海', 'public pool')
      : owner === RECYCLING
        ? say('系统', 'the system')
        : owner === MERGED
          ? say('已合并', 'merged')
          : nameOf(owner);
  const back = isPublic(holder)
    ? html`<a href="${pagesPath}/public">← ${say('公海', 'Public pool')}</a>`
    : holder === reader.id || holder === MERGED
      ? html`<a href="${pagesPath}">← ${say('我的客户', 'My customers')}</a>`
      : html`<a href="${pagesPath}?${new URLSearchParams({ owner: holder }).toString()}">← ${called(holder)}</a>`;
  return inboxPage(status, asked, {
    title: `${name} · ${id}`,
    section: 'customers',
    main: html`${refused !== undefined && html`<div class="alert" role="alert" tabindex="-1" autofocus>${refused.alert}</div>`}${doneView(asked)}
<p class="crumb">${back}</p>
<div class="bar"><h1>${name}</h1><span class="tag">${called(holder)}</span></div>
${merged}${await factsView(asked, customer)}
${links}${forms}
${contactsView(asked, contacts, nameOf)}
${movesView(asked, moves, called)}
${commissionView(asked, commission.history, nameOf)}
${corrections}`,
  });
}

async function factsView({ world, language }: CustomersAsked, customer: Customer): Promise<Html> {
  const say = speaker(language);
  const { recycling } = customerView(customer, world.terms, world.now());
  const region = await regionOfCustomer(customer);
  const { regionName } = await import('../shared/domain/region.ts');
  const { id, landline, fax, address, city, createdAt, confirmed = [], formerNames = [], tookOver } = customer;
  const records = tookOver === true ? await mergedRecordsOf(world.customers, id) : [];
  const rows: readonly (readonly [string, HtmlValue])[] = [
    [say('客户编号', 'Number'), id],
    [say('曾用名', 'Former names'), formerNames.length > 0 && formerNames.join('、')],
    [
      say('已并入的客户', 'Merged into it'),
      records.length > 0 &&
        html`${records.map(({ customerId }) => html`<a href="${pagesPath}/${customerId}">${customerId}</a> `)}`,
    ],
    [say('座机', 'Landline'), landline],
    [say('传真', 'Fax'), fax],
    [say('城市', 'City'), city],
    [say('经营地址', 'Business address'), address],
    [say('所属区域', 'Region'), region === undefined ? undefined : regionName(region)],
    [say('录入时间', 'Entered'), shortMomentText(createdAt, language)],
    [
      say('退回公海', 'Returns'),
      recycling !== undefined &&
        html`${dayText(recycling.recycleOn, language)}${recycling.warned && html` <span class="tag late">${say('已提醒', 'warned')}</span>`}<br><small>${say(`联系不晚于 ${dayText(recycling.contactBy, language)}；下单不晚于 ${dayText(recycling.orderBy, language)}`, `A contact by ${dayText(recycling.contactBy, language)}; an order by ${dayText(recycling.orderBy, language)}`)}</small>`,
    ],
    [
      say('已向客户核实', 'Confirmed with the customer'),
      confirmed.length > 0 &&
        html`<ul>${confirmed.map((flag) => html`<li>${wording(flagTexts[flag].text, language)}</li>`)}</ul>`,
    ],
  ];
  return html`<div class="sheet"><dl>${rows.map(
    ([label, value]) =>
      value !== undefined && value !== false && html`<div class="row"><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl></div>`;
}

/** Contacts are kept oldest first: so many are read to find the latest. */
const READ_AT_ONCE = 100;
const MOST_READS = 10;
const SHOWN = 20;

/** The contacts with the customer and with what was merged into it, newest first. */
async function contactsWith(asked: CustomersAsked, customer: Customer): Promise<readonly Contact[]> {
  const records = await recordsOf(asked.world.customers, customer);
  const found = (await Promise.all(records.map(({ id }) => contactsOf(asked, id)))).flat();
  return records.length === 1 ? found : found.sort((a, b) => (a.at > b.at ? -1 : 1));
}

async function contactsOf({ world }: CustomersAsked, id: string): Promise<readonly Contact[]> {
  const found: Contact[] = [];
  let cursor: string | undefined;
  for (let reads = 0; reads === 0 || (cursor !== undefined && reads < MOST_READS); reads += 1) {
    const request = { limit: READ_AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await world.contacts.ofCustomer(id, request);
    found.push(...page.items);
    cursor = page.cursor;
  }
  return found.toReversed();
}

function contactsView(
  { language }: CustomersAsked,
  contacts: readonly Contact[],
  nameOf: (id: string) => string,
): Html {
  const say = speaker(language);
  const list = (some: readonly Contact[]): Html =>
    html`<ol class="facts">${some.map(
      ({ kind, at, note, by }) =>
        html`<li><p>${wording(contactKindNames[kind], language)}${note !== '' && html`${say('：', ': ')}<span class="said">${note}</span>`}</p><p class="at">${shortMomentText(at, language)} · ${nameOf(by)}</p></li>`,
    )}</ol>`;
  const older = contacts.slice(SHOWN);
  return html`<h2>${say('联系记录', 'Contacts')} <span class="count">${contacts.length}</span></h2>
${
  contacts.length === 0
    ? html`<p class="empty">${say('还没有登记过联系。', 'No contact is on record yet.')}</p>`
    : html`<div class="sheet">${list(contacts.slice(0, SHOWN))}${older.length > 0 && html`<details><summary>${say(`更早的 ${older.length} 次`, `${older.length} earlier ones`)}</summary>${list(older)}</details>`}</div>`
}`;
}

const moveTitles: Readonly<Record<Move['kind'], Text>> = {
  release: { zh: '释放到公海', en: 'Released to the public pool' },
  claim: { zh: '从公海挑入', en: 'Claimed from the public pool' },
  transfer: { zh: '转移', en: 'Transferred' },
  'transfer-in': { zh: '申请调入', en: 'Transferred in upon application' },
  reversal: { zh: '撤销违规录入', en: 'Illegal entry reversed' },
  recycling: { zh: '逾期退回公海', en: 'Returned to the public pool in the night' },
  merge: { zh: '合并到另一客户', en: 'Merged into another customer' },
};

function movesView({ language }: CustomersAsked, moves: readonly Move[], called: (owner: string) => string): HtmlValue {
  const say = speaker(language);
  return (
    moves.length > 0 &&
    html`<h2>${say('流转记录', 'Moves')}</h2>
<div class="sheet"><ol class="facts">${moves
      .toReversed()
      .map(
        ({ kind, customerId, from, to, into = '', by, at, reason }) =>
          html`<li><p>${wording(moveTitles[kind], language)}${say('：', ': ')}${kind === 'merge' ? `${customerId} → ${into}` : `${called(from)} → ${called(to)}`}</p>${reason !== '' && html`<p class="said">${reason}</p>`}<p class="at">${shortMomentText(at, language)} · ${called(by)}</p></li>`,
      )}</ol></div>`
  );
}

const claimTitles: Readonly<Record<PastCommission['why'], Text>> = {
  entry: { zh: '录入', en: 'entered it' },
  claim: { zh: '挑入', en: 'claimed it' },
  transfer: { zh: '受让', en: 'was given it' },
  'transfer-in': { zh: '调入', en: 'transferred it in' },
  reversal: { zh: '违规录入被撤销后归还', en: 'had it restored' },
};

/** IN-9: who claims the commission, and who did. */
function commissionView(
  { language }: CustomersAsked,
  history: readonly ClaimOfRecord[],
  nameOf: (id: string) => string,
): HtmlValue {
  const say = speaker(language);
  return (
    history.length > 0 &&
    html`<h2>${say('提成归属', 'Commission')}</h2>
<div class="sheet"><ol class="facts">${history
      .toReversed()
      .map(
        ({ claimant, since, until, why, voided, customerId }) =>
          html`<li${until === undefined && html` class="mark"`}><p>${nameOf(claimant)}${say('：', ' ')}${wording(claimTitles[why], language)}${voided === true && html` <span class="tag late">${say('已作废', 'voided')}</span>`}</p><p class="at">${shortMomentText(since, language)} – ${until === undefined ? say('至今', 'today') : shortMomentText(until, language)}${customerId !== undefined && ` · ${customerId}`}</p></li>`,
      )}</ol></div>`
  );
}
