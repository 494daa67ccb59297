import type { Customer, CustomerFacts } from '../shared/domain/customer.ts';
import { customerOf, namesakesOf } from '../shared/domain/customer-correction.ts';
import { survivorOf } from '../shared/domain/customer-merge.ts';
import type { Turn } from '../shared/domain/intake.ts';
import { type FlaggedNumber, type FlagId, flagsOf } from '../shared/domain/intake-flags.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Posting } from '../shared/domain/matching/blocking-index.ts';
import { postingsOf } from '../shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../shared/domain/matching/check.ts';
import { claimsOf } from '../shared/domain/matching/claims.ts';
import { readFacts, searchedFacts } from '../shared/domain/matching/customer-facts.ts';
import { type Explanation, explain } from '../shared/domain/matching/explain.ts';
import { parsePhone } from '../shared/domain/matching/phone.ts';
import { type Comparison, comparable, compareCustomers } from '../shared/domain/matching/verdict.ts';
import type { Customers } from '../shared/domain/ports.ts';
import { regionOf } from '../shared/domain/region.ts';
import { comparedBy } from './former-name.ts';

/** A customer that an entry is, or may be, a duplicate of. */
export interface Match {
  readonly customer: Customer;
  /** The name it was found by, where that is a former one, or that of a record that was merged into it. */
  readonly foundAs?: string;
  readonly verdict: 'duplicate' | 'possible';
  /** 0 … 1, the likelihood that both are one company. */
  readonly score: number;
  /** Which of the four facts is the same; the name where none is. */
  readonly fact: 'name' | 'landline' | 'fax';
  readonly findings: Explanation['findings'];
  readonly advice: Text;
}

/** What is known of an entry before it is written. */
export interface Assessment {
  readonly verdict: 'duplicate' | 'possible' | 'unique';
  /** The certain ones first, then the likeliest. */
  readonly matches: readonly Match[];
  /** What has to be confirmed with the customer (IN-6). */
  readonly flags: readonly FlagId[];
  /** Where the customer is (IN-4); undefined where nothing tells. */
  readonly region: string | undefined;
  readonly claims: readonly string[];
  readonly turns: readonly Turn[];
  readonly postings: (customerId: string) => readonly Posting[];
}

/** What the entering transaction met that the check could not see yet. */
export interface Met {
  readonly customerId: string;
  /** The uniqueness claim it holds; absent when it only was entered at the same moment. */
  readonly claim?: string;
}

/** Turns an entry takes at most: the brand by sound, one for each way to read the name. */
const MAX_TURNS = 3;

/**
 * Searches name, landline, fax and address together (IN-2, IN-5) and raises the flags of IN-6. The records have the last
 * word on what the index shows. Where one was merged, its match is the customer that goes on.
 * @param met customers the index may not show yet, each compared whatever the search finds
 * @param self the customer whose facts these are to be: never a match of its own
 */
export async function assessEntry(
  customers: Pick<Customers, 'index' | 'get' | 'turns'>,
  facts: CustomerFacts,
  callerId: string | undefined,
  met: readonly Met[] = [],
  self?: string,
): Promise<Assessment> {
  const read = readFacts(searchedFacts(facts));
  // Turns are read before the search: whoever takes one meanwhile makes the write fail.
  const keys = new Set(postingsOf('', read).map(({ key }) => key));
  const turns = await customers.turns([...keys].filter((key) => key.startsWith('b')).slice(0, MAX_TURNS));
  const { candidates } = await checkCustomer(read, customers.index);
  const likely = candidates.filter(({ comparison }) => comparison.verdict !== 'unique');
  const ids = new Set(
    [...met.map(({ customerId }) => customerId), ...likely.map((one) => one.fingerprint.customerId)].map(customerOf),
  );
  const found = await Promise.all([...ids].map((id) => recordOf(id)));
  const all = found
    .flatMap((record) => (record === undefined || record.survivor.id === self ? [] : (match(record, met) ?? [])))
    .sort(byLikelihood);
  // Of records that lead to one customer the likeliest counts.
  const matches = all.filter(({ customer }, at) => all.findIndex((other) => other.customer.id === customer.id) === at);

  const number = (text: string | undefined): FlaggedNumber | undefined => {
    const phone = text === undefined ? undefined : parsePhone(text, read.place);
    return phone === undefined ? undefined : { digits: phone.digits, mobile: phone.kind === 'mobile' };
  };
  const ofOthers = matches
    .filter(({ verdict }) => verdict === 'possible')
    .flatMap(({ customer }) => numbersOf(customer));
  return {
    verdict: matches[0]?.verdict ?? 'unique',
    matches,
    flags: flagsOf({
      landline: number(facts.landline),
      fax: number(facts.fax),
      caller: number(callerId),
      ofOthers: new Set(ofOthers),
    }),
    region: regionOf(read),
    claims: claimsOf(read),
    turns,
    postings: (customerId) => postingsOf(customerId, read),
  };

  async function recordOf(id: string): Promise<FoundRecord | undefined> {
    const record = await customers.get(id);
    return record === undefined ? undefined : { record, survivor: await survivorOf(customers, record) };
  }

  function match({ record, survivor }: FoundRecord, allMet: readonly Met[]): Match | undefined {
    const own = comparable(read);
    const [best] = namesakesOf(record)
      .map((named) => {
        const other = comparable(readFacts(searchedFacts(named)));
        return { named, other, compared: compareCustomers(own, other) };
      })
      .sort((a, b) => byLikelihood(a.compared, b.compared));
    if (best === undefined) return undefined;
    const verdict = strictest(
      best.compared,
      allMet.filter(({ customerId }) => customerId === record.id),
    );
    if (verdict === 'unique') return undefined;
    const { findings, advice } = explain({ ...best.compared, verdict }, own, best.other);
    const fact = sameFact(best.named, best.compared);
    const found = { customer: survivor, verdict, score: best.compared.score, fact, advice };
    const { name: foundAs } = best.named;
    if (foundAs === survivor.name) return { ...found, findings };
    return { ...found, foundAs, findings: [comparedBy(foundAs, { merged: record.id !== survivor.id }), ...findings] };
  }

  function sameFact(customer: Customer, { name }: Comparison): Match['fact'] {
    if (name !== undefined && name.relation.brand !== 'different') return 'name';
    const theirs = numbersOf(customer);
    const has = (text: string): boolean => theirs.includes(parsePhone(text, read.place)?.digits ?? '-');
    return has(facts.landline) ? 'landline' : has(facts.fax) ? 'fax' : 'name';
  }
}

interface FoundRecord {
  readonly record: Customer;
  /** The customer that goes on for it: itself, unless it was merged. */
  readonly survivor: Customer;
}

/** The certain ones first, then the likeliest. */
function byLikelihood(a: Pick<Match, 'score'> & { verdict: string }, b: typeof a): number {
  return Number(b.verdict === 'duplicate') - Number(a.verdict === 'duplicate') || b.score - a.score;
}

/** Who holds the name holds the customer; who holds a number may be another company (IN-6). */
function strictest({ verdict }: Comparison, met: readonly Met[]): Comparison['verdict'] {
  if (met.some(({ claim }) => claim?.startsWith('name:') === true)) return 'duplicate';
  return verdict === 'unique' && met.some(({ claim }) => claim !== undefined) ? 'possible' : verdict;
}

function numbersOf(customer: Customer): readonly string[] {
  return readFacts(searchedFacts(customer)).phones.map(({ digits }) => digits);
}
