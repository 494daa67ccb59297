import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImportCustomersWorld, importCustomers } from '../../../functions/import-customers/import-customers.ts';
import { applicationRecords } from '../../../functions/shared/adapters/application-records.ts';
import { customerRecords } from '../../../functions/shared/adapters/customer-records.ts';
import { importRecords } from '../../../functions/shared/adapters/import-records.ts';
import { personRecords } from '../../../functions/shared/adapters/person-records.ts';
import {
  type CustomerImport,
  noLanes,
  noRows,
  resultKey,
  rowOutcomes,
  uploadKey,
} from '../../../functions/shared/domain/customer-import.ts';
import type { People } from '../../../functions/shared/domain/ports.ts';
import { aPerson } from '../../support/builders.ts';
import { engines, startDatabase, type TestDatabase } from '../../support/database.ts';
import { csvFile, customerRows, xlsxFile } from '../../support/import-file.ts';
import { memoryWorld } from '../../support/memory-world.ts';

const [engine] = engines.filter(({ available }) => available);
let database: TestDatabase | undefined;

beforeAll(async () => {
  database = engine === undefined ? undefined : await startDatabase(engine);
}, 60_000);
afterAll(() => database?.stop());

const one: CustomerImport = {
  id: 'I-1',
  by: 'lin.yue',
  forOthers: true,
  fileName: 'customers.csv',
  format: 'csv',
  status: 'AWAITING_FILE',
  createdAt: '2026-11-23T02:00:00.000Z',
  lanes: [...noLanes],
  counts: noRows,
  attempt: 1,
};

type TestWorld = ImportCustomersWorld & { readonly people: People };

async function databaseWorld(): Promise<TestWorld> {
  if (database === undefined) throw new Error('There is no database to test on');
  const table = await database.table();
  return {
    ...memoryWorld(),
    customers: customerRecords(table),
    applications: applicationRecords(table),
    people: personRecords(table),
    imports: importRecords(table),
  };
}

async function given(
  world: TestWorld,
  file: Uint8Array,
  change: Partial<CustomerImport> = {},
): Promise<ImportCustomersWorld> {
  for (const id of ['li.na', 'wang.fang']) await world.people.put(aPerson({ id, roles: ['sales'] }));
  await world.imports.create({ ...one, ...change });
  await world.objects.put(uploadKey(one.id), file, 'application/octet-stream');
  return world;
}

async function resultOf(world: ImportCustomersWorld, id = one.id): Promise<string[][]> {
  const file = await world.objects.get(resultKey(id), 1e9);
  return parse(Buffer.from(file ?? ''), { bom: true }).slice(1);
}

/** The world, dying at the `at`-th time that something is put, counted or entered. */
function mortal(world: ImportCustomersWorld, at: number): ImportCustomersWorld {
  let left = at;
  const maybe = <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      left -= 1;
      if (left <= 0) throw new Error('killed');
      return call(...args);
    };
  };
  return {
    ...world,
    objects: { ...world.objects, put: maybe(world.objects.put) },
    imports: { ...world.imports, countPart: maybe(world.imports.countPart) },
    customers: { ...world.customers, enter: maybe(world.customers.enter) },
  };
}

const outcomes = (result: readonly (readonly string[])[]): Record<string, number> => {
  const counts: Record<string, number> = { ...noRows };
  for (const row of result) counts[row[3] ?? ''] = (counts[row[3] ?? ''] ?? 0) + 1;
  return counts;
};

describe('importing customers', () => {
  test('IN-1, IN-2, IN-7: killed twice in between it ends with every row accounted for, none entered twice', async () => {
    // given 450 rows for one pool of 400, then a repetition of each twentieth and a row without a fax
    const rows = customerRows(450, () => 'li.na');
    const repeated = rows.slice(1).filter((_, at) => at % 20 === 0);
    const missing = ['宁波远洋船务有限公司', '0574-87654321', '', '宁波市中山路 9 号', '宁波', 'li.na'];
    const world = await given(await databaseWorld(), csvFile([...rows, ...repeated, missing]));
    // when it dies while entering, dies again while counting, and is called again
    await expect(importCustomers(mortal(world, 120), one.id, 600_000)).rejects.toThrow('killed');
    const [held] = [await world.customers.list({ holder: 'li.na' }, { limit: 100 })];
    expect(held.items.length).toBeGreaterThan(0);
    await expect(importCustomers(mortal(world, 260), one.id, 600_000)).rejects.toThrow('killed');
    expect(await importCustomers(world, one.id, 600_000)).toEqual({ done: true });
    // then
    const result = await resultOf(world);
    const total = 450 + repeated.length + 1;
    expect(result.map(([row]) => Number(row))).toEqual(Array.from({ length: total }, (_, at) => at + 2));
    const done = await world.imports.get(one.id);
    expect(done).toMatchObject({ status: 'DONE', rows: total, counts: outcomes(result) });
    expect(rowOutcomes.reduce((sum, each) => sum + (done?.counts[each] ?? 0), 0)).toBe(total);
    const entered = result.filter(([, , , outcome]) => outcome === 'entered').map(([, , , , , id]) => id);
    expect(new Set(entered).size).toBe(entered.length);
    expect(done?.counts.duplicate).toBeGreaterThanOrEqual(repeated.length - 3);
    expect(result.at(-1)?.[3]).toBe('invalid');
    for (const id of entered) expect(await world.customers.get(id ?? '')).toBeDefined();
  }, 240_000);

  test('XLSX: goes on where its time was over, and says how far it is', async () => {
    const world = await given(memoryWorld(), xlsxFile(customerRows(250, (row) => (row % 2 ? 'li.na' : 'wang.fang'))), {
      format: 'xlsx',
    });
    // when
    const calls: boolean[] = [];
    while (calls.at(-1) !== true && calls.length < 20) calls.push((await importCustomers(world, one.id, 0)).done);
    // then started, read, two parts, joined
    expect(calls).toEqual([false, false, false, false, true]);
    expect(await world.imports.get(one.id)).toMatchObject({ status: 'DONE', rows: 250, parts: 2, lanes: [0, 1, 0, 1] });
  }, 60_000);

  test('IN-3: holders of customers that rows are find them told once, in one piece, however often the end is repeated', async () => {
    // given a pool of two customers
    const world = await given(memoryWorld(), csvFile(customerRows(2, () => 'wang.fang')), { id: 'I-0' });
    await world.objects.put(uploadKey('I-0'), csvFile(customerRows(2, () => 'wang.fang')), 'text/csv');
    await importCustomers(world, 'I-0', 600_000);
    // when another imports them too, one of them twice, and it dies before it is done
    const [header = [], first = [], second = []] = customerRows(2, () => 'li.na');
    await world.imports.create(one);
    await world.objects.put(uploadKey(one.id), csvFile([header, first, second, first]), 'text/csv');
    const dying = { ...world, imports: { ...world.imports, finish: () => Promise.reject(new Error('killed')) } };
    await expect(importCustomers(dying, one.id, 600_000)).rejects.toThrow('killed');
    await importCustomers(world, one.id, 600_000);
    // then
    const told = await world.imports.clashes(one.id, 'wang.fang');
    expect(told).toMatchObject({ by: 'lin.yue', rows: 3, told: false });
    expect(told?.clashes.map(({ finder, typedName }) => [finder, typedName])).toEqual(
      [first, second, first].map(([name]) => ['li.na', name]),
    );
    expect(await world.imports.clashes(one.id, 'li.na')).toBeUndefined();
  }, 60_000);

  test('read by one, entered by four at the same time, ended by one, no row twice and none left out', async () => {
    const world = await given(
      memoryWorld(),
      csvFile(customerRows(900, (row) => (row % 3 === 0 ? 'li.na' : 'wang.fang'))),
    );
    expect(await importCustomers(world, one.id, 600_000, 'reading')).toEqual({ done: true });
    expect(await world.imports.get(one.id)).toMatchObject({ status: 'ENTERING', parts: 5 });
    // when
    const lanes = await Promise.all(noLanes.map((_, lane) => importCustomers(world, one.id, 600_000, lane)));
    expect(lanes).toEqual(noLanes.map(() => ({ done: true })));
    expect(await importCustomers(world, one.id, 600_000)).toEqual({ done: true });
    // then
    const done = await world.imports.get(one.id);
    const result = await resultOf(world);
    expect(done).toMatchObject({ status: 'DONE', rows: 900, lanes: [1, 1, 1, 2], counts: outcomes(result) });
    expect(result.map(([row]) => Number(row))).toEqual(Array.from({ length: 900 }, (_, at) => at + 2));
    expect(done?.counts.full).toBeGreaterThan(0);
    expect(
      result.filter(([, , holder, outcome]) => holder === 'wang.fang' && outcome === 'entered').length,
    ).toBeLessThanOrEqual(400);
  }, 120_000);

  test('IN-4: of the applications of an import one speaks for all, asked at the same moment and ever after', async () => {
    const { imports } = await databaseWorld();
    await imports.create(one);
    const ids = ['A-1', 'A-2', 'A-3', 'A-4'];
    const first = await Promise.all(ids.map((id) => imports.speaksFor(one.id, id)));
    const later = await Promise.all(ids.map((id) => imports.speaksFor(one.id, id)));
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(later).toEqual(first);
    expect(await imports.get(one.id)).toEqual(one);
  });

  test('the result file is safe in a spreadsheet: nothing in it is run as a formula', async () => {
    const header = ['name', 'landline', 'fax', 'address'];
    const world = await given(memoryWorld(), csvFile([header, ['=HYPERLINK("x")', '1', '2', '3']]), { by: 'li.na' });
    await importCustomers(world, one.id, 600_000);
    expect((await resultOf(world))[0]?.slice(0, 4)).toEqual(['2', `'=HYPERLINK("x")`, 'li.na', 'invalid']);
  });

  test('IN-1, IN-6: what a row lacks and what is odd about it is told in its columns’ words, both languages', async () => {
    const header = ['公司名称', '座机', '传真', '地址'];
    const lacking = ['宁波远洋船务有限公司', '没有', '', '宁波市中山路 9 号'];
    const odd = ['宁波海岳船务有限公司', '13812345678', '0574-87654321', '宁波市中山路 9 号'];
    const world = await given(memoryWorld(), csvFile([header, lacking, odd]), { by: 'li.na' });
    await importCustomers(world, one.id, 600_000);
    const [first, second] = await resultOf(world);
    expect(first?.slice(3)).toEqual([
      'invalid',
      expect.any(String),
      '',
      '座机：须为电话号码，至少 5 位数字，例如 0571-87654321。传真：此项必填。',
      'landline: Give a telephone number of at least 5 digits, such as 0571-87654321. fax: This field is required.',
    ]);
    expect(second?.[3]).toBe('unconfirmed');
    expect(second?.[6]).toBe('座机栏填的是手机号码，请向客户核实座机。核实后填入“已核实”列：landline-is-mobile');
  });

  test.each([
    ['csv', csvFile],
    ['xlsx', xlsxFile],
  ] as const)('a %s file with blank rows: results name the rows as the sheet numbers them', async (format, fileOf) => {
    const [header = [], first = [], second = []] = customerRows(2, () => 'li.na');
    const world = await given(memoryWorld(), fileOf([header, [], first, [], [], second]), { format });
    await importCustomers(world, one.id, 600_000);
    expect((await resultOf(world)).map(([row]) => row)).toEqual(['3', '6']);
    expect(await world.imports.get(one.id)).toMatchObject({ status: 'DONE', rows: 2 });
  });

  test('tried first: each row is told what the import then makes of it, and nothing is written or told', async () => {
    // given a pool with room for few, a colleague's customer, rows that repeat, lack and look odd
    const world = await given(await databaseWorld(), Buffer.from(''), { by: 'li.na', forOthers: false });
    const rows = customerRows(402, () => 'li.na');
    const [header = [], first = [], second = []] = rows;
    await world.imports.create({ ...one, id: 'I-0', by: 'wang.fang' });
    await world.objects.put(uploadKey('I-0'), csvFile([header, [...second.slice(0, 5), 'wang.fang']]), 'text/csv');
    await importCustomers(world, 'I-0', 600_000);
    const lacking = ['宁波远洋船务有限公司', '0574-87654321', '', '宁波市中山路 9 号'];
    const odd = ['宁波海岳船务有限公司', '13812345678', '0574-87654321', '宁波市中山路 9 号'];
    const file = csvFile([...rows.slice(0, 300), first, lacking, odd, ...rows.slice(300)]);
    await world.objects.put(uploadKey(one.id), file, 'text/csv');
    // when it is tried, and dies in between
    await world.imports.start(one.id, true);
    const dying = { ...world, imports: { ...world.imports, finish: () => Promise.reject(new Error('killed')) } };
    await expect(importCustomers(dying, one.id, 600_000)).rejects.toThrow('killed');
    expect(await importCustomers(world, one.id, 600_000)).toEqual({ done: true });
    // then
    const tried = await world.imports.get(one.id);
    expect(tried).toMatchObject({
      status: 'TRIED',
      rows: 405,
      counts: { entered: 400, unconfirmed: 1, full: 1, invalid: 1 },
    });
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 0 });
    expect((await world.customers.list({ holder: 'li.na' }, { limit: 9 })).items).toEqual([]);
    expect(await world.imports.clashes(one.id, 'wang.fang')).toBeUndefined();
    const trial = await resultOf(world, 'I-1/trial');
    expect(trial.map(([row]) => Number(row))).toEqual(Array.from({ length: 405 }, (_, at) => at + 2));
    expect(trial[0]?.slice(3, 6)).toEqual(['entered', '可录入', '']);
    // and entered then, it comes to what was told
    expect(await world.imports.enterTried(one.id, 1)).toBe(true);
    expect(await importCustomers(world, one.id, 600_000)).toEqual({ done: true });
    const done = await world.imports.get(one.id);
    expect(done).toMatchObject({ status: 'DONE', rows: 405, counts: tried?.counts ?? {} });
    // rows beside each other may both come for the last place of the pool: which has it is all that may differ
    const differing = (await resultOf(world)).flatMap(([, , , outcome], at) =>
      outcome === trial[at]?.[3] ? [] : [[outcome, trial[at]?.[3]].toSorted()],
    );
    expect(differing).toEqual(differing.map(() => ['entered', 'full']));
    expect(differing.length).toBeLessThanOrEqual(2);
    expect(await world.customers.pool('li.na')).toMatchObject({ held: 400 });
    expect(await world.imports.clashes(one.id, 'wang.fang')).toMatchObject({ rows: 1 });
  }, 240_000);

  test('IN-2: of lookalikes beside each other one is entered, whatever tells them apart', async () => {
    // given brands that sound different, as a place may be part of one
    const pairs = [
      ['焦作市安阳城供销合作社田门门市部', '安阳城供销合作社田门门市部', '焦作'],
      ['玉环县龙岩无线电配件厂', '龙岩无线电配件厂', '台州'],
    ] as const;
    const rows = pairs.flatMap(([long, short, city], pair) =>
      [long, short].map((name, at) => {
        const number = 20_008_598 + pair * 100 + at * 2;
        return [name, `010-${number}`, `010-${number + 1}`, `${city}人民路${number}号`, city, 'li.na'];
      }),
    );
    const [header = []] = customerRows(0, () => '');
    const world = await given(await databaseWorld(), csvFile([header, ...rows]));
    await importCustomers(world, one.id, 600_000);
    const outcomesOf = (await resultOf(world)).map(([, , , outcome]) => outcome);
    for (const pair of [outcomesOf.slice(0, 2), outcomesOf.slice(2)])
      expect(pair.toSorted()).toEqual(['asked', 'entered']);
  }, 60_000);

  test('a call that was given up counts nothing for the import that was started once more since', async () => {
    const world = await given(memoryWorld(), csvFile(customerRows(3, () => 'li.na')));
    await importCustomers(world, one.id, 0, 'reading');
    await importCustomers(world, one.id, 0, 'reading');
    const counts = { ...noRows, entered: 3 };
    await world.imports.resume(one.id, 1);
    expect(await world.imports.countPart(one.id, { attempt: 1, lane: 3, done: 0 }, counts)).toBe(false);
    expect(await world.imports.countPart(one.id, { attempt: 2, lane: 3, done: 0 }, counts)).toBe(true);
  });

  test('a file is read by what it is, whatever it is called, from the row that names the columns on', async () => {
    const [header = [], first = [], second = []] = customerRows(2, () => 'li.na');
    const file = xlsxFile([['客户名单（2026 年）'], [], ['制表：李娜'], header, first, second]);
    const world = await given(memoryWorld(), file, { format: 'csv' });
    await importCustomers(world, one.id, 600_000);
    expect((await resultOf(world)).map(([row, , , outcome]) => [row, outcome])).toEqual([
      ['5', 'entered'],
      ['6', 'entered'],
    ]);
  });

  test('IN-1: a row of CSV with more cells than columns is not guessed at; one with fewer lacks what it lacks', async () => {
    const [header = [], first = []] = customerRows(1, () => 'li.na');
    const text = [
      header,
      [...first, '', ''],
      ['杭州晨光贸易有限公司', '0571-1', '0571-2', '杭州', '文三路 9 号', 'a', 'b'],
      ['云帆'],
    ]
      .map((cells) => cells.join(','))
      .join('\n');
    const world = await given(memoryWorld(), Buffer.from(text), { by: 'li.na' });
    await importCustomers(world, one.id, 600_000);
    const result = await resultOf(world);
    expect(result.map(([, , , outcome]) => outcome)).toEqual(['entered', 'invalid', 'invalid']);
    expect(result[1]?.[6]).toContain('多出');
    expect(result[2]?.[6]).toContain('座机：此项必填');
  });

  test('IN-8: a salesperson imports into no other pool', async () => {
    const rows = customerRows(2, (row) => (row === 0 ? 'wang.fang' : 'li.na'));
    const world = await given(memoryWorld(), csvFile(rows), { by: 'li.na', forOthers: false });
    await importCustomers(world, one.id, 600_000);
    expect((await resultOf(world)).map(([, , , outcome]) => outcome)).toEqual(['invalid', 'entered']);
    expect((await world.customers.list({ holder: 'wang.fang' }, { limit: 9 })).items).toEqual([]);
  });

  test.each([
    ['without customers', 'name,landline,fax,address\r\n', /no customers/],
    ['without a column of a fact', 'name,landline\r\na,b', /fax, address/],
    ['without any column', `${'some,text\n'.repeat(20)}`, /name, landline, fax, address/],
  ])('a file %s is refused, with the reason', async (_, text, reason) => {
    const world = await given(memoryWorld(), Buffer.from(text));
    expect(await importCustomers(world, one.id, 600_000)).toEqual({ done: true });
    expect(await world.imports.get(one.id)).toMatchObject({
      status: 'REFUSED',
      refusal: { en: expect.stringMatching(reason) },
    });
  });
});
