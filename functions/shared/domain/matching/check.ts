import type { BlockingIndex, Fingerprint, PostingRead } from './blocking-index.ts';
import { firstReads, narrowerReads, slipReads } from './blocking-keys.ts';
import type { ReadFacts } from './customer-facts.ts';
import { thresholds } from './fact-weights.ts';
import { readFingerprint } from './fingerprint.ts';
import { type Comparison, comparable, compareCustomers, type Verdict } from './verdict.ts';

export interface Candidate {
  readonly fingerprint: Fingerprint;
  readonly comparison: Comparison;
}

export interface CheckResult {
  readonly verdict: Verdict;
  /** The likeliest first, at most `limit` of them. */
  readonly candidates: readonly Candidate[];
  readonly reads: number;
  /** DynamoDB read units the check took. */
  readonly readUnits: number;
}

/** No check makes more reads than this, whatever the name looks like. */
export const maximumReads = 24;

const order: Readonly<Record<Verdict, number>> = { duplicate: 2, possible: 1, unique: 0 };

function byLikelihood(a: Candidate, b: Candidate): number {
  const verdicts = order[b.comparison.verdict] - order[a.comparison.verdict];
  if (verdicts !== 0) return verdicts;
  return b.comparison.logit - a.comparison.logit || (a.fingerprint.customerId < b.fingerprint.customerId ? -1 : 1);
}

/**
 * Checks a customer against the index (IN-2, IN-5): bounded reads in up to three rounds, every customer found compared.
 * @param limit how many candidates to return
 */
export async function checkCustomer(read: ReadFacts, index: BlockingIndex, limit = 10): Promise<CheckResult> {
  const self = comparable(read);
  const found = new Map<string, Candidate>();
  const done = new Set<string>();
  let readUnits = 0;

  async function run(wanted: readonly PostingRead[]): Promise<PostingRead[]> {
    const fresh: PostingRead[] = [];
    for (const one of wanted) {
      const id = `${one.key} ${one.placePrefix}`;
      if (done.has(id) || done.size >= maximumReads) continue;
      done.add(id);
      fresh.push(one);
    }
    const pages = await Promise.all(fresh.map((one) => index.read(one)));
    for (const page of pages) {
      readUnits += page.readUnits;
      for (const fingerprint of page.postings) {
        if (found.has(fingerprint.customerId)) continue;
        const comparison = compareCustomers(self, readFingerprint(fingerprint));
        found.set(fingerprint.customerId, { fingerprint, comparison });
      }
    }
    return fresh.filter((_, i) => pages[i]?.more === true);
  }

  const full = await run(firstReads(read));
  await run(full.flatMap((one) => narrowerReads(read, one)));
  const likely = [...found.values()].some(({ comparison }) => (comparison.name?.logit ?? 0) > thresholds.ask);
  if (!likely) await run(slipReads(read));

  const candidates = [...found.values()].sort(byLikelihood);
  return {
    verdict: candidates[0]?.comparison.verdict ?? 'unique',
    candidates: candidates.slice(0, limit),
    reads: done.size,
    readUnits,
  };
}
