import { tradeOf } from './brand.ts';
import type { CompanyName, LegalForm, Reading } from './company-name.ts';
import { editDistance, isSubsequence } from './edit-distance.ts';
import { numbersIn } from './numerals.ts';
import { soundAlike } from './pinyin.ts';
import { type Place, relatePlaces } from './regions.ts';
import { commonBrandCharacters } from './tables/common-brand-characters.ts';
import { tradeWord } from './trade-words.ts';

export type BrandRelation =
  | 'equal'
  | 'homophone'
  | 'spelled'
  | 'slip'
  | 'homophoneSlip'
  | 'otherCharacter'
  | 'longer'
  | 'contained'
  | 'near'
  | 'different';

export type TradeRelation =
  | 'equal'
  | 'reordered'
  | 'slip'
  | 'generalWordMore'
  | 'wordMore'
  | 'absent'
  | 'overlapping'
  | 'different';

/** `…Implied`: a name states no region, and the customers are at one place. */
export type RegionRelation =
  | 'same'
  | 'contains'
  | 'oneMissing'
  | 'bothMissing'
  | 'oneImplied'
  | 'bothImplied'
  | 'sibling'
  | 'far';
export type LegalRelation = 'same' | 'alike' | 'missing' | 'different';
export type BranchRelation = 'none' | 'same' | 'part' | 'parent' | 'different';

/** How two company names lie to each other, fact by fact. */
export interface NameRelation {
  readonly brand: BrandRelation;
  readonly trade: TradeRelation;
  readonly region: RegionRelation;
  readonly legal: LegalRelation;
  readonly branch: BranchRelation;
  /** Both names carry numerals and they differ: 第二建筑公司, 第三建筑公司. */
  readonly numbersDiffer: boolean;
  /** One is a group or holding, the other is not. */
  readonly groupDiffers: boolean;
  /** Characters of the shorter brand, 1 to 4. */
  readonly brandLength: number;
  /** True when the brand has a character that few brands have. */
  readonly rareBrand: boolean;
  /** What was compared, for the explanation. */
  readonly brands: readonly [string, string];
  readonly trades: readonly [string, string];
}

const common = new Set(commonBrandCharacters);

function sameSound(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!soundAlike(a.charAt(i), b.charAt(i))) return false;
  return true;
}

function sameCharacters(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join();
}

/** One character doubled, left out, or two neighbours exchanged. */
function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length === 1) return isSubsequence(short, long);
  return short.length === long.length && editDistance(short, long, 3) === 1 && sameCharacters(short, long);
}

/** Like {@link isSlip}, any character standing for one that sounds alike. */
function isSlipBySound(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  if (long.length === short.length) {
    let unlike = 0;
    for (let i = 0; i < short.length; i++) if (!soundAlike(short.charAt(i), long.charAt(i))) unlike++;
    return unlike === 0;
  }
  let skipped = 0;
  for (let i = 0; i < long.length; i++) {
    if (!soundAlike(long.charAt(i), short.charAt(i - skipped))) skipped++;
    if (skipped > 1) return false;
  }
  return true;
}

function relateBrands(a: string, b: string): BrandRelation {
  if (a === b) return a === '' ? 'different' : 'equal';
  if (a === '' || b === '') return 'different';
  if (sameSound(a, b)) return 'homophone';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (isSlip(short, long)) {
    const doubled = [...long].some((character, i) => i > 0 && character === long[i - 1]);
    if (short.length === long.length || doubled || short.length >= 3) return 'slip';
    return 'longer';
  }
  if (long.startsWith(short) && short.length >= 2) return 'contained';
  if (short.length >= 2 && isSlipBySound(short, long)) return 'homophoneSlip';
  if (long.includes(short) && short.length >= 2) return 'contained';
  const distance = editDistance(short, long, 4);
  if (distance === 1 && short.length === long.length) return 'otherCharacter';
  if (short.length >= 4 && distance === 2) return 'near';
  return 'different';
}

function weightOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (tradeWord(word)?.weight ?? 0.3 * word.length), 0);
}

function without(words: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return words.filter((word) => {
    const at = rest.indexOf(word);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function relateTrades(a: readonly string[], b: readonly string[]): TradeRelation {
  const [one, other] = [a.join(''), b.join('')];
  if (one === other) return 'equal';
  if (one === '' || other === '') return 'absent';
  const onlyOne = without(a, b);
  const onlyOther = without(b, a);
  if (onlyOne.length === 0 && onlyOther.length === 0) return 'reordered';
  if (sameCharacters(one, other)) return one.length > 2 ? 'reordered' : 'slip';
  if (isSlip(one, other) && Math.min(one.length, other.length) >= 2) return 'slip';
  if (sameSound(one, other) || (one.length >= 3 && isSlipBySound(one, other))) return 'slip';
  const rest = onlyOne.length === 0 ? onlyOther : onlyOther.length === 0 ? onlyOne : undefined;
  if (rest !== undefined) return weightOf(rest) < 1 ? 'generalWordMore' : 'wordMore';
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= 2 && long.includes(short))
    return long.length - short.length <= 2 ? 'generalWordMore' : 'wordMore';
  if (short.length >= 4 && editDistance(short, long, 3) === 1) return 'slip';
  const shared = weightOf(a) - weightOf(onlyOne);
  if (shared >= 0.8 || (short.length >= 4 && editDistance(short, long, 3) === 2)) return 'overlapping';
  return 'different';
}

export function relateRegions(a: readonly Place[], b: readonly Place[]): RegionRelation {
  if (a.length === 0 && b.length === 0) return 'bothMissing';
  if (a.length === 0 || b.length === 0) return 'oneMissing';
  let best: RegionRelation = 'far';
  const order: RegionRelation[] = ['far', 'sibling', 'contains', 'same'];
  for (const one of a) {
    for (const other of b) {
      const relation = relatePlaces(one, other);
      if (order.indexOf(relation) > order.indexOf(best)) best = relation;
    }
  }
  // 深圳某公司(洛阳) is not 深圳某公司(长沙): the bracket names the seat.
  const [first, second] = [a[0], b[0]];
  if (best === 'same' && a.length > 1 && b.length > 1 && first !== undefined && second !== undefined) {
    const seats = relatePlaces(first, second);
    if (seats === 'sibling' || seats === 'far') return seats;
  }
  return best;
}

const alike: readonly (readonly [LegalForm, LegalForm])[] = [
  ['limited', 'stock'],
  ['limited', 'company'],
  ['stock', 'company'],
];

function relateLegalForms(a: LegalForm, b: LegalForm): LegalRelation {
  if (a === b) return 'same';
  if (a === 'none' || b === 'none') return 'missing';
  return alike.some(([one, other]) => (a === one && b === other) || (a === other && b === one)) ? 'alike' : 'different';
}

function branchCore(branch: string): string {
  return branch
    .replace(/[省市县区]/gu, '')
    .replace(/(?:分公司|支公司|支行|分行|分社|分店|店)$/u, '')
    .replace(/分行(?=..)/gu, '');
}

/** One piece put in: 和平 → 天津和平, 上海福州路 → 上海黄浦福州路. What follows it must be more than a general word. */
function hasPieceMore(short: string, long: string): boolean {
  if (short.length < 2) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  if (start === short.length) return long.length - short.length === 1;
  const rest = short.length - start;
  return rest >= 2 && long.endsWith(short.slice(start));
}

function relateBranches(a: string, b: string): BranchRelation {
  if (a === b) return a === '' ? 'none' : 'same';
  if (a === '' || b === '') return 'parent';
  const [one, other] = [branchCore(a), branchCore(b)];
  if (one === other) return 'same';
  if (numbersIn(a).join() !== numbersIn(b).join()) return 'different';
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return hasPieceMore(short, long) ? 'part' : 'different';
}

interface Aligned {
  readonly brands: readonly [string, string];
  readonly trades: readonly [readonly string[], readonly string[]];
}

function way(
  swapped: boolean,
  fromBrand: string,
  toBrand: string,
  fromTrade: readonly string[],
  toTrade: readonly string[],
): Aligned {
  return swapped
    ? { brands: [toBrand, fromBrand], trades: [toTrade, fromTrade] }
    : { brands: [fromBrand, toBrand], trades: [fromTrade, toTrade] };
}

/** The ways to cut both cores at the same place, so that one strange word does not make the brands look different. */
function alignments(a: Reading, b: Reading): Aligned[] {
  const ways: Aligned[] = [{ brands: [a.brand, b.brand], trades: [a.trade, b.trade] }];
  if (a.brand === b.brand) return ways;
  for (const [from, to, swapped] of [
    [a, b, false],
    [b, a, true],
  ] as const) {
    const piece = to.core.slice(0, from.brand.length);
    const rest = to.core.slice(piece.length);
    if (from.brand.length >= 2 && piece !== to.brand && sameSound(piece, from.brand)) {
      ways.push(way(swapped, from.brand, piece, from.trade, tradeOf(rest)));
    }
    const trade = from.trade.join('');
    const head = to.core.slice(0, -trade.length);
    if (trade.length >= 2 && head !== '' && head !== to.brand && to.core.endsWith(trade)) {
      ways.push(way(swapped, from.brand, head, from.trade, from.trade));
    }
  }
  return ways;
}

/** Two townships of a county are as far apart as two counties. */
function relateTownships(a: Reading, b: Reading): RegionRelation | undefined {
  const differ = a.township !== '' && b.township !== '' && !sameSound(a.township, b.township);
  return differ ? 'sibling' : undefined;
}

function relateReadings(a: CompanyName, one: Reading, b: CompanyName, other: Reading): NameRelation[] {
  const region = relateTownships(one, other) ?? relateRegions(one.places, other.places);
  const legal = relateLegalForms(a.legalForm, b.legalForm);
  const branch = relateBranches(a.branch, b.branch);
  const numbersDiffer =
    a.numbers.length > 0 && a.numbers.length === b.numbers.length && a.numbers.join() !== b.numbers.join();
  return alignments(one, other).map(({ brands, trades }) => {
    const shorter = brands[0].length <= brands[1].length ? brands[0] : brands[1];
    const brand = relateBrands(...brands);
    return {
      brand: brand === 'different' && wholeCoreSlip(one.core, other.core) ? 'near' : brand,
      trade: relateTrades(...trades),
      region,
      legal,
      branch,
      numbersDiffer,
      groupDiffers: a.group !== b.group,
      brandLength: Math.max(1, Math.min(4, shorter.length)),
      rareBrand: [...shorter].some((character) => !common.has(character)),
      brands,
      trades: [trades[0].join(''), trades[1].join('')],
    };
  });
}

function wholeCoreSlip(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 5 && (isSlip(a, b) || editDistance(a, b, 3) === 1);
}

/** Every way to relate two Chinese names, one for each pair of their readings and alignments. */
export function relateNames(a: CompanyName, b: CompanyName): NameRelation[] {
  return a.readings.flatMap((one) =>
    b.readings.flatMap((other) => (one.farFetched && other.farFetched ? [] : relateReadings(a, one, b, other))),
  );
}
