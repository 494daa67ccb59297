import type { Text } from './language.ts';
import type { Finding } from './task.ts';

/** One check of a document: an id people can quote, and what is wrong, one sentence for each thing found. */
export interface ReviewRule<Subject> {
  /** Stable, e.g. `contract.total`. */
  readonly id: string;
  /** An `error` breaks the rules; a `warning` wants a person's judgement. */
  readonly severity: Finding['severity'];
  check(subject: Subject): readonly Text[];
}

/** The most sentences one rule hands over: a reviewer reads them all, and they travel inside the state machine. */
const MOST_PER_RULE = 5;

/** What the rules find, in the rules' order. */
export function applyRules<Subject>(rules: readonly ReviewRule<Subject>[], subject: Subject): readonly Finding[] {
  return rules.flatMap(({ id: rule, severity, check }) =>
    check(subject)
      .slice(0, MOST_PER_RULE)
      .map((message) => ({ rule, severity, message })),
  );
}

/** Names, numbers and addresses as two people would write them differently and still mean the same. */
export function sameWriting(a: string, b: string): boolean {
  return foldWriting(a) === foldWriting(b);
}

export function foldWriting(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s·•・]+/g, '');
}

/** What people leave where something is still to be filled in. */
export function isPlaceholder(text: string): boolean {
  return /待定|待补|待填|待确认|暂缺|暂无|未定|\btb[dc]\b|\btodo\b|x{3,}|_{2,}|\?{2,}|？{2,}|[□〇○]{2,}/i.test(text);
}

/** Whole days from one calendar day to another, both counted: the first to the second of a month is 2. */
export function daysInclusive(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}
