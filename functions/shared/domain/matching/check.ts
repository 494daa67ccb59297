import type { BlockingIndex, Fingerprint, PostingPage, PostingRead } from './blocking-index.ts';
import { rulesNamed } from './blocking-rules.ts';
import type { ReadFacts } from './customer-facts.ts';
import { thresholds } from './fact-weights.ts';
import { readFingerprint } from './fingerprint.ts';
import { likenessTo } from './likeness.ts';
import { rankFor } from './rank.ts';
import { type Comparison, comparable, compareCustomers, type Verdict } from './verdict.ts';

export interface Candidate {
  readonly fingerprint: Fingerprint;
  readonly comparison: Comparison;
  /** Orders candidates; has no unit. */
  readonly rank: number;
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

function strictest(candidates: readonly Candidate[]): Verdict {
  const verdicts = new Set(candidates.map(({ comparison }) => comparison.verdict));
  return verdicts.has('duplicate') ? 'duplicate' : verdicts.has('possible') ? 'possible' : 'unique';
}

function byLikelihood(a: Candidate, b: Candidate): number {
  const verdicts = Number(b.comparison.verdict === 'duplicate') - Number(a.comparison.verdict === 'duplicate');
  return verdicts || b.rank - a.rank || (a.fingerprint.customerId < b.fingerprint.customerId ? -1 : 1);
}

/** True when the name was found as it was typed, so that nobody needs to look for a slip of the pen. */
function isAsTyped({ comparison }: Candidate): boolean {
  const relation = comparison.name?.relation;
  if (relation === undefined || comparison.logit <= thresholds.ask) return false;
  const brand = relation.brand === 'equal' || relation.brand === 'spelled';
  return brand && (relation.trade === 'equal' || relation.trade === 'reordered');
}

/**
 * Checks a customer against the index (IN-2, IN-5): bounded reads in two rounds, every customer found compared.
 * @param limit how many candidates to return
 */
export async function checkCustomer(read: ReadFacts, index: BlockingIndex, limit = 10): Promise<CheckResult> {
  const opened = await index.open();
  const rules = rulesNamed(opened.rules);
  const self = comparable(read);
  const likeness = likenessTo(read.name?.name.folded ?? '');
  const rankOf = rankFor(read.givenName);
  const found = new Map<string, Candidate>();
  const done = new Set<string>();
  let readUnits = 0;

  function take({ readUnits: units, postings }: PostingPage): void {
    readUnits += units;
    for (const fingerprint of postings) {
      if (found.has(fingerprint.customerId)) continue;
      const other = readFingerprint(fingerprint);
      const comparison = compareCustomers(self, other);
      const alike = likeness(other.name?.name.folded ?? '');
      const rank = rankOf(comparison.logit, { name: fingerprint.name, alike });
      found.set(fingerprint.customerId, { fingerprint, comparison, rank });
    }
  }

  async function run(wanted: readonly PostingRead[]): Promise<PostingRead[]> {
    const fresh: PostingRead[] = [];
    for (const one of wanted) {
      const id = `${one.key} ${one.placePrefix}`;
      if (done.has(id) || done.size >= maximumReads) continue;
      done.add(id);
      fresh.push(one);
    }
    // What one read found is compared while the others are under way.
    const pages = await Promise.all(
      fresh.map(async (one) => {
        const page = await opened.read(one);
        take(page);
        return page;
      }),
    );
    return fresh.filter((_, i) => pages[i]?.more === true);
  }

  const full = await run(rules.firstReads(read));
  const asTyped = [...found.values()].some(isAsTyped);
  await run([
    ...full.flatMap((one) => rules.narrowerReads(read, one, asTyped)),
    ...(asTyped ? [] : rules.slipReads(read)),
  ]);

  const candidates = [...found.values()].sort(byLikelihood);
  return {
    verdict: strictest(candidates),
    candidates: candidates.slice(0, limit),
    reads: done.size,
    readUnits,
  };
}
