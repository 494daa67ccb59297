import type { DocumentVersion } from './case.ts';
import { canonicalJson } from './content-hash.ts';
import { documents } from './documents.ts';
import { fieldLabels, type Label } from './field-labels.ts';
import type { Language, Text } from './language.ts';
import { percentText } from './money.ts';

/** One field of a document that is not as it was. */
export interface Change {
  /** RFC 6901 pointer into the document's content. */
  readonly pointer: string;
  /** What the field is called, from the outermost name to the innermost. */
  readonly label: Text;
  /** Absent where there was nothing. */
  readonly from?: unknown;
  /** Absent where there is nothing any more. */
  readonly to?: unknown;
}

/** What became of one document between two of its versions. */
export interface DocumentDifference {
  readonly kind: DocumentVersion['kind'];
  readonly title: Text;
  /** 0 where there was no version yet. */
  readonly from: number;
  readonly to: number;
  readonly changes: readonly Change[];
}

/** Field by field, what a later version of a document says otherwise; `before` is absent where it is the first. */
export function differenceOf(before: DocumentVersion | undefined, after: DocumentVersion): DocumentDifference {
  const label: Label = { zh: '', en: '', fields: fieldLabels[after.kind] };
  return {
    kind: after.kind,
    title: documents[after.kind].title,
    from: before?.version ?? 0,
    to: after.version,
    changes: [...changes({ from: before?.content ?? {}, to: after.content }, label, '', { zh: '', en: '' })],
  };
}

function* changes(
  { from, to }: { readonly from: unknown; readonly to: unknown },
  label: Label,
  pointer: string,
  called: Text,
): Iterable<Change> {
  if (canonicalJson(from ?? null) === canonicalJson(to ?? null)) return;
  if (isRecords(from) && isRecords(to)) {
    for (let row = 0; row < Math.max(from.length, to.length); row += 1) {
      const name = within(called, { zh: `第 ${row + 1} 项`, en: `no. ${row + 1}` });
      yield* changes({ from: from[row], to: to[row] }, label, `${pointer}/${row}`, name);
    }
    return;
  }
  if (isRecord(from) && isRecord(to)) {
    for (const key of new Set([...Object.keys(label.fields ?? {}), ...Object.keys(from), ...Object.keys(to)])) {
      const inner = label.fields?.[key] ?? { zh: key, en: key };
      const path = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      yield* changes({ from: from[key], to: to[key] }, inner, path, within(called, inner));
    }
    return;
  }
  yield {
    pointer,
    label: called,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function within(outer: Text, inner: Text): Text {
  if (outer.zh === '') return { zh: inner.zh, en: inner.en };
  return { zh: `${outer.zh} · ${inner.zh}`, en: `${outer.en} · ${inner.en}` };
}

/** So many changes are told in a sentence; the document itself shows the rest. */
const MOST_TOLD = 5;

/** The differences in one sentence for a person: `合同 总额（含税）：100.00 → 120.00`. Empty where nothing differs. */
export function tellDifference(differences: readonly DocumentDifference[]): Text {
  const told = differences.flatMap(({ title, changes: found }) =>
    found.map(({ label, from, to }) => ({
      zh: `${title.zh}「${label.zh}」${said(from, 'zh-CN')} → ${said(to, 'zh-CN')}`,
      en: `${title.en}, ${label.en}: ${said(from, 'en')} → ${said(to, 'en')}`,
    })),
  );
  const more = told.length - MOST_TOLD;
  const shown = told.slice(0, MOST_TOLD);
  return {
    zh: `${shown.map(({ zh }) => zh).join('；')}${more > 0 ? `；另有 ${more} 处` : ''}`,
    en: `${shown.map(({ en }) => en).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  };
}

/** The longest value that is told whole, in characters. */
const LONGEST_TOLD = 60;

function said(value: unknown, language: Language): string {
  const text = valueText(value, language);
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text;
}

/** A field's value as a person reads it. */
export function valueText(value: unknown, language: Language): string {
  if (value === undefined || value === '' || value === null) return language === 'en' ? '(nothing)' : '（无）';
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否';
  // Whole numbers count something, all others are shares.
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : percentText(value);
  if (Array.isArray(value)) return value.map((item) => valueText(item, language)).join(language === 'en' ? ', ' : '、');
  if (isRecord(value)) {
    return Object.values(value)
      .map((member) => valueText(member, language))
      .join(' ');
  }
  return String(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of records, or an empty list; a list of plain values is compared as one value. */
function isRecords(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isRecord);
}
