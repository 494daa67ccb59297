import { type Language, wording } from '../domain/language.ts';
import type { Field, Leaf, Rows } from './form-field.ts';
import { nameOf, rowCount, type Values } from './form-values.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { clockName } from './moments.ts';

/** A form as it stands: what is typed, what is wrong with it, how many rows its lists show. */
export interface FormState {
  readonly language: Language;
  readonly values: Values;
  /** Sentences by the name of the field they belong to. */
  readonly errors: ReadonlyMap<string, string>;
  /** Rows to show of a list beyond those filled in, by the list's name. */
  readonly moreRows: ReadonlyMap<string, number>;
  /** Where a button that only changes the form sends it; a fragment brings the reader back to the place. */
  readonly action: string;
}

/** The id of the control of a field. */
export function controlId(name: string): string {
  return `f-${name}`;
}

/** The controls of a document's fields. Buttons that add or remove a row decide nothing (`do=add:…`, `do=remove:…`). */
export function formFields(fields: readonly Field[], state: FormState, parent = ''): Html {
  return html`${fields.map((field) => fieldControl(field, nameOf(parent, field.key), state))}`;
}

function fieldControl(field: Field, name: string, state: FormState): Html {
  if (field.kind === 'group') {
    return html`<fieldset class="group"><legend>${wording(field.label, state.language)}</legend><div class="cells">
${formFields(field.fields, state, name)}</div>${errorOf(name, state)}</fieldset>
`;
  }
  return field.kind === 'rows' ? rowsControl(field, name, state) : leafControl(field, name, state);
}

function rowsControl(rows: Rows, name: string, state: FormState): Html {
  const say = (zh: string, en: string): string => (state.language === 'en' ? en : zh);
  const wanted = rowCount(name, state.values) + (state.moreRows.get(name) ?? 0);
  const count = Math.min(Math.max(wanted, 1), rows.most);
  const back = `${state.action}#rows-${name}`;
  return html`<fieldset class="rows" id="rows-${name}"><legend>${wording(rows.label, state.language)}</legend>
${errorOf(name, state)}
${Array.from(
  { length: count },
  (_, row) => html`<fieldset class="one-row"><legend>${say(`第 ${row + 1} 项`, `No. ${row + 1}`)}</legend>
<div class="cells">${formFields(rows.fields, state, nameOf(name, row))}</div>
<button class="quiet" name="do" value="remove:${name}:${row}" formaction="${back}">${say(`删除第 ${row + 1} 项`, `Remove no. ${row + 1}`)}</button>
</fieldset>
`,
)}
${count < rows.most && html`<button class="quiet add" name="do" value="add:${name}" formaction="${back}">＋ ${say('添加一项', 'Add one')}</button>`}
</fieldset>
`;
}

function leafControl(leaf: Leaf, name: string, state: FormState): Html {
  const { language } = state;
  const id = controlId(name);
  const hint = hintOf(leaf, language);
  const described = [hint === undefined ? '' : `${id}-hint`, state.errors.has(name) ? `${id}-error` : '']
    .filter((part) => part !== '')
    .join(' ');
  const attributes: Attributes = {
    id,
    name,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': state.errors.has(name) ? 'true' : undefined,
    // The browser marks a field as it is left; what is wrong is said, in the reader's language, once the form is sent.
    required: leaf.optional || leaf.kind === 'yes-no' ? undefined : 'required',
    pattern: patterns[leaf.kind],
  };
  if (leaf.kind === 'yes-no') {
    return html`<div class="field tick"><label for="${id}"><input type="checkbox" value="yes"${attributesOf({
      ...attributes,
      checked: (state.values.get(name) ?? '') === '' ? undefined : 'checked',
    })}> ${wording(leaf.label, language)}</label>${errorOf(name, state)}</div>
`;
  }
  return html`<div class="field ${leaf.kind}"><label for="${id}">${wording(leaf.label, language)}${leaf.optional && html` <small>${language === 'en' ? 'optional' : '选填'}</small>`}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${errorOf(name, state)}
${control(leaf, state.values.get(name) ?? '', attributes, language)}</div>
`;
}

/** What may be typed, as `fromValues` reads it: full-width figures, separators and units included. */
const patterns: Readonly<Partial<Record<Leaf['kind'], string>>> = {
  amount: '[¥￥\\s]*[0-9０-９][0-9０-９,，\\s]*([.．][0-9０-９]{1,2})?[元\\s]*',
  integer: '[0-9０-９,，\\s]{1,12}',
  percent: '\\s*[0-9０-９]{1,3}([.．][0-9０-９]{1,4})?[%％\\s]*',
};

type Attributes = Readonly<Record<string, string | undefined>>;

function attributesOf(attributes: Attributes): HtmlValue {
  return Object.entries(attributes).map(([key, value]) => value !== undefined && html` ${key}="${value}"`);
}

function control(leaf: Leaf, value: string, attributes: Attributes, language: Language): Html {
  const input = (type: string, more: Attributes = {}): Html =>
    html`<input type="${type}"${attributesOf({ ...attributes, ...more, value, autocomplete: 'off' })}>`;
  switch (leaf.kind) {
    case 'paragraph':
      return html`<textarea rows="4"${attributesOf({ ...attributes, maxlength: leaf.longest?.toString() })}>
${value}</textarea>`;
    case 'lines':
    case 'addresses':
      return html`<textarea rows="${Math.max(3, value.split('\n').length)}"${attributesOf({
        ...attributes,
        inputmode: leaf.kind === 'addresses' ? 'url' : undefined,
      })}>
${value}</textarea>`;
    case 'choice':
      return choice(leaf, value, attributes, language);
    case 'day':
      return input('date');
    case 'moment':
      return input('datetime-local');
    case 'address':
      return input('url', { inputmode: 'url', placeholder: 'https://' });
    case 'integer':
      return input('text', { inputmode: 'numeric' });
    case 'amount':
      return html`<span class="unit"><span aria-hidden="true">¥</span>${input('text', { inputmode: 'decimal' })}</span>`;
    case 'percent':
      return html`<span class="unit">${input('text', { inputmode: 'decimal' })}<span aria-hidden="true">%</span></span>`;
    default:
      return input('text', { maxlength: leaf.longest?.toString() });
  }
}

function choice(leaf: Leaf, value: string, attributes: Attributes, language: Language): Html {
  const options = Object.entries(leaf.label.options ?? {});
  return html`<select${attributesOf(attributes)}>
<option value="">${language === 'en' ? 'Choose…' : '请选择…'}</option>
${options.map(
  ([option, text]) =>
    html`<option value="${option}"${option === value && html` selected`}>${wording(text, language)}</option>`,
)}</select>`;
}

function hintOf(leaf: Leaf, language: Language): string | undefined {
  if (leaf.label.hint !== undefined) return wording(leaf.label.hint, language);
  // Whose clock the time is by.
  return leaf.kind === 'moment' ? clockName(language) : undefined;
}

function errorOf(name: string, state: FormState): HtmlValue {
  const sentence = state.errors.get(name);
  return sentence !== undefined && html`<p class="error" id="${controlId(name)}-error">${sentence}</p>`;
}
