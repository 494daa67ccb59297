import type { DocumentVersion } from '../domain/case.ts';
import { canonicalJson } from '../domain/content-hash.ts';
import { documents } from '../domain/documents.ts';
import { type Language, wording } from '../domain/language.ts';
import { percentText, toFen, yuanText } from '../domain/money.ts';
import { type Field, fieldsOf, type Leaf, memberOf, type Rows } from './form-field.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { dayText, momentText } from './moments.ts';

/** What is shown, beside what stood there in the version before where the two are compared. */
interface Shown {
  readonly value: unknown;
  readonly before: { readonly value: unknown } | undefined;
}

/**
 * One version of a document, laid out to be read; lists of records as tables that fold into cards on a phone.
 * @param previous the version before: every change since is marked, with what stood there
 */
export function documentView(document: DocumentVersion, language: Language, previous?: DocumentVersion): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const id = `document-${document.kind}-${document.version}`;
  const compared =
    previous !== undefined &&
    say(` · 与第 ${previous.version} 版不同之处已标出`, ` · changes since version ${previous.version} are marked`);
  return html`<section class="document" aria-labelledby="${id}">
<h3 id="${id}">${wording(documents[document.kind].title, language)} <small>${say(`第 ${document.version} 版`, `version ${document.version}`)} · ${momentText(document.at, language)}${compared}</small></h3>
${membersView(
  fieldsOf(document.kind),
  { value: document.content, before: previous === undefined ? undefined : { value: previous.content } },
  language,
)}
</section>`;
}

function membersView(fields: readonly Field[], content: Shown, language: Language): Html {
  const shown = fields.filter(({ key }) => {
    const { value, before } = memberShown(content, key);
    return !isEmpty(value) || (before !== undefined && !isEmpty(before.value));
  });
  return html`<dl>${shown.map(
    (field) =>
      html`<div class="${field.kind === 'rows' ? 'row wide' : 'row'}"><dt>${wording(field.label, language)}</dt><dd>${fieldView(field, memberShown(content, field.key), language)}</dd></div>`,
  )}</dl>`;
}

function memberShown({ value, before }: Shown, key: string): Shown {
  return {
    value: memberOf(value, key),
    before: before === undefined ? undefined : { value: memberOf(before.value, key) },
  };
}

function fieldView(field: Field, shown: Shown, language: Language): HtmlValue {
  if (field.kind === 'group') return groupView(field.fields, shown, language);
  return field.kind === 'rows' ? tableView(field, shown, language) : comparedLeaf(field, shown, language);
}

/** A group is a pair of days more often than not: `from – to` on one line. */
function groupView(fields: readonly Field[], shown: Shown, language: Language): HtmlValue {
  return fields.map((field, i) => [i === 0 ? '' : ' – ', fieldView(field, memberShown(shown, field.key), language)]);
}

const figures: ReadonlySet<Field['kind']> = new Set(['amount', 'integer', 'percent']);

function tableView(rows: Rows, { value, before }: Shown, language: Language): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const align = (field: Field): string => (figures.has(field.kind) ? 'figure' : '');
  const items = listOf(value);
  const earlier = before === undefined ? undefined : alignRows(rows, items, listOf(before.value));
  const gone = earlier?.gone ?? [];
  return html`<table>
<thead><tr>${rows.fields.map((field) => html`<th scope="col" class="${align(field)}">${wording(field.label, language)}</th>`)}</tr></thead>
<tbody>${items.map((item, index) => {
    const matched = earlier?.matches[index];
    const isNew = earlier !== undefined && matched === undefined;
    return html`<tr${isNew && html` class="new"`}>${rows.fields.map(
      (field, column) =>
        html`<td class="${align(field)}" data-label="${wording(field.label, language)}"><div>${fieldView(
          field,
          memberShown({ value: item, before: matched === undefined ? undefined : { value: matched } }, field.key),
          language,
        )}${isNew && column === 0 && html` <span class="was">${say('新增', 'new')}</span>`}</div></td>`,
    )}</tr>`;
  })}</tbody>
</table>${
    gone.length > 0 &&
    html`<p class="was">${say('已删除：', 'Removed: ')}${gone.map((item, i) => [i > 0 && say('；', '; '), rowText(rows, item, language)])}</p>`
  }`;
}

/** Which earlier row each row goes on from: the one of the same first member, else the one in its place if that has no other. */
function alignRows(
  { fields: [first] }: Rows,
  items: readonly unknown[],
  earlier: readonly unknown[],
): { matches: readonly unknown[]; gone: readonly unknown[] } {
  const nameOf = (item: unknown): string => canonicalJson(memberOf(item, first?.key ?? ''));
  const byName = items.map((item, index) => {
    const same = earlier.filter((candidate) => nameOf(candidate) === nameOf(item));
    return same.length === 1 ? same[0] : same.includes(earlier[index]) ? earlier[index] : undefined;
  });
  const matches = byName.map((match, index) =>
    match === undefined && !byName.includes(earlier[index]) ? earlier[index] : match,
  );
  return { matches, gone: earlier.filter((item) => !matches.includes(item)) };
}

function rowText(rows: Rows, item: unknown, language: Language): HtmlValue {
  return rows.fields.map((field, i) => [
    i > 0 && ' · ',
    fieldView(field, { value: memberOf(item, field.key), before: undefined }, language),
  ]);
}

function comparedLeaf(leaf: Leaf, { value, before }: Shown, language: Language): HtmlValue {
  const now = isEmpty(value) ? '—' : leafView(leaf, value, language);
  if (before === undefined || canonicalJson(before.value) === canonicalJson(value)) {
    return isEmpty(value) ? undefined : now;
  }
  const was = isEmpty(before.value)
    ? '—'
    : Array.isArray(before.value)
      ? before.value.join('、')
      : leafView(leaf, before.value, language);
  return html`<ins>${now}</ins> <span class="was">${language === 'en' ? 'was' : '原为'} ${was}</span>`;
}

function leafView(leaf: Leaf, value: unknown, language: Language): HtmlValue {
  if (Array.isArray(value)) {
    const items = value.filter((item) => typeof item === 'string');
    return html`<ul>${items.map((item) => html`<li>${leaf.kind === 'addresses' ? addressView(item) : linkIfAddress(item)}</li>`)}</ul>`;
  }
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'Yes' : 'No') : value ? '是' : '否';
  if (typeof value === 'number') return leaf.kind === 'percent' ? percentText(value) : value;
  if (typeof value !== 'string') return undefined;
  switch (leaf.kind) {
    case 'amount':
      return /^\d+(\.\d{1,2})?$/.test(value) ? yuanText(toFen(value)) : value;
    case 'day':
      return dayText(value, language);
    case 'moment':
      return momentText(value, language);
    case 'address':
      return addressView(value);
    case 'paragraph':
      return html`<span class="said">${value}</span>`;
    case 'choice': {
      const option = leaf.label.options?.[value];
      return option === undefined ? value : wording(option, language);
    }
    default:
      return value;
  }
}

function linkIfAddress(text: string): HtmlValue {
  return /^https?:\/\/\S+$/i.test(text) ? addressView(text) : text;
}

/** A link out of the page; anything but an http address is shown as text. */
function addressView(address: string): HtmlValue {
  return /^https?:\/\//i.test(address)
    ? html`<a href="${address}" target="_blank" rel="noopener noreferrer">${address}</a>`
    : address;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
