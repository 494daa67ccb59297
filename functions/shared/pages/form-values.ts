import { instantOf } from '../domain/local-clock.ts';
import { type Field, type Leaf, memberOf, type Rows } from './form-field.ts';
import { localMoment } from './moments.ts';

/**
 * What stands in a form's fields, as typed, by the field's name: the path of the document's member, e.g.
 * `lines.0.position`.
 */
export type Values = ReadonlyMap<string, string>;

/** The name of a member inside `parent`. */
export function nameOf(parent: string, key: string | number): string {
  return parent === '' ? String(key) : `${parent}.${key}`;
}

/** A document's content as it stands in a form's fields; members that do not fit their field stay empty. */
export function toValues(fields: readonly Field[], content: unknown): Values {
  return new Map(fields.flatMap((field) => written(field, field.key, memberOf(content, field.key))));
}

/** The content that the typed values stand for. Nothing is judged here: what can't be read is left for the schema to refuse. */
export function fromValues(fields: readonly Field[], values: Values): Record<string, unknown> {
  return readMembers(fields, '', values);
}

/** How many rows of a list there are anything typed for. */
export function rowCount(name: string, values: Values): number {
  return rowsOf(name, values).length;
}

/** The numbers of those rows, in order; whatever numbers a form claims, there are no more of them than it has fields. */
function rowsOf(name: string, values: Values): readonly number[] {
  const numbers = [...values.keys()]
    .filter((key) => key.startsWith(`${name}.`))
    .map((key) => Number(key.slice(name.length + 1).split('.')[0]))
    .filter((number) => Number.isInteger(number) && number >= 0);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The same values without the rows in which nothing was typed, the rest moved up: names and positions agree again. */
export function withoutEmptyRows(fields: readonly Field[], values: Values): Values {
  return fields.filter((field) => field.kind === 'rows').reduce((kept, rows) => compact(rows, kept), values);
}

/** The same values without one row of a list. */
export function withoutRow(rows: Rows, index: number, values: Values): Values {
  return keepRows(rows.key, values, (row) => row !== index);
}

function compact(rows: Rows, values: Values): Values {
  return keepRows(rows.key, values, (row) =>
    rows.fields.some(({ kind, key }) => {
      // A choice or a tick says nothing alone: they always have a value.
      return kind !== 'choice' && kind !== 'yes-no' && (values.get(`${rows.key}.${row}.${key}`) ?? '').trim() !== '';
    }),
  );
}

function keepRows(name: string, values: Values, keep: (row: number) => boolean): Values {
  const kept = new Map(
    rowsOf(name, values)
      .filter(keep)
      .map((row, index) => [row, index]),
  );
  return new Map(
    [...values].flatMap(([key, value]) => {
      if (!key.startsWith(`${name}.`)) return [[key, value]];
      const [row = '', ...rest] = key.slice(name.length + 1).split('.');
      const index = kept.get(Number(row));
      return index === undefined ? [] : [[[name, index, ...rest].join('.'), value]];
    }),
  );
}

function readMembers(fields: readonly Field[], parent: string, values: Values): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = read(field, nameOf(parent, field.key), values);
      return value === undefined ? [] : [[field.key, value]];
    }),
  );
}

function read(field: Field, name: string, values: Values): unknown {
  if (field.kind === 'group') return readMembers(field.fields, name, values);
  if (field.kind === 'rows') {
    return Array.from({ length: rowCount(name, values) }, (_, row) =>
      readMembers(field.fields, nameOf(name, row), values),
    );
  }
  return readLeaf(field, (values.get(name) ?? '').trim());
}

function readLeaf(leaf: Leaf, typed: string): unknown {
  switch (leaf.kind) {
    case 'text':
    case 'paragraph':
      return typed === '' && leaf.optional ? undefined : typed;
    case 'lines':
    case 'addresses':
      return typed
        .split(/\r?\n/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'yes-no':
      return typed !== '';
    default:
      return typed === '' ? undefined : readFilled(leaf.kind, typed);
  }
}

function readFilled(kind: Leaf['kind'], typed: string): unknown {
  const figures = typed.normalize('NFKC').replace(/[\s,¥%元]/g, '');
  switch (kind) {
    case 'amount':
      return figures;
    case 'integer':
      return /^\d{1,9}$/.test(figures) ? Number(figures) : typed;
    case 'percent':
      return /^\d{1,3}(\.\d{1,4})?$/.test(figures) ? Number((Number(figures) / 100).toFixed(6)) : typed;
    case 'moment':
      return instantOf(typed);
    default:
      return typed;
  }
}

function written(field: Field, name: string, value: unknown): [string, string][] {
  if (field.kind === 'group') {
    return field.fields.flatMap((inner) => written(inner, nameOf(name, inner.key), memberOf(value, inner.key)));
  }
  if (field.kind === 'rows') {
    const rows: readonly unknown[] = Array.isArray(value) ? value : [];
    return rows.flatMap((row, index) =>
      field.fields.flatMap((inner) => written(inner, `${name}.${index}.${inner.key}`, memberOf(row, inner.key))),
    );
  }
  const text = writtenLeaf(field.kind, value);
  return text === '' ? [] : [[name, text]];
}

function writtenLeaf(kind: Leaf['kind'], value: unknown): string {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').join('\n');
  if (typeof value === 'boolean') return value ? 'yes' : '';
  if (typeof value === 'number') return kind === 'percent' ? String(Number((value * 100).toFixed(4))) : String(value);
  if (typeof value !== 'string') return '';
  return kind === 'moment' ? localMoment(value) : value;
}
