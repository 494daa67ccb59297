import type { DocumentVersion } from '../domain/case.ts';
import { documents } from '../domain/documents.ts';
import { type Language, wording } from '../domain/language.ts';
import { percentText, toFen, yuanText } from '../domain/money.ts';
import { type Field, fieldsOf, type Leaf, memberOf, type Rows } from './form-field.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { dayText, momentText } from './moments.ts';

/** One version of a document, laid out to be read; lists of records as tables that fold into cards on a phone. */
export function documentView(document: DocumentVersion, language: Language): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const id = `document-${document.kind}-${document.version}`;
  return html`<section class="document" aria-labelledby="${id}">
<h3 id="${id}">${wording(documents[document.kind].title, language)} <small>${say(`第 ${document.version} 版`, `version ${document.version}`)} · ${momentText(document.at, language)}</small></h3>
${membersView(fieldsOf(document.kind), document.content, language)}
</section>`;
}

function membersView(fields: readonly Field[], content: unknown, language: Language): Html {
  const shown = fields.filter((field) => !isEmpty(memberOf(content, field.key)));
  return html`<dl>${shown.map(
    (field) =>
      html`<div class="${field.kind === 'rows' ? 'row wide' : 'row'}"><dt>${wording(field.label, language)}</dt><dd>${fieldView(field, memberOf(content, field.key), language)}</dd></div>`,
  )}</dl>`;
}

function fieldView(field: Field, value: unknown, language: Language): HtmlValue {
  if (field.kind === 'group') return groupView(field.fields, value, language);
  if (field.kind === 'rows') return tableView(field, Array.isArray(value) ? value : [], language);
  return leafView(field, value, language);
}

/** A group is a pair of days more often than not: `from – to` on one line. */
function groupView(fields: readonly Field[], value: unknown, language: Language): HtmlValue {
  return fields.map((field, i) => [i === 0 ? '' : ' – ', fieldView(field, memberOf(value, field.key), language)]);
}

const figures: ReadonlySet<Field['kind']> = new Set(['amount', 'integer', 'percent']);

function tableView(rows: Rows, items: readonly unknown[], language: Language): Html {
  const align = (field: Field): string => (figures.has(field.kind) ? 'figure' : '');
  return html`<table>
<thead><tr>${rows.fields.map((field) => html`<th scope="col" class="${align(field)}">${wording(field.label, language)}</th>`)}</tr></thead>
<tbody>${items.map(
    (item) =>
      html`<tr>${rows.fields.map((field) => html`<td class="${align(field)}" data-label="${wording(field.label, language)}">${fieldView(field, memberOf(item, field.key), language)}</td>`)}</tr>`,
  )}</tbody>
</table>`;
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

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
