import * as z from 'zod/mini';
import { matchView } from '../customers-api/contract.ts';
import type { SopError } from '../shared/domain/errors.ts';
import { SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import { flagIds } from '../shared/domain/intake-flags.ts';
import { wording } from '../shared/domain/language.ts';
import { type Html, html } from '../shared/pages/html.ts';
import { shortMomentText } from '../shared/pages/moments.ts';
import { speaker } from '../web-inbox/asked.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import { CONFIRMED, entryFields, entryMistakes, type TypedEntry } from './entry-form.ts';
import type { EntryContent } from './entry-page.ts';
import { daysLeftText, heldCustomers } from './held-customers.ts';

/** What refusals carry that a page shows. */
const told = z.object({
  matches: z.catch(z.array(matchView), []),
  unconfirmed: z.catch(z.array(z.enum(flagIds)), []),
  customerId: z.catch(z.optional(z.string()), undefined),
  region: z.catch(z.optional(z.string()), undefined),
  until: z.catch(z.optional(z.string()), undefined),
  /** Present where one's own pool is full. */
  releasable: z.catch(z.optional(z.array(z.unknown())), undefined),
});

/** What keeps an entry or an application from being taken, with the way on from there. */
export async function refusedEntry(
  asked: CustomersAsked,
  typed: TypedEntry,
  error: SopError,
): Promise<Omit<EntryContent, 'typed'>> {
  const { language } = asked;
  const { matches, unconfirmed } = z.parse(told, error.extension);
  const mistakes = entryMistakes(error.fields, typed.values, language);
  // Each is said at its field.
  if (error.name === 'FactsInvalid') return { mistakes };
  if (error.name === 'FactsUnconfirmed')
    return { alert: html`<p>${confirmWords(asked)}</p>`, mistakes, flags: unconfirmed };
  // Nothing of another's customer is to be corrected: the lead is handed over.
  const taken = error.name === 'CustomerDuplicate';
  return { alert: await refusalView(asked, error, typed), matches, ...(taken ? {} : { mistakes }) };
}

function confirmWords({ language }: CustomersAsked): string {
  return speaker(language)(
    '有些号码需要向客户核实。请更正，或在下方勾选已核实的项目，再次提交。',
    'Some numbers have to be confirmed with the customer. Correct them, or tick below what was confirmed, and send the form again.',
  );
}

/**
 * A refusal in the words of a page, with what can be done about it: a customer to open, one to apply for, customers to
 * release. @param typed facts to take along to an application
 */
export async function refusalView(asked: CustomersAsked, error: SopError, typed?: TypedEntry): Promise<Html> {
  const { language } = asked;
  const say = speaker(language);
  const { customerId, region, until, releasable } = z.parse(told, error.extension);
  if (error.name === 'OtherRegion' && customerId !== undefined) {
    const { regionName } = await import('../shared/domain/region.ts');
    const name = region === undefined ? say('其他区域', 'another region') : regionName(region);
    return html`<p>${say(`该客户在公海，但属于${name}，不在您的区域，不能直接录入或挑入。可以申请调入，由审批组决定。`, `This customer is in the public pool, but of ${name}, which is not your region. Apply for its transfer-in; the approval group decides.`)}</p>${applyView(asked, customerId, typed)}`;
  }
  // Of another's pool that is full nothing more is told.
  if (error.name === 'PoolFull' && releasable !== undefined) return ownPoolFull(asked);
  if (error.name === 'CoolingDown' && until !== undefined) {
    const end = shortMomentText(until, language);
    return html`<p>${say(`该客户刚从您的仓库退回公海，${end} 之前不能再挑入。`, `This customer was in your pool not long ago: you may not pick it again before ${end}.`)}</p>`;
  }
  return html`<p>${wording(error.text, language)}</p>${
    customerId !== undefined &&
    html`<p><a href="${pagesPath}/${customerId}">${say('打开该客户', 'Open this customer')}</a></p>`
  }`;
}

/** Leads on to the application for a customer, with the facts that were typed. */
function applyView({ language }: CustomersAsked, customerId: string, typed: TypedEntry | undefined): Html {
  const title = speaker(language)('申请调入…', 'Apply for its transfer-in…');
  const address = `${pagesPath}/${customerId}/transfer-in`;
  if (typed === undefined) return html`<p><a class="button quiet" href="${address}">${title}</a></p>`;
  return html`<form method="post" action="${address}">${entryFields.map(
    ({ key }) => html`<input type="hidden" name="${key}" value="${typed.values.get(key)}">`,
  )}${typed.confirmed.map((flag) => html`<input type="hidden" name="${CONFIRMED}" value="${flag}">`)}<button class="quiet" name="do" value="show">${title}</button></form>`;
}

/** So many customers of a full pool are named. */
const SHOWN_WHEN_FULL = 5;

/** IN-7: one's own pool is full, with the customers it loses first if nothing happens, to be released instead. */
export async function ownPoolFull(asked: CustomersAsked): Promise<Html> {
  const { reader, language } = asked;
  const say = speaker(language);
  const first = (await heldCustomers(asked, reader.id)).slice(0, SHOWN_WHEN_FULL);
  return html`<p>${say(`您的仓库已满（${SALESPERSON_CAPACITY} 个客户），请先释放或转出客户。`, `Your pool is full (${SALESPERSON_CAPACITY} customers): release or transfer one first.`)}</p>
<p>${say('最先到期退回公海的客户，可以考虑释放：', 'Those that return to the public pool first, to be released instead:')}</p><ul>${first.map(
    ({ customer: { id, name }, daysLeft }) =>
      html`<li><a href="${pagesPath}/${id}" target="_blank" rel="noopener">${name}</a> · ${daysLeftText(daysLeft, language)}</li>`,
  )}</ul>`;
}
