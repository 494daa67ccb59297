import { type Place, relatePlaces, spelledPlace } from './regions.ts';
import { fold } from './text.ts';
import { isEnglishTradeWord } from './trade-words.ts';

/** A company name in Latin letters, read apart. */
export interface LatinName {
  readonly original: string;
  readonly folded: string;
  /** The words that make the brand, in order. */
  readonly brand: readonly string[];
  readonly trade: readonly string[];
  readonly places: readonly Place[];
  readonly legalForm: string;
  readonly numbers: readonly string[];
}

const legalForms: Readonly<Record<string, string>> = {
  'company limited': 'limited',
  'limited company': 'limited',
  'co limited': 'limited',
  'co ltd': 'limited',
  'private limited': 'limited',
  'pte ltd': 'limited',
  'pvt ltd': 'limited',
  'pty ltd': 'limited',
  'limited liability company': 'limited',
  'joint stock company': 'stock',
  'joynt stock company': 'stock',
  'open joint stock company': 'stock',
  'public limited company': 'stock',
  'gesellschaft mit beschrankter haftung': 'limited',
  'общество с ограниченнои ответственностью': 'limited',
  'societatea cu raspundere limitata': 'limited',
  'sp z o o': 'limited',
  'sp zoo': 'limited',
  'sp z oo': 'limited',
  'sa de cv': 'stock',
  limited: 'limited',
  ltd: 'limited',
  llc: 'limited',
  gmbh: 'limited',
  bv: 'limited',
  sarl: 'limited',
  srl: 'limited',
  ооо: 'limited',
  oy: 'limited',
  corporation: 'stock',
  corp: 'stock',
  incorporated: 'stock',
  inc: 'stock',
  aktiengesellschaft: 'stock',
  aktiengeselschaft: 'stock',
  ag: 'stock',
  jsc: 'stock',
  ojsc: 'stock',
  pjsc: 'stock',
  oao: 'stock',
  zao: 'stock',
  plc: 'stock',
  nv: 'stock',
  na: 'stock',
  sa: 'stock',
  se: 'stock',
  as: 'stock',
  spa: 'stock',
  ab: 'stock',
  kk: 'stock',
  lp: 'partnership',
  llp: 'partnership',
  company: 'company',
  co: 'company',
};

const fillers = new Set(['the', 'and', 'of', 'for', 'de', 'la']);
const roman: Readonly<Record<string, string>> = {
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
  x: '10',
  xi: '11',
  xii: '12',
};

const ordinals: Readonly<Record<string, string>> = {
  '1st': 'first',
  '2nd': 'second',
  '3rd': 'third',
  '4th': 'fourth',
  '5th': 'fifth',
};

function wordsOf(folded: string): string[] {
  return folded
    .replace(/(?<![\p{L}\p{N}])((?:\p{L}\.){2,}\p{L}?)/gu, (initials) => `${initials.replaceAll('.', '')} `)
    .replace(/\b([a-z])\/([a-z])\b/gu, '$1$2')
    .replace(/&/gu, ' and ')
    .replace(/\be[- ]commerce\b/gu, 'ecommerce')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => ordinals[word] ?? word);
}

/** Siemens Ltd., China is Siemens (China) Ltd. */
function countryBeforeForm(words: readonly string[]): string[] {
  if (words.at(-1) !== 'china' || words.length < 3) return [...words];
  const form = [3, 2, 1].find((length) => legalForms[words.slice(-1 - length, -1).join(' ')] !== undefined);
  return form === undefined ? [...words] : [...words.slice(0, -1 - form), 'china', ...words.slice(-1 - form, -1)];
}

/** Acme Trading Co., Ltd., Qingdao, China: the seat behind the legal form, or before the country. */
function takeSeatAtEnd(words: readonly string[]): { named: string[]; seat?: Place } {
  const told = words.at(-1) === 'china' || words.at(-1) === 'prc';
  const inChina = told ? words.slice(0, -1) : words;
  for (const length of [2, 1]) {
    const seat = spelledPlace(inChina.slice(-length).join(' '));
    const before = inChina.slice(0, -length);
    const last = before.at(-1) ?? '';
    const ended = legalForms[last] !== undefined || (told && isEnglishTradeWord(last));
    if (seat !== undefined && before.length > 1 && ended) return { named: [...before], seat };
  }
  return { named: [...words] };
}

function takeLegalForms(words: readonly string[]): { rest: string[]; legalForm: string } {
  let rest = countryBeforeForm(words);
  let legalForm = 'none';
  const take = (from: number, length: number): boolean => {
    const found = legalForms[rest.slice(from, from + length).join(' ')];
    if (found === undefined || rest.length - length < 1) return false;
    if (legalForm === 'none' || legalForm === 'company') legalForm = found;
    rest = [...rest.slice(0, from), ...rest.slice(from + length)];
    return true;
  };
  for (let turn = 0; turn < 3; turn++) {
    const lengths = [4, 3, 2, 1].filter((length) => length < rest.length);
    if (!lengths.some((length) => take(rest.length - length, length))) break;
  }
  for (const length of [4, 3, 2, 1]) {
    const leading = rest.slice(0, length).join(' ');
    if (length < rest.length && leading !== 'co' && leading !== 'as' && take(0, length)) break;
  }
  return { rest, legalForm };
}

interface Placed {
  readonly rest: string[];
  readonly places: Place[];
}

/** A bracket that names a place: Ruiheyuan (Tianjin) Technology. */
function takeBracket(folded: string): { text: string; place?: Place } {
  const content = folded.match(/\(([^()]*)\)/u)?.[1];
  if (content === undefined) return { text: folded };
  const place = spelledPlace(content.trim());
  const text = folded.replace(/\([^()]*\)/u, place === undefined ? ` ${content} ` : ' ');
  return place === undefined ? { text } : { text, place };
}

function takePlaces(words: readonly string[]): Placed {
  const places: Place[] = [];
  const rest = [...words];
  for (let turn = 0; turn < 2; turn++) {
    const isBrand = (word: string | undefined): boolean => word !== undefined && !isEnglishTradeWord(word);
    const two = spelledPlace(rest.slice(0, 2).join(' '));
    const one = spelledPlace(rest[0] ?? '');
    const place = two ?? one;
    const length = two === undefined ? 1 : 2;
    if (place === undefined || !isBrand(rest[length])) break;
    // Longnan Jian Kun: 建坤 of 陇南, not 吉安.
    if (places.some((outer) => relatePlaces(outer, place) !== 'contains')) break;
    places.push(place);
    rest.splice(0, length);
  }
  if (places.length === 0) {
    // Acme Trading Shanghai Co., Ltd.: the seat at the end, without its brackets.
    const last =
      rest.length >= 3 && isEnglishTradeWord(rest.at(-2) ?? '') ? spelledPlace(rest.at(-1) ?? '') : undefined;
    if (last !== undefined) return { rest: rest.slice(0, -1), places: [last] };
  }
  return { rest, places };
}

/** Reads a company name in Latin letters: places, brand, trade, legal form. */
export function parseLatinName(original: string): LatinName {
  const folded = fold(original);
  const { text, place } = takeBracket(folded);
  const { named, seat = place } = takeSeatAtEnd(wordsOf(text));
  const { rest: bare, legalForm } = takeLegalForms(named);
  const { rest, places } = seat === undefined ? takePlaces(bare) : { rest: bare, places: [seat] };
  const meaningful = rest.filter((word) => !fillers.has(word));
  const isTrade = (word: string, i: number): boolean => i > 0 && isEnglishTradeWord(word);
  const brand = meaningful.filter((word, i) => !isTrade(word, i));
  const numbers = meaningful.flatMap((word, i) => (/^\d+$/u.test(word) ? [word] : i > 0 ? (roman[word] ?? []) : []));
  return { original, folded, brand, trade: meaningful.filter(isTrade), places, legalForm, numbers };
}
