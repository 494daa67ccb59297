import { readings, syllables } from './pinyin.ts';
import { areaCodes, regionNames } from './tables/region-names.ts';

/**
 * A place as a name states it. `codes` are division codes (2 digits province, 4 prefecture, 6 county); more than one
 * when the name alone leaves it open (there is a 鼓楼区 in four cities).
 */
export interface Place {
  readonly codes: readonly string[];
  /** False when the word may as well be part of the brand: a bare county name without its parent (东海, 平安). */
  readonly firm: boolean;
}

export type PlaceRelation = 'same' | 'contains' | 'sibling' | 'far';

interface Region {
  readonly code: string;
  readonly name: string;
  readonly bare: string;
}

const peoples =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春';
const selfGoverned = new RegExp(`^(.{2,}?)(?:(?:${peoples})族?|各族)+自治[州县旗区]$`, 'u');
const suffix = /(?:特别行政区|自治区|地区|林区|矿区|新区|省|市|县|区|盟|旗|州)$/u;

function bareName(name: string): string {
  const governed = name.match(selfGoverned)?.[1];
  if (governed !== undefined) return governed;
  const bare = name.replace(suffix, '');
  return bare.length >= 2 ? bare : name;
}

// Names that changed hands or are usually shortened; the table only knows today's.
const aliases: Readonly<Record<string, string>> = {
  襄樊: '4206',
  巴州: '6528',
  博州: '6527',
  克州: '6530',
  内蒙: '15',
  兴义: '522301',
  通什: '469001',
  思茅: '5308',
  荆沙: '4210',
  淮阴: '3208',
  前郭: '220721',
  万县: '500101',
  达川: '5117',
};

const regions: Region[] = regionNames.split(' ').map((line) => {
  const code = line.match(/^\d+/)?.[0] ?? '';
  const name = line.slice(code.length);
  return { code, name, bare: bareName(name) };
});

const byForm = new Map<string, Region[]>();
const byCode = new Map<string, Region>();

function remember(form: string, region: Region): void {
  const known = byForm.get(form);
  if (known === undefined) byForm.set(form, [region]);
  else if (!known.includes(region)) known.push(region);
}

for (const region of regions) {
  byCode.set(region.code, region);
  remember(region.name, region);
  remember(region.bare, region);
  if (region.bare.endsWith('州')) remember(region.bare.replace('州', '洲'), region);
  // 临安市 became 临安区: people and old registers write every suffix.
  if (region.code.length > 2 && region.bare.length >= 2) {
    for (const kind of region.code.length === 4 ? ['市', '州', '地区', '盟'] : ['市', '县', '区']) {
      remember(region.bare + kind, region);
    }
  }
}
for (const [form, code] of Object.entries(aliases)) {
  const region = byCode.get(code) ?? { code, name: form, bare: form };
  remember(form, region);
  remember(`${form}市`, region);
}

/** How long the forms are that begin with each pair of characters, longest first: most brands begin none. */
const lengthsFrom = new Map<string, readonly number[]>();
for (const form of byForm.keys()) {
  const start = form.slice(0, 2);
  const lengths = new Set(lengthsFrom.get(start)).add(form.length);
  lengthsFrom.set(
    start,
    [...lengths].sort((a, b) => b - a),
  );
}

/** 市政, 市场, 市民, 区域, 县城: here the character belongs to the next word. */
const openingWords = /^(?:市[政场民容郊井]|区[域块间]|县[城域]|州[际]|省[属直]|省道|路)/u;

const zone =
  /^(?:国家级?)?(?:经济技术|高新技术产业|高新技术|经济|高新|工业|综合|现代产业|产业|科技|出口|保税|旅游|循环经济|滨海|临港)*(?:开发区|高新区|工业园区|工业园|保税港区|保税区|产业园区|产业园|科技园|示范区|新区|经开区|合作区|自贸区|管理区|度假区|集聚区)/u;
const township = /^[\u4e00-\u9fff]{1,3}(?:(?<![小城古重])镇|(?<!城)乡(?![村镇建规居亲里])|街道|苏木)(?=..)/u;

export interface LeadingPlace {
  readonly place: Place;
  /** Characters of the text the place takes, development zone or township included. */
  readonly length: number;
  /** The township within the county, where the text names one. */
  readonly township: string;
}

interface Step {
  readonly codes: string[];
  readonly firm: boolean;
  readonly length: number;
}

function stepAt(text: string, position: number, parents: readonly string[], minimumRest: number): Step | undefined {
  for (const length of lengthsFrom.get(text.slice(position, position + 2)) ?? []) {
    if (length > text.length - position - minimumRest) continue;
    const form = text.slice(position, position + length);
    const found = byForm.get(form);
    if (found === undefined) continue;
    if (openingWords.test(text.slice(position + length - 1)) && suffix.test(form) && form.length > 2) continue;
    if (parents.length > 0) {
      const inside = found.filter((region) =>
        parents.some((code) => region.code.startsWith(code) && region.code !== code),
      );
      const bare = inside.length > 0 && inside.every((region) => form === region.bare && region.name !== form);
      if (inside.length > 0) {
        return {
          codes: inside.map(({ code }) => code),
          firm: !(bare && inside.every(({ code }) => code.length === 6)),
          length,
        };
      }
      // A county may have changed its prefecture since; with its suffix written, its province is enough.
      const sameProvince = found.filter(({ code }) => parents.some((parent) => code.startsWith(parent.slice(0, 2))));
      const written = sameProvince.filter((region) => form !== region.bare && region.code.length > 2);
      if (written.length > 0) return { codes: written.map(({ code }) => code), firm: true, length };
      continue;
    }
    const top = found.filter(({ code }) => code.length <= 4);
    const chosen = top.length > 0 ? top : found;
    const bareCounty = chosen.every(
      (region) => region.code.length === 6 && form === region.bare && region.name !== form,
    );
    return { codes: chosen.map(({ code }) => code), firm: !bareCounty, length };
  }
  return undefined;
}

/**
 * The places a text begins with, widest first: 福建省长乐市… gives 福建, then 长乐.
 * @param minimumRest characters that must remain, so that a name is not eaten up
 */
export function leadingPlaces(text: string, minimumRest = 2): LeadingPlace[] {
  const found: LeadingPlace[] = [];
  let position = 0;
  let parents: readonly string[] = [];
  let firm = true;
  while (found.length < 4) {
    const step = stepAt(text, position, parents, minimumRest);
    if (step === undefined) break;
    position += step.length;
    parents = step.codes;
    firm = firm && step.firm;
    found.push({ place: { codes: step.codes, firm: step.firm }, length: position, township: '' });
  }
  const last = found.at(-1);
  if (last === undefined) return found;
  const tail = text.slice(position);
  const isCounty = parents.some((code) => code.length === 6);
  const inTown = isCounty && firm ? (tail.match(township)?.[0] ?? '') : '';
  const extra = tail.match(zone)?.[0] ?? inTown;
  if (extra !== '' && tail.length - extra.length >= minimumRest) {
    const place = { codes: parents, firm: true };
    found.push({ place, length: position + extra.length, township: extra === inTown ? inTown : '' });
  }
  return found;
}

/** Takes a development zone off the head of a text: 开发区信泰通讯 → 信泰通讯. */
export function withoutZone(text: string): string {
  const found = text.match(zone)?.[0];
  return found !== undefined && text.length - found.length >= 2 ? text.slice(found.length) : text;
}

/** The place a whole text names (天津, 江苏省吴江市, 昆明市), or undefined. A bare district counts. */
export function wholePlace(text: string): Place | undefined {
  const places = leadingPlaces(text, 0);
  const last = places.at(-1);
  if (last !== undefined && last.length === text.length) return { codes: last.place.codes, firm: true };
  const found = byForm.get(text);
  return found === undefined ? undefined : { codes: found.map(({ code }) => code), firm: true };
}

/** The place of a customer from province and city as a form gives them (上海, 黄浦; 新疆, 伊犁哈萨克). */
export function placeOf(province: string, city: string): Place | undefined {
  const outer = province === '' ? undefined : provinceNamed(province);
  const inner = city === '' ? [] : (byForm.get(city) ?? byForm.get(`${city}自治州`) ?? []);
  // Jilin in Jilin is the city; Beijing in Beijing is all there is.
  const below = (parent: string): Region[] => {
    const inside = inner.filter(({ code }) => code.startsWith(parent));
    const deeper = inside.filter(({ code }) => code !== parent);
    return deeper.length > 0 ? deeper : inside;
  };
  const inside = outer === undefined ? inner : outer.codes.flatMap(below);
  if (inside.length > 0) {
    const shortest = Math.min(...inside.map(({ code }) => code.length));
    return { codes: inside.filter(({ code }) => code.length === shortest).map(({ code }) => code), firm: true };
  }
  return outer ?? wholePlace(city);
}

/** A province by its name (海南 is also a prefecture of Qinghai), or whatever else stands in the province's field. */
function provinceNamed(text: string): Place | undefined {
  const place = wholePlace(text);
  const provinces = place?.codes.filter((code) => code.length === 2) ?? [];
  return provinces.length > 0 ? { codes: provinces, firm: true } : place;
}

/** How two places lie to each other, the closest reading of each taken. */
export function relatePlaces(a: Place, b: Place): PlaceRelation {
  let best: PlaceRelation = 'far';
  for (const one of a.codes) {
    for (const other of b.codes) {
      if (one === other) return 'same';
      if (one.startsWith(other) || other.startsWith(one)) best = 'contains';
      else if (best === 'far' && one.slice(0, 2) === other.slice(0, 2)) best = 'sibling';
    }
  }
  return best;
}

/** The Chinese name of a division code, or the code itself. */
export function placeName(code: string): string {
  return byCode.get(code)?.name ?? code;
}

// Where the usual reading of a character is not the place's own, and names with an English form.
const spelledOtherwise: Readonly<Record<string, string>> = {
  chongqing: '50',
  xiamen: '3502',
  changzhi: '1404',
  xian: '6101',
  shaanxi: '61',
  hohhot: '1501',
  urumqi: '6501',
  harbin: '2301',
  qiqihar: '2302',
  lhasa: '5401',
  tibet: '54',
  xizang: '54',
  turpan: '6504',
  hami: '6505',
  ordos: '1506',
  'inner mongolia': '15',
  innermongolia: '15',
  'hong kong': '81',
  hongkong: '81',
  hk: '81',
  macau: '82',
  macao: '82',
  taiwan: '71',
  taipei: '71',
  peking: '11',
  canton: '4401',
  lvliang: '1411',
  luliang: '1411',
  bengbu: '3403',
  liuan: '3415',
  luan: '3415',
  changchun: '2201',
  changsha: '4301',
  changzhou: '3204',
  changde: '4307',
  chengdu: '5101',
  dali: '5329',
};

/** A short text in Latin letters, every reading of each character: 长沙 → changsha, zhangsha. */
function spellings(text: string): string[] {
  let all = [''];
  for (const character of text) {
    const ways = readings(character).flatMap((reading) =>
      reading.includes('v') ? [reading, reading.replace('v', 'u')] : [reading],
    );
    all = all.flatMap((start) => ways.map((reading) => start + reading)).slice(0, 8);
  }
  return all;
}

function spellAll(): Map<string, string[]> {
  const spelled = new Map<string, string[]>();
  const add = (letters: string, code: string): void => {
    const codes = spelled.get(letters);
    if (codes === undefined) spelled.set(letters, [code]);
    else if (!codes.includes(code)) codes.push(code);
  };
  for (const [letters, code] of Object.entries(spelledOtherwise)) add(letters, code);
  for (const region of regions) {
    for (const letters of spellings(region.bare)) add(letters, region.code);
    if (region.name.length <= 4) for (const letters of spellings(region.name)) add(letters, region.code);
  }
  for (const [form, code] of Object.entries(aliases)) add(syllables(form).join(''), code);
  return spelled;
}

/** Made on first use: only names in Latin letters need it. */
let spelled: Map<string, string[]> | undefined;

/** The place a word in Latin letters spells (beijing, anhui), or undefined. Counties only when nothing larger fits. */
export function spelledPlace(letters: string): Place | undefined {
  spelled ??= spellAll();
  const codes = spelled.get(letters);
  if (codes === undefined) return undefined;
  const shortest = Math.min(...codes.map((code) => code.length));
  return { codes, firm: shortest <= 4 };
}

const areaCodeByPlace = new Map<string, string>();
for (const entry of areaCodes.split(' ')) {
  const digits = entry.match(/\d+$/)?.[0] ?? '';
  const name = entry.slice(0, entry.length - digits.length);
  for (const { code } of byForm.get(name) ?? byForm.get(bareName(name)) ?? []) {
    if (!areaCodeByPlace.has(code)) areaCodeByPlace.set(code, digits);
  }
}

/** Every area code of the country, without the leading zero. */
export const knownAreaCodes: ReadonlySet<string> = new Set(areaCodeByPlace.values());

/** The telephone area code of a place without its leading zero, or undefined when it names a whole province. */
export function areaCodeOf(place: Place): string | undefined {
  for (const code of place.codes) {
    for (let length = code.length; length >= 2; length -= 2) {
      const digits = areaCodeByPlace.get(code.slice(0, length));
      if (digits !== undefined) return digits;
    }
  }
  return undefined;
}
