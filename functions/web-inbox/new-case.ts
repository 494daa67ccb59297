import { randomUUID } from 'node:crypto';
import { listCases } from '../cases-api/list-cases.ts';
import { openCase } from '../cases-api/open-case.ts';
import { enterCustomer } from '../customers-api/enter-customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import { type FlagId, flagIds } from '../shared/domain/intake-flags.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import type { Mistake } from '../shared/pages/mistakes.ts';
import { once } from '../shared/pages/once.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import type { Asked } from './asked.ts';
import {
  CONFIRMED,
  mistakesIn,
  type NewCaseFields,
  type NewCaseTyped,
  newCaseFields,
  type Offers,
  readNewCase,
  readOpening,
} from './new-case-form.ts';
import { newCasePage } from './new-case-page.ts';
import { mayOpenCases } from './opening-cases.ts';

/** `GET /inbox/cases/new`: an empty form. @throws SopError RoleMissing (403) */
export async function showNewCase(asked: Asked): Promise<PageAnswer> {
  const offers = await offersFor(asked);
  const values = new Map([
    ['contact.language', 'zh-CN'],
    ['settings.maxTurns', '5'],
    ['settings.priority', 'normal'],
    ['settings.publicationGate', 'none'],
    ...(offers.assistants.length === 1 ? offers.assistants.map(({ id }) => ['assistant', id] as const) : []),
  ]);
  const customer = offers.customers.length > 0 || !asked.reader.roles.includes('sales') ? 'known' : 'new';
  return page(asked, newCaseFields(offers), { key: randomUUID(), customer, values }, { status: 200 });
}

/**
 * `POST /inbox/cases/new`: enters the customer where it is new, then opens the case. Pressed twice, or sent again after a
 * crash, a form opens one case. @throws SopError RoleMissing (403)
 */
export async function submitNewCase(asked: Asked): Promise<PageAnswer> {
  const { request, language } = asked;
  const fields = newCaseFields(await offersFor(asked));
  const typed = readNewCase(request.body);
  if (typed.values.has('do')) return page(asked, fields, typed, { status: 200 });
  const { opening, entry, errors } = readOpening(typed, fields);
  if (opening === undefined || errors.length > 0) {
    return page(asked, fields, typed, { status: 422, mistakes: mistakesIn(errors, fields, language) });
  }
  const { world, reader } = asked;
  const { key, values } = typed;
  const form = { by: reader.id, address: '/inbox/cases/new', key, values, otherwise: '/inbox/cases' };
  return once(world, form, async (identity) => {
    let known = typed;
    try {
      const customerId =
        entry === undefined
          ? opening.customerId
          : (await enterCustomer(world, { actor: reader, facts: entry, confirmed: confirmedIn(typed), identity })).id;
      known = withKnownCustomer(typed, customerId);
      const salesCase = await openCase(world, {
        actor: reader,
        opening: { ...opening, customerId },
        via: 'inbox',
        identity,
      });
      return seeOther(`/inbox/cases/${salesCase.id}`);
    } catch (error) {
      if (!(error instanceof SopError) || error.status >= 500) throw error;
      return refused(asked, fields, known, error);
    }
  });
}

/** The form again, with what keeps the case from being opened. */
function refused(asked: Asked, fields: NewCaseFields, typed: NewCaseTyped, error: SopError): PageAnswer {
  const { language } = asked;
  // What was wrong with the customer's facts is said where they were typed.
  const about = aboutCustomer.has(error.name) ? '/customer' : '';
  const errors = error.fields.map(({ pointer, text }) => ({ pointer: `${about}${pointer}`, text }));
  const own = error.extension.customerId;
  const { unconfirmed, applicationId } = error.extension;
  if (Array.isArray(unconfirmed)) {
    // Shown with these doubts and sent again unchanged, the form says that they were cleared up (IN-6).
    return page(
      asked,
      fields,
      { ...typed, values: new Map([...typed.values, [CONFIRMED, unconfirmed.join(' ')]]) },
      {
        status: error.status,
        alert: wording(confirmNumbers, language),
        mistakes: mistakesIn(errors, fields, language),
      },
    );
  }
  return page(asked, fields, typeof own === 'string' ? withKnownCustomer(typed, own) : typed, {
    status: error.status,
    alert: wording(error.text, language),
    applicationId: typeof applicationId === 'string' ? applicationId : undefined,
    mistakes: typeof own === 'string' ? [] : mistakesIn(errors, fields, language),
  });
}

const aboutCustomer: ReadonlySet<string> = new Set(['CustomerDuplicate', 'FactsInvalid', 'FactsUnconfirmed']);

const confirmNumbers: Text = {
  zh: '有些号码需要向客户核实。请更正；已核实无误的，直接再次提交。',
  en: 'Some numbers have to be confirmed with the customer. Correct them; if they are right, send the form again.',
};

function confirmedIn({ values }: NewCaseTyped): readonly FlagId[] {
  const named = values.get(CONFIRMED)?.split(' ') ?? [];
  return flagIds.filter((id) => named.includes(id));
}

/** The same form with its customer entered: sending it again enters no second one. */
function withKnownCustomer(typed: NewCaseTyped, customerId: string): NewCaseTyped {
  return { ...typed, customer: 'known', values: new Map([...typed.values, ['customerId', customerId]]) };
}

function page(
  asked: Asked,
  fields: NewCaseFields,
  typed: NewCaseTyped,
  {
    status,
    ...more
  }: {
    status: number;
    alert?: string;
    applicationId?: string | undefined;
    mistakes?: readonly Mistake[];
  },
): PageAnswer {
  return newCasePage(asked, status, { fields, typed, mistakes: [], ...more });
}

async function offersFor({ world, reader }: Asked): Promise<Offers> {
  if (!mayOpenCases(reader)) {
    throw new SopError('RoleMissing', 403, {
      zh: '只有销售和销售经理可以新建项目。',
      en: 'Only salespeople and sales managers open cases.',
    });
  }
  const sells = reader.roles.includes('sales');
  const [assistants, salespeople, cases] = await Promise.all([
    world.people.withRole('assistant'),
    reader.roles.includes('sales-manager') ? world.people.withRole('sales') : [],
    sells ? listCases(world, reader, { sales: reader.id }, { limit: 100 }) : { items: [] },
  ]);
  const customers = new Map(cases.items.map(({ customerId, customerName }) => [customerId, customerName]));
  return { customers: [...customers], assistants, salespeople };
}
