import { describe, expect, test } from 'vitest';
import { type CustomerFacts, readFacts } from '../../../../../functions/shared/domain/matching/customer-facts.ts';
import { explain } from '../../../../../functions/shared/domain/matching/explain.ts';
import { comparable, compareCustomers } from '../../../../../functions/shared/domain/matching/verdict.ts';

function compare(a: CustomerFacts, b: CustomerFacts) {
  return compareCustomers(comparable(readFacts(a)), comparable(readFacts(b)));
}

function verdictOf(nameA: string, nameB: string) {
  return compare({ name: nameA }, { name: nameB }).verdict;
}

describe('two names (IN-5)', () => {
  test.each([
    ['苏州蓝鹊软件有限公司', '苏州市蓝鹊软件有限公司', 'region written otherwise'],
    ['苏州蓝鹊软件有限公司', '江苏苏州蓝鹊软件有限公司', 'province added'],
    ['蓝鹊软件（苏州）有限公司', '苏州蓝鹊软件有限公司', 'region moved out of brackets'],
    ['苏州蓝鹊软件有限公司', '苏州蓝鹊软件有限责任公司', 'one legal form, two spellings'],
    ['苏州蓝鹊软件有限公司', '蘇州藍鵲軟件有限公司', 'traditional characters'],
    ['苏州蓝鹊软件有限公司', ' 苏州蓝鹊 软件有限公司。', 'spaces and marks'],
    ['苏州第二蓝鹊机械厂', '苏州第2蓝鹊机械厂', 'numerals'],
    ['苏州蓝鹊软件有限公司-财务部', '苏州蓝鹊软件有限公司', 'a department, which is no branch'],
    ['苏州蓝鹊软件有限公司（原苏州青梧软件有限公司）', '苏州蓝鹊软件有限公司', 'a former name beside'],
    ['苏州蓝鹊软件昆山分公司', '苏州蓝鹊软件有限公司昆山分公司', 'a branch, its head without its legal form'],
    ['蓝鹊软件有限公司苏州', '苏州蓝鹊软件有限公司', 'region bare at the end'],
    ['苏州蓝鹊软件有限公司（重点客户）', '苏州蓝鹊软件有限公司', 'a note behind'],
    ['苏州蓝鹊软件有限公司 (Lanque Software)', '苏州蓝鹊软件有限公司', 'the English name behind'],
    ['Suzhou 蓝鹊软件有限公司', '苏州蓝鹊软件有限公司', 'the region in Latin letters'],
    ['苏州蓝鹊软件 Co., Ltd.', '苏州蓝鹊软件有限公司', 'the legal form in English'],
    ['苏州蓝鹊软件有限公司司', '苏州蓝鹊软件有限公司', 'a slip at the very end'],
    ['苏州蓝鹊软件有限公司\\t', '苏州蓝鹊软件有限公司', 'a tab that an export wrote as two characters'],
  ])('given %s and %s, when they are compared, then the entry is refused: %s', (a, b) => {
    expect(verdictOf(a, b)).toBe('duplicate');
  });

  test.each([
    ['美来尔工程技术有限公司', '美来尔工程技术(北京)有限公司', 'region on one side only'],
    ['苏州蓝鹊软件有限公司', '苏州蓝雀软件有限公司', 'homophone'],
    ['苏州蓝鹊舟软件有限公司', '苏州蓝鹊舟舟软件有限公司', 'slip of the pen'],
    ['苏州蓝鹊电子科技有限公司', '苏州蓝鹊', 'abbreviation'],
    ['苏州蓝鹊软件科技有限公司', '苏州蓝鹊软件有限公司', 'a general word more'],
    ['苏州蓝鹊软件有限公司', 'Suzhou Lanque Software Co., Ltd.', 'English'],
    ['苏州蓝鹊化纤集团有限公司', '苏州蓝鹊化纤股份有限公司', 'group and its listed company'],
    ['兰州市商业银行', '兰州银行股份有限公司', 'characters left out'],
    ['蓝鹊股份', '广东蓝鹊电气股份有限公司', 'the name on the exchange'],
    ['蓝鹊生科', '蓝鹊生物科技股份有限公司', 'first characters of the words'],
    ['中国蓝鹊', '中国蓝鹊电力集团有限公司', 'a short name with the nation'],
    ['浙江省杭州市西湖区蓝鹊软件有限公司', '杭州蓝鹊软件有限公司', 'the whole address before'],
    ['杭州蓝鹊信息技术有限公司', '杭州蓝鹊信息科技有限公司', 'words used for one another'],
    ['上海蓝鹊电机厂', '上海蓝鹊电机有限公司', 'works that became a company'],
    ['上海蓝鹊贸易商行', '上海蓝鹊贸易有限公司', 'a shop that became a company'],
    ['上海蓝鹊有限公司', '上海蓝鹊贸易有限公司', 'no trade on one side'],
    ['上海蓝鹊集团', '上海蓝鹊有限公司', 'a group and a company'],
    ['上海蓝鹊科技有限公司(原上海青梧电脑有限公司)', '上海青梧电脑有限公司', 'its former name'],
    ['上海青梧电脑有限公司', '上海蓝鹊科技有限公司（曾用名：上海青梧电脑有限公司）', 'a former name'],
    ['苏州灵锐软件有限公司', '苏州林锐软件有限公司', 'misheard'],
    ['苏州蓝鹊商贸有限公司', '苏州蓝商鹊贸有限公司', 'characters exchanged across brand and trade'],
    ['苏州蓝鹊商贸有限公司', '苏州蓝鹊贸有限公司', 'a character left out of the trade'],
    ['苏州蓝鹊实业有限公司', '苏州蓝鹊实养有限公司', 'a trade that is no word'],
    ['苏州蓝鹊软件有限公司', 'Lan-Que Software Co., Ltd., Suzhou, China', 'English, the seat at the end'],
    ['苏州蓝鹊建筑工程有限公司', 'Suzhou Lanque Building Works Limited', 'English by the parts of a word'],
    ['华亭县蓝鹊建材有限公司', 'Huating Xianlanque Building Materials Co. Ltd', 'English, 县 spelled with the brand'],
    ['西门子(中国)有限公司', 'Siemens Ltd., China', 'a brand known by another name'],
    ['博世汽车部件(苏州)有限公司', 'Bosch Automotive Products (Suzhou) Co., Ltd.', 'a known brand and its trade'],
    ['苏州三六五软件有限公司', 'Suzhou 365 Software Co., Ltd.', 'English with a number'],
    ['苏州蓝鹊软件有限公司', 'LANQUE (SUZHOU) SOFTWARE COMPANY LIMITED', 'English, region in brackets'],
  ])('given %s and %s, when they are compared, then a person is asked: %s', (a, b) => {
    expect(verdictOf(a, b)).toBe('possible');
  });

  test.each([
    ['苏州蓝鹊软件有限公司', '苏州青鹊软件有限公司', 'another brand by one character'],
    ['苏州蓝鹊软件有限公司', '苏州蓝鹊餐饮管理有限公司', 'another trade'],
    ['苏州蓝鹊软件有限公司', '洛阳蓝鹊软件有限公司', 'another place'],
    ['苏州第二建筑工程公司', '苏州第三建筑工程公司', 'another number'],
    ['蓝鹊银行股份有限公司苏州支行', '蓝鹊银行股份有限公司洛阳支行', 'another branch'],
    ['苏州蓝鹊软件有限公司', '苏州蓝鹊软件有限公司昆山分公司', 'head company and branch'],
    ['苏州蓝鹊(原材料贸易)有限公司', '苏州蓝鹊(工程)有限公司', 'a trade in brackets that begins as a former name does'],
    ['上海蓝鹊贸易有限公司', '广州白云食品有限公司', 'a region that may be a brand, and its trade'],
    ['江苏银行股份有限公司', '南京银行股份有限公司', 'the place is the brand'],
    ['朝阳贸易有限公司', '长安汽车有限公司', 'nothing but place and trade'],
    ['苏州蓝鹊海涵粮油有限公司', '苏州蓝鹊海侨粮油有限公司', 'a brand of two words, one of them another'],
    ['苏州蓝鹊电器有限公司', '苏州蓝鹊电器销售有限公司', 'a company that sells what the other makes'],
    ['茂义软件有限公司', 'guangzhouqinghemaoyi', 'a brand that the end of a long word spells'],
    ['西门子(中国)有限公司', 'Bosch (China) Investment Ltd.', 'another known brand'],
    ['西门子餐饮管理(苏州)有限公司', 'Siemens Logistics (Suzhou) Ltd.', 'a known brand in another trade'],
    ['苏州蓝鹊酒业有限公司', '苏州蓝鹊实业有限公司', 'two words for trades, one character apart'],
    ['北京合众蓝鹊软件有限公司', 'Shanghai Hongda Trading Co., Ltd.', 'another English name'],
  ])('given %s and %s, when they are compared, then it can be entered: %s', (a, b) => {
    expect(verdictOf(a, b)).toBe('unique');
  });

  test.each([
    ['Northwind AG', 'NorthwindAG', 'possible', 'the legal form glued on'],
    ['Northwind Ltd., China', 'Northwind (China) Co., Ltd.', 'duplicate', 'the country after the legal form'],
    ['Northwind Trading (Shanghai) Ltd.', 'Northwind Trading Shanghai Limited', 'duplicate', 'a seat without brackets'],
    ['1st Northwind Bank', 'First Northwind Bank', 'duplicate', 'an ordinal'],
    ['Ostwerk Handel Sp. z o.o.', 'Ostwerk Handel', 'duplicate', 'a legal form in Polish'],
    ['Stellavanti N.V.', 'Stellaranti N.V.', 'possible', 'a slip'],
    ['NWA', 'Northern Welding Alliance', 'possible', 'initials'],
    ['Northwind International', 'Southgate International', 'unique', 'another brand'],
    [
      'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "СЕВЕР"',
      'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "ВОСТОК"',
      'unique',
      'a legal form in Russian',
    ],
  ])('given %s and %s, when they are compared, then the verdict is %s: %s', (a, b, verdict) => {
    expect(verdictOf(a, b)).toBe(verdict);
  });

  test('given two names, when they are compared either way round, then the score is the same', () => {
    const names = ['苏州蓝鹊软件有限公司', '苏州蓝雀软件科技有限公司'] as const;
    expect(compare({ name: names[0] }, { name: names[1] }).score).toBeCloseTo(
      compare({ name: names[1] }, { name: names[0] }).score,
    );
  });
});

test.each([
  ['苏州蓝鹊软件有限公司(洛阳)', '苏州蓝鹊软件有限公司', 'possible', 'the seat on one side only'],
  ['苏州蓝鹊软件有限公司(洛阳)', '苏州蓝鹊软件有限公司(长沙)', 'unique', 'two seats'],
])('IN-5: given %s and %s, when they are compared, then the verdict is %s: %s', (a, b, verdict) => {
  expect(verdictOf(a, b)).toBe(verdict);
});

describe('whole records (IN-2, IN-5, IN-6)', () => {
  const seat = { name: '美来尔工程技术(北京)有限公司', phones: ['010-81234567'], city: '北京' };

  test('given a name that only makes one ask, when a landline is shared too, then the entry is refused', () => {
    const other = { name: '美来尔工程技术有限公司', phones: ['(010) 8123 4567 转 8001'] };
    expect(compare(seat, other)).toMatchObject({ verdict: 'duplicate', phones: 'same' });
  });

  test('given unrelated names, when a number is shared, then a person confirms the number', () => {
    const other = { name: '苏州蓝鹊餐饮管理有限公司', phones: ['010-81234567'] };
    const comparison = compare(seat, other);
    const { advice } = explain(comparison, comparable(readFacts(seat)), comparable(readFacts(other)));
    expect(comparison.verdict).toBe('possible');
    expect(advice.zh).toContain('核实座机与传真');
  });

  test.each([
    ['句容二圣供销合作社旅社', '二圣供销合作社旅社', '镇江', 'possible', 'a name that leaves its region out'],
    ['兆祥供销有限公司', '兆祥供销有限责任公司', '泰州', 'duplicate', 'two that never had one'],
    ['靖江市兆祥供销有限公司', '兆祥餐饮管理有限公司', '泰州', 'unique', 'another trade'],
    ['慈溪足佳童鞋厂', '慈溪塑料保温材料厂', '宁波', 'unique', 'a region that can be read as a brand'],
  ])('IN-5: given %s and %s, when both are in %s, then the verdict is %s: %s', (a, b, city, verdict) => {
    expect(compare({ name: a, city }, { name: b, city }).verdict).toBe(verdict);
  });

  test('given a province in one name, when the customers sit in two cities of it, then they are two companies', () => {
    const [a, b] = [
      { name: '安徽蓝鹊软件有限公司', province: '安徽', city: '合肥' },
      { name: '芜湖蓝鹊软件有限公司', province: '安徽', city: '芜湖' },
    ];
    expect(compare(a, b).verdict).toBe('unique');
  });

  test.each([
    ['广东蓝鹊软件有限公司', '揭阳蓝鹊软件有限公司', { city: '揭阳' }, 'possible', 'it sits where the other name says'],
    ['广东蓝鹊软件有限公司', '揭阳蓝鹊软件有限公司', { city: '深圳' }, 'unique', 'it sits elsewhere'],
    ['蓝鹊软件有限公司', '揭阳蓝鹊餐饮有限公司', { city: '揭阳' }, 'unique', 'another trade'],
  ])(
    'IN-5: given %s, of which the place is known, and %s, when compared (%o), then it is %s: %s',
    (a, b, place, verdict) => {
      expect(compare({ name: a, ...place }, { name: b }).verdict).toBe(verdict);
    },
  );

  test.each([
    ['北京', '北京市海淀区中关村大街27号', '北京市朝阳区建国路8号', 'possible', 'two districts of one city'],
    ['苏州', '苏州市吴中区东吴北路98号', '江苏省昆山市前进中路167号', 'possible', 'a county of the same city'],
    ['苏州', '苏州市吴中区东吴北路98号', '南京市鼓楼区中山路18号', 'unique', 'two cities of one province'],
    ['仙桃', '湖北省仙桃市仙桃大道18号', '湖北省潜江市章华中路9号', 'unique', 'two counties under the province'],
  ])(
    'IN-5: given 美来尔 (%s) at %s, and without region at %s, then the verdict is %s: %s',
    (city, one, other, verdict) => {
      const [a, b] = [
        { name: `美来尔工程技术(${city})有限公司`, phones: ['010-62345678'], address: one },
        { name: '美来尔工程技术有限公司', phones: ['010-88881234'], address: other },
      ];
      expect(compare(a, b).verdict).toBe(verdict);
    },
  );

  test('given only phones, when they are one line, then that alone is the verdict', () => {
    expect(compare({ phones: ['010-81234567'] }, { phones: ['(010)81234567'] })).toMatchObject({
      verdict: 'duplicate',
      score: 1,
    });
    expect(compare({ phones: ['010-81234567'] }, { phones: ['010-81234568'] }).verdict).toBe('unique');
  });
});

describe('the explanation', () => {
  test('given a possible duplicate, when it is explained, then each fact has a sentence in both languages', () => {
    const [a, b] = ['苏州蓝鹊软件有限公司', '苏州蓝雀软件有限公司'].map((name) => comparable(readFacts({ name })));
    if (a === undefined || b === undefined) throw new Error('two names give two sides');
    const { findings, advice } = explain(compareCustomers(a, b), a, b);
    expect(findings).toContainEqual({
      fact: 'name',
      strength: 'strong',
      zh: '字号同音：“蓝鹊”“蓝雀”',
      en: 'the brands sound alike: 蓝鹊, 蓝雀',
    });
    expect(findings.map(({ fact }) => fact)).toEqual(['name', 'trade', 'region']);
    expect(advice.zh).toContain('可能是同一客户');
    expect(advice.en).toContain('may be the same customer');
  });

  test.each([
    ['苏州蓝鹊信息技术有限公司', '苏州蓝鹊信息科技有限公司', '行业用语近义：“信息技术”“信息科技”'],
    ['苏州蓝鹊软件有限公司', '苏州蓝鹊软件科技有限公司', '一方多一个通用词：“软件”“软件科技”'],
    ['苏州蓝鹊软件有限公司', '苏州蓝鹊餐饮管理有限公司', '行业不同：“软件”“餐饮管理”'],
    ['苏州蓝鹊软件有限公司', '苏州市蓝鹊软件有限公司', '地区相同：苏州市'],
    ['苏州蓝鹊软件有限公司', '蓝鹊软件有限公司', '只有一方写明地区：苏州市'],
    ['苏州蓝鹊软件有限公司', '洛阳蓝鹊软件有限公司', '不同省份：苏州市 / 洛阳市'],
    ['苏州蓝鹊机械厂', '苏州蓝鹊机械有限公司', '一方为厂或店，一方为公司，可能已改制'],
    ['苏州蓝鹊软件', '苏州蓝鹊软件有限公司', '只有一方写明组织形式'],
    ['苏州灵锐软件有限公司', '苏州林锐软件有限公司', '字号读音相近：“灵锐”“林锐”'],
    ['苏州天石软件有限公司', '苏州夫石软件有限公司', '字号字形相近：“天石”“夫石”'],
    ['Siemens Ltd., China', '西门子(中国)有限公司', '外文字号即“西门子”：siemens'],
    ['苏州蓝鹊软件有限公司（原苏州青梧软件有限公司）', '苏州青梧软件有限公司', '按括号中的曾用名比较'],
  ])('IN-5: given %s and %s, when they are explained, then one fact reads %s', (nameA, nameB, fact) => {
    const [a, b] = [comparable(readFacts({ name: nameA })), comparable(readFacts({ name: nameB }))];
    expect(explain(compareCustomers(a, b), a, b).findings.map(({ zh }) => zh)).toContain(fact);
  });

  test('given two districts of one city, when the places of both customers are told, then the city is', () => {
    const [a, b] = ['北京市丰台区南三环西路8号', '北京市朝阳区建国路8号'].map((address) =>
      comparable(readFacts({ name: '蓝鹊软件有限公司', address })),
    );
    if (a === undefined || b === undefined) throw new Error('two names give two sides');
    expect(explain(compareCustomers(a, b), a, b).findings.map(({ zh }) => zh)).toContain(
      '双方名称均未写地区，所在地一致：北京市',
    );
  });

  test('given a branch of an entered company, when it is explained, then it says that both can stand', () => {
    const [a, b] = ['苏州蓝鹊软件有限公司', '苏州蓝鹊软件有限公司昆山分公司'].map((name) =>
      comparable(readFacts({ name })),
    );
    if (a === undefined || b === undefined) throw new Error('two names give two sides');
    expect(explain(compareCustomers(a, b), a, b).advice.zh).toContain('总分机构');
  });
});
