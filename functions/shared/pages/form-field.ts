import * as z from 'zod/mini';
// By name, not through `z.core`: the namespace would bring all of it into the bundle.
import {
  $ZodArray,
  $ZodBoolean,
  $ZodEnum,
  $ZodISODate,
  $ZodISODateTime,
  $ZodNumber,
  $ZodNumberFormat,
  $ZodObject,
  $ZodOptional,
  $ZodString,
  type $ZodType,
  $ZodURL,
} from 'zod/v4/core';
import { type DocumentKind, documents } from '../domain/documents.ts';
import { fieldLabels, type Label } from '../domain/field-labels.ts';

/** How one member of a document is asked for and shown, worked out from its schema. */
export type Field = Leaf | Group | Rows;

interface Named {
  readonly key: string;
  readonly label: Label;
}

export interface Leaf extends Named {
  /** `lines` is a list of short texts, `percent` a share shown in hundredths, `moment` a time on the organisation's clock. */
  readonly kind:
    | 'text'
    | 'paragraph'
    | 'address'
    | 'amount'
    | 'integer'
    | 'percent'
    | 'day'
    | 'moment'
    | 'yes-no'
    | 'choice'
    | 'lines'
    | 'addresses';
  readonly optional: boolean;
  /** The longest text, where the schema sets one. */
  readonly longest?: number;
}

export interface Group extends Named {
  readonly kind: 'group';
  readonly fields: readonly Field[];
}

/** A list of records, e.g. the lines of a quote. */
export interface Rows extends Named {
  readonly kind: 'rows';
  readonly fields: readonly Field[];
  readonly least: number;
  readonly most: number;
}

type Schema = $ZodType;

const known = new Map<DocumentKind, readonly Field[]>();

/** The fields of a kind of document, in the order of its schema. */
export function fieldsOf(kind: DocumentKind): readonly Field[] {
  const fields = known.get(kind) ?? members(documents[kind].schema, fieldLabels[kind]);
  known.set(kind, fields);
  return fields;
}

function members(schema: Schema, labels: Readonly<Record<string, Label>>): readonly Field[] {
  if (!(schema instanceof $ZodObject)) throw new TypeError('a document is an object');
  return Object.entries(schema._zod.def.shape).map(([key, member]) =>
    field(key, member, labels[key] ?? unlabelled(key)),
  );
}

function unlabelled(key: string): never {
  throw new TypeError(`the member ${key} has no label`);
}

function field(key: string, schema: Schema, label: Label): Field {
  if (schema instanceof $ZodOptional) {
    const inner = field(key, schema._zod.def.innerType, label);
    return inner.kind === 'group' || inner.kind === 'rows' ? inner : { ...inner, optional: true };
  }
  if (schema instanceof $ZodObject) {
    return { kind: 'group', key, label, fields: members(schema, label.fields ?? {}) };
  }
  const { minimum, maximum } = bounds(schema);
  if (schema instanceof $ZodArray) {
    const item = schema._zod.def.element;
    if (item instanceof $ZodObject) {
      return {
        kind: 'rows',
        key,
        label,
        fields: members(item, label.fields ?? {}),
        least: minimum ?? 0,
        most: maximum ?? 50,
      };
    }
    return {
      kind: item instanceof $ZodURL ? 'addresses' : 'lines',
      key,
      label,
      optional: minimum === undefined,
    };
  }
  const kind = leafKind(schema, maximum);
  return maximum === undefined || (kind !== 'text' && kind !== 'paragraph')
    ? { kind, key, label, optional: false }
    : { kind, key, label, optional: false, longest: maximum };
}

/** Texts longer than this are written in a box of several lines. */
const LONG_TEXT = 500;

function leafKind(schema: Schema, maximum: number | undefined): Leaf['kind'] {
  if (schema instanceof $ZodISODate) return 'day';
  if (schema instanceof $ZodISODateTime) return 'moment';
  if (schema instanceof $ZodURL) return 'address';
  if (schema instanceof $ZodEnum) return 'choice';
  if (schema instanceof $ZodBoolean) return 'yes-no';
  if (schema instanceof $ZodNumber) return schema instanceof $ZodNumberFormat ? 'integer' : 'percent';
  if (schema instanceof $ZodString) {
    if (bounds(schema).pattern !== undefined) return 'amount';
    return (maximum ?? 0) > LONG_TEXT ? 'paragraph' : 'text';
  }
  throw new TypeError(`no form field for a ${schema._zod.def.type}`);
}

/** A member of a document's content; undefined where the content is no record. */
export function memberOf(content: unknown, key: string): unknown {
  return typeof content === 'object' && content !== null ? Reflect.get(content, key) : undefined;
}

/** The limits a schema's checks set. */
function bounds(schema: Schema): { minimum?: number; maximum?: number; pattern?: RegExp } {
  const checks = 'checks' in schema._zod.def ? schema._zod.def.checks : [];
  return Object.assign(
    {},
    ...(Array.isArray(checks) ? checks : []).map((check) => limits.safeParse(check).data?._zod.def),
  );
}

const limits = z.object({
  _zod: z.object({
    def: z.object({
      minimum: z.optional(z.number()),
      maximum: z.optional(z.number()),
      pattern: z.optional(z.instanceof(RegExp)),
    }),
  }),
});
