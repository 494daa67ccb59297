import { caseOpening } from '../cases-api/contract.ts';
import { gateTitles, priorityTitles } from '../cases-api/setting-titles.ts';
import { customerEntry } from '../customers-api/contract.ts';
import type { FieldError } from '../shared/domain/errors.ts';
import { fieldErrors } from '../shared/domain/field-errors.ts';
import { type Language, type Text, wording } from '../shared/domain/language.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Field, Leaf } from '../shared/pages/form-field.ts';
import { fromValues, type Values } from '../shared/pages/form-values.ts';
import type { Mistake } from '../shared/pages/mistakes.ts';

/** Where a customer comes from: one that is entered already, or one the form enters. */
export type CustomerChoice = 'known' | 'new';

/** A form for a new case, as it was sent. */
export interface NewCaseTyped {
  /** Tells this form from every other: pressed twice, it opens one case. */
  readonly key: string;
  readonly customer: CustomerChoice;
  readonly values: Values;
}

/** The form's member that names the doubts about numbers that were shown with it (IN-6). */
export const CONFIRMED = 'confirmed';

/** Reads what was sent. */
export function readNewCase(body: string): NewCaseTyped {
  const typed = new URLSearchParams(body);
  return {
    key: typed.get('key') ?? '',
    customer: typed.get('customer') === 'new' ? 'new' : 'known',
    values: new Map(typed),
  };
}

/** The parts of the form. Names are the paths of what the API takes, so that its refusals find their fields. */
export interface NewCaseFields {
  readonly known: readonly Field[];
  readonly new: readonly Field[];
  readonly contact: readonly Field[];
  readonly sale: readonly Field[];
}

/** What a select offers: a value, and what it is called. */
export type Options = readonly (readonly [value: string, title: string])[];

export interface Offers {
  /** The customers of the reader's own cases. */
  readonly customers: Options;
  readonly assistants: readonly Person[];
  /** Whom a manager may open a case for; empty for a salesperson, who opens their own. */
  readonly salespeople: readonly Person[];
}

export function newCaseFields({ customers, assistants, salespeople }: Offers): NewCaseFields {
  const customerId = {
    zh: '客户编号',
    en: 'Customer number',
    hint: { zh: '录入客户时得到的编号，例如 C-7K3F9QX2MA', en: 'As given when it was entered, such as C-7K3F9QX2MA' },
  };
  return {
    known: [
      ...(customers.length === 0
        ? []
        : [choice('knownCustomer', { zh: '我的客户', en: 'My customers' }, customers, true)]),
      { ...text('customerId', customerId, 64), optional: customers.length > 0 },
    ],
    new: [
      text('customer.name', { zh: '公司名称', en: 'Company name', hint: onLicence }, 200),
      text('customer.landline', { zh: '座机', en: 'Landline' }, 40),
      text('customer.fax', { zh: '传真', en: 'Fax' }, 40),
      text('customer.city', { zh: '城市', en: 'City' }, 50, true),
      text('customer.address', { zh: '地址', en: 'Address' }, 300),
    ],
    contact: [
      text('contact.name', { zh: '姓名', en: 'Name' }, 100),
      text('contact.email', { zh: '邮箱', en: 'E-mail', hint: linksGoThere }, 200),
      choice('contact.language', { zh: '语言', en: 'Language' }, [
        ['zh-CN', '中文'],
        ['en', 'English'],
      ]),
    ],
    sale: [
      text(
        'title',
        { zh: '项目名称', en: 'Title', hint: { zh: '例如 冬季推广', en: 'Such as “Winter campaign”' } },
        200,
      ),
      choice('assistant', { zh: '销售助理', en: 'Sales assistant' }, namesOf(assistants)),
      ...(salespeople.length === 0
        ? []
        : [choice('sales', { zh: '负责的销售', en: 'Salesperson in charge' }, namesOf(salespeople))]),
      {
        kind: 'integer',
        key: 'settings.maxTurns',
        label: {
          zh: '同一步骤最多反复几次',
          en: 'How often a step may go round',
          hint: { zh: '超过后交销售经理决定', en: 'Then the sales manager decides' },
        },
        optional: true,
      },
      titled(
        'settings.priority',
        {
          zh: '优先级',
          en: 'Priority',
          hint: {
            zh: '加急：各步时限减半，超时更早上报',
            en: 'Urgent: half the time for each step, supervisors told sooner',
          },
        },
        priorityTitles,
      ),
      titled(
        'settings.publicationGate',
        {
          zh: '发布广告须等待',
          en: 'Publication waits for',
          hint: { zh: '第 16 步提交前的条件', en: 'Before step 16 is asked for' },
        },
        gateTitles,
      ),
    ],
  };
}

const onLicence: Text = { zh: '与营业执照一致', en: 'As on the business licence' };
const linksGoThere: Text = { zh: '需要客户确认的事项会发到这里', en: 'What the customer must confirm is mailed here' };

function text(key: string, label: Leaf['label'], longest: number, optional = false): Leaf {
  return { kind: 'text', key, label, optional, longest };
}

function choice(key: string, label: Text, options: Options, optional = false): Leaf {
  const named = Object.fromEntries(options.map(([value, title]) => [value, { zh: title, en: title }]));
  return { kind: 'choice', key, label: { ...label, options: named }, optional };
}

/** A choice between what has titles; always made, the first being what holds where nobody chooses. */
function titled(key: string, label: Leaf['label'], titles: Readonly<Record<string, Text>>): Leaf {
  return { kind: 'choice', key, label: { ...label, options: titles }, optional: false };
}

function namesOf(people: readonly Person[]): Options {
  return people.map(({ id, name }) => [id, name === id ? name : `${name}（${id}）`]);
}

/** What the typed values stand for, as the API's schemas read it: the case, the customer to enter, and what is wrong. */
export function readOpening({ customer, values }: NewCaseTyped, fields: NewCaseFields) {
  const filled = (name: string): string | undefined => values.get(name)?.trim() || undefined;
  const turns = filled('settings.maxTurns');
  const [priority, publicationGate] = [filled('settings.priority'), filled('settings.publicationGate')];
  const settings = {
    ...(turns === undefined ? {} : { maxTurns: /^\d+$/.test(turns) ? Number(turns) : turns }),
    ...(priority === undefined ? {} : { priority }),
    ...(publicationGate === undefined ? {} : { publicationGate }),
  };
  const opening = {
    // Left open until the customer is entered: the rest is checked before anything is written.
    customerId: customer === 'new' ? 'new' : (filled('customerId') ?? filled('knownCustomer')),
    contact: {
      name: filled('contact.name'),
      email: filled('contact.email'),
      language: filled('contact.language') ?? 'zh-CN',
    },
    title: filled('title'),
    assistant: filled('assistant'),
    ...(filled('sales') === undefined ? {} : { sales: filled('sales') }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
  const entry = Object.fromEntries(
    Object.entries(fromValues(fields.new, values)).map(([key, value]) => [key.replace('customer.', ''), value]),
  );
  const facts = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== '' && value !== undefined));
  const openingRead = caseOpening.safeParse(opening);
  const entryRead = customer === 'new' ? customerEntry.safeParse(facts) : undefined;
  const errors = [
    ...(entryRead?.success === false ? fieldErrors(entryRead.error.issues, facts, '/customer') : []),
    ...(openingRead.success ? [] : fieldErrors(openingRead.error.issues, opening)),
  ];
  return { opening: openingRead.data, entry: entryRead?.data, errors };
}

/** The mistakes as the form's reader understands them. */
export function mistakesIn(
  errors: readonly FieldError[],
  fields: NewCaseFields,
  language: Language,
): readonly Mistake[] {
  const all = [...fields.known, ...fields.new, ...fields.contact, ...fields.sale];
  return errors.map(({ pointer, text: sentence }) => {
    const name = pointer.slice(1).replaceAll('/', '.');
    const label = all.find(({ key }) => key === name)?.label;
    return { name, label: label === undefined ? name : wording(label, language), text: wording(sentence, language) };
  });
}
