import type * as z from 'zod/mini';
import { factsCorrection, MOST_OF_REASON } from '../customers-api/change-contract.ts';
import type { FieldError } from '../shared/domain/errors.ts';
import { fieldErrors } from '../shared/domain/field-errors.ts';
import type { Language } from '../shared/domain/language.ts';
import type { Leaf } from '../shared/pages/form-field.ts';
import type { Values } from '../shared/pages/form-values.ts';
import { contentMistakes, type Mistake } from '../shared/pages/mistakes.ts';
import { entryFields, type TypedEntry } from './entry-form.ts';

/** The member that names a customer told apart from this one; there is one for each. */
export const APART = 'apart';

const mistaken: Leaf = {
  kind: 'yes-no',
  key: 'mistaken',
  label: {
    zh: '原公司名称是录错的（不勾选则作为曾用名，仍可查到该客户）',
    en: 'The name until now was a mistake (otherwise it is a former name and still finds the customer)',
  },
  optional: true,
};

/** What a correction asks for: the facts, what the name until now was, and why. */
export function correctionFields({ reasonWanted }: { readonly reasonWanted: boolean }): readonly Leaf[] {
  const reason: Leaf = {
    kind: 'paragraph',
    key: 'reason',
    label: { zh: '更正理由', en: 'Reason', hint: { zh: '留在记录上', en: 'Stays on record' } },
    optional: !reasonWanted,
    longest: MOST_OF_REASON,
  };
  return [...entryFields, mistaken, reason];
}

export interface ReadCorrection {
  readonly correction: z.infer<typeof factsCorrection> | undefined;
  /** The set of facts that was corrected, as an entity tag. */
  readonly ifMatch: string;
  readonly mistakes: readonly Mistake[];
}

/** What was typed, as the API's schema reads it, or what is wrong with it. */
export function readCorrection(typed: TypedEntry, toldApart: readonly string[], language: Language): ReadCorrection {
  const { values, confirmed } = typed;
  const given = entryFields.flatMap(({ key }) => {
    const value = (values.get(key) ?? '').trim();
    return value === '' ? [] : [[key, value] as const];
  });
  const sent = {
    ...Object.fromEntries(given),
    oldName: (values.get(mistaken.key) ?? '') === '' ? 'former' : 'mistaken',
    reason: values.get('reason') ?? '',
    ...(confirmed.length === 0 ? {} : { confirmed }),
    ...(toldApart.length === 0 ? {} : { toldApart }),
  };
  const read = factsCorrection.safeParse(sent);
  const errors = read.success ? [] : fieldErrors(read.error.issues, sent);
  return {
    correction: read.data,
    ifMatch: `"${values.get('version') ?? ''}"`,
    mistakes: correctionMistakes(errors, values, language),
  };
}

/** Refusals, each with the field it is about. */
export function correctionMistakes(
  errors: readonly FieldError[],
  values: Values,
  language: Language,
): readonly Mistake[] {
  return contentMistakes(errors, correctionFields({ reasonWanted: true }), { values, language });
}
