import { tradeOf } from './brand.ts';
import type { CompanyName, Reading } from './company-name.ts';
import { editDistance } from './edit-distance.ts';
import { chineseNames } from './known-brand.ts';
import type { LatinName } from './latin-name.ts';
import {
  type BrandRelation,
  type LegalRelation,
  type NameRelation,
  relateRegions,
  type TradeRelation,
} from './name-relation.ts';
import { toChineseNumerals } from './numerals.ts';
import { spelledPrefixes, syllables } from './pinyin.ts';
import { tradeWord } from './trade-words.ts';

function relateSpelledTrade(chinese: readonly string[], english: readonly string[]): TradeRelation {
  if (english.length === 0 || chinese.length === 0) return chinese.length === english.length ? 'equal' : 'absent';
  const explained = new Set<string>();
  let missing = 0;
  let matched = 0;
  for (const zh of chinese) {
    const word = tradeWord(zh);
    const hits = english.filter((en) => word?.english.has(en) === true);
    for (const hit of hits) explained.add(hit);
    if (hits.length > 0) matched += word?.weight ?? 0;
    else missing += word?.weight ?? 0.3;
  }
  const surplus = english.filter((en) => !explained.has(en)).length;
  if (matched === 0) return 'different';
  if (missing === 0 && surplus === 0) return 'equal';
  return missing < 1 && surplus <= 1 ? 'generalWordMore' : 'overlapping';
}

interface Spelling {
  readonly relation: BrandRelation;
  /** Characters of the core that the brand takes. */
  readonly length: number;
}

/** 市, 县, 州 and the like, spelled as a part of the brand: Huating Xianligong is 华亭县立功. */
const glued = /^(?:shi|xian|qu|zhou|meng|qi|sheng)(?=.{3})/u;

function spell(reading: Reading, letters: string): Spelling {
  const prefixes = spelledPrefixes(reading.core, letters);
  const whole = prefixes.at(-1) ?? spelledPrefixes(reading.core, letters.replace(glued, '')).at(-1);
  if (whole !== undefined) return { relation: 'spelled', length: whole };
  const brand = syllables(reading.brand).join('');
  const length = reading.brand.length;
  if (brand === '' || letters === '') return { relation: 'different', length };
  const core = syllables(reading.core).join('');
  if (letters.length >= 5 && editDistance(brand, letters, 3) === 1) return { relation: 'homophoneSlip', length };
  if (letters.length >= 5 && editDistance(core, letters, 3) <= 1) return { relation: 'homophoneSlip', length };
  // A brand that is but the end of a long word proves nothing: 茂义 in suzhoulanquemaoyi.
  const most = letters.length <= 2 * brand.length;
  if (length >= 2 && most && (letters.startsWith(brand) || letters.endsWith(brand)))
    return { relation: 'contained', length };
  return { relation: 'different', length };
}

/** 365 as one says it: sanliuwu. */
function inLetters(word: string): string {
  return /^\d+$/u.test(word) ? syllables(toChineseNumerals(word)).join('') : word;
}

interface SpelledBrand extends Spelling {
  readonly letters: string;
  /** Words of the brand that say more than its Chinese name does; they are compared as words of the trade. */
  readonly rest: readonly string[];
}

/** Siemens Ltd., China: the country tells no brand. */
function withoutCountry(brand: readonly string[]): readonly string[] {
  const rest = brand.filter((word) => word !== 'china');
  return rest.length === 0 ? brand : rest;
}

/** The brand by its known Chinese name, else by its sound. */
function spellBrand(reading: Reading, words: readonly string[]): SpelledBrand {
  const { names, words: taken } = chineseNames(words);
  const name = names.find((one) => reading.core.startsWith(one));
  if (name !== undefined) {
    const letters = words.slice(0, taken).join('');
    return { relation: 'translated', length: name.length, letters, rest: words.slice(taken) };
  }
  const letters = words.map(inLetters).join('');
  return { ...spell(reading, letters), letters, rest: [] };
}

/**
 * Relates a name in Latin letters with a Chinese one by the sound of its characters, by what a known brand is called, and
 * by the meaning of its trade.
 */
export function relateSpelledName(latin: LatinName, chinese: CompanyName): NameRelation[] {
  const words = withoutCountry(latin.brand);
  return chinese.readings.map((reading) => {
    const { relation, length, letters, rest } = spellBrand(reading, words);
    const trade = tradeOf(reading.core.slice(length));
    return {
      brand: relation,
      trade: relateSpelledTrade(trade, [...rest, ...latin.trade]),
      region: relateRegions(latin.places, reading.places),
      legal: 'same',
      more: '',
      branch: chinese.branch === '' ? 'none' : 'parent',
      numbersDiffer: false,
      groupDiffers: false,
      former: false,
      brandLength: Math.max(1, Math.min(4, length)),
      rareBrand: false,
      brands: [letters, reading.core.slice(0, length)],
      trades: [latin.trade.join(' '), trade.join('')],
      regions: [latin.places[0], reading.places[0]],
      plain: reading === chinese.readings[0],
    };
  });
}

/** More slips than this make another brand, however long it is. */
const MOST_SLIPS = 3;

function relateWords(a: readonly string[], b: readonly string[]): BrandRelation {
  const [one, other] = [a.join(''), b.join('')];
  if (one === other) return 'equal';
  if ([...a].sort().join(' ') === [...b].sort().join(' ')) return 'slip';
  const length = Math.max(one.length, other.length);
  const distance = editDistance(one, other, 6);
  if (length >= 5 && distance <= Math.min(MOST_SLIPS, Math.max(1, Math.floor(length / 5)))) return 'slip';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length > 0 && short.every((word) => long.includes(word))) return 'contained';
  if (length >= 8 && distance <= Math.min(2 * MOST_SLIPS, Math.floor(length / 4))) return 'near';
  return 'different';
}

function relateTradeWords(a: readonly string[], b: readonly string[]): TradeRelation {
  const [one, other] = [new Set(a), new Set(b)];
  const shared = [...one].filter((word) => other.has(word)).length;
  if (shared === one.size && shared === other.size) return 'equal';
  if (one.size === 0 || other.size === 0) return 'absent';
  if (shared === one.size || shared === other.size) return 'generalWordMore';
  if (editDistance(a.join(''), b.join(''), 3) <= 2) return 'slip';
  return shared > 0 ? 'overlapping' : 'different';
}

/** AG and GmbH of one name are two companies. */
function relateLatinForms(a: string, b: string): LegalRelation {
  if (a === b) return 'same';
  if (a === 'none' || b === 'none') return 'missing';
  return a === 'company' || b === 'company' ? 'alike' : 'different';
}

const initialsLength = 3;

/** PLA is the People's Liberation Army. */
function isInitials(short: LatinName, long: LatinName): boolean {
  const [letters = '', ...more] = [...short.brand, ...short.trade];
  const words = wordsInOrder(long);
  return (
    more.length === 0 && letters.length >= initialsLength && words.map((word) => word.charAt(0)).join('') === letters
  );
}

function wordsInOrder({ folded }: LatinName): readonly string[] {
  return folded.split(/[^\p{L}\p{N}’']+/u).filter((word) => word !== '');
}

/** SiemensAG is Siemens AG. */
function sameLetters(a: LatinName, b: LatinName): boolean {
  const letters = ({ folded }: LatinName): string => folded.replace(/[^\p{L}\p{N}]/gu, '');
  return letters(a) === letters(b);
}

function relateLatinBrands(a: LatinName, b: LatinName): BrandRelation {
  if (sameLetters(a, b)) return 'equal';
  return isInitials(a, b) || isInitials(b, a) ? 'slip' : relateWords(a.brand, b.brand);
}

/** Relates two names in Latin letters. */
export function relateLatinNames(a: LatinName, b: LatinName): NameRelation[] {
  const [one, other] = [a.brand.join(' '), b.brand.join(' ')];
  return [
    {
      brand: relateLatinBrands(a, b),
      trade: relateTradeWords(a.trade, b.trade),
      region: relateRegions(a.places, b.places),
      legal: relateLatinForms(a.legalForm, b.legalForm),
      more: '',
      branch: 'none',
      numbersDiffer: a.numbers.join() !== b.numbers.join(),
      groupDiffers: false,
      former: false,
      brandLength: Math.max(1, Math.min(4, Math.ceil(Math.min(one.length, other.length) / 3))),
      rareBrand: false,
      brands: [one, other],
      trades: [a.trade.join(' '), b.trade.join(' ')],
      regions: [a.places[0], b.places[0]],
      plain: true,
    },
  ];
}
