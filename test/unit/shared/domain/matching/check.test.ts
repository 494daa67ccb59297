import { describe, expect, test } from 'vitest';
import type { BlockingIndex } from '../../../../../functions/shared/domain/matching/blocking-index.ts';
import { postingsOf } from '../../../../../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer, maximumReads } from '../../../../../functions/shared/domain/matching/check.ts';
import { type CustomerFacts, readFacts } from '../../../../../functions/shared/domain/matching/customer-facts.ts';
import { MemoryIndex } from '../../../../../functions/shared/domain/matching/memory-index.ts';

function indexOf(customers: Readonly<Record<string, CustomerFacts>>): MemoryIndex {
  const index = new MemoryIndex();
  for (const [id, facts] of Object.entries(customers)) index.put(postingsOf(id, readFacts(facts)));
  return index;
}

async function check(index: BlockingIndex, facts: CustomerFacts) {
  const { verdict, candidates } = await checkCustomer(readFacts(facts), index);
  return { verdict, ids: candidates.map(({ fingerprint }) => fingerprint.customerId) };
}

describe('a check against the index (IN-2, IN-5)', () => {
  const customers = {
    seat: { name: '美来尔工程技术(北京)有限公司', phones: ['010-81234567'] },
    bluebird: { name: '苏州蓝鹊软件有限公司', phones: ['0512-61234567'], address: '江苏省苏州市姑苏区干将路1号801室' },
    bluebirdFar: { name: '洛阳蓝鹊软件有限公司' },
    bureau: { name: '中铁蓝鹊第二工程局有限公司' },
    abroad: { name: '西门子电机(南京)有限公司' },
    abroadToo: { name: 'Bosch Automotive Products (Suzhou) Co., Ltd.' },
  } satisfies Record<string, CustomerFacts>;
  const index = indexOf(customers);

  test.each([
    ['region missing', '美来尔工程技术有限公司', 'seat', 'possible'],
    ['region moved', '蓝鹊软件(苏州)有限公司', 'bluebird', 'duplicate'],
    ['homophone', '苏州兰雀软件有限公司', 'bluebird', 'possible'],
    ['first character left out', '苏州鹊软件有限公司', 'bluebird', undefined],
    ['characters exchanged', '苏州鹊蓝软件有限公司', 'bluebird', undefined],
    ['abbreviation', '苏州蓝鹊', 'bluebird', 'possible'],
    ['English', 'Suzhou Lanque Software Co., Ltd.', 'bluebird', 'possible'],
    ['numeral', '中铁蓝鹊第2工程局有限公司', 'bureau', 'duplicate'],
    ['a former name in a bracket', '苏州青梧科技有限公司（原苏州蓝鹊软件有限公司）', 'bluebird', 'possible'],
    ['a known brand in Latin letters', 'Siemens (Nanjing) Ltd.', 'abroad', 'possible'],
    ['the Chinese name of a known brand', '博世汽车部件（苏州）有限公司', 'abroadToo', 'possible'],
  ])(
    'given a name with %s, when it is checked, then its customer is the first candidate',
    async (_, name, id, verdict) => {
      const result = await check(index, { name });
      expect(result.ids[0]).toBe(id);
      if (verdict !== undefined) expect(result.verdict).toBe(verdict);
    },
  );

  test('given another name with the landline of a customer, when it is checked, then that customer is found', async () => {
    const result = await check(index, { name: '青岛海桐餐饮有限公司', fax: '0512-61234567-808' });
    expect(result).toEqual({ verdict: 'possible', ids: ['bluebird'] });
  });

  test('given another name at the address of a customer, when it is checked, then that customer is found', async () => {
    const result = await check(index, { name: '青岛海桐餐饮有限公司', address: '苏州市姑苏区干将路1号801' });
    expect(result.ids).toEqual(['bluebird']);
  });

  test('given a company of nobody, when it is checked, then it is unique', async () => {
    expect((await check(index, { name: '哈尔滨雪松木业有限公司' })).verdict).toBe('unique');
  });
});

describe('a key that many hold', () => {
  const holders = 3_000;
  const provinces = ['江苏苏州', '浙江杭州', '四川成都', '湖北武汉', '河南洛阳'] as const;
  const index = new MemoryIndex();
  for (let i = 0; i < holders; i++) {
    const seat = provinces[i % provinces.length] ?? provinces[0];
    const facts = { name: `${seat.slice(2)}蓝鹊${i}号服务站`, province: seat.slice(0, 2), city: seat.slice(2) };
    index.put(postingsOf(`many-${i}`, readFacts(facts)));
  }

  test('given a brand held by 3,000 companies, when it is checked, then the reads stay bounded', async () => {
    const read = readFacts({ name: '杭州蓝鹊餐饮管理有限公司', province: '浙江', city: '杭州' });
    const { reads, readUnits } = await checkCustomer(read, index);
    expect(reads).toBeLessThanOrEqual(maximumReads);
    expect(readUnits).toBeLessThanOrEqual(15);
  });

  test('given a page limit, when a key is read, then no more is read and it says that there is more', async () => {
    const page = await index.read({ key: 'h蓝鹊', placePrefix: '33', limit: 5 });
    expect(page.postings).toHaveLength(5);
    expect(page.more).toBe(true);
    expect(page.postings.every(({ placeCode }) => placeCode.startsWith('33'))).toBe(true);
  });

  test('given the exact one among 3,000, when it is checked, then it is found', async () => {
    const read = readFacts({ name: '洛阳市蓝鹊1234号服务站', province: '河南', city: '洛阳' });
    const { candidates } = await checkCustomer(read, index);
    expect(candidates[0]?.fingerprint.customerId).toBe('many-1234');
  });
});

describe('a name found as it was typed (IN-2)', () => {
  const cities = ['江苏苏州', '浙江杭州', '四川成都', '湖北武汉', '河南洛阳'] as const;
  const index = new MemoryIndex();
  const put = (id: string, name: string, province: string, city: string): void =>
    index.put(postingsOf(id, readFacts({ name, province, city })));
  for (let i = 0; i < 400; i++) {
    const seat = cities[i % cities.length] ?? cities[0];
    put(`same-${i}`, `${seat.slice(2)}蓝鹊软件${i % 2 === 0 ? '有限公司' : '厂'}`, seat.slice(0, 2), seat.slice(2));
    put(`like-${i}`, `${seat.slice(2)}蓝鹊${i}号服务站`, seat.slice(0, 2), seat.slice(2));
  }
  put('zz-first', '无锡蓝鹊软件有限公司', '江苏', '无锡');
  put('zz-second', '无锡市蓝鹊软件有限责任公司', '江苏', '无锡');
  const checked = (name: string) => checkCustomer(readFacts({ name, province: '江苏', city: '无锡' }), index);

  test('given two customers of that name behind hundreds that are called alike, then both are found', async () => {
    const { verdict, candidates } = await checked('无锡蓝鹊软件有限公司');
    const duplicates = candidates.filter(({ comparison }) => comparison.verdict === 'duplicate');
    expect(verdict).toBe('duplicate');
    expect(duplicates.map(({ fingerprint }) => fingerprint.customerId)).toEqual(['zz-first', 'zz-second']);
  });

  test('given one, then nobody looks further for others of its brand, as for a name of nobody', async () => {
    const [known, unknown] = [await checked('无锡蓝鹊软件有限公司'), await checked('无锡蓝鹊餐饮有限公司')];
    expect(known.reads).toBeLessThan(unknown.reads);
  });
});

describe('postings', () => {
  test('given a whole record, when its postings are made, then there are few and each carries the fingerprint', () => {
    const facts = {
      name: '苏州蓝鹊舟软件有限公司',
      phones: ['0512-61234567'],
      fax: '0512-61234568',
      address: '苏州市姑苏区干将路1号',
    };
    const postings = postingsOf('c1', readFacts(facts));
    expect(postings.length).toBeLessThanOrEqual(12);
    expect(new Set(postings.map(({ key }) => key)).size).toBe(postings.length);
    for (const { fingerprint, placeOrder } of postings) {
      expect(fingerprint).toMatchObject({ customerId: 'c1', phones: ['51261234567', '51261234568'] });
      expect(placeOrder).toBe('320508');
    }
  });

  test('given the same facts twice, when their postings are made, then they are the same, so that they can be deleted', () => {
    const read = () => postingsOf('c1', readFacts({ name: '苏州蓝鹊软件有限公司' }));
    expect(read()).toEqual(read());
  });
});
