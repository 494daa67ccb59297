/**
 * Fits what addresses add to the odds of names, as far as data allow, and prints what whole records reach with the weights
 * in use and with the fitted ones:
 *
 *     node bench/matching-fit/fit-facts.ts [--data DIR] [--moved SHARE]
 *
 * Nobody has labelled whole records. They are put together from labelled names and real addresses: two companies have the
 * addresses they are registered at; one company written twice has one address, written another way where the pairs of
 * addresses have one, and another of its city in a --moved share of the records, which no data tell (0.3). Fitted on the
 * even pairs, reported on the odd ones. No data say how often companies share a telephone number: that stays judged.
 */
import { parseArgs } from 'node:util';
import { PairCounts } from '../../bin/match/pair-counts.ts';
import { readRows } from '../../bin/match/read-rows.ts';
import {
  type AddressPrint,
  type AddressRelation,
  addressPrint,
  parseAddress,
  relateAddressPrints,
} from '../../functions/shared/domain/matching/address.ts';
import { readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { factWeights } from '../../functions/shared/domain/matching/fact-weights.ts';
import { type Comparison, comparable, compareCustomers } from '../../functions/shared/domain/matching/verdict.ts';
import { sharedData } from './shared-data.ts';

type Relation = AddressRelation | 'unknown';
type Weights = Readonly<Record<Relation, number>>;

interface Example {
  readonly even: boolean;
  readonly label: '0' | '1';
  readonly address: Relation;
  /** The names in their cities, without any other fact. */
  readonly names: Comparison;
  /** The same with this address. */
  compare(weights: Weights): Comparison;
}

interface Registered {
  readonly province: string;
  readonly city: string;
  readonly address: string;
}

const { values } = parseArgs({ options: { data: { type: 'string' }, moved: { type: 'string', default: '0.3' } } });
const moved = Number(values.moved);

async function registeredAddresses(): Promise<ReadonlyMap<string, Registered>> {
  const found = new Map<string, Registered>();
  for await (const { id = '', province = '', city = '', address = '' } of readRows(
    sharedData('addresses_120k.tsv.xz', values.data),
  )) {
    found.set(id, { province, city, address });
  }
  return found;
}

/** How the addresses of some companies are written another way. */
async function rewritten(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { label, a_id = '', addr_b = '' } of readRows(
    sharedData('pairs_addresses_zh.tsv.gz', values.data),
  )) {
    if (label === '1') found.set(a_id, addr_b);
  }
  return found;
}

async function examples(): Promise<readonly Example[]> {
  const registered = await registeredAddresses();
  const otherwise = await rewritten();
  const inCity = new Map<string, string[]>();
  for (const { city, address } of registered.values()) {
    const all = inCity.get(city);
    if (all === undefined) inCity.set(city, [address]);
    else all.push(address);
  }
  const found: Example[] = [];
  for await (const row of readRows(sharedData('pairs_names_zh.tsv.gz', values.data))) {
    const [a, b] = [registered.get(row.a_id ?? ''), registered.get(row.b_id ?? '')];
    if (a === undefined || b === undefined || row.tier === 'related' || row.irreducible === '1') continue;
    const label = row.label === '1' ? '1' : '0';
    const number = Number(row.pair_id);
    const others = inCity.get(a.city) ?? [];
    const written =
      label === '0'
        ? b.address
        : (number * 7919) % 1000 < moved * 1000
          ? (others[(number * 104_729) % others.length] ?? '')
          : (otherwise.get(row.a_id ?? '') ?? a.address);
    found.push(
      example(
        number % 2 === 0,
        label,
        { name: row.name_a ?? '', ...a },
        { name: row.name_b ?? '', ...b, address: written },
      ),
    );
  }
  return found;
}

function example(
  even: boolean,
  label: '0' | '1',
  a: Registered & { name: string },
  b: Registered & { name: string },
): Example {
  const print = ({ address }: Registered): AddressPrint => addressPrint(parseAddress(address));
  const side = ({ name, province, city }: typeof a) => comparable(readFacts({ name, province, city }));
  const [self, other] = [side(a), side(b)];
  const prints = [print(a), print(b)] as const;
  return {
    even,
    label,
    address: relateAddressPrints(...prints),
    names: compareCustomers(self, other),
    compare: (weights) =>
      compareCustomers(
        { ...self, print: prints[0] },
        { ...other, print: prints[1] },
        { ...factWeights, address: weights },
      ),
  };
}

/** Logistic regression of the address's weight, the odds of the names given. */
function fittedOn(all: readonly Example[]): Weights {
  const weights: Record<Relation, number> = { ...factWeights.address };
  for (const relation of ['same', 'building', 'road', 'different'] as const) {
    const of = all.filter(({ address }) => address === relation);
    if (of.length < 20) continue;
    let weight = 0;
    for (let round = 0; round < 200; round++) {
      // A ridge that is worth one record either way.
      let slope = -weight;
      let curve = 1;
      for (const { label, names } of of) {
        const odds = 1 / (1 + Math.exp(-(names.logit + weight)));
        slope += Number(label) - odds;
        curve += odds * (1 - odds);
      }
      weight += slope / curve;
    }
    weights[relation] = Number(weight.toFixed(2));
  }
  return weights;
}

function report(what: string, all: readonly Example[], judge: (one: Example) => Comparison): void {
  const counts = new PairCounts();
  for (const one of all) counts.add(judge(one).verdict, one.label);
  const { refuse, ask } = counts.summary();
  const told = (of: typeof ask) =>
    `precision ${of?.precision.toFixed(4)} recall ${of?.recall.toFixed(4)} F1 ${of?.f1.toFixed(4)}`;
  console.log(`${what}: refusing ${told(refuse)}; asking ${told(ask)}`);
}

const all = await examples();
const [fitted, kept] = [all.filter(({ even }) => even), all.filter(({ even }) => !even)];
for (const label of ['1', '0'] as const) {
  const of = all.filter((one) => one.label === label);
  const shares = ['same', 'building', 'road', 'different', 'unknown'].map((relation) => {
    const share = of.filter(({ address }) => address === relation).length / of.length;
    return `${relation} ${share.toFixed(3)}`;
  });
  console.log(`${label === '1' ? 'one company' : 'two companies'} (${of.length}): ${shares.join(', ')}`);
}
const weights = fittedOn(fitted);
console.log(`weights in use ${JSON.stringify(factWeights.address)}`);
console.log(`weights fitted ${JSON.stringify(weights)}`);
report('names in their cities', kept, ({ names }) => names);
report('with addresses, weights in use', kept, (one) => one.compare(factWeights.address));
report('with addresses, weights fitted', kept, (one) => one.compare(weights));
