import type { DocumentVersion } from './case.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { Text } from './language.ts';
import type { StepId } from './steps.ts';

/** Separation of duties as data: who may not decide what (OR-3, OR-6). The rules hold on every way in, delegates included. */
export const separations = [
  {
    /** Who made a document does not judge it. */
    id: 'own-work',
    text: {
      zh: '文件的编制人不得审核自己编制的文件',
      en: 'whoever made a document does not judge it',
    },
    /** The kinds of document whose authors keep away from the step. */
    judges: {
      '6': ['contract'],
      '19': ['publication'],
      '23': ['contract', 'publication-form'],
      '25': ['order', 'contract'],
    },
  },
  {
    /** OR-6: one person reviews a sale once. */
    id: 'two-reviewers',
    text: {
      zh: '一审和二审须由不同的人进行',
      en: 'the first and the second review are done by different people',
    },
    sides: { '6': 'first', '23': 'second', '25': 'second' },
  },
  {
    /** OR-3, OR-6: the salesperson neither reviews nor signs the contract or the order of their own sale. */
    id: 'own-sale',
    text: {
      zh: '销售不得审核或签署自己销售的合同和订单',
      en: 'a salesperson neither reviews nor signs the contract or the order of their own sale',
    },
    steps: ['6', '23', '25'],
  },
] as const satisfies readonly Separation[];

export type Separation = { readonly id: string; readonly text: Text } & (
  | { readonly judges: Partial<Record<StepId, readonly DocumentKind[]>> }
  | { readonly sides: Partial<Record<StepId, DutySide>> }
  | { readonly steps: readonly StepId[] }
);

export type DutySide = 'first' | 'second';

/**
 * A side that somebody has taken in a case under a rule. Written together with the decision that takes it, under the
 * condition that the person has not taken the other side: two decisions at once cannot break the rule.
 */
export interface Duty {
  readonly caseId: string;
  readonly rule: string;
  readonly person: string;
  readonly side: DutySide;
}

/** What the rules look at. */
export interface DutyFacts {
  /** The case's salesperson. */
  readonly sales: string | undefined;
  /** The document versions decided on. */
  readonly documents: readonly Pick<DocumentVersion, 'kind' | 'by' | 'onBehalfOf'>[];
  /** The sides taken in the case so far. */
  readonly duties: readonly Pick<Duty, 'rule' | 'person' | 'side'>[];
}

/** Whether any rule speaks about the step: where none does, nothing need be read. */
export function isSeparated(step: string): boolean {
  return separations.some((rule) => {
    if ('judges' in rule) return Object.hasOwn(rule.judges, step);
    return 'sides' in rule ? Object.hasOwn(rule.sides, step) : rule.steps.some((id) => id === step);
  });
}

/**
 * The rule that keeps the decision at `step` from `people`: who acts, and everybody on whose behalf they act. One of them
 * is enough.
 */
export function separationOf(step: string, people: readonly string[], facts: DutyFacts): Separation | undefined {
  return separations.find((rule: Separation) => people.some((person) => keepsAway(rule, step, person, facts)));
}

function keepsAway(rule: Separation, step: string, person: string, { sales, documents, duties }: DutyFacts): boolean {
  if ('judges' in rule) {
    const kinds: readonly DocumentKind[] = at(rule.judges, step) ?? [];
    return documents.some(
      ({ kind, by, onBehalfOf = [] }) => kinds.includes(kind) && (by === person || onBehalfOf.includes(person)),
    );
  }
  if ('sides' in rule) {
    const side = at(rule.sides, step);
    return (
      side !== undefined &&
      duties.some((taken) => taken.rule === rule.id && taken.person === person && taken.side !== side)
    );
  }
  return person === sales && rule.steps.some((id) => id === step);
}

/** The sides that a decision at `step` takes for each of `people`. */
export function dutiesOf(caseId: string, step: string, people: readonly string[]): readonly Duty[] {
  return separations.flatMap((rule: Separation) => {
    const side = 'sides' in rule ? at(rule.sides, step) : undefined;
    return side === undefined ? [] : people.map((person) => ({ caseId, rule: rule.id, person, side }));
  });
}

function at<Value>(table: Readonly<Partial<Record<string, Value>>>, step: string): Value | undefined {
  return Object.hasOwn(table, step) ? table[step] : undefined;
}
