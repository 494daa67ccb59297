import { randomUUID } from 'node:crypto';
import { customerEntry } from '../customers-api/contract.ts';
import type { FieldError } from '../shared/domain/errors.ts';
import { fieldErrors } from '../shared/domain/field-errors.ts';
import { type FlagId, flagIds } from '../shared/domain/intake-flags.ts';
import type { Language } from '../shared/domain/language.ts';
import type { Leaf } from '../shared/pages/form-field.ts';
import { fromValues, type Values } from '../shared/pages/form-values.ts';
import { contentMistakes, type Mistake } from '../shared/pages/mistakes.ts';

/** A form with the facts of a customer, as it was sent. */
export interface TypedEntry {
  /** Tells this form from every other: pressed twice, it does one thing. */
  readonly key: string;
  readonly values: Values;
  /** The flags that were ticked as cleared up with the customer (IN-6). */
  readonly confirmed: readonly FlagId[];
  /** What its button asks for: `show` and `check` enter nothing, `apply` also leaves it to the approval group. */
  readonly act: string;
  /** All of it, as it came: other content is another form. */
  readonly content: string;
}

/** The member that names a flag as cleared up; there is one for each. */
export const CONFIRMED = 'confirmed';

export function readEntryForm(body: string): TypedEntry {
  const sent = new URLSearchParams(body);
  const named = sent.getAll(CONFIRMED);
  return {
    key: sent.get('key') ?? '',
    values: new Map(sent),
    confirmed: flagIds.filter((id) => named.includes(id)),
    act: sent.get('do') ?? '',
    content: body,
  };
}

/** The four facts (IN-1), the city, and the number the customer called from (IN-6). Names are those of what the API takes. */
export const entryFields: readonly Leaf[] = [
  {
    kind: 'text',
    key: 'name',
    label: { zh: '公司名称', en: 'Company name', hint: { zh: '与营业执照一致', en: 'As on the business licence' } },
    optional: false,
    longest: 200,
  },
  {
    kind: 'text',
    key: 'landline',
    label: { zh: '座机', en: 'Landline', hint: { zh: '例如 0571-86543210', en: 'Such as 0571-86543210' } },
    optional: false,
    longest: 40,
  },
  { kind: 'text', key: 'fax', label: { zh: '传真', en: 'Fax' }, optional: false, longest: 40 },
  { kind: 'text', key: 'city', label: { zh: '城市', en: 'City' }, optional: true, longest: 50 },
  { kind: 'text', key: 'address', label: { zh: '经营地址', en: 'Business address' }, optional: false, longest: 300 },
  {
    kind: 'text',
    key: 'callerId',
    label: {
      zh: '客户来电号码',
      en: 'Number the customer called from',
      hint: { zh: '客户主动来电时填写，用于核对座机和传真', en: 'Where they called: held against landline and fax' },
    },
    optional: true,
    longest: 40,
  },
];

/** An empty form, or one with facts to confirm. */
export function blankEntry(values: Values = new Map()): TypedEntry {
  return { key: randomUUID(), values, confirmed: [], act: '', content: '' };
}

/** What is typed, as the API's schema reads it, or what is wrong with it (IN-1). */
export function readEntry({ values, confirmed }: TypedEntry, language: Language) {
  const filled = Object.entries(fromValues(entryFields, values)).filter(
    ([, value]) => value !== '' && value !== undefined,
  );
  const entry = { ...Object.fromEntries(filled), ...(confirmed.length === 0 ? {} : { confirmed }) };
  const read = customerEntry.safeParse(entry);
  const errors = read.success ? [] : fieldErrors(read.error.issues, entry);
  return { entry: read.data, mistakes: entryMistakes(errors, values, language) };
}

/** Refusals, each with the field it is about. */
export function entryMistakes(errors: readonly FieldError[], values: Values, language: Language): readonly Mistake[] {
  return contentMistakes(errors, entryFields, { values, language });
}
