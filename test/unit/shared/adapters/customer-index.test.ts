import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  customerIndex,
  openIndex,
  postingDeletes,
  postingWrites,
} from '../../../../functions/shared/adapters/customer-index.ts';
import type { RecordsTable } from '../../../../functions/shared/adapters/records-table.ts';
import type { BlockingIndex } from '../../../../functions/shared/domain/matching/blocking-index.ts';
import { postingsOf } from '../../../../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../../../../functions/shared/domain/matching/check.ts';
import { readFacts } from '../../../../functions/shared/domain/matching/customer-facts.ts';
import { MemoryIndex } from '../../../../functions/shared/domain/matching/memory-index.ts';
import { engines, startDatabase } from '../../../support/database.ts';

const generation = '1';
const places = [
  ['江苏', '苏州'],
  ['浙江', '杭州'],
  ['四川', '成都'],
] as const;

/** Forty companies of one brand in each of three cities, and one that matters. */
const customers = [
  {
    id: 'one',
    facts: { name: '苏州蓝鹊软件有限公司', phones: ['0512-61234567'], address: '苏州市姑苏区干将路1号801室' },
  },
  ...Array.from({ length: 120 }, (_, i) => {
    const [province, city] = places[i % places.length] ?? places[0];
    return { id: `many-${String(i).padStart(3, '0')}`, facts: { name: `${city}青梧${i}号餐饮店`, province, city } };
  }),
];
const postings = customers.map(({ id, facts }) => postingsOf(id, readFacts(facts)));

for (const engine of engines) {
  describe.skipIf(!engine.available)(`the index of customers on ${engine.title}`, () => {
    let database: Awaited<ReturnType<typeof startDatabase>> | undefined;
    let table: RecordsTable | undefined;
    let index: BlockingIndex | undefined;

    function running(): { table: RecordsTable; index: BlockingIndex } {
      if (table === undefined || index === undefined) throw new Error('the database has not started');
      return { table, index };
    }

    beforeAll(async () => {
      database = await startDatabase(engine);
      table = await database.table();
      index = customerIndex(table, async () => generation);
      for (const one of postings) {
        await table.client.send(
          new TransactWriteItemsCommand({ TransactItems: postingWrites(table, generation, one) }),
        );
      }
    });
    afterAll(() => database?.stop());

    test('given a customer entered with its postings, when a variant of its name is checked, then it is found', async () => {
      const read = readFacts({ name: '蓝鹊软件(苏州)有限责任公司' });
      const { verdict, candidates } = await checkCustomer(read, running().index);
      expect(verdict).toBe('duplicate');
      expect(candidates[0]?.fingerprint).toEqual(postings[0]?.[0]?.fingerprint);
    });

    test('given a key of many holders, when it is read, then the limit holds and a read costs half a unit', async () => {
      const page = await openIndex(running().table, generation).read({ key: 'h青梧', placePrefix: '', limit: 20 });
      expect(page).toMatchObject({ more: true, readUnits: 0.5 });
      expect(page.postings).toHaveLength(20);
    });

    test('given a place prefix, when a key is read, then only holders there come, ordered by place', async () => {
      const page = await openIndex(running().table, generation).read({ key: 'h青梧', placePrefix: '51', limit: 100 });
      expect(page.postings).toHaveLength(40);
      expect(page.more).toBe(false);
    });

    test('given the twin in memory, when both are read alike, then both answer alike', async () => {
      const twin = new MemoryIndex();
      for (const one of postings) twin.put(one);
      for (const read of [
        { key: 'h青梧', placePrefix: '', limit: 20 },
        { key: 'h青梧', placePrefix: '33', limit: 100 },
        { key: 'h蓝鹊', placePrefix: '3205', limit: 5 },
        { key: 'hno', placePrefix: '', limit: 5 },
      ]) {
        const [real, imagined] = [await openIndex(running().table, generation).read(read), await twin.read(read)];
        expect({ ...real, readUnits: 0 }).toEqual({ ...imagined, readUnits: 0 });
      }
    });

    test('given another generation, when it is read, then the items of the one before are not seen', async () => {
      const next = openIndex(running().table, '1-2');
      expect((await next.read({ key: 'h蓝鹊', placePrefix: '', limit: 5 })).postings).toEqual([]);
    });

    test('given postings deleted again, when the name is checked, then nothing is found', async () => {
      const { table: records, index: blocking } = running();
      const facts = readFacts({ name: '成都雪松木业有限公司' });
      const own = postingsOf('gone', facts);
      const { client } = records;
      await client.send(new TransactWriteItemsCommand({ TransactItems: postingWrites(records, generation, own) }));
      expect((await checkCustomer(facts, blocking)).verdict).toBe('duplicate');
      await client.send(new TransactWriteItemsCommand({ TransactItems: postingDeletes(records, generation, own) }));
      expect((await checkCustomer(facts, blocking)).verdict).toBe('unique');
    });
  });
}
