/**
 * Measures the matcher on retypings that it was not fitted to: names of a register written other ways, each kind by means
 * of its own (readings, keys, look-alike characters, other English words), none of it taken from labelled pairs:
 *
 *     node --max-old-space-size=6000 bench/matching-fit/measure-retypings.ts [--names FILE] [--register 200000]
 *         [--sample 300] [--skip 0] [--only TEXT] [--show 3]
 *
 * Prints per kind: how many of the retypings were refused and asked about beside their own record; how many found it among
 * the first ten of the register; how many would have been refused for the sake of somebody else; and how many other
 * customers a retyping is asked about on average. The first row, names as they are registered, is what the register itself
 * gives.
 */
import { parseArgs } from 'node:util';
import { type Row, readRows } from '../../bin/match/read-rows.ts';
import { postingsOf } from '../../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../../functions/shared/domain/matching/check.ts';
import { readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { MemoryIndex } from '../../functions/shared/domain/matching/memory-index.ts';
import { comparable, compareCustomers, type Verdict } from '../../functions/shared/domain/matching/verdict.ts';
import { Chance } from './retyping/chance.ts';
import { charactersOf } from './retyping/characters.ts';
import { kindsOf } from './retyping/kinds.ts';
import { type NameParts, partsOf } from './retyping/name-parts.ts';
import { sharedData } from './shared-data.ts';

const { values } = parseArgs({
  options: {
    names: { type: 'string' },
    register: { type: 'string', default: '200000' },
    sample: { type: 'string', default: '300' },
    skip: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
    show: { type: 'string', default: '0' },
  },
});

interface Registered {
  readonly id: string;
  readonly parts: NameParts;
}

interface Tally {
  all: number;
  refused: number;
  asked: number;
  found: number;
  refusedForOther: number;
  othersAsked: number;
  readUnits: number;
}

async function load(): Promise<{ index: MemoryIndex; usable: Registered[] }> {
  const index = new MemoryIndex();
  const usable: Registered[] = [];
  let count = 0;
  for await (const row of rowsOf()) {
    if (count++ >= Number(values.register)) break;
    const { id = String(count), name = '', province = '', city = '' } = row;
    index.put(postingsOf(id, readFacts({ name, province, city })));
    const parts = partsOf(name, province, city);
    if (parts !== undefined) usable.push({ id, parts });
  }
  return { index, usable };
}

function rowsOf(): AsyncGenerator<Row> {
  return readRows(values.names ?? sharedData('names_1m.tsv.xz'));
}

function own(name: string, { name: registered, province, city }: NameParts): Verdict {
  const [a, b] = [readFacts({ name }), readFacts({ name: registered, province, city })];
  return compareCustomers(comparable(a), comparable(b)).verdict;
}

function percent(count: number, all: number): string {
  return (all === 0 ? 0 : (100 * count) / all).toFixed(1).padStart(6);
}

const { index, usable } = await load();
const characters = charactersOf(usable.slice(0, 20_000).map(({ parts }) => parts.brand));
const kinds = kindsOf((name, { province, city }) => partsOf(name, province, city));
console.log(`${usable.length} names of the register can be cut; up to ${values.sample} of each kind are retyped`);
console.log(`${'kind'.padEnd(34)} count refused  asked  found wrong% others units`);
for (const [kind, retype] of Object.entries(kinds)) {
  if (!kind.includes(values.only)) continue;
  const tally: Tally = { all: 0, refused: 0, asked: 0, found: 0, refusedForOther: 0, othersAsked: 0, readUnits: 0 };
  const step = 7919;
  let shown = 0;
  for (let turn = 0; turn < usable.length && tally.all < Number(values.sample); turn++) {
    const registered = usable[((turn + Number(values.skip)) * step) % usable.length];
    if (registered === undefined) continue;
    const name = retype(registered.parts, new Chance(`${kind} ${registered.id}`), characters);
    if (name === undefined || (name === registered.parts.name && kind !== 'as registered')) continue;
    tally.all++;
    const verdict = own(name, registered.parts);
    if (verdict === 'duplicate') tally.refused++;
    if (verdict !== 'unique') tally.asked++;
    const { candidates, readUnits } = await checkCustomer(readFacts({ name }), index);
    const others = candidates.filter(({ fingerprint }) => fingerprint.customerId !== registered.id);
    const found = others.length < candidates.length;
    if (found) tally.found++;
    if (others.some(({ comparison }) => comparison.verdict === 'duplicate')) tally.refusedForOther++;
    tally.othersAsked += others.filter(({ comparison }) => comparison.verdict !== 'unique').length;
    tally.readUnits += readUnits;
    if ((verdict === 'unique' || !found) && shown++ < Number(values.show)) {
      console.log(`  ${verdict}${found ? '' : ', not found'}: ${registered.parts.name} | ${name}`);
    }
  }
  const { all } = tally;
  const each = (sum: number): string => (all === 0 ? 0 : sum / all).toFixed(2).padStart(6);
  console.log(
    `${kind.padEnd(34)} ${String(all).padStart(5)}  ${percent(tally.refused, all)} ${percent(tally.asked, all)} ${percent(tally.found, all)} ${percent(tally.refusedForOther, all)} ${each(tally.othersAsked)} ${each(tally.readUnits)}`,
  );
}
