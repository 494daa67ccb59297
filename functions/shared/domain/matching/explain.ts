import type { NameRelation } from './name-relation.ts';
import { cityOf } from './place-evidence.ts';
import { type Place, placeName } from './regions.ts';
import { areRelatives, type Comparable, type Comparison } from './verdict.ts';

/** One fact of a comparison, told in both languages. */
export interface Finding {
  readonly fact: 'name' | 'trade' | 'region' | 'legalForm' | 'branch' | 'numbers' | 'phones' | 'address';
  readonly strength: 'strong' | 'some' | 'none' | 'against';
  readonly zh: string;
  readonly en: string;
}

export interface Explanation {
  readonly findings: readonly Finding[];
  /** What the salesperson does next. */
  readonly advice: { readonly zh: string; readonly en: string };
}

type Told = readonly [strength: Finding['strength'], zh: string, en: string];

const regionsTold: Readonly<Record<NameRelation['region'], Told>> = {
  same: ['strong', '地区相同', 'same region'],
  within: ['some', '一方的地区写得更细', 'one side states the same region in more detail'],
  contains: ['some', '一方的地区包含另一方', 'one region lies within the other'],
  oneMissing: ['none', '只有一方写明地区', 'only one side states a region'],
  bothMissing: ['none', '双方均未写地区', 'neither side states a region'],
  containsImplied: [
    'some',
    '一方的地区包含另一方，所在地一致',
    'one region lies within the other; both are at one place',
  ],
  oneImplied: ['some', '一方名称未写地区，所在地一致', 'one name states no region; both are at one place'],
  bothImplied: ['some', '双方名称均未写地区，所在地一致', 'neither name states a region; both are at one place'],
  sibling: ['against', '同省不同地区', 'different places of one province'],
  far: ['against', '不同省份', 'different provinces'],
};

/** What differs, as both names have it; a side that has nothing is left out. */
function quoted(a: string, b: string): readonly [zh: string, en: string] {
  const sides = [a, b].filter((side) => side !== '');
  return [sides.map((side) => `“${side}”`).join(''), sides.join(', ')];
}

function tellTrade({ trade, trades: [a, b], more }: NameRelation): Told {
  if (a === '' && b === '') return ['none', '双方均未写行业', 'neither side states its trade'];
  const [zh, en] = quoted(a, b);
  switch (trade) {
    case 'equal':
      return ['strong', '行业用语相同', 'same words for the trade'];
    case 'reordered':
      return ['strong', `行业用语次序不同：${zh}`, `same words for the trade in another order: ${en}`];
    case 'slip':
      return ['strong', `行业用语疑为笔误：${zh}`, `the words for the trade look like a slip of the pen: ${en}`];
    case 'synonym':
      return ['some', `行业用语近义：${zh}`, `the words for the trade mean much the same: ${en}`];
    case 'generalWordMore':
      return ['some', `一方多一个通用词：${zh}`, `one side has a general word more: ${en}`];
    case 'wordMore':
      return more === 'several'
        ? ['some', `一方多写了行业：${zh}`, `one side says more of its trade: ${en}`]
        : ['some', `一方多一个行业词：${zh}`, `one side has a trade word more: ${en}`];
    case 'absent':
      return ['none', `只有一方写明行业：${zh}`, `only one side states its trade: ${en}`];
    case 'overlapping':
      return ['some', `行业用语部分相同：${zh}`, `some words for the trade are shared: ${en}`];
    default:
      return ['against', `行业不同：${zh}`, `different trades: ${en}`];
  }
}

function tellBrand(relation: NameRelation): Told {
  const [a, b] = relation.brands;
  const both = `“${a}”“${b}”`;
  switch (relation.brand) {
    case 'equal':
      return ['strong', `字号相同：“${a}”`, `same brand: ${a}`];
    case 'homophone':
      return ['strong', `字号同音：${both}`, `the brands sound alike: ${a}, ${b}`];
    case 'spelled':
      return ['strong', `英文名即“${b}”的拼音：${a}`, `the English brand spells the Chinese one: ${a}, ${b}`];
    case 'translated':
      return ['strong', `外文字号即“${b}”：${a}`, `the brand is known in Chinese as ${b}: ${a}`];
    case 'slip':
    case 'homophoneSlip':
      return ['strong', `字号疑为笔误：${both}`, `the brands look like a slip of the pen: ${a}, ${b}`];
    case 'misheard':
      return ['some', `字号读音相近：${both}`, `the brands sound much alike: ${a}, ${b}`];
    case 'lookAlike':
      return ['some', `字号字形相近：${both}`, `the brands look much alike: ${a}, ${b}`];
    case 'near':
      return ['some', `名称仅差一二字：${both}`, `the names differ by a character or two: ${a}, ${b}`];
    case 'longer':
    case 'contained':
      return ['some', `一方字号包含另一方：${both}`, `one brand contains the other: ${a}, ${b}`];
    case 'otherCharacter':
      return ['against', `字号有一字不同：${both}`, `the brands differ by a character: ${a}, ${b}`];
    default:
      return ['against', `字号不同：${both}`, `different brands: ${a}, ${b}`];
  }
}

function finding(fact: Finding['fact'], [strength, zh, en]: Told): Finding {
  return { fact, strength, zh, en };
}

/** The places compared: what the names state, else where the customers are; one that both have is told once. */
function tellRegion({ region, regions }: NameRelation, a: Comparable, b: Comparable): Told {
  const [strength, zh, en] = regionsTold[region];
  // Two districts of the city that both are in would read as two places.
  const seat = (place: Place | undefined): Place | undefined =>
    place === undefined || !region.endsWith('Implied') ? place : cityOf(place);
  const known = [regions[0] ?? seat(a.place), regions[1] ?? seat(b.place)];
  const names = known.flatMap((place) => (place?.codes[0] === undefined ? [] : [placeName(place.codes[0])]));
  const between = [...new Set(names)].join(' / ');
  const told = between !== '' && region !== 'bothMissing';
  return told ? [strength, `${zh}：${between}`, `${en}: ${between}`] : [strength, zh, en];
}

function tellName(relation: NameRelation, a: Comparable, b: Comparable): Finding[] {
  const before: Told = ['some', '按括号中的曾用名比较', 'compared by the former name in brackets'];
  const found = [
    ...(relation.former ? [finding('name', before)] : []),
    finding('name', tellBrand(relation)),
    finding('trade', tellTrade(relation)),
    finding('region', tellRegion(relation, a, b)),
  ];
  if (relation.legal === 'alike') {
    found.push(finding('legalForm', ['none', '组织形式写法不同', 'the legal form is written differently']));
  }
  if (relation.legal === 'missing') {
    found.push(finding('legalForm', ['none', '只有一方写明组织形式', 'only one side states its legal form']));
  }
  if (relation.legal === 'converted') {
    found.push(
      finding('legalForm', [
        'some',
        '一方为厂或店，一方为公司，可能已改制',
        'one is a factory or shop, the other a company; it may have been converted',
      ]),
    );
  }
  if (relation.legal === 'different') {
    found.push(finding('legalForm', ['against', '组织形式不同', 'different legal forms']));
  }
  if (relation.groupDiffers) {
    found.push(finding('legalForm', ['none', '只有一方是集团或控股公司', 'only one is a group or holding company']));
  }
  if (relation.branch === 'parent') {
    found.push(finding('branch', ['against', '一方是另一方的分支机构', 'one is a branch of the other']));
  }
  if (relation.branch === 'different') {
    found.push(finding('branch', ['against', '同一公司的不同分支机构', 'different branches of one company']));
  }
  if (relation.branch === 'part') {
    found.push(finding('branch', ['some', '分支机构名称相近', 'the branches have similar names']));
  }
  if (relation.numbersDiffer) {
    found.push(finding('numbers', ['against', '名称中的序号不同', 'the numerals in the names differ']));
  }
  return found;
}

function tellFacts({ phones, address }: Comparison): Finding[] {
  const found: Finding[] = [];
  if (phones === 'same')
    found.push(finding('phones', ['strong', '电话或传真号码相同', 'a phone or fax number is shared']));
  if (phones === 'different') found.push(finding('phones', ['none', '电话号码不同', 'the phone numbers differ']));
  if (address === 'same') found.push(finding('address', ['strong', '经营地址相同', 'same business address']));
  if (address === 'building')
    found.push(finding('address', ['some', '同一门牌，房间不同', 'same building, another room']));
  if (address === 'road') found.push(finding('address', ['none', '同一条路，门牌不同', 'same road, another number']));
  if (address === 'different') found.push(finding('address', ['none', '经营地址不同', 'different addresses']));
  return found;
}

function advise(comparison: Comparison): Explanation['advice'] {
  const relation = comparison.name?.relation;
  if (comparison.verdict === 'duplicate') {
    return {
      zh: '判定为同一客户，不能录入；请把线索转交给该客户的现有归属人。',
      en: 'This is the same customer and cannot be entered; hand the lead over to its holder.',
    };
  }
  if (comparison.verdict === 'possible' && comparison.phones === 'same' && relation?.brand === 'different') {
    return {
      zh: '该号码已登记在另一家公司名下；请向客户核实座机与传真后再录入。',
      en: 'This number is registered to another company; confirm landline and fax with the customer first.',
    };
  }
  if (comparison.verdict === 'possible') {
    return {
      zh: '可能是同一客户；请核对执照名称、座机、传真和经营地址，由审核人比对两份资料后决定。',
      en: 'This may be the same customer; check licence name, landline, fax and address, then a reviewer compares both records.',
    };
  }
  if (relation !== undefined && relation.brand === 'equal' && relation.trade === 'equal' && areRelatives(relation)) {
    return {
      zh: '属于同一公司的总分机构，按不同客户处理；可以录入，建议先与现有归属人沟通。',
      en: 'Head office and branches of one company count as different customers; it can be entered, but tell the holder.',
    };
  }
  return { zh: '未发现重复，可以录入。', en: 'No duplicate found; it can be entered.' };
}

/** Tells a salesperson which facts matched, how strongly, and what to do (IN-3, IN-4, IN-5, IN-6). */
export function explain(comparison: Comparison, a: Comparable, b: Comparable): Explanation {
  const named = comparison.name === undefined ? [] : tellName(comparison.name.relation, a, b);
  return { findings: [...named, ...tellFacts(comparison)], advice: advise(comparison) };
}
