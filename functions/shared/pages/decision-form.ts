import type { DocumentKind } from '../domain/document-kinds.ts';
import type { FieldError } from '../domain/errors.ts';
import { type Language, wording } from '../domain/language.ts';
import type { Step } from '../domain/steps.ts';
import { calculated } from './calculation.ts';
import { fieldsOf } from './form-field.ts';
import { type Values, withoutEmptyRows, withoutRow } from './form-values.ts';
import { contentMistake, type Mistake, pathOf } from './mistakes.ts';

/** What a submitted form wants: a decision, or only the form changed. */
export interface Submission {
  /** The outcome's id where a decision is wanted. */
  readonly outcome: string | undefined;
  readonly comment: string;
  /** The attempt and content the person saw; absent from a form that does not say. */
  readonly attempt: number | undefined;
  readonly contentHash: string | undefined;
  /** What is typed, empty rows gone, and changed as its button asked. */
  readonly values: Values;
  readonly moreRows: ReadonlyMap<string, number>;
}

/** Reads a submitted form. Buttons named `outcome` decide; those named `do` only change the form and show it again. */
export function readSubmission(body: string, step: Step): Submission {
  const typed = new URLSearchParams(body);
  const attempt = Number(typed.get('attempt') ?? Number.NaN);
  return {
    outcome: typed.has('do') ? undefined : (typed.get('outcome') ?? undefined),
    comment: plainLines(typed.get('comment') ?? ''),
    attempt: Number.isInteger(attempt) ? attempt : undefined,
    contentHash: typed.get('contentHash') ?? undefined,
    ...(step.produces === undefined ? nothingTyped : readContent(typed, step.produces)),
  };
}

const nothingTyped: Pick<Submission, 'values' | 'moreRows'> = { values: new Map(), moreRows: new Map() };

/** Browsers send every line's end as CR LF, whatever the text had. */
function plainLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** What is typed of a document's content, empty rows gone, and changed as the form's button asked. */
export function readContent(typed: URLSearchParams, kind: DocumentKind): Pick<Submission, 'values' | 'moreRows'> {
  const fields = fieldsOf(kind);
  const all = new Map(
    [...typed]
      .filter(([name]) => fields.some(({ key }) => name === key || name.startsWith(`${key}.`)))
      .map(([name, value]) => [name, plainLines(value)]),
  );
  const [action = '', list = '', row = ''] = (typed.get('do') ?? '').split(':');
  const rows = fields.find((field) => field.kind === 'rows' && field.key === list);
  const removed = action === 'remove' && rows?.kind === 'rows' ? withoutRow(rows, Number(row), all) : all;
  const values = withoutEmptyRows(fields, removed);
  return {
    values: action === 'calculate' ? calculated(kind, values) : values,
    moreRows: new Map(action === 'add' && rows !== undefined ? [[list, 1]] : []),
  };
}

/** The mistakes a refused decision names, as the form's reader understands them. */
export function mistakesOf(
  errors: readonly FieldError[],
  step: Step,
  values: Values,
  language: Language,
): readonly Mistake[] {
  const fields = step.produces === undefined ? [] : fieldsOf(step.produces);
  return errors.map(({ pointer, text }) => {
    const [first, ...path] = pathOf(pointer);
    if (first === 'outcome') {
      return { name: 'outcome', label: language === 'en' ? 'Decision' : '决定', text: wording(text, language) };
    }
    if (first !== 'data') {
      return { name: 'comment', label: language === 'en' ? 'Comment' : '说明', text: wording(text, language) };
    }
    return contentMistake(fields, path, text, { values, language });
  });
}
