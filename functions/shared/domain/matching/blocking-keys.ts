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
const maximumProvinces = 3;
/** A page of postings of about 130 bytes each stays within the 4 KB that half a read unit covers. */
const pageLimit = 28;
const widePageLimit = 84;
/** Phones and addresses shared by more customers than this belong to an agent or a virtual office. */
const factPageLimit = 10;

function readingsOf(name: AnyName): readonly Reading[] {
  return name.script === 'han' ? name.name.readings.slice(0, maximumReadings) : [];
}

/** The sounds of a text; a doubled sound counts once, for doubling is a frequent slip. */
function soundsOf(text: string): string[] {
  return syllables(text).filter((sound, i, all) => sound !== all[i - 1]);
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}

/** What identifies a name wherever it is: its core, by sound. */
function coreKeys(name: AnyName): string[] {
  return unique(readingsOf(name).map(({ core }) => `c${soundsOf(core).join('')}`));
}

const initial = '(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?';
const final =
  '(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)';
const twoSyllables = new RegExp(`^(?:${initial}${final}(?![aeiouv])){2}|^(?:${initial}${final}){2}`, 'u');

/** The first two sounds of the brand. */
function headKeys(name: AnyName): string[] {
  if (name.script === 'latin') {
    const letters = name.name.brand.join('');
    return letters === '' ? [] : [`b${letters.match(twoSyllables)?.[0] ?? letters}`];
  }
  return unique(readingsOf(name).map(({ core }) => `b${soundsOf(core).slice(0, 2).join('')}`));
}

/** The whole brand, where it has more than two sounds. */
function brandKeys(name: AnyName): string[] {
  if (name.script === 'latin') return unique([`b${name.name.brand.join('')}`, `b${name.name.brand[0] ?? ''}`]);
  return unique(
    readingsOf(name)
      .map(({ brand }) => soundsOf(brand))
      .filter((sounds) => sounds.length > 2)
      .map((sounds) => `b${sounds.join('')}`),
  );
}

function dropped(sounds: readonly string[], at: number): string {
  return [...sounds.slice(0, at), ...sounds.slice(at + 1)].join('');
}

/** The core with its first or second sound left out: a slip there escapes the other keys. */
function slipKeys(name: AnyName): string[] {
  const [reading] = readingsOf(name);
  if (reading === undefined) return [];
  const sounds = soundsOf(reading.core);
  return sounds.length < 3 ? [] : unique([`s${dropped(sounds, 0)}`, `s${dropped(sounds, 1)}`]);
}

/** The slip keys under which a customer may be filed whose name is one slip away from this one. */
function slipKeysAround(name: AnyName): string[] {
  const [reading] = readingsOf(name);
  if (reading === undefined) return [];
  const sounds = soundsOf(reading.core);
  if (sounds.length < 2) return [];
  return unique([`s${sounds.join('')}`, ...[0, 1, 2].map((at) => `s${dropped(sounds, at)}`)]);
}

/** The blocking-key items of a customer: five to nine. */
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
    ...headKeys(read.name),
    ...brandKeys(read.name),
    ...slipKeys(read.name),
    ...read.phones.map((digits) => `t${digits}`),
    ...(read.address.length >= 4 ? [`a${read.address}`] : []),
  ]);
  return keys.map((key) => ({ key, placeOrder: placeCode.padEnd(6, '0'), fingerprint }));
}

/** The place prefixes a check is narrowed to: provinces (2 digits) or prefectures (4 digits). */
function prefixes(read: ReadFacts, length: 2 | 4): string[] {
  const places = [...namePlaces(read.name), ...(read.place === undefined ? [] : [read.place])];
  const codes = places.flatMap((place) => place.codes).filter((code) => code.length >= length);
  return unique(codes.map((code) => code.slice(0, length))).slice(0, maximumProvinces);
}

function near(key: string, placePrefixes: readonly string[], limit = pageLimit): PostingRead[] {
  return placePrefixes.map((placePrefix) => ({ key, placePrefix, limit }));
}

function anywhere(key: string, limit: number): PostingRead {
  return { key, placePrefix: '', limit };
}

/** The first reads of a check: core, head of the brand, phones, address. */
export function firstReads(read: ReadFacts): PostingRead[] {
  const provinces = prefixes(read, 2);
  const heads = headKeys(read.name);
  return [
    ...coreKeys(read.name).map((key) => anywhere(key, provinces.length === 0 ? widePageLimit : pageLimit)),
    ...heads.flatMap((key) => (provinces.length === 0 ? [anywhere(key, widePageLimit)] : near(key, provinces))),
    ...read.phones.map((digits) => anywhere(`t${digits}`, factPageLimit)),
    ...(read.address.length >= 4 ? [anywhere(`a${read.address}`, factPageLimit)] : []),
  ];
}

/** Narrower reads in place of one that came back full. */
export function narrowerReads(read: ReadFacts, full: PostingRead): PostingRead[] {
  const cities = prefixes(read, 4);
  if (full.key.startsWith('c')) return near(full.key, cities.length > 0 ? cities : prefixes(read, 2));
  if (!full.key.startsWith('b')) return [];
  const brands = brandKeys(read.name).filter((key) => key !== full.key);
  const wholeBrands =
    full.placePrefix === ''
      ? brands.map((key) => anywhere(key, widePageLimit))
      : brands.flatMap((key) => near(key, [full.placePrefix]));
  return [...near(full.key, cities), ...wholeBrands];
}

/** The reads for a slip of the pen in the first two characters, made when nothing else was found. */
export function slipReads(read: ReadFacts): PostingRead[] {
  const provinces = prefixes(read, 2).slice(0, 1);
  return slipKeysAround(read.name).flatMap((key) =>
    provinces.length === 0 ? [anywhere(key, pageLimit)] : near(key, provinces),
  );
}
