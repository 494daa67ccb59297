/**
 * Fits the weights of the name features on labelled pairs and prints what they reach on the pairs they were not fitted
 * on:
 *
 *     node bench/matching-fit/fit-names.ts [--data DIR] [--also FILE]… [--only TEXT] [--rounds 300] [--write]
 *
 * --also takes mined negatives (mine-negatives.ts) and generated retypings (retype-names.ts): fitted on their even rows,
 * reported on their odd ones.
 * --only leaves every weight as it is but those whose feature contains the text.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readRows } from '../../bin/match/read-rows.ts';
import { parseName, relateAnyNames } from '../../functions/shared/domain/matching/any-name.ts';
import { readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { leavesOut } from '../../functions/shared/domain/matching/left-out.ts';
import type { NameRelation } from '../../functions/shared/domain/matching/name-relation.ts';
import { featuresOf } from '../../functions/shared/domain/matching/name-score.ts';
import { nameWeights } from '../../functions/shared/domain/matching/name-weights.ts';
import { withPlaces } from '../../functions/shared/domain/matching/place-evidence.ts';
import type { Place } from '../../functions/shared/domain/matching/regions.ts';
import { sharedData } from './shared-data.ts';

interface Example {
  readonly ways: readonly (readonly string[])[];
  readonly label: 0 | 1;
  readonly weight: number;
  readonly kind: string;
}

function waysOf(relations: readonly NameRelation[]): string[][] {
  return relations.map(featuresOf);
}

/**
 * Each pair by its names alone, and once more as salespeople enter it, with the places of its companies, where these change
 * anything.
 */
async function labelledPairs(file: string, register: string): Promise<{ fit: Example[]; report: Example[] }> {
  const fit: Example[] = [];
  const report: Example[] = [];
  const places = new Map<string, Place | undefined>();
  for await (const { id = '', province = '', city = '' } of readRows(register)) {
    places.set(id, readFacts({ province, city }).place);
  }
  for await (const row of readRows(file)) {
    const label = row.label === '1' ? 1 : 0;
    const relations = relateAnyNames(parseName(row.name_a ?? ''), parseName(row.name_b ?? ''));
    // Relatives teach only what another region means; what names can't settle teaches nothing.
    const sibling = (row.kind ?? '').startsWith('region_sibling');
    const counts = row.irreducible !== '1' && (row.tier !== 'related' || sibling);
    if (!counts) continue;
    const kind = `${label} ${row.kind}`;
    const example: Example = {
      ways: waysOf(relations),
      label,
      weight: sibling ? 0.3 : row.kind === 'english' ? 2 : 1,
      kind,
    };
    const placed = relations.map((relation) =>
      withPlaces(relation, places.get(row.a_id ?? ''), places.get(row.b_id ?? '')),
    );
    const examples = [example];
    if (placed.some((one, at) => one !== relations[at])) {
      examples.push({ ...example, ways: waysOf(placed), kind: `${kind}, in their cities` });
    }
    if (Number(row.pair_id) % 2 === 0) fit.push(...examples);
    else if (!sibling) report.push(...examples);
  }
  return { fit, report };
}

/** Pairs labelled by people: few, but real. The odd ones are kept for the report. */
async function pairsByPeople(file: string): Promise<{ fit: Example[]; report: Example[] }> {
  const fit: Example[] = [];
  const report: Example[] = [];
  let row = 0;
  for await (const { name_a = '', name_b = '', label } of readRows(file)) {
    const same = label === '1' ? 1 : 0;
    const example: Example = {
      ways: waysOf(relateAnyNames(parseName(name_a), parseName(name_b))),
      label: same,
      weight: 4,
      kind: `${same} by people`,
    };
    (row++ % 2 === 0 ? fit : report).push(example);
  }
  return { fit, report };
}

/** Real abbreviations: the names that companies go by on the exchange, where these leave nothing but characters out. */
async function shortNames(file: string): Promise<{ fit: Example[]; report: Example[] }> {
  const fit: Example[] = [];
  const report: Example[] = [];
  let row = 0;
  for await (const { short = '', full = '' } of readRows(file)) {
    const [a, b] = [parseName(short), parseName(full)];
    if (a.script === 'latin' || !leavesOut(a, b)) continue;
    const ways = waysOf(relateAnyNames(a, b));
    (row++ % 2 === 0 ? fit : report).push({ ways, label: 1, weight: 0.15, kind: '1 short name' });
  }
  return { fit, report };
}

/** Retypings tell what there is, not how often: two slips in one name are rarer than one. */
const generatedWeight = (kind: string): number => (kind.includes(' + ') ? 0.3 : 0.5);

/** Pairs that were mined or generated, each with the places of its customers. */
async function furtherPairs(file: string): Promise<{ fit: Example[]; report: Example[] }> {
  const place = (code: string): Place | undefined => (code === '' ? undefined : { codes: [code], firm: true });
  const fit: Example[] = [];
  const report: Example[] = [];
  let at = 0;
  for await (const { name_a = '', name_b = '', place_a = '', place_b = '', label, kind = 'mined' } of readRows(file)) {
    const ways = waysOf(
      relateAnyNames(parseName(name_a), parseName(name_b)).map((relation) =>
        withPlaces(relation, place(place_a), place(place_b)),
      ),
    );
    const same = label === '1' ? 1 : 0;
    const example: Example = {
      ways,
      label: same,
      weight: same === 1 ? generatedWeight(kind) : 3,
      kind: `${same} ${kind}`,
    };
    (at++ % 2 === 0 ? fit : report).push(example);
  }
  return { fit, report };
}

function logitOf(weights: ReadonlyMap<string, number>, features: readonly string[]): number {
  return features.reduce((sum, feature) => sum + (weights.get(feature) ?? 0), 0);
}

function bestWay(weights: ReadonlyMap<string, number>, example: Example): readonly string[] {
  let best: readonly string[] = [];
  let bestLogit = Number.NEGATIVE_INFINITY;
  for (const way of example.ways) {
    const logit = logitOf(weights, way);
    if (logit > bestLogit) [best, bestLogit] = [way, logit];
  }
  return best;
}

/**
 * Logistic regression by Adagrad with a ridge; the way to read a pair is chosen anew in every round.
 * @param only the weights whose feature contains this are fitted, the others stay
 */
function fitWeights(
  examples: readonly Example[],
  start: Readonly<Record<string, number>>,
  only: string,
  rounds: number,
): Map<string, number> {
  const weights = new Map(Object.entries(start));
  const squares = new Map<string, number>();
  const ridge = 0.02;
  for (let round = 0; round < rounds; round++) {
    const gradient = new Map<string, number>();
    for (const example of examples) {
      const way = bestWay(weights, example);
      const error = (1 / (1 + Math.exp(-logitOf(weights, way))) - example.label) * example.weight;
      for (const feature of way) gradient.set(feature, (gradient.get(feature) ?? 0) + error);
    }
    for (const [feature, slope] of gradient) {
      if (!feature.includes(only)) continue;
      const value = weights.get(feature) ?? 0;
      const total = slope + ridge * value * 10;
      const square = (squares.get(feature) ?? 0) + total * total;
      squares.set(feature, square);
      weights.set(feature, value - (0.5 * total) / Math.sqrt(square + 1e-9));
    }
  }
  return weights;
}

function report(weights: ReadonlyMap<string, number>, examples: readonly Example[]): void {
  for (const threshold of [-1.5, -1, -0.5, 0, 0.5, 1]) {
    let hit = 0;
    let alarm = 0;
    let missed = 0;
    for (const example of examples) {
      const asked = logitOf(weights, bestWay(weights, example)) >= threshold;
      if (example.label === 1) asked ? hit++ : missed++;
      else if (asked) alarm++;
    }
    const f1 = (2 * hit) / (2 * hit + alarm + missed);
    console.log(
      `ask at ${threshold}: precision ${(hit / (hit + alarm)).toFixed(4)} recall ${(hit / (hit + missed)).toFixed(4)} F1 ${f1.toFixed(4)}`,
    );
  }
  const kinds = new Map<string, { asked: number; all: number }>();
  for (const example of examples) {
    const entry = kinds.get(example.kind) ?? { asked: 0, all: 0 };
    entry.all++;
    if (logitOf(weights, bestWay(weights, example)) >= 0) entry.asked++;
    kinds.set(example.kind, entry);
  }
  for (const [kind, { asked, all }] of [...kinds].sort())
    if (all >= 15) console.log(`${kind}: asked ${(asked / all).toFixed(3)} of ${all}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      also: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '300' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean' },
    },
  });
  const pairs = await labelledPairs(
    sharedData('pairs_names_zh.tsv.gz', values.data),
    sharedData('names_1m.tsv.xz', values.data),
  );
  const further = await Promise.all(values.also.map(furtherPairs));
  const people = await pairsByPeople(sharedData('pairs_names_real_zh.tsv.gz', values.data));
  const short = await shortNames(sharedData('short_full_listed.tsv.gz', values.data));
  const examples = [...pairs.fit, ...people.fit, ...short.fit, ...further.flatMap(({ fit }) => fit)];
  const weights = fitWeights(examples, values.only === '' ? {} : nameWeights, values.only, Number(values.rounds));
  report(weights, people.report);
  console.log('short names:');
  report(weights, short.report);
  console.log('artificial:');
  report(weights, pairs.report);
  for (const { report: kept } of further) {
    console.log('mined or generated:');
    report(weights, kept);
  }
  if (values.write !== true) return;
  const lines = [...weights]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `  '${name}': ${Number(value.toFixed(2))},`);
  const text = `/** Log-odds weights of name features, fitted by bench/matching-fit/fit-names.ts. Do not edit: fit again. */\nexport const nameWeights: Readonly<Record<string, number>> = {\n${lines.join('\n')}\n};\n`;
  writeFileSync(
    new URL('../../functions/shared/domain/matching/name-weights.ts', import.meta.url),
    text.replace("'bias'", 'bias'),
  );
}

await main();
