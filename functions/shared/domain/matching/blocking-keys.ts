import { type AnyName, parseName } from './any-name.ts';
import type { Reading } from './company-name.ts';
import { parseAddress } from './address.ts';
import type { Fingerprint, Posting, PostingRead } from './blocking-index.ts';
import { parsePhone } from './phone.ts';
import { syllables } from './pinyin.ts';
import { type Place, placeOf, wholePlace, leadingPlaces } from './regions.ts';

/** The facts of a customer that are searched (IN-1): licensed name, landline, fax, business address. */
export interface CustomerFacts {
  readonly name: string;
  readonly phones?: readonly string[];
  readonly fax?: string;
  readonly address?: string;
  readonly province?: string;
  readonly city?: string;
}

/** A customer's facts, read apart once. */
export interface ReadFacts {
  readonly facts: CustomerFacts;
  readonly name: AnyName;
  /** Where the customer is, from city, address or name. */
  readonly place?: Place;
  /** Digits with area code of every phone and fax given. */
  readonly phones: readonly string[];
  readonly address: string;
}

/** The place of a customer from the form's city, else from the address, else from the name. */
export function readFacts(facts: CustomerFacts): ReadFacts {
  const name = parseName(facts.name);
  const address = facts.address === undefined || facts.address === '' ? undefined : parseAddress(facts.address);
  const given = placeOf(facts.province ?? '', facts.city ?? '') ?? lastPlace(facts.city ?? '');
  const place = given ?? address?.place ?? namePlaces(name).find((candidate) => candidate.firm);
  const phones = [...(facts.phones ?? []), facts.fax ?? '']
    .map((raw) => parsePhone(raw, place)?.digits ?? '')
    .filter((digits) => digits !== '');
  const read = { facts, name, phones: [...new Set(phones)], address: address?.detail ?? '' };
  return place === undefined ? read : { ...read, place };
}

function lastPlace(text: string): Place | undefined {
  return text === '' ? undefined : (wholePlace(text) ?? leadingPlaces(text, 0).at(-1)?.place);
}

function namePlaces(name: AnyName): readonly Place[] {
  return name.script === 'han' ? name.name.readings[0].places : name.name.places;
}

const maximumReadings = 2;
/** A page of postings of about 130 bytes each stays within the 4 KB of one read unit. */
const pageLimit = 28;

function readingsOf(name: AnyName): readonly Reading[] {
  return name.script === 'han' ? name.name.readings.slice(0, maximumReadings) : [];
}

/** What identifies a name wherever it is: its core, by sound. */
function coreKeys(name: AnyName): string[] {
  if (name.script === 'latin') return [];
  return unique(readingsOf(name).map(({ core }) => `c${syllables(core).join('')}`));
}

/** The brand by sound, and its first two characters. */
function brandKeys(name: AnyName): string[] {
  if (name.script === 'latin') {
    const letters = name.name.brand.join('');
    return unique([`b${letters}`, `b${firstSyllables(letters)}`]).filter((key) => key.length > 2);
  }
  return unique(
    readingsOf(name).flatMap(({ brand, core }) => {
      const whole = syllables(brand).join('');
      const start = syllables(core.slice(0, 2)).join('');
      return brand.length <= 1 ? [`b${start}`] : [`b${whole}`, `b${start}`];
    }),
  );
}

const initial = '(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?';
const final = '(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)';
const syllablePattern = new RegExp(`^(${initial}${final}(?![aeiouv])){2}|^(${initial}${final}){2}`, 'u');

function firstSyllables(letters: string): string {
  return letters.match(syllablePattern)?.[0] ?? letters;
}

/** Brand with one character left out, together with the trade: finds one slip of the pen in the brand. */
function slipKeys(name: AnyName): string[] {
  if (name.script === 'latin') return [];
  const [reading] = name.name.readings;
  const brand = syllables(reading.brand);
  const trade = syllables(reading.trade.join('')).join('');
  if (brand.length === 0 || brand.length > 4 || trade === '') return [];
  const keys = brand.length === 1 ? [] : brand.map((_, i) => [...brand.slice(0, i), ...brand.slice(i + 1)].join(''));
  if (brand.length <= 3) keys.push(brand.join(''));
  return unique(keys.map((signature) => `s${signature}|${trade}`));
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}

/** The blocking-key items of a customer: about ten. */
export function postingsOf(customerId: string, read: ReadFacts): Posting[] {
  const placeCode = read.place?.codes[0] ?? '';
  const fingerprint: Fingerprint = {
    customerId,
    name: read.facts.name,
    placeCode,
    phones: read.phones,
    address: read.address,
  };
  const keys = unique([
    ...coreKeys(read.name),
    ...brandKeys(read.name),
    ...slipKeys(read.name),
    ...read.phones.map((digits) => `t${digits}`),
    ...(read.address.length >= 4 ? [`a${read.address}`] : []),
  ]);
  return keys.map((key) => ({ key, placeOrder: placeCode.padEnd(6, '0'), fingerprint }));
}

/** The reads of a check: bounded in number and in size. */
export function readsOf(read: ReadFacts): PostingRead[] {
  const provinces = unique([...namePlaces(read.name), ...(read.place === undefined ? [] : [read.place])].flatMap(({ codes }) => codes.slice(0, 1)).map((code) => code.slice(0, 2))).slice(0, 2);
  const whole = (key: string, limit = pageLimit): PostingRead => ({ key, placePrefix: '', limit });
  const local = (key: string): PostingRead[] =>
    provinces.map((placePrefix) => ({ key, placePrefix, limit: pageLimit }));
  const reads = [
    ...coreKeys(read.name).flatMap((key) => [whole(key), ...local(key)]),
    ...brandKeys(read.name).flatMap((key) => (provinces.length === 0 ? [whole(key)] : local(key))),
    ...slipKeys(read.name).flatMap(local),
    ...read.phones.map((digits) => whole(`t${digits}`)),
    ...(read.address.length >= 4 ? [...local(`a${read.address}`)] : []),
  ];
  return reads;
}
