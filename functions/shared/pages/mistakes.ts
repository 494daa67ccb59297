import type { FieldError } from '../domain/errors.ts';
import { type Language, type Text, wording } from '../domain/language.ts';
import type { Field, Leaf } from './form-field.ts';
import type { Values } from './form-values.ts';

/** One thing to mend in the form: the field's name, what it is called, and what to do. */
export interface Mistake {
  readonly name: string;
  readonly label: string;
  readonly text: string;
}

/** A form as far as its mistakes are told by it: what is typed, and in which language it is read. */
interface Typed {
  readonly values: Values;
  readonly language: Language;
}

/** The mistakes a schema finds in a document's content, as the form's reader understands them. */
export function contentMistakes(
  errors: readonly FieldError[],
  fields: readonly Field[],
  typed: Typed,
): readonly Mistake[] {
  return errors.map(({ pointer, text }) => contentMistake(fields, pathOf(pointer), text, typed));
}

/** @param path the member of the content that is wrong */
export function contentMistake(
  fields: readonly Field[],
  path: readonly string[],
  text: Text,
  { values, language }: Typed,
): Mistake {
  const { names, labels, leaf } = follow(fields, path, language);
  const name = names.join('.');
  const blank = leaf === undefined || (values.get(name) ?? '').trim() === '';
  const own = leaf === undefined ? undefined : blank ? required(language) : howToWrite(leaf, language);
  return { name, label: labels.join(' · '), text: own ?? wording(text, language) };
}

/** The parts of an RFC 6901 pointer. */
export function pathOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Walks a path of the content; a list of texts is one field, so that its items' mistakes are the field's. */
function follow(
  fields: readonly Field[],
  path: readonly string[],
  language: Language,
): { names: readonly string[]; labels: readonly string[]; leaf: Leaf | undefined } {
  const [key = '', ...rest] = path;
  const field = fields.find((candidate) => candidate.key === key);
  if (field === undefined) return { names: [key], labels: [key], leaf: undefined };
  const label = wording(field.label, language);
  if (field.kind === 'group') {
    const inner = follow(field.fields, rest, language);
    return { names: [key, ...inner.names], labels: [label, ...inner.labels], leaf: inner.leaf };
  }
  if (field.kind === 'rows') {
    const [row, ...members] = rest;
    if (row === undefined) return { names: [key], labels: [label], leaf: undefined };
    const number = language === 'en' ? `no. ${Number(row) + 1}` : `第 ${Number(row) + 1} 项`;
    const inner = follow(field.fields, members, language);
    return { names: [key, row, ...inner.names], labels: [label, number, ...inner.labels], leaf: inner.leaf };
  }
  return { names: [key], labels: [label], leaf: field };
}

function required(language: Language): string {
  return language === 'en' ? 'This field is required.' : '此项必填。';
}

/** How something typed has to look where the schema's own sentence speaks of data, not of what stands in the field. */
function howToWrite(leaf: Leaf, language: Language): string | undefined {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  switch (leaf.kind) {
    case 'percent':
      return say('须为 0 到 100 之间的数字，例如 6 或 15。', 'Give a number from 0 to 100, such as 6 or 15.');
    case 'amount':
      return say(
        '须为金额，最多两位小数，例如 12800.00。',
        'Give an amount with at most two decimals, such as 12800.00.',
      );
    case 'integer':
      return say(
        '须为整数，例如 30，且不超过允许的范围。',
        'Give a whole number such as 30, within the allowed range.',
      );
    case 'moment':
      return say('须为日期和时间，例如 2026-12-01T10:30。', 'Give a day and time, such as 2026-12-01T10:30.');
    case 'addresses':
      return say(
        '每行须为一个网址，以 http:// 或 https:// 开头。',
        'Give one web address per line, each starting with http:// or https://.',
      );
    default:
      return undefined;
  }
}
