import {
  type Address,
  type AddressPrint,
  type AddressRelation,
  addressPrint,
  relateAddresses,
  relateAddressPrints,
} from './address.ts';
import type { AnyName } from './any-name.ts';
import type { ReadFacts } from './customer-facts.ts';
import { type FactWeights, factWeights, thresholds } from './fact-weights.ts';
import { leavesOut } from './left-out.ts';
import type { NameRelation } from './name-relation.ts';
import { type NameScore, scoreNames } from './name-score.ts';
import { type Phone, samePhone } from './phone.ts';
import type { Place } from './regions.ts';

export type Verdict = 'duplicate' | 'possible' | 'unique';
export type PhoneRelation = 'same' | 'different' | 'unknown';

/** Two customers compared: the verdict and every fact it rests on. */
export interface Comparison {
  readonly verdict: Verdict;
  /** 0 … 1, the likelihood that both are one company. */
  readonly score: number;
  /** Log odds of all facts together, to order candidates by. */
  readonly logit: number;
  readonly name?: NameScore;
  readonly phones: PhoneRelation;
  readonly address: AddressRelation | 'unknown';
}

export function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

const unlikeRegions = new Set(['sibling', 'far']);
const noRegion = new Set(['bothMissing', 'bothImplied']);

/** The names alone settle it: same brand, trade, region and branch. */
function namesSettle({ relation }: NameScore): boolean {
  return (
    relation.brand === 'equal' &&
    (relation.trade === 'equal' || relation.trade === 'reordered') &&
    (relation.region === 'same' || (noRegion.has(relation.region) && relation.brands[0] === relation.brands[1])) &&
    (relation.branch === 'none' || relation.branch === 'same') &&
    relation.legal !== 'different' &&
    relation.legal !== 'converted' &&
    !relation.former &&
    !relation.numbersDiffer &&
    !relation.groupDiffers
  );
}

/** A branch and its head company, or two branches of one: other customers, though of one family. */
export function areRelatives(relation: NameRelation): boolean {
  return relation.branch === 'parent' || relation.branch === 'different';
}

/** 宁波银行 and 宁波港 differ in what tells them apart, however much else they share; 兰州银行 only leaves characters out. */
function haveNothingInCommon(relation: NameRelation, a: AnyName, b: AnyName): boolean {
  return relation.brand === 'different' && !leavesOut(a, b) && !leavesOut(b, a);
}

/** One side of a comparison: facts just read, or a fingerprint from the index. */
export interface Comparable {
  readonly name: AnyName | undefined;
  readonly place: Place | undefined;
  readonly phones: readonly (Phone | string)[];
  readonly address?: Address;
  readonly print: AddressPrint;
}

/** Facts just read, made ready to compare. */
export function comparable(read: ReadFacts): Comparable {
  const { name, place, phones, address } = read;
  const sides = { name, place, phones };
  if (address === undefined) return { ...sides, print: { building: '', full: '' } };
  return { ...sides, address, print: addressPrint(address) };
}

function same(a: Phone | string, b: Phone | string): boolean {
  if (typeof a === 'object' && typeof b === 'object') return samePhone(a, b);
  return (typeof a === 'string' ? a : a.digits) === (typeof b === 'string' ? b : b.digits);
}

function relatePhones(a: Comparable, b: Comparable): PhoneRelation {
  if (a.phones.length === 0 || b.phones.length === 0) return 'unknown';
  return a.phones.some((one) => b.phones.some((other) => same(one, other))) ? 'same' : 'different';
}

function relateAddressTexts(a: Comparable, b: Comparable): AddressRelation | 'unknown' {
  if (a.address !== undefined && b.address !== undefined) return relateAddresses(a.address, b.address);
  return relateAddressPrints(a.print, b.print);
}

/**
 * Compares two customers fact by fact (IN-2, IN-5, IN-6).
 * @param weights for fitting them
 */
export function compareCustomers(a: Comparable, b: Comparable, weights: FactWeights = factWeights): Comparison {
  const phones = relatePhones(a, b);
  const address = relateAddressTexts(a, b);
  if (a.name === undefined || b.name === undefined) return compareWithoutNames(phones, address);
  const name = scoreNames({ name: a.name, place: a.place }, { name: b.name, place: b.place });
  const evidence = weights.phones[phones] + weights.address[address];
  const logit = name.logit + evidence;
  const elsewhere = unlikeRegions.has(name.relation.region);
  const settled = namesSettle(name);
  const backed = (phones === 'same' || address === 'same') && name.logit >= thresholds.ask && !elsewhere;
  const related = areRelatives(name.relation);
  const strangers = haveNothingInCommon(name.relation, a.name, b.name);
  const base = { name, phones, address, logit };
  if (settled || (backed && !related && logit >= thresholds.refuse)) {
    return { ...base, verdict: 'duplicate', score: Math.max(probability(logit), 0.97) };
  }
  const score = Math.min(probability(logit), 0.96);
  if (phones === 'same' || (logit >= thresholds.ask && !elsewhere && !related && !strangers)) {
    return { ...base, verdict: 'possible', score };
  }
  // Told apart by what no weight says: its score must not read higher than that of a pair that is asked about.
  return { ...base, verdict: 'unique', score: Math.min(score, probability(thresholds.ask)) };
}

function compareWithoutNames(phones: PhoneRelation, address: AddressRelation | 'unknown'): Comparison {
  const same = phones === 'same' || (phones === 'unknown' && address === 'same');
  const partly = address === 'building' ? 0.3 : address === 'road' ? 0.1 : 0;
  return { verdict: same ? 'duplicate' : 'unique', score: same ? 1 : partly, logit: same ? 10 : -10, phones, address };
}
