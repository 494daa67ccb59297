import { addressPrint } from './address.ts';
import type { AnyName } from './any-name.ts';
import type { BlockingRules, Posting, PostingRead } from './blocking-index.ts';
import type { Reading } from './company-name.ts';
import { namePlaces, type ReadFacts } from './customer-facts.ts';
import { fingerprintOf } from './fingerprint.ts';
import { chineseNames, latinName } from './known-brand.ts';
import { syllables } from './pinyin.ts';
import { leadingPlaces, type Place } from './regions.ts';

/** The name of these rules. Rules that write other keys or places are another set: see blocking-rules.ts. */
const rules = '1';

const maximumReadings = 2;
const maximumProvinces = 3;
/** 省 市 县 区 乡 镇 村 旗 州, by sound. */
const regionEnds: ReadonlySet<string> = new Set(['sheng', 'shi', 'xian', 'qu', 'xiang', 'zhen', 'cun', 'qi', 'zhou']);
/** Sounds at the head of a core that may be a misspelt region, and the least that must be left to look for. */
const maximumDropped = 10;
const shortestRest = 3;
/** A page of postings of about 130 bytes each stays within the 4 KB that half a read unit covers. */
const pageLimit = 28;
const widePageLimit = 84;
/** Without a region the written brand is all there is to go by. */
const widestPageLimit = 196;
/** Phones and addresses shared by more customers than this belong to an agent or a virtual office. */
const factPageLimit = 10;

/** The cores of far-fetched readings, looked for as a whole only. */
function doubtfulCores(name: AnyName | undefined): string[] {
  if (name?.script !== 'han') return [];
  return name.name.readings.filter(({ farFetched }) => farFetched).map(({ core }) => core);
}

function readingsOf(name: AnyName | undefined): readonly Reading[] {
  return name?.script === 'han'
    ? name.name.readings.filter(({ farFetched }) => !farFetched).slice(0, maximumReadings)
    : [];
}

/** The sounds of a text, ü spelled u; a doubled sound counts once, for doubling is a frequent slip. */
function soundsOf(text: string): string[] {
  return collapse(syllables(text));
}

function collapse(sounds: readonly string[]): string[] {
  return sounds.map((sound) => sound.replace('v', 'u')).filter((sound, i, all) => sound !== all[i - 1]);
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}

/** What identifies a name wherever it is: its core, by sound. */
function coreKeys(name: AnyName | undefined): string[] {
  return unique(readingsOf(name).map(({ core }) => `c${soundsOf(core).join('')}`));
}

const spelledSyllable =
  /(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)(?=[^aeiouv]|$)/gu;

function soundsOfLatin(letters: string): string[] {
  const found = letters.match(spelledSyllable) ?? [];
  return found.join('') === letters ? collapse(found) : [letters];
}

/** The first two sounds of the brand. */
function headKey(sounds: readonly string[]): string {
  return `b${sounds.slice(0, 2).join('')}`;
}

/** The first two characters of the brand as written: parts homophones where a sound is too common. */
function writtenHeadKey(core: string): string {
  return `h${core.slice(0, 2)}`;
}

/** The whole brand by sound, where it has more than two sounds. */
function brandKeys(name: AnyName | undefined): string[] {
  const sounds =
    name?.script === 'latin'
      ? [soundsOfLatin(name.name.brand.join('')), name.name.brand.slice(0, 1)]
      : readingsOf(name).map(({ brand }) => soundsOf(brand));
  const keys = sounds.map((parts) => `b${parts.join('')}`).filter((key, i) => key !== 'b' && sounds[i]?.length !== 2);
  return unique(keys);
}

function headKeys(name: AnyName | undefined): string[] {
  if (name?.script === 'latin') {
    const letters = name.name.brand.join('');
    return letters === '' ? [] : [headKey(soundsOfLatin(letters))];
  }
  return unique(readingsOf(name).map(({ core }) => headKey(soundsOf(core))));
}

/** The whole brand as written, where it is longer than its head. */
function writtenBrandKeys(name: AnyName | undefined): string[] {
  return unique(
    readingsOf(name)
      .filter(({ brand }) => brand.length > 2)
      .map(({ brand }) => `w${brand}`),
  );
}

function writtenHeadKeys(name: AnyName | undefined): string[] {
  return unique(readingsOf(name).map(({ core }) => writtenHeadKey(core)));
}

function dropped(sounds: readonly string[], at: number): string {
  return [...sounds.slice(0, at), ...sounds.slice(at + 1)].join('');
}

/** The core with its first or second sound left out: a slip there escapes the other keys. */
function slipKeys(name: AnyName | undefined): string[] {
  const [reading] = readingsOf(name);
  if (reading === undefined) return [];
  const sounds = soundsOf(reading.core);
  return sounds.length < 3 ? [] : unique([`s${dropped(sounds, 0)}`, `s${dropped(sounds, 1)}`]);
}

/** The slip keys under which a customer may be filed whose name is one slip away from this one. */
function slipKeysAround(name: AnyName | undefined): string[] {
  const [reading] = readingsOf(name);
  if (reading === undefined) return [];
  const sounds = soundsOf(reading.core);
  if (sounds.length < 2) return [];
  return unique([`s${sounds.join('')}`, ...[0, 1, 2].map((at) => `s${dropped(sounds, at)}`)]);
}

/** What identifies the name that a bracket says the company had: looked for, not filed under. */
function formerCoreKeys(name: AnyName | undefined): string[] {
  const former = name?.script === 'han' ? name.name.former : undefined;
  return former === undefined ? [] : coreKeys({ script: 'han', name: former });
}

/** Phones and the address, each its own key. */
function factKeys(read: ReadFacts): string[] {
  const print = read.address === undefined ? '' : addressPrint(read.address).full;
  return unique([...read.phones.map(({ digits }) => `t${digits}`), ...(print === '' ? [] : [`a${print}`])]);
}

/**
 * The core without its first sound, a stray character between region and brand; and without what sounds like the end of a
 * region, for one with a slip in it is read as part of the core (开发曲蓝鹊软件).
 */
function coreKeysWithoutFirst(name: AnyName | undefined): string[] {
  const [reading] = readingsOf(name);
  const sounds = reading === undefined ? [] : soundsOf(reading.core);
  const most = Math.min(maximumDropped, sounds.length - shortestRest);
  return sounds
    .slice(0, Math.max(0, most))
    .flatMap((sound, at) => (at === 0 || regionEnds.has(sound) ? [`c${sounds.slice(at + 1).join('')}`] : []));
}

function postingsOf(customerId: string, read: ReadFacts): Posting[] {
  const fingerprint = fingerprintOf(customerId, read);
  const keys = unique([
    ...coreKeys(read.name),
    ...headKeys(read.name),
    ...writtenHeadKeys(read.name),
    ...writtenBrandKeys(read.name),
    ...brandKeys(read.name),
    ...slipKeys(read.name),
    ...factKeys(read),
  ]);
  return keys.map((key) => ({ rules, key, placeOrder: fingerprint.placeCode.padEnd(6, '0'), fingerprint }));
}

function prefixesOf(places: readonly Place[], length: 2 | 4): string[] {
  const codes = places.flatMap((place) => place.codes).filter((code) => code.length >= length);
  return unique(codes.map((code) => code.slice(0, length))).slice(0, maximumProvinces);
}

/** The place prefixes a check is narrowed to: provinces (2 digits) or prefectures (4 digits). */
function prefixes(read: ReadFacts, length: 2 | 4): string[] {
  return prefixesOf([...namePlaces(read.name), ...(read.place === undefined ? [] : [read.place])], length);
}

function near(key: string, placePrefixes: readonly string[], limit = pageLimit): PostingRead[] {
  return placePrefixes.map((placePrefix) => ({ key, placePrefix, limit }));
}

function anywhere(key: string, limit: number): PostingRead {
  return { key, placePrefix: '', limit };
}

interface HeadRead {
  readonly sound: string;
  readonly written: string;
  readonly provinces: readonly string[];
}

/** False for a second way to read a name whose brand would be its city: half the city begins so (四川|机械, 四川机械). */
function hasOwnHead({ core }: Reading, at: number): boolean {
  return at === 0 || leadingPlaces(core)[0]?.place.firm !== true;
}

/** A known brand is looked for under its other name too. Each way to read the name has a head and places of its own; without a place it is looked for everywhere. */
function headsOf(read: ReadFacts): HeadRead[] {
  if (read.name?.script === 'latin') {
    const provinces = prefixes(read, 2);
    return [
      ...headKeys(read.name).map((sound) => ({ sound, written: '', provinces })),
      ...chineseNames(read.name.name.brand).names.map((name) => ({
        sound: headKey(soundsOf(name)),
        written: writtenHeadKey(name),
        provinces,
      })),
    ];
  }
  const readings = readingsOf(read.name).filter(hasOwnHead);
  return readings.flatMap(({ core, places }) => {
    const provinces = prefixesOf([...places, ...(read.place === undefined ? [] : [read.place])], 2);
    const latin = latinName(core);
    return [
      { sound: headKey(soundsOf(core)), written: writtenHeadKey(core), provinces },
      ...(latin === undefined ? [] : [{ sound: headKey(soundsOfLatin(latin)), written: '', provinces }]),
    ];
  });
}

/** The first reads of a check: core, head of the brand, phones, address. */
function firstReads(read: ReadFacts): PostingRead[] {
  const heads = headsOf(read);
  const everywhere = heads.some(({ provinces }) => provinces.length === 0);
  return [
    ...coreKeys(read.name).map((key) => anywhere(key, everywhere ? widePageLimit : pageLimit)),
    ...doubtfulCores(read.name).map((core) => anywhere(`c${soundsOf(core).join('')}`, pageLimit)),
    ...formerCoreKeys(read.name).map((key) => anywhere(key, pageLimit)),
    ...(everywhere ? writtenBrandKeys(read.name).map((key) => anywhere(key, widePageLimit)) : []),
    ...heads.flatMap(({ sound, written, provinces }) =>
      provinces.length > 0
        ? near(sound, provinces)
        : [anywhere(sound, pageLimit), ...(written === '' ? [] : [anywhere(written, widestPageLimit)])],
    ),
    ...factKeys(read).map((key) => anywhere(key, factPageLimit)),
  ];
}

/** Narrower reads in place of one that came back full. */
function narrowerReads(read: ReadFacts, full: PostingRead, asTyped: boolean): PostingRead[] {
  const cities = prefixes(read, 4);
  if (full.key.startsWith('c')) return near(full.key, cities.length > 0 ? cities : prefixes(read, 2));
  if (asTyped || !full.key.startsWith('b')) return [];
  const brands = brandKeys(read.name).filter((key) => key !== full.key);
  if (full.placePrefix === '') return brands.map((key) => anywhere(key, pageLimit));
  const written = headsOf(read).filter(({ sound }) => sound === full.key);
  return [
    ...near(full.key, cities),
    ...brands.flatMap((key) => near(key, [full.placePrefix])),
    ...written
      .filter((head) => head.written !== '')
      .flatMap((head) => near(head.written, [full.placePrefix], widePageLimit)),
  ];
}

/**
 * Where to look for slips: the city, or the province where the name may mean the whole of it (吉林); nowhere in particular
 * without a place.
 */
function slipPlaces(read: ReadFacts): string[] {
  const place = read.place ?? namePlaces(read.name)[0];
  if (place === undefined) return [];
  const province = place.codes.find((code) => code.length === 2);
  return province === undefined ? prefixesOf([place], 4).slice(0, 1) : [province];
}

/** The reads for a slip of the pen in the first characters, made when nothing else was found. */
function slipReads(read: ReadFacts): PostingRead[] {
  const places = slipPlaces(read);
  const keys = [...slipKeysAround(read.name), ...coreKeysWithoutFirst(read.name)];
  return keys.flatMap((key) =>
    places.length === 0 ? [anywhere(key, widestPageLimit)] : near(key, places, widePageLimit),
  );
}

/** Blocking by core, brand, head and slips of the name, by phones and by address. */
export const blockingKeys: BlockingRules = { name: rules, postingsOf, firstReads, narrowerReads, slipReads };
