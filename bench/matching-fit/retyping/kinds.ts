import * as OpenCC from 'opencc-js/cn2t';
import type { Chance } from './chance.ts';
import { type Characters, spoken } from './characters.ts';
import { type NameParts, tradeEnglish } from './name-parts.ts';

/** Writes a name another way, or undefined where this way does not apply to it. */
export type Retyping = (parts: NameParts, chance: Chance, characters: Characters) => string | undefined;

const toTaiwan = OpenCC.Converter({ from: 'cn', to: 'tw' });
const toHongKong = OpenCC.Converter({ from: 'cn', to: 'hk' });

function bodyOf({ brand, trade }: NameParts): string {
  return brand + trade.join('');
}

/** The place a name begins with, as people say it: the city where it names both. */
function bareRegion({ region, province, city }: NameParts): string {
  return region.includes(city) ? city : province;
}

function replaced(text: string, at: number, by: string | undefined): string | undefined {
  return by === undefined ? undefined : text.slice(0, at) + by + text.slice(at + 1);
}

/** One character of the brand, sometimes of the trade, written as another. */
function oneCharacter(
  choose: (characters: Characters) => (one: string, chance: Chance) => string | undefined,
): Retyping {
  return (parts, chance, characters) => {
    const body = chance.next() < 0.75 ? parts.brand : bodyOf(parts);
    const at = chance.below(body.length);
    const other = replaced(bodyOf(parts), at, choose(characters)(body.charAt(at), chance));
    return other === undefined ? undefined : parts.region + other + parts.legal;
  };
}

const dropped: Retyping = (parts, chance) => {
  const body = bodyOf(parts);
  const at = chance.below(body.length);
  return parts.region + body.slice(0, at) + body.slice(at + 1) + parts.legal;
};

const doubled: Retyping = (parts, chance) => {
  const body = bodyOf(parts);
  const at = chance.below(body.length);
  return parts.region + body.slice(0, at) + body.charAt(at) + body.slice(at) + parts.legal;
};

const exchanged: Retyping = (parts, chance) => {
  const body = bodyOf(parts);
  const at = chance.below(body.length - 1);
  if (body[at] === body[at + 1]) return undefined;
  return parts.region + body.slice(0, at) + body.charAt(at + 1) + body.charAt(at) + body.slice(at + 2) + parts.legal;
};

/** The input method offers another word for the whole brand. */
const otherWord: Retyping = (parts, chance, characters) => {
  const brand = [...parts.brand].map((one) => characters.homophone(one, chance));
  return brand.includes(undefined) ? undefined : parts.region + brand.join('') + parts.trade.join('') + parts.legal;
};

const ornamented: Retyping = ({ name }, chance) =>
  chance.of([
    [...name].join(' '),
    `　${name}　`,
    `“${name}”`,
    `${name}。`,
    `${name.slice(0, 2)}·${name.slice(2)}`,
    name.replace('有限公司', ' 有限公司'),
    `${name.slice(0, 4)}\u200b${name.slice(4)}`,
    `【${name}】`,
    `${name}、`,
    `1.${name}`,
    `${name}（重点客户）`,
    `客户名称：${name}`,
    `${name}-采购部`,
    `${name}*`,
    `\ufeff${name}\t`,
  ]);

const municipalities: ReadonlySet<string> = new Set(['北京', '上海', '天津', '重庆']);
const selfGoverned = /^(?:内蒙古|广西|西藏|宁夏|新疆)$/u;

/** The place written out as on a licence's line for the address. */
const wholeAddress: Retyping = (parts) => {
  const { province, city, name, region } = parts;
  if (!region.includes(city) || selfGoverned.test(province)) return undefined;
  return `${province}${municipalities.has(province) ? '市' : '省'}${city}${municipalities.has(province) ? '区' : '市'}${name.slice(region.length)}`;
};

/** A name that begins with its province, with its city in place of it. */
const cityForProvince: Retyping = ({ province, city, name, region }) =>
  region.includes(city) || municipalities.has(province) ? undefined : city + name.slice(region.length);

/** A name that begins with its city, with a district more. */
const districtMore: Retyping = ({ city, name, region }, chance) => {
  const district = chance.of(districts[city] ?? []);
  return region === city || region === `${city}市`
    ? district && `${city}市${district}${name.slice(region.length)}`
    : undefined;
};

const districts: Readonly<Record<string, readonly string[]>> = {
  杭州: ['西湖区', '余杭区', '上城区'],
  广州: ['天河区', '番禺区', '白云区'],
  深圳: ['南山区', '福田区', '宝安区'],
  成都: ['武侯区', '高新区', '锦江区'],
  武汉: ['江岸区', '洪山区', '东湖高新区'],
  南京: ['鼓楼区', '江宁区', '玄武区'],
  西安: ['雁塔区', '碑林区', '高新区'],
  大连: ['沙河口区', '甘井子区'],
  青岛: ['市北区', '黄岛区', '崂山区'],
  宁波: ['鄞州区', '北仑区', '海曙区'],
  苏州: ['吴中区', '姑苏区', '工业园区'],
  厦门: ['思明区', '湖里区'],
  长沙: ['岳麓区', '雨花区'],
  昆明: ['五华区', '官渡区'],
  天津: ['和平区', '滨海新区'],
  上海: ['浦东新区', '徐汇区', '闵行区'],
  北京: ['海淀区', '朝阳区', '丰台区'],
};

const suffixTurned: Retyping = ({ region, name }) =>
  /[省市]$/u.test(region) ? region.slice(0, -1) + name.slice(region.length) : undefined;

const suffixAdded: Retyping = ({ region, city, name }) =>
  region === city ? `${city}市${name.slice(region.length)}` : undefined;

const toMiddleBracket: Retyping = (parts) => `${bodyOf(parts)}（${bareRegion(parts)}）${parts.legal}`;
const toInnerBracket: Retyping = (parts) => `${parts.brand}(${bareRegion(parts)})${parts.trade.join('')}${parts.legal}`;
const toEndBracket: Retyping = (parts) => `${bodyOf(parts)}${parts.legal}（${bareRegion(parts)}）`;
const toEnd: Retyping = (parts) => `${bodyOf(parts)}${parts.legal}${bareRegion(parts)}`;
const withoutRegion: Retyping = (parts) => bodyOf(parts) + parts.legal;

const otherForms: Readonly<Record<string, readonly string[]>> = {
  有限公司: ['有限责任公司', '股份有限公司', '公司', '有限', '集团有限公司', ' Co., Ltd.', '（有限公司）'],
  有限责任公司: ['有限公司', '公司', '有限责任', '有限公司', '责任有限公司'],
  股份有限公司: ['有限公司', '股份公司', '股份', '公司'],
  公司: ['有限公司', '总公司', ''],
  总公司: ['公司', '有限公司'],
  厂: ['有限公司', '厂有限公司', '有限责任公司'],
};

const otherForm: Retyping = (parts, chance) => {
  const form = chance.of(otherForms[parts.legal] ?? []);
  return form === undefined || parts.legal === '厂' ? undefined : parts.region + bodyOf(parts) + form;
};

/** The works that became a company. */
const worksToCompany: Retyping = (parts, chance) =>
  parts.legal === '厂' ? parts.region + bodyOf(parts) + (chance.of(otherForms.厂 ?? []) ?? '') : undefined;

const companyToWorks: Retyping = (parts) =>
  parts.legal === '有限公司' &&
  /(?:机械|设备|电器|电气|塑料|家具|服装|食品|化工|包装|印刷|五金|模具|制品|材料)$/u.test(bodyOf(parts))
    ? `${parts.region}${bodyOf(parts)}厂`
    : undefined;

const synonyms: Readonly<Record<string, readonly string[]>> = {
  科技: ['技术', '科技发展'],
  技术: ['科技'],
  信息技术: ['信息科技', '信息'],
  信息科技: ['信息技术'],
  网络科技: ['网络技术', '网络'],
  电子科技: ['电子技术', '电子'],
  生物科技: ['生物技术', '生物'],
  贸易: ['商贸', '经贸'],
  商贸: ['贸易', '经贸'],
  经贸: ['商贸', '贸易'],
  设备: ['器材', '装备'],
  装饰: ['装潢', '装修'],
  装潢: ['装饰'],
  建筑: ['建设', '建工'],
  建设: ['建筑'],
  销售: ['经销', '营销'],
  咨询: ['顾问'],
  运输: ['货运', '物流'],
  服装: ['服饰', '制衣'],
  服饰: ['服装'],
  电气: ['电器'],
  电器: ['电气'],
  塑料: ['塑胶', '塑业'],
  塑业: ['塑料'],
  医药: ['药业'],
  药业: ['医药', '制药'],
  通信: ['通讯'],
  传媒: ['文化传媒', '传播'],
  房地产: ['地产', '房产'],
  置业: ['地产'],
  材料: ['建材'],
  物业: ['物业管理', '物业服务'],
  广告: ['广告传媒', '传媒'],
};

const synonym: Retyping = (parts, chance) => {
  const at = parts.trade.findIndex((word) => synonyms[word] !== undefined);
  const other = chance.of(synonyms[parts.trade[at] ?? ''] ?? []);
  if (other === undefined) return undefined;
  return parts.region + parts.brand + parts.trade.map((word, i) => (i === at ? other : word)).join('') + parts.legal;
};

const wordLeftOut: Retyping = (parts, chance) => {
  if (parts.trade.length < 2) return undefined;
  const at = chance.below(parts.trade.length);
  return parts.region + parts.brand + parts.trade.filter((_, i) => i !== at).join('') + parts.legal;
};

const tradeLeftOut: Retyping = (parts) => parts.region + parts.brand + parts.legal;

const wordMore: Retyping = (parts, chance) =>
  `${parts.region}${bodyOf(parts)}${chance.of(['发展', '科技发展', '管理', '国际', '控股', '（集团）', '实业发展', '经营'])}${parts.legal}`;

const regionAndBrand: Retyping = (parts) => bareRegion(parts) + parts.brand;
const brandAndTrade: Retyping = (parts) => parts.brand + (parts.trade[0] ?? '');
const brandAndWholeTrade: Retyping = (parts) => bodyOf(parts);
const regionBrandTrade: Retyping = (parts) => bareRegion(parts) + parts.brand + (parts.trade[0] ?? '');
const brandCompany: Retyping = (parts) => (parts.brand.length > 2 ? `${parts.brand}公司` : undefined);

const traditional: Retyping = ({ name }, chance) => {
  const other = (chance.next() < 0.5 ? toTaiwan : toHongKong)(name);
  return other === name ? undefined : other;
};

const partlyTraditional: Retyping = ({ name }, chance) => {
  const other = toTaiwan(name);
  const mixed = [...name].map((one, i) => (chance.next() < 0.5 ? one : (other[i] ?? one))).join('');
  return mixed === name ? undefined : mixed.replace('台', '臺');
};

const variants =
  '峰峯 群羣 恒恆 台臺 钟鍾 钟鐘 里裡 里裏 升昇 布佈 杰傑 岩巖 岩嵒 宝寶 鉴鑑 鉴鑒 启啟 启啓 强強 丰豐 云雲 采採 托託 志誌 周週 游遊 占佔 卓桌 炼煉 炼鍊 线綫 线線 床牀 灶竈 匯汇 彙汇 颜顏 产產 产産';

const variant: Retyping = ({ name }, chance) => {
  const usable = variants
    .split(' ')
    .map((pair) => [...pair])
    .filter(([from = '']) => name.includes(from));
  const [from = '', to = ''] = chance.of(usable) ?? [];
  return from === '' ? undefined : name.replace(from, to);
};

const formerName: Retyping = (parts, chance) =>
  `${parts.name}${chance.of(['（原', '(原名：', '（曾用名：', '（前身为'])}${parts.region}${chance.of(['宏图', '东方红', '新世纪'])}${parts.trade.join('')}${parts.legal}）`;

const underNewName: Retyping = (parts, chance) => {
  const [before, after] = chance.of([
    ['（原', '）'],
    ['(原名：', ')'],
    ['（曾用名：', '）'],
    ['(曾用名', ')'],
  ]) ?? ['', ''];
  return `${parts.region}${chance.of(['宏图', '东方红', '新世纪'])}${parts.trade.join('')}${parts.legal}${before}${parts.name}${after}`;
};

const capitals = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function englishTrade(parts: NameParts, chance: Chance): string {
  return parts.trade.map((word) => chance.of(tradeEnglish[word] ?? []) ?? '').join(' ');
}

function englishBrand(parts: NameParts, chance: Chance): string {
  const sounds = spoken(parts.brand);
  return (
    chance.of([
      capitals(sounds.join('')),
      capitals(sounds.join('')),
      sounds.map(capitals).join(' '),
      sounds.map(capitals).join('-'),
      sounds.map(capitals).join(''),
      sounds.join('').toUpperCase(),
    ]) ?? ''
  );
}

const english: Retyping = (parts, chance) => {
  const place = capitals(spoken(bareRegion(parts)).join(''));
  const [brand, trade] = [englishBrand(parts, chance), englishTrade(parts, chance)];
  const form = chance.of(['Co., Ltd.', 'Co.,Ltd', 'Company Limited', 'Ltd.', 'Limited', 'Corp.', '']);
  const whole = chance.of([
    `${place} ${brand} ${trade} ${form}`,
    `${brand} ${trade} (${place}) ${form}`,
    `${brand} (${place}) ${trade} ${form}`,
    `${brand} ${trade} ${form}, ${place}`,
    `${brand} ${trade} ${form} ${place}, China`,
  ]);
  return whole?.replace(/\s+/gu, ' ').trim();
};

const mixedEnglish: Retyping = (parts, chance) =>
  chance.of([
    `${parts.region}${bodyOf(parts)}${parts.legal} (${englishBrand(parts, chance)} ${englishTrade(parts, chance)})`,
    `${capitals(spoken(bareRegion(parts)).join(''))} ${parts.brand} ${parts.trade.join('')}${parts.legal}`,
    `${parts.region}${bodyOf(parts)} Co., Ltd.`,
  ]);

const inPinyin: Retyping = (parts) => spoken(bareRegion(parts) + bodyOf(parts)).join('');

const homophone = oneCharacter(({ homophone: choose }) => choose);
const misheard = oneCharacter(({ misheard: choose }) => choose);
const nextKey = oneCharacter(({ nextKey: choose }) => choose);
const lookAlike = oneCharacter(({ lookAlike: choose }) => choose);

/** The slip of `first` in a name written as `second` does. */
function both(first: Retyping, second: Retyping, cut: (name: string) => NameParts | undefined): Retyping {
  return (parts, chance, characters) => {
    const once = first(parts, chance, characters);
    const again = once === undefined ? undefined : cut(once);
    return again === undefined ? undefined : second(again, chance, characters);
  };
}

/**
 * The ways to retype a name, by the name of their kind.
 * @param cut cuts a name that was retyped once, in the places of the name it was
 */
export function kindsOf(
  cut: (name: string, parts: NameParts) => NameParts | undefined,
): Readonly<Record<string, Retyping>> {
  const twice =
    (first: Retyping, second: Retyping): Retyping =>
    (parts, chance, characters) =>
      both(first, second, (name) => cut(name, parts))(parts, chance, characters);
  return {
    'as registered': ({ name }) => name,
    homophone,
    'other word of one sound': otherWord,
    misheard,
    'next key': nextKey,
    'look-alike': lookAlike,
    'character dropped': dropped,
    'character doubled': doubled,
    'characters exchanged': exchanged,
    'ornaments and notes': ornamented,
    traditional,
    'partly traditional': partlyTraditional,
    'variant character': variant,
    'whole address before': wholeAddress,
    'region: a district more': districtMore,
    'region: city for province': cityForProvince,
    'region: suffix dropped': suffixTurned,
    'region: suffix added': suffixAdded,
    'region: bracket before the form': toMiddleBracket,
    'region: bracket after the brand': toInnerBracket,
    'region: bracket at the end': toEndBracket,
    'region: bare at the end': toEnd,
    'region dropped': withoutRegion,
    'other legal form': otherForm,
    'works became a company': worksToCompany,
    'company called works': companyToWorks,
    'trade: synonym': synonym,
    'trade: a word left out': wordLeftOut,
    'trade left out': tradeLeftOut,
    'trade: a word more': wordMore,
    'short: region and brand': regionAndBrand,
    'short: brand and trade word': brandAndTrade,
    'short: brand and trade': brandAndWholeTrade,
    'short: region, brand, trade word': regionBrandTrade,
    'short: brand and company': brandCompany,
    'former name in a bracket': formerName,
    'new name, the registered one in a bracket': underNewName,
    english,
    'half English': mixedEnglish,
    'in pinyin': inPinyin,
    'homophone + region dropped': twice(homophone, withoutRegion),
    'dropped + region dropped': twice(dropped, withoutRegion),
    'look-alike + region dropped': twice(lookAlike, withoutRegion),
    'homophone + other form': twice(homophone, otherForm),
    'homophone + synonym': twice(homophone, synonym),
    'homophone + word left out': twice(homophone, wordLeftOut),
    'dropped + word left out': twice(dropped, wordLeftOut),
    'exchanged + bracket': twice(exchanged, toMiddleBracket),
    'homophone + bracket + form': twice(homophone, (parts, chance, characters) =>
      toInnerBracket({ ...parts, legal: chance.of(otherForms[parts.legal] ?? []) ?? parts.legal }, chance, characters),
    ),
    'synonym + other form': twice(synonym, otherForm),
    'homophone + dropped': twice(homophone, dropped),
  };
}
