/**
 * Measures the matcher on the shared data, part by part, and prints each figure beside its aim:
 *
 *     node --max-old-space-size=6000 bench/matching-fit/measure.ts [--data DIR] [--register]
 *
 * Names are reported on the odd pairs only: the even ones were fitted on. --register also loads the million names and
 * looks for every pair's record and for new companies among them.
 */
import { parseArgs } from 'node:util';
import { PairCounts } from '../../bin/match/pair-counts.ts';
import { loadRegister } from '../../bin/match/query-register.ts';
import { type Row, readRows } from '../../bin/match/read-rows.ts';
import { checkCustomer } from '../../functions/shared/domain/matching/check.ts';
import { type CustomerFacts, readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { comparable, compareCustomers, type Verdict } from '../../functions/shared/domain/matching/verdict.ts';
import { sharedData } from './shared-data.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, register: { type: 'boolean' } } });

type Located = Pick<CustomerFacts, 'province' | 'city'>;

function judge(a: string, b: string, placeA: Located = {}, placeB: Located = {}): Verdict {
  const [one, other] = [readFacts({ name: a, ...placeA }), readFacts({ name: b, ...placeB })];
  return compareCustomers(comparable(one), comparable(other)).verdict;
}

function show(what: string, value: number, aim: string): void {
  console.log(`${what}: ${value.toFixed(4)} (aim ${aim})`);
}

async function measureNames(): Promise<void> {
  const counts = new PairCounts();
  const kinds = new Map<string, Record<Verdict, number>>();
  for await (const row of readRows(sharedData('pairs_names_zh.tsv.gz', values.data))) {
    if (Number(row.pair_id) % 2 === 0) continue;
    const verdict = judge(row.name_a ?? '', row.name_b ?? '');
    const counted = row.tier !== 'related' && row.irreducible !== '1';
    if (counted) counts.add(verdict, row.label);
    const kind = `${row.label} ${row.kind}${counted ? '' : ' (not counted)'}`;
    const entry = kinds.get(kind) ?? { duplicate: 0, possible: 0, unique: 0 };
    entry[verdict]++;
    kinds.set(kind, entry);
  }
  for (const [kind, entry] of [...kinds].sort()) {
    const all = entry.duplicate + entry.possible + entry.unique;
    if (all >= 15)
      console.log(`  ${kind}: refused ${entry.duplicate}, asked ${entry.possible}, unique ${entry.unique}`);
  }
  const { refuse, ask } = counts.summary();
  const english = kinds.get('1 english') ?? { duplicate: 0, possible: 0, unique: 1 };
  show('refuse-precision', refuse?.precision ?? 0, '≥ .995');
  show('refuse-recall', refuse?.recall ?? 0, '—');
  show('ask-F1', ask?.f1 ?? 0, '≥ .95');
  show('English recall', 1 - english.unique / (english.duplicate + english.possible + english.unique), '≥ .90');
}

/** The same pairs as salespeople enter them: each with the city of its company. */
async function measureNamesInTheirCities(): Promise<void> {
  const ids = new Set<string>();
  const rows: Row[] = [];
  for await (const row of readRows(sharedData('pairs_names_zh.tsv.gz', values.data))) {
    if (Number(row.pair_id) % 2 === 0 || row.tier === 'related' || row.irreducible === '1') continue;
    rows.push(row);
    for (const id of [row.a_id, row.b_id]) if (id !== undefined) ids.add(id);
  }
  const places = new Map<string, Located>();
  for await (const { id = '', province = '', city = '' } of readRows(sharedData('names_1m.tsv.xz', values.data))) {
    if (ids.has(id)) places.set(id, { province, city });
  }
  const counts = new PairCounts();
  const asked = new Map<string, { all: number; asked: number }>();
  for (const { name_a = '', name_b = '', a_id = '', b_id = '', label, kind = '' } of rows) {
    const [placeA, placeB] = [places.get(a_id), places.get(b_id)];
    if (placeA === undefined || placeB === undefined) continue;
    const verdict = judge(name_a, name_b, placeA, placeB);
    counts.add(verdict, label);
    const entry = asked.get(`${label} ${kind}`) ?? { all: 0, asked: 0 };
    entry.all++;
    if (verdict !== 'unique') entry.asked++;
    asked.set(`${label} ${kind}`, entry);
  }
  for (const [kind, entry] of [...asked].sort()) {
    if (entry.all >= 15) console.log(`  ${kind}: asked or refused ${entry.asked} of ${entry.all}`);
  }
  const { refuse, ask } = counts.summary();
  show('in their cities: refuse-precision', refuse?.precision ?? 0, '≥ .995');
  show('in their cities: ask-precision', ask?.precision ?? 0, '—');
  show('in their cities: ask-recall', ask?.recall ?? 0, '—');
  show('in their cities: ask-F1', ask?.f1 ?? 0, '≥ .95');
}

async function measureLabelledByPeople(): Promise<void> {
  const counts = new PairCounts();
  let refused = 0;
  for await (const row of readRows(sharedData('pairs_names_real_zh.tsv.gz', values.data))) {
    const verdict = judge(row.name_a ?? '', row.name_b ?? '');
    counts.add(verdict, row.label);
    if (row.label === '0' && verdict === 'duplicate') refused++;
    if (row.label === '1' && verdict === 'unique') console.log(`  missed: ${row.name_a} | ${row.name_b}`);
  }
  show('labelled by people: ask-recall', counts.summary().ask?.recall ?? 0, '≥ .95');
  show('labelled by people: true negatives not refused', 17 - refused, '≥ 15 of 17');
}

/** Organisations in Latin letters, beside the score that OpenSanctions' matcher gave them, at the threshold best for it. */
async function measureLatin(): Promise<void> {
  const [ours, theirs] = [new PairCounts(), new PairCounts()];
  const organisation = /Company|Organization|LegalEntity|PublicBody/;
  for await (const { schema = '', name1 = '', name2 = '', is_match, score } of readRows(
    sharedData('pairs_names_latin.csv.gz', values.data),
  )) {
    if (!organisation.test(schema)) continue;
    const label = is_match === 'true' ? '1' : '0';
    ours.add(judge(name1, name2), label);
    theirs.add(Number(score) >= 0.7 ? 'possible' : 'unique', label);
  }
  show('Latin letters: ask-F1', ours.summary().ask?.f1 ?? 0, `OpenSanctions ${theirs.summary().ask?.f1.toFixed(4)}`);
}

async function measureRegister(): Promise<void> {
  const start = performance.now();
  const index = await loadRegister(sharedData('names_1m.tsv.xz', values.data));
  console.log(`register loaded in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const kinds = new Map<string, { all: number; found: number }>();
  const units: number[] = [];
  const times: number[] = [];
  for await (const row of readRows(sharedData('pairs_names_zh.tsv.gz', values.data))) {
    if (row.label !== '1') continue;
    const begin = performance.now();
    const { candidates, readUnits } = await checkCustomer(readFacts({ name: row.name_b ?? '' }), index);
    times.push(performance.now() - begin);
    units.push(readUnits);
    const found = candidates.some(({ fingerprint }) => fingerprint.customerId === row.a_id);
    if (!found) console.log(`  not found: ${row.kind} ${row.name_a} | ${row.name_b}`);
    const entry = kinds.get(row.kind ?? '') ?? { all: 0, found: 0 };
    entry.all++;
    if (found) entry.found++;
    kinds.set(row.kind ?? '', entry);
  }
  for (const [kind, { all, found }] of [...kinds].sort()) {
    if (found < all) console.log(`  ${kind}: ${found} of ${all} in the first ten`);
  }
  const total = [...kinds.values()].reduce(
    (sum, { all, found }) => ({ all: sum.all + all, found: sum.found + found }),
    { all: 0, found: 0 },
  );
  const english = kinds.get('english') ?? { all: 0, found: 0 };
  show('found in the first ten without English', (total.found - english.found) / (total.all - english.all), '≥ .995');
  show('found in the first ten', total.found / total.all, '≥ .98');
  const verdicts: Record<Verdict, number> = { duplicate: 0, possible: 0, unique: 0 };
  let row = 0;
  for await (const { name = '', province = '', city = '' } of readRows(
    sharedData('new_companies.tsv.gz', values.data),
  )) {
    if (row++ % 2 === 0) continue;
    const { verdict, readUnits, candidates } = await checkCustomer(readFacts({ name, province, city }), index);
    units.push(readUnits);
    verdicts[verdict]++;
    if (verdict !== 'unique')
      console.log(
        `  alarm: ${verdict} ${name} | ${candidates[0]?.fingerprint.name} ${candidates[0]?.comparison.name?.logit.toFixed(2)}`,
      );
  }
  const news = verdicts.duplicate + verdicts.possible + verdicts.unique;
  show('new companies refused', verdicts.duplicate / news, '≤ .002');
  show('new companies asked', (verdicts.possible + verdicts.duplicate) / news, '≤ .02');
  units.sort((a, b) => a - b);
  times.sort((a, b) => a - b);
  show('read units, mean', units.reduce((sum, one) => sum + one, 0) / units.length, '≤ 6');
  show('read units, p99', units[Math.floor(units.length * 0.99)] ?? 0, '≤ 15');
  show('warm p95 in memory, ms', times[Math.floor(times.length * 0.95)] ?? 0, '≤ 50');
}

await measureNames();
await measureNamesInTheirCities();
await measureLabelledByPeople();
await measureLatin();
if (values.register === true) await measureRegister();
