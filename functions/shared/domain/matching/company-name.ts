import { type CoreParts, partCore } from './brand.ts';
import { numbersIn, toArabicNumerals, toChineseNumerals } from './numerals.ts';
import { leadingPlaces, type Place, relatePlaces, spelledPlace, wholePlace, withoutZone } from './regions.ts';
import { fold, hasHan } from './text.ts';
import { tradeWord } from './trade-words.ts';

export type LegalForm = 'limited' | 'stock' | 'company' | 'cooperative' | 'partnership' | 'works' | 'none';

/** One way to read a company's name. A name with a word that may be place or brand has two. */
export interface Reading extends CoreParts {
  readonly places: readonly Place[];
  /** Brand and trade together, without region and legal form. */
  readonly core: string;
  /** The township the name states, or empty. */
  readonly township: string;
  /** Every place the name begins with, widest first: 浙江, 杭州, 西湖; `places` has only what it comes to. */
  readonly path: readonly Place[];
  /** True for a reading that takes a well-known place for a part of the brand: worth comparing, not worth a search. */
  readonly farFetched: boolean;
}

export interface CompanyName {
  readonly original: string;
  /** The name in one spelling: folded, no spaces. */
  readonly folded: string;
  readonly readings: readonly [Reading, ...Reading[]];
  readonly legalForm: LegalForm;
  /** True for a group or holding: 某集团有限公司 often stands beside 某股份有限公司. */
  readonly group: boolean;
  /** What follows the head company's name: 深圳分公司, 诸暨支行; empty for a company itself. */
  readonly branch: string;
  readonly numbers: readonly string[];
  /** The name that a bracket says the company had: (原上海朗润电脑有限公司). */
  readonly former?: CompanyName;
}

const legal =
  /(?:集团)?(?:股份有限责任公司|有限责任股份公司|有限股份公司|股份有限公司|有限责任公司|责任有限公司|有限责任|有限公司|股份合作公司|股份公司|总公司|公司|有限公)/u;
const legalAtEnd = new RegExp(`${legal.source}$`, 'u');
const cooperative = /(?:农民)?专业合作(?:联)?社$|合作社$/u;
const works = /(?:厂|场|经营部|门市部|商行|商店|服务部|供销社|供应站)$/u;
const partnership = /^(?:有限合伙|普通合伙|特殊普通合伙|有限合伙人|特殊的普通合伙|合伙)$/u;
const form = /^(?:集团|控股|股份|个人独资|个体工商户|筹|总部|有限公司|有限责任公司|有限责任|股份有限公司|公司)$/u;
/** A name beside the name; 原材料贸易 is none. */
const formerName = /^(?:(?:原名|曾用名|旧称|前身)[:为是]*(.{2,})|原(.{3,}(?:公司|厂|店|社|集团|中心)))$/u;
const nation = /^(?:中国|全国|中华|亚洲|全球|国际|prc|china)$/u;
const branchEnd =
  /(?:分公司|支公司|分部|支行|分行|分理处|储蓄所|储蓄银行|分社|分店|办事处|营业部|营业所|营业厅|门市部|门市|经营部|服务部|项目部|代表处|工作室|网点|分厂|分院|分校|分局|销售部|经理部|加油站|[一-龥]店|分销处|供应站|处|部|所|店|厂|站|社)$/u;
const headEnd = /(?:银行|信用社|信用合作联社|联合社|联社|供销社|供销合作社|证券|保险|邮政局|烟草专卖局)/u;

function legalFormOf(text: string, brackets: readonly string[]): LegalForm {
  if (brackets.some((content) => partnership.test(content)) || /合伙企业$/u.test(text)) return 'partnership';
  if (cooperative.test(text)) return 'cooperative';
  if (/股份/u.test(text)) return 'stock';
  if (/有限/u.test(text)) return 'limited';
  if (/公司/u.test(text)) return 'company';
  return works.test(text) ? 'works' : 'none';
}

interface Unbracketed {
  readonly text: string;
  readonly places: Place[];
  readonly contents: string[];
  readonly former: string;
}

/** What a list adds behind the whole name, 某某有限公司(重点客户) or its English name; a branch there is none. */
function isNote(content: string, before: string, after: string): boolean {
  return /公司$/u.test(before) && /^(?:\(|$)/u.test(after) && !legalAtEnd.test(content) && !branchEnd.test(content);
}

/** Takes the brackets out: regions and legal marks apart, anything else stays in the text. */
function openBrackets(folded: string): Unbracketed {
  const places: Place[] = [];
  const contents: string[] = [];
  let former = '';
  const text = folded.replace(/\(([^()]*)\)?/gu, (whole: string, content: string, at: number) => {
    contents.push(content);
    if (content === '' || nation.test(content)) return '';
    const place = wholePlace(content);
    if (place !== undefined) {
      places.push(place);
      return '';
    }
    const before = content.match(formerName);
    if (before !== null) former = before[1] ?? before[2] ?? '';
    const note = before !== null || isNote(content, folded.slice(0, at), folded.slice(at + whole.length));
    return note || partnership.test(content) || form.test(content) ? '' : content;
  });
  return { text: text.replace(/[()]/gu, ''), places, contents, former };
}

interface HeadAndBranch {
  readonly head: string;
  readonly branch: string;
}

const headWithLegalForm = new RegExp(`^(.{2,}?${legal.source})(.{2,})$`, 'u');
const headOfBank = new RegExp(`^(.{2,}?${headEnd.source})(.{2,})$`, 'u');

/** 慧谷咨询上海分公司, whose head company goes without its legal form: the place before the ending is the branch's. */
function branchOfShortHead(text: string): HeadAndBranch | undefined {
  const ending = text.match(/(?:分公司|支公司)$/u)?.index ?? 0;
  for (let length = 5; length >= 2; length--) {
    const start = ending - length;
    if (start >= 4 && wholePlace(text.slice(start, ending)) !== undefined)
      return { head: text.slice(0, start), branch: text.slice(start) };
  }
  return undefined;
}

/** Parts 平安证券股份有限公司江苏分公司 or 中国工商银行诸暨支行 into the head company and the branch. */
function partBranch(text: string): HeadAndBranch {
  const middle = text.match(headWithLegalForm);
  const [, head = '', branch = ''] = middle ?? [];
  if (branch !== '' && !/^(?:集团|公司|总公司)$/u.test(branch) && !legalAtEnd.test(branch)) return { head, branch };
  if (branch !== '' && /(?:分公司|支公司)$/u.test(branch)) return { head, branch };
  if (/(?:分公司|支公司)$/u.test(text)) {
    const inner = text.match(/^(.{4,}?(?:公司|集团|厂|社))(.{0,8}(?:分公司|支公司))$/u);
    if (inner?.[1] !== undefined && inner[2] !== undefined) return { head: inner[1], branch: inner[2] };
  }
  const short = branchOfShortHead(text);
  if (short !== undefined) return short;
  if (branchEnd.test(text)) {
    const bank = text.match(headOfBank);
    if (bank?.[1] !== undefined && bank[2] !== undefined && branchEnd.test(bank[2]))
      return { head: bank[1], branch: bank[2] };
  }
  return { head: text, branch: '' };
}

const shortBanks: Readonly<Record<string, string>> = {
  中行: '中国银行',
  工行: '中国工商银行',
  建行: '中国建设银行',
  农行: '中国农业银行',
  交行: '交通银行',
  招行: '招商银行',
  浦发银行: '上海浦东发展银行',
  上海浦发银行: '上海浦东发展银行',
  招行银行: '招商银行',
};

const shortBankNames = Object.entries(shortBanks);

/** 中行厦门湖里支行 is 中国银行厦门湖里支行. */
function wholeBankName(text: string): string {
  const [short, whole] = shortBankNames.findLast(([name]) => text.startsWith(name)) ?? [];
  return short === undefined || whole === undefined ? text : whole + text.slice(short.length);
}

function withoutLegalForm(head: string): string {
  let text = head;
  for (let turn = 0; turn < 2; turn++) text = text.replace(legalAtEnd, '');
  text = text.replace(/股份$/u, '');
  text = text.replace(/(?:农民)?专业合作(?:联)?社$/u, '').replace(/合伙企业$/u, '');
  return text.length >= 2 ? text : head;
}

const stray = /^(?:市(?![政场民容郊井区])|省(?!属|直)|州|县(?!城|域)|地区)(?=..)/u;
const nationLead = /^(?:中国|全国)(?=.{3,})/u;
const group = /(?:集团|控股)/gu;

function readingOf(text: string, places: readonly Place[], path: readonly Place[] = places, township = ''): Reading {
  const trimmed = withoutZone(text.replace(stray, '').replace(nationLead, ''));
  const light = trimmed.replace(group, '');
  const core = toChineseNumerals(light.length >= 2 ? light : trimmed);
  return { places, path, township, core, farFetched: false, ...partCore(core) };
}

const writtenOut = /[省市县区旗州盟]$/u;

function readingsOf(body: string, bracketPlaces: readonly Place[]): [Reading, ...Reading[]] {
  const lead = leadingPlaces(body);
  const literal = readingOf(body, bracketPlaces);
  const last = lead.at(-1);
  if (last === undefined) return [literal];
  const path = lead.map(({ place }) => place);
  const stripped = readingOf(body.slice(last.length), [...bracketPlaces, last.place], path, last.township);
  const first = lead[0];
  const firmLead = lead.filter(({ place }) => place.firm).at(-1);
  const all: [Reading, ...Reading[]] = [stripped];
  // The last bare county may be the brand: 西安|长安…
  if (firmLead !== undefined && firmLead !== last && firmLead.length < last.length) {
    all.push(readingOf(body.slice(firmLead.length), [...bracketPlaces, firmLead.place]));
  }
  // So may the only word, when nothing but trade is left, or a bracket already names another place: 三亚…(芜湖).
  const elsewhere = bracketPlaces.some((place) => first !== undefined && relatePlaces(place, first.place) !== 'same');
  const onlyOne = lead.length === 1 && first !== undefined;
  const weak = stripped.brand.length < 2 || tradeWord(stripped.brand) !== undefined;
  if (!onlyOne) {
    // 南城新区投资: a bare county with a zone may be no more than a name, rarely enough to be filed under.
    if (first?.place.firm === false) all.push({ ...literal, farFetched: true });
    return all;
  }
  if (!first.place.firm || weak || elsewhere) all.push(literal);
  else if (!writtenOut.test(body.slice(0, first.length))) all.push({ ...literal, farFetched: true });
  return all;
}

const label =
  /^(?:(?:客户|公司|企业|单位|甲方|乙方)?(?:名称|全称)?:|\d{1,4}[、.,)]|\((?:新|老|旧|重点|大|vip|客户|\d{1,3})\))\s*/u;

/** Whom one reaches there, after a dash: no branch of its own. */
const department = /\s*[-–—]+\s*(?:财务|采购|市场|行政|人事|人力资源|技术|工程|销售|商务|客服|企划|推广)(?:部|中心)$/u;

/** Takes off what people put around a name in lists: 客户: 1、 【新】 -财务部. */
function withoutLabel(folded: string): string {
  return folded.replace(label, '').replace(label, '').replace(department, '');
}

/** A slip at the very end: 有限公司司. */
const strayEnd = /(?<=公司)[a-z司]$/u;
const englishForm = /(?:,?\s*co\.?)?,?\s*(?:ltd|limited)\.?$/u;
const spelledLead = /^([a-z]{4,})\s+(?=[\u3400-\u9fff]{2})/u;

/** Takes off a place in Latin letters (Beijing 朗润科技) and gives 朗润科技 Co., Ltd. its legal form. */
function withoutEnglish(spaced: string): { text: string; place?: Place } {
  const text = spaced.replace(englishForm, '有限公司');
  const place = spelledPlace(text.match(spelledLead)?.[1] ?? '');
  return place?.firm === true ? { text: text.replace(spelledLead, ''), place } : { text };
}

/** A place bare behind the legal form is the seat, 朗润科技有限公司北京, and no branch. */
function seatBehind(head: string, branch: string): Place | undefined {
  return branch !== '' && legalAtEnd.test(head) ? wholePlace(branch) : undefined;
}

/** Reads a Chinese company name (IN-5): region, brand, trade, legal form, branch, numerals. */
export function parseCompanyName(original: string): CompanyName {
  const { text: spaced, place: lead } = withoutEnglish(withoutLabel(fold(original)));
  const folded = hasHan(spaced) ? spaced.replace(/\s+/gu, '') : spaced;
  const { text, places, contents, former } = openBrackets(folded);
  const clean = wholeBankName(text.replace(/[^\p{L}\p{N}]/gu, '').replace(strayEnd, ''));
  const { head, branch: behind } = partBranch(clean);
  const seat = seatBehind(head, behind);
  const branch = seat === undefined ? behind : '';
  const body = withoutLegalForm(head);
  const readings = readingsOf(body, [
    ...places,
    ...(seat === undefined ? [] : [seat]),
    ...(lead === undefined ? [] : [lead]),
  ]);
  return {
    original,
    folded,
    readings,
    legalForm: legalFormOf(head, contents),
    group: /集团|控股/u.test(folded),
    branch: toArabicNumerals(branch),
    numbers: numbersIn(body + branch),
    ...(former === '' ? {} : { former: parseCompanyName(former) }),
  };
}
