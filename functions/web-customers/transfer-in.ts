import { applyTransferIn } from '../customers-api/apply-transfer-in.ts';
import { readCustomer } from '../customers-api/read-customer.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Leaf } from '../shared/pages/form-field.ts';
import { toValues } from '../shared/pages/form-values.ts';
import { html } from '../shared/pages/html.ts';
import { contentMistakes } from '../shared/pages/mistakes.ts';
import { once } from '../shared/pages/once.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import { blankEntry, entryFields, readEntry, readEntryForm } from './entry-form.ts';
import { type EntryContent, entryPage } from './entry-page.ts';
import { refusedEntry } from './entry-refusals.ts';
import { addressOfApplication } from './submitted.ts';

const MOST_OF_REASON = 500;

const fields: readonly Leaf[] = [
  ...entryFields,
  {
    kind: 'paragraph',
    key: 'reason',
    label: { zh: '申请理由', en: 'Reason', hint: { zh: '审批组会看到', en: 'The approval group reads it' } },
    optional: false,
    longest: MOST_OF_REASON,
  },
];

/**
 * `GET /inbox/customers/{id}/transfer-in`: the form to apply for a customer of another region (IN-4), with its facts to be
 * confirmed. @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function showTransferIn(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const customer = await readCustomer(asked.world, asked.reader, id);
  return page(asked, 200, customer, { typed: blankEntry(toValues(entryFields, customer)) });
}

/**
 * `POST /inbox/customers/{id}/transfer-in`: leaves it to the approval group. Refused, it comes back with everything typed.
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function submitTransferIn(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const customer = await readCustomer(world, reader, id);
  const sent = readEntryForm(request.body);
  // Led here from an entry that was refused, it has no key of its own yet.
  const typed = sent.key === '' ? { ...sent, key: blankEntry().key } : sent;
  if (typed.act === 'show') return page(asked, 200, customer, { typed });
  const { entry, mistakes } = readEntry(typed, language);
  const reason = (typed.values.get('reason') ?? '').trim();
  const faults = [
    ...mistakes,
    ...(reason === '' || reason.length > MOST_OF_REASON
      ? contentMistakes([{ pointer: '/reason', text: tooLong }], fields, { values: typed.values, language })
      : []),
  ];
  if (entry === undefined || faults.length > 0) return page(asked, 422, customer, { typed, mistakes: faults });
  const { callerId, confirmed, ...facts } = entry;
  const form = {
    by: reader.id,
    address: request.path,
    key: `${typed.key} ${typed.content}`,
    values: [],
    otherwise: '/inbox/applications',
  };
  return once(world, form, async (identity) => {
    try {
      const wanted = { actor: reader, facts, callerId, confirmed, identity, customerId: id, reason };
      const application = await applyTransferIn(world, wanted);
      return seeOther(addressOfApplication(application, identity));
    } catch (error) {
      if (!(error instanceof SopError)) throw error;
      return page(asked, error.status, customer, { typed, ...(await refusedEntry(asked, typed, error)) });
    }
  });
}

const tooLong = { zh: `最多 ${MOST_OF_REASON} 个字。`, en: `At most ${MOST_OF_REASON} characters.` };

function page(asked: CustomersAsked, status: number, { id, name }: Customer, content: EntryContent): PageAnswer {
  const say = speaker(asked.language);
  const words = {
    title: say('申请调入', 'Apply for a transfer-in'),
    ask: say(
      `「${name}」在公海，属于其他区域。请逐项与客户核实资料后申请，由审批组决定。`,
      `${name} is in the public pool, but of another region. Confirm each fact with the customer, then apply: the approval group decides.`,
    ),
    action: `${pagesPath}/${id}/transfer-in`,
    fields,
    crumb: html`<p class="crumb"><a href="${pagesPath}/${id}">← ${name}</a></p>`,
    buttons: html`<button name="do" value="apply">${say('提交申请', 'Apply')}</button>`,
  };
  return entryPage(asked, status, words, content);
}
