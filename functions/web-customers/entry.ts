import { checkEntry } from '../customers-api/check-entry.ts';
import { enterOrApply, roleMissing } from '../customers-api/enter-customer.ts';
import { customerIdOf } from '../customers-api/entry-id.ts';
import { SopError } from '../shared/domain/errors.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { html } from '../shared/pages/html.ts';
import { once } from '../shared/pages/once.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import { blankEntry, entryFields, readEntry, readEntryForm } from './entry-form.ts';
import { type EntryContent, type EntryWords, entryPage } from './entry-page.ts';
import { refusedEntry } from './entry-refusals.ts';
import { addressOfApplication } from './submitted.ts';

const action = `${pagesPath}/new`;

/** `GET /inbox/customers/new`: an empty form. @throws SopError RoleMissing (403) */
export async function showEntry(asked: CustomersAsked): Promise<PageAnswer> {
  mustEnter(asked);
  return page(asked, 200, { typed: blankEntry() });
}

/**
 * `POST /inbox/customers/new`: checks the facts, and enters the customer (IN-1 … IN-7). What may be a customer that is there
 * is shown with what speaks for it before it is left to the approval group. Pressed twice it is one entry; refused, it
 * comes back with everything typed. @throws SopError RoleMissing (403)
 */
export async function submitEntry(asked: CustomersAsked): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  mustEnter(asked);
  const typed = readEntryForm(request.body);
  if (typed.act === 'show') return page(asked, 200, { typed });
  const { entry, mistakes } = readEntry(typed, language);
  if (entry === undefined) return page(asked, 422, { typed, mistakes });
  const { callerId, confirmed, ...facts } = entry;
  if (typed.act !== 'apply') {
    const checked = await checkEntry(world, reader, { ...facts, callerId }).catch(refusalIn);
    if (checked instanceof SopError)
      return page(asked, checked.status, { typed, ...(await refusedEntry(asked, typed, checked)) });
    const { verdict, matches, flags, advice } = checked;
    if (typed.act === 'check' || verdict === 'possible') {
      const found = {
        typed,
        matches,
        flags: flags.map(({ id }) => id),
        advice: advice[language === 'en' ? 'en' : 'zh'],
      };
      return page(asked, 200, found, { possible: verdict === 'possible' });
    }
  }
  const form = {
    by: reader.id,
    address: action,
    // Of one form sent twice with other facts, both count.
    key: `${typed.key} ${typed.content}`,
    values: [],
    otherwise: pagesPath,
  };
  return once(world, form, async (identity) => {
    try {
      const result = await enterOrApply(world, { actor: reader, facts, callerId, confirmed, identity });
      if ('application' in result) return seeOther(addressOfApplication(result.application, identity));
      const { id } = result.customer;
      return seeOther(`${pagesPath}/${id}?done=${id === customerIdOf(identity) ? 'entered' : 'picked'}`);
    } catch (error) {
      if (!(error instanceof SopError)) throw error;
      const refusal = await refusedEntry(asked, typed, error);
      // Numbers to be confirmed first change nothing about what it may be, nor about who decides then.
      const undecided = typed.act === 'apply' && error.name === 'FactsUnconfirmed';
      const { matches } = undecided ? await checkEntry(world, reader, { ...facts, callerId }) : { matches: [] };
      const possible = matches.length > 0;
      return page(asked, error.status, { typed, ...refusal, ...(possible ? { matches } : {}) }, { possible });
    }
  });
}

/** A refusal, to be shown beside what was typed; everything else is our failure. */
function refusalIn(error: unknown): SopError {
  if (error instanceof SopError) return error;
  throw error;
}

function page(
  asked: CustomersAsked,
  status: number,
  content: EntryContent,
  { possible = false }: { readonly possible?: boolean } = {},
): PageAnswer {
  return entryPage(asked, status, wordsOf(asked, possible), content);
}

function wordsOf({ language }: CustomersAsked, possible: boolean): EntryWords {
  const say = speaker(language);
  return {
    title: say('录入客户', 'Enter a customer'),
    ask: possible
      ? say(
          '可能是已有的客户：请对照下面的依据。确认是另一家的，提交后由审批组决定，结果会邮件告知您。',
          'This may be a customer that is there: read what speaks for it. If it is another one, the approval group decides; you are told by mail.',
        )
      : say(
          '四项资料须先向客户核实。录入时自动查重：与已有客户相同的，写法不同也能认出。',
          'Confirm the four facts with the customer first. They are checked for duplicates: a customer that is there already is found however it is written.',
        ),
    action,
    fields: entryFields,
    crumb: html`<p class="crumb"><a href="${pagesPath}">← ${say('我的客户', 'My customers')}</a></p>`,
    buttons: possible
      ? html`<button name="do" value="apply">${say('是另一家客户，提交审批组', 'It is another customer: ask the approval group')}</button><button class="second" name="do" value="check">${say('重新查重', 'Check again')}</button>`
      : html`<button name="do" value="enter">${say('录入', 'Enter')}</button><button class="second" name="do" value="check">${say('只查重', 'Only check')}</button>`,
  };
}

function mustEnter({ reader }: CustomersAsked): void {
  if (!mayAtAll(reader, 'enter')) throw roleMissing();
}
