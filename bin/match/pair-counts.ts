import type { Verdict } from '../../functions/shared/domain/matching/verdict.ts';

interface Counts {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface PairSummary {
  readonly rows: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly labelled: number;
  /** Verdict `duplicate` taken as the answer yes. */
  readonly refuse?: Quality;
  /** Verdict `duplicate` or `possible` taken as the answer yes. */
  readonly ask?: Quality;
}

function count(counts: Counts, yes: boolean, label: boolean): void {
  if (yes && label) counts.truePositives++;
  else if (yes) counts.falsePositives++;
  else if (label) counts.falseNegatives++;
}

function qualityOf({ truePositives, falsePositives, falseNegatives }: Counts): Quality {
  const precision = truePositives + falsePositives === 0 ? 1 : truePositives / (truePositives + falsePositives);
  const recall = truePositives + falseNegatives === 0 ? 1 : truePositives / (truePositives + falseNegatives);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

/** Counts verdicts against labels: 1, true, yes or 是 for the same company, 0, false, no or 否 for different ones. */
export class PairCounts {
  readonly #verdicts: Record<Verdict, number> = { duplicate: 0, possible: 0, unique: 0 };
  readonly #refuse: Counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0 };
  readonly #ask: Counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0 };
  #labelled = 0;

  add(verdict: Verdict, label: string | undefined): void {
    this.#verdicts[verdict]++;
    const told = label?.trim() ?? '';
    if (!/^(?:[10](?:\.0+)?|true|false|yes|no|是|否)$/iu.test(told)) return;
    const same = /^(?:1(?:\.0+)?|true|yes|是)$/iu.test(told);
    this.#labelled++;
    count(this.#refuse, verdict === 'duplicate', same);
    count(this.#ask, verdict !== 'unique', same);
  }

  summary(): PairSummary {
    const rows = Object.values(this.#verdicts).reduce((sum, n) => sum + n, 0);
    const counted = { rows, verdicts: this.#verdicts, labelled: this.#labelled };
    return this.#labelled === 0 ? counted : { ...counted, refuse: qualityOf(this.#refuse), ask: qualityOf(this.#ask) };
  }
}
