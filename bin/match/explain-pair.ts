import { readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { explain, type Finding } from '../../functions/shared/domain/matching/explain.ts';
import { comparable, compareCustomers, type Verdict } from '../../functions/shared/domain/matching/verdict.ts';

const verdicts: Readonly<Record<Verdict, string>> = {
  duplicate: '重复，拒绝录入 / duplicate, refused',
  possible: '可能重复，需人工确认 / possible duplicate, a person decides',
  unique: '不重复 / unique',
};

const marks: Readonly<Record<Finding['strength'], string>> = { strong: '●', some: '◐', none: '○', against: '✕' };

/** The comparison of two names as a person reads it, Chinese first. */
export function explainPair(nameA: string, nameB: string): string {
  const [a, b] = [comparable(readFacts({ name: nameA })), comparable(readFacts({ name: nameB }))];
  const comparison = compareCustomers(a, b);
  const { findings, advice } = explain(comparison, a, b);
  return [
    `${nameA}`,
    `${nameB}`,
    '',
    `判定 / verdict: ${verdicts[comparison.verdict]}`,
    `相似度 / score: ${comparison.score.toFixed(3)}`,
    '',
    ...findings.map(({ strength, zh, en }) => `${marks[strength]} ${zh} / ${en}`),
    '',
    `→ ${advice.zh}`,
    `  ${advice.en}`,
    '',
  ].join('\n');
}
