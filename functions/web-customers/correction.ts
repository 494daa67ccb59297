import * as z from 'zod/mini';
import { correctable, correctFacts } from '../customers-api/correct-facts.ts';
import { matchView } from '../customers-api/match-view.ts';
import { readProposal } from '../customers-api/read-facts.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { factsOf, type ProposedFacts, versionOf } from '../shared/domain/customer-correction.ts';
import { SopError } from '../shared/domain/errors.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { toValues } from '../shared/pages/form-values.ts';
import { type HtmlValue, html } from '../shared/pages/html.ts';
import { once } from '../shared/pages/once.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { namesOf } from '../web-inbox/people-names.ts';
import { pagesPath } from './contract.ts';
import { APART, correctionFields, correctionMistakes, readCorrection } from './correction-form.ts';
import type { CustomersAsked } from './customers-world.ts';
import { blankEntry, readEntryForm, type TypedEntry } from './entry-form.ts';
import { type EntryContent, entryPage } from './entry-page.ts';
import { refusedEntry } from './entry-refusals.ts';

/** What a form stands on: the customer, and for whoever settles a clash the customers it is about. */
interface Corrected {
  readonly customer: Customer;
  /** The customers that may be told apart; nobody may where empty. */
  readonly rivals: readonly string[];
}

/**
 * `GET /inbox/customers/{id}/correction`: the facts as they are, to be corrected; for the approval group the facts that
 * somebody proposed and that look like another customer's, with what speaks for it. Changes nothing.
 * @throws SopError CustomerNotFound (404), CustomerMerged (409), CorrectionNotAllowed (403), AccountClosed (403)
 */
export async function showCorrection(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { world, reader } = asked;
  const customer = await correctable(world, reader, id);
  const proposed = await readProposal(world.customers, reader, customer);
  if (proposed !== undefined && settles(asked, customer)) return showProposed(asked, customer, proposed);
  return page(asked, 200, { customer, rivals: [] }, { typed: typedOf(customer, factsOf(customer)) });
}

async function showProposed(asked: CustomersAsked, customer: Customer, proposed: ProposedFacts): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const say = speaker(language);
  const { facts, confirmed, oldName, by, reason } = proposed;
  const { assessCorrection } = await import('../customers-api/assess-correction.ts');
  const { clashes } = await assessCorrection(world.customers, customer, { facts, callerId: undefined, met: [] });
  const nameOf = await namesOf(world.people, [by]);
  const typed = typedOf(customer, { ...facts, reason, ...(oldName === 'mistaken' ? { mistaken: true } : {}) });
  const advice = say(
    `${nameOf(by)}要更正为以下资料，更正后与下列客户相同或相近，资料尚未更改。是不同的公司，写明理由后同意；是同一家公司，请合并。`,
    `${nameOf(by)} wants these facts. With them the customer looks like the ones below; nothing was changed. Where they are other companies, say why and correct it; where they are the same, merge them.`,
  );
  const matches = await Promise.all(
    clashes.map(async (match) => matchView(match, reader, await world.people.get(match.customer.holder))),
  );
  const rivals = clashes.map(({ customer: { id } }) => id);
  return page(asked, 200, { customer, rivals }, { typed: { ...typed, confirmed }, advice, matches, flags: confirmed });
}

const told = z.object({ rivals: z.catch(z.array(z.string()), []) });

/**
 * `POST /inbox/customers/{id}/correction`: corrects the facts. Pressed twice it is one correction; refused, the form comes
 * back with everything typed.
 * @throws SopError CustomerNotFound (404), CustomerMerged (409), CorrectionNotAllowed (403), AccountClosed (403)
 */
export async function submitCorrection(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const customer = await correctable(world, reader, id);
  const sent = readEntryForm(request.body);
  const typed = sent.key === '' ? { ...sent, key: blankEntry().key } : sent;
  const toldApart = typed.act === 'apart' ? new URLSearchParams(request.body).getAll(APART) : [];
  const { correction, ifMatch, mistakes } = readCorrection(typed, toldApart, language);
  const stands = { customer, rivals: toldApart };
  if (correction === undefined) return page(asked, 422, stands, { typed, mistakes });
  const { callerId, confirmed, oldName, reason, ...facts } = correction;
  const form = {
    by: reader.id,
    address: request.path,
    key: `${typed.key} ${typed.content}`,
    values: [],
    otherwise: `${pagesPath}/${id}`,
  };
  return once(world, form, async () => {
    try {
      const wanted = { actor: reader, id, facts, callerId, confirmed, oldName, reason, toldApart, ifMatch };
      await correctFacts(world, wanted);
      return seeOther(`${pagesPath}/${id}?done=corrected`);
    } catch (error) {
      if (!(error instanceof SopError)) throw error;
      const refusal = await refusedEntry(asked, typed, error);
      const more = { mistakes: correctionMistakes(error.fields, typed.values, language) };
      const { rivals } = z.parse(told, error.extension);
      return page(asked, error.status, { customer, rivals }, { typed, ...refusal, ...more });
    }
  });
}

function settles({ reader }: CustomersAsked, { holder }: Customer): boolean {
  return mayAtAll(reader, 'decide') && holder !== reader.id;
}

function typedOf(customer: Customer, content: object): TypedEntry {
  const fields = correctionFields({ reasonWanted: true });
  return blankEntry(new Map([...toValues(fields, content), ['version', String(versionOf(customer))]]));
}

function page(
  asked: CustomersAsked,
  status: number,
  { customer, rivals }: Corrected,
  content: EntryContent,
): PageAnswer {
  const { reader, language } = asked;
  const say = speaker(language);
  const { id, name, holder } = customer;
  const version = content.typed.values.get('version') ?? String(versionOf(customer));
  const address = `${pagesPath}/${id}`;
  const outdated = version !== String(versionOf(customer));
  const apart: HtmlValue =
    rivals.length > 0 &&
    html`${rivals.map((rival) => html`<input type="hidden" name="${APART}" value="${rival}">`)}<button class="second" name="do" value="apart">${say('是不同的公司，同意更正', 'They are other companies: correct it')}</button>`;
  const merges: HtmlValue =
    rivals.length > 0 &&
    html`<p>${rivals.map((rival) => html`<a class="button quiet" href="${address}/merge?${new URLSearchParams({ into: rival }).toString()}">${say(`是同一家公司，合并到 ${rival}…`, `The same company: merge into ${rival}…`)}</a> `)}</p>`;
  const again: HtmlValue =
    outdated &&
    html`<p><a href="${address}/correction">${say('重新打开现有资料', 'Open the facts as they are now')}</a></p>`;
  const words = {
    title: say('更正客户资料', 'Correct the customer’s facts'),
    ask: say(
      '请逐项与客户核实。更正后照录入查重：与其他客户相同或相近的不会更改，由审批组处理。以前的资料保留在记录中。',
      'Confirm each fact with the customer. They are checked as at entry: what looks like another customer changes nothing and is settled by the approval group. Earlier facts stay on record.',
    ),
    action: `${address}/correction`,
    fields: correctionFields({ reasonWanted: holder !== reader.id }),
    crumb: html`<p class="crumb"><a href="${address}">← ${name}</a></p>`,
    buttons: html`<input type="hidden" name="version" value="${version}"><button name="do" value="correct">${say('更正', 'Correct')}</button>${apart}${merges}${again}`,
  };
  return entryPage(asked, status, words, content);
}
