import { partCore, tradeOf } from './brand.ts';
import type { CompanyName, LegalForm, Reading } from './company-name.ts';
import { editDistance, isSubsequence } from './edit-distance.ts';
import { looksAlike } from './look-alikes.ts';
import { numbersIn } from './numerals.ts';
import { readings, soundAlike } from './pinyin.ts';
import { type Place, type PlaceRelation, relatePlaces } from './regions.ts';
import { commonBrandCharacters } from './tables/common-brand-characters.ts';
import { meaningOf, tradeWord } from './trade-words.ts';

export type BrandRelation =
  | 'equal'
  | 'homophone'
  | 'spelled'
  | 'translated'
  | 'slip'
  | 'homophoneSlip'
  | 'misheard'
  | 'lookAlike'
  | 'otherCharacter'
  | 'longer'
  | 'contained'
  | 'near'
  | 'different';

export type TradeRelation =
  | 'equal'
  | 'reordered'
  | 'slip'
  | 'synonym'
  | 'generalWordMore'
  | 'wordMore'
  | 'absent'
  | 'overlapping'
  | 'different';

/**
 * `contains`: 浙江 and 杭州, two names; `within`: 浙江杭州 and 浙江, one of which says where the other is.
 * `…Implied`: a name states no region, or a wider one, and the customers are at one place.
 */
export type RegionRelation =
  | 'same'
  | 'within'
  | 'contains'
  | 'oneMissing'
  | 'bothMissing'
  | 'containsImplied'
  | 'oneImplied'
  | 'bothImplied'
  | 'sibling'
  | 'far';
/** `converted`: works that became a company. */
export type LegalRelation = 'same' | 'alike' | 'missing' | 'converted' | 'different';
export type BranchRelation = 'none' | 'same' | 'part' | 'parent' | 'different';

/** How two company names lie to each other, fact by fact. */
export interface NameRelation {
  readonly brand: BrandRelation;
  readonly trade: TradeRelation;
  /** Where the one word stands that one trade has more; `several` for more words, empty where that is not the difference. */
  readonly more: 'start' | 'middle' | 'end' | 'activity' | 'several' | '';
  readonly region: RegionRelation;
  readonly legal: LegalRelation;
  readonly branch: BranchRelation;
  /** Both names carry numerals and they differ: 第二建筑公司, 第三建筑公司. */
  readonly numbersDiffer: boolean;
  /** One is a group or holding, the other is not. */
  readonly groupDiffers: boolean;
  /** What is compared is the name that one of them had before. */
  readonly former: boolean;
  /** Characters of the shorter brand, 1 to 4. */
  readonly brandLength: number;
  /** True when the brand has a character that few brands have. */
  readonly rareBrand: boolean;
  /** What was compared, for the explanation. */
  readonly brands: readonly [string, string];
  readonly trades: readonly [string, string];
  /** The places the names were taken to state, for the explanation. */
  readonly regions: readonly [Place | undefined, Place | undefined];
  /** Both names are read in the usual way: what may be a region is one. */
  readonly plain: boolean;
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

/** One character doubled or left out, and at most one other standing for one that sounds alike: 佳隆, 嘉宁隆. */
function isSlipBySound(short: string, long: string): boolean {
  if (long.length - short.length !== 1) return false;
  let skipped = 0;
  let homophones = 0;
  for (let i = 0; i < long.length; i++) {
    const [one, other] = [long.charAt(i), short.charAt(i - skipped)];
    if (one === other) continue;
    if (soundAlike(one, other)) homophones++;
    else skipped++;
    if (skipped > 1) return false;
  }
  return homophones <= 1;
}

/** Sounds that are taken for one another: z and zh, n and l, in and ing. */
function blurred(sound: string): string {
  return sound
    .replace(/^([zcs])h/u, '$1')
    .replace(/^n/u, 'l')
    .replace(/([aei]n)g$/u, '$1');
}

function soundNear(a: string, b: string): boolean {
  return readings(a).some((one) => readings(b).some((other) => blurred(one) === blurred(other)));
}

/** What became of the one character in which two texts of one length differ. */
function relateCharacters(a: string, b: string): BrandRelation {
  for (let i = 0; i < a.length; i++) {
    const [one, other] = [a.charAt(i), b.charAt(i)];
    if (one === other) continue;
    return looksAlike(one, other) ? 'lookAlike' : soundNear(one, other) ? 'misheard' : 'otherCharacter';
  }
  return 'otherCharacter';
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
  if (distance === 1 && short.length === long.length) return relateCharacters(short, long);
  if (short.length >= 4 && distance === 2) return 'near';
  return 'different';
}

function weightOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (tradeWord(word)?.weight ?? 0.3 * word.length), 0);
}

function withoutWords(words: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return words.filter((word) => {
    const at = rest.indexOf(word);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function byLength(a: string, b: string): readonly [string, string] {
  return a.length <= b.length ? [a, b] : [b, a];
}

function areWords(trade: readonly string[]): boolean {
  return trade.every((word) => tradeWord(word) !== undefined);
}

/**
 * What differs is a strange piece, which is rather the end of a brand: 海涵粮油, 海侨粮油; or it is one strange character
 * more at the beginning: 劳务, 达劳务.
 */
function differInBrand(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.join('').length <= b.join('').length ? [a, b] : [b, a];
  if (short.length === 0) return long.length === 1 && long[0]?.length === 1 && !areWords(long);
  if (short.join('').length !== long.join('').length) return false;
  return !areWords(a.slice(0, 1)) && !areWords(b.slice(0, 1)) && areWords(a.slice(1)) && areWords(b.slice(1));
}

/** A character doubled or left out, or one or more that sound alike. */
function isSlipOfTrade(short: string, long: string): boolean {
  if (short.length >= 2 && (isSlip(short, long) || sameSound(short, long))) return true;
  return short.length >= 3 && isSlipBySound(short, long);
}

/** A text that a slip left without meaning: 商贸 → 商, 实业 → 实养, 贸易 → 供易. */
function isBrokenWord(short: string, long: string): boolean {
  if (short.length === 1) return long.length === 2 && long.includes(short);
  return short.length === long.length && editDistance(short, long, 3) === 1;
}

function relateTrades(a: readonly string[], b: readonly string[]): TradeRelation {
  const [one, other] = [a.join(''), b.join('')];
  if (one === other) return 'equal';
  if (one === '' || other === '') return 'absent';
  const onlyOne = withoutWords(a, b);
  const onlyOther = withoutWords(b, a);
  if (onlyOne.length === 0 && onlyOther.length === 0) return 'reordered';
  if (sameCharacters(one, other)) return one.length > 2 ? 'reordered' : 'slip';
  if (meaningOf(a) === meaningOf(b)) return 'synonym';
  const [short, long] = byLength(one, other);
  // Slips make words that are none: 工贸 and 商贸 are two trades, 贺贸 is a slip.
  const slipped = !(areWords(a) && areWords(b)) && !differInBrand(onlyOne, onlyOther);
  if (slipped && (isSlipOfTrade(short, long) || isBrokenWord(short, long))) return 'slip';
  const rest = onlyOne.length === 0 ? onlyOther : onlyOther.length === 0 ? onlyOne : undefined;
  if (rest !== undefined) return weightOf(rest) < 1 ? 'generalWordMore' : 'wordMore';
  if (short.length >= 2 && long.includes(short))
    return long.length - short.length <= 2 ? 'generalWordMore' : 'wordMore';
  // An abbreviation: 生科 for 生物科技.
  if (short.length >= 2 && isSubsequence(short, long)) return 'wordMore';
  const shared = weightOf(a) - weightOf(onlyOne);
  if (shared >= 0.8 || (short.length >= 4 && editDistance(short, long, 3) <= 2)) return 'overlapping';
  return 'different';
}

/** What one company of a family does for the others: 蓝鹊电器销售 is not 蓝鹊电器. */
const activities: ReadonlySet<string> = new Set(
  (
    '制造 生产 加工 销售 营销 经销 设计 安装 检测 检验 租赁 劳务 运输 货运 物流 维修 连锁 进出口 物业管理 ' +
    '研究院 研究所 配送 供应 回收 商贸城 养护 评估'
  ).split(' '),
);

function placeOfMore(trade: TradeRelation, a: readonly string[], b: readonly string[]): NameRelation['more'] {
  if (trade !== 'generalWordMore' && trade !== 'wordMore') return '';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length !== 1) return 'several';
  const at = long.findIndex((word, i) => word !== short[i]);
  if (long.slice(at + 1).join() !== short.slice(at).join()) return 'several';
  if (at === short.length) return activities.has(long[at] ?? '') ? 'activity' : 'end';
  return at === 0 ? 'start' : 'middle';
}

const closeness: readonly PlaceRelation[] = ['far', 'sibling', 'contains', 'same'];

export function relateRegions(a: readonly Place[], b: readonly Place[]): RegionRelation {
  if (a.length === 0 && b.length === 0) return 'bothMissing';
  if (a.length === 0 || b.length === 0) return 'oneMissing';
  let best: PlaceRelation = 'far';
  for (const one of a) {
    for (const other of b) {
      const relation = relatePlaces(one, other);
      if (closeness.indexOf(relation) > closeness.indexOf(best)) best = relation;
    }
  }
  if (best !== 'same') return best;
  // 深圳某公司(洛阳) is not 深圳某公司(长沙): the bracket names the seat; 深圳某公司 does not say where it is.
  const [first, second] = [a[0], b[0]];
  if (first === undefined || second === undefined) return best;
  const seats = relatePlaces(first, second);
  if (seats !== 'sibling' && seats !== 'far') return best;
  return a.length > 1 && b.length > 1 ? seats : 'oneMissing';
}

function says(path: readonly Place[], places: readonly Place[]): boolean {
  return path.length > 1 && path.some((one) => places.some((other) => relatePlaces(one, other) === 'same'));
}

/** 浙江杭州某公司 says that it is in 浙江; 杭州某公司 and 浙江某公司 may be two. */
function relatePaths(a: Reading, b: Reading): RegionRelation {
  const relation = relateRegions(a.places, b.places);
  return relation === 'contains' && (says(a.path, b.places) || says(b.path, a.places)) ? 'within' : relation;
}

const alike: readonly (readonly [LegalForm, LegalForm])[] = [
  ['limited', 'stock'],
  ['limited', 'company'],
  ['stock', 'company'],
];

function relateLegalForms(a: LegalForm, b: LegalForm): LegalRelation {
  if (a === b) return 'same';
  if (a === 'none' || b === 'none') return 'missing';
  if ((a === 'works' && b !== 'cooperative') || (b === 'works' && a !== 'cooperative')) return 'converted';
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
  /** Characters were exchanged or doubled where brand and trade meet. */
  readonly mixedUp?: true;
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

/** Two neighbours exchanged or one doubled across the whole core, wherever brand and trade part: 恒水日泥. */
function isMixedUp(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 3 || Math.abs(a.length - b.length) > 1 || !isSlip(a, b)) return false;
  return a.length === b.length || collapsed(a) === collapsed(b);
}

function collapsed(text: string): string {
  return text.replace(/(.)\1/gu, '$1');
}

/** The ways to cut both cores at the same place, so that one strange word does not make the brands look different. */
function alignments(a: Reading, b: Reading): Aligned[] {
  const ways: Aligned[] = [{ brands: [a.brand, b.brand], trades: [a.trade, b.trade] }];
  if (a.brand === b.brand) return ways;
  if (isMixedUp(a.core, b.core)) {
    const piece = b.core.slice(0, Math.max(1, a.brand.length + b.core.length - a.core.length));
    if (a.brand !== piece) ways.push({ brands: [a.brand, piece], trades: [a.trade, a.trade], mixedUp: true });
  }
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

const worksEnd = /(?:厂|经营部|门市部|商行|商店|服务部)$/u;
const nationLead = /^中国/u;

/** A reading with something taken off its core, to compare with one that does not have it. */
function without(reading: Reading, part: RegExp): Reading {
  const core = reading.core.replace(part, '');
  return core.length < 2 || core === reading.core ? reading : { ...reading, core, ...partCore(core) };
}

/** What one of the two has that says nothing beside the other: 厂 beside a company, 中国 before a short name. */
function comparableReadings(legal: LegalRelation, a: Reading, b: Reading): readonly [Reading, Reading] {
  const [one, other] = legal === 'converted' ? [without(a, worksEnd), without(b, worksEnd)] : [a, b];
  const nations = [one, other].filter(({ core }) => nationLead.test(core)).length;
  return nations === 1 ? [without(one, nationLead), without(other, nationLead)] : [one, other];
}

function relateReadings(a: CompanyName, first: Reading, b: CompanyName, second: Reading): NameRelation[] {
  const legal = relateLegalForms(a.legalForm, b.legalForm);
  const [one, other] = comparableReadings(legal, first, second);
  const region = relateTownships(one, other) ?? relatePaths(one, other);
  const branch = relateBranches(a.branch, b.branch);
  const numbersDiffer =
    a.numbers.length > 0 && a.numbers.length === b.numbers.length && a.numbers.join() !== b.numbers.join();
  return alignments(one, other).map(({ brands, trades, mixedUp }) => {
    const shorter = brands[0].length <= brands[1].length ? brands[0] : brands[1];
    const brand = mixedUp === true ? 'slip' : relateBrands(...brands);
    const trade = relateTrades(...trades);
    return {
      brand: brand === 'different' && wholeCoreSlip(one.core, other.core) ? 'near' : brand,
      trade,
      more: placeOfMore(trade, ...trades),
      region,
      legal,
      branch,
      numbersDiffer,
      groupDiffers: a.group !== b.group,
      former: false,
      brandLength: Math.max(1, Math.min(4, shorter.length)),
      rareBrand: [...shorter].some((character) => !common.has(character)),
      brands,
      trades: [trades[0].join(''), trades[1].join('')],
      regions: [one.places[0], other.places[0]],
      plain: first === a.readings[0] && second === b.readings[0],
    };
  });
}

function wholeCoreSlip(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 5 && (isSlip(a, b) || editDistance(a, b, 3) === 1);
}

/** Every way to relate two Chinese names, one for each pair of their readings and alignments, former names included. */
export function relateNames(a: CompanyName, b: CompanyName): NameRelation[] {
  const before = [
    ...(a.former === undefined ? [] : relateCurrentNames(a.former, b)),
    ...(b.former === undefined ? [] : relateCurrentNames(a, b.former)),
  ];
  return [...relateCurrentNames(a, b), ...before.map((relation) => ({ ...relation, former: true }))];
}

function relateCurrentNames(a: CompanyName, b: CompanyName): NameRelation[] {
  return a.readings.flatMap((one) =>
    b.readings.flatMap((other) => (one.farFetched && other.farFetched ? [] : relateReadings(a, one, b, other))),
  );
}
