/**
 * `npm run bench -- duplicates [--names FILE] [--sizes 1000,10000,…]`: what a duplicate check costs among a thousand to
 * a million customers, on the native DynamoDB emulator: milliseconds, read units, write units, bytes; beside an index
 * of exact names and beside reading everything.
 *
 * The register is laid out as a DynamoDB export and imported, since a million entering transactions would take an hour;
 * `duplicates.entries_per_s` is measured with real entering transactions on top of the largest register.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GetItemCommand, ScanCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { customerIndex, postingWrites } from '../functions/shared/adapters/customer-index.ts';
import { toItem } from '../functions/shared/adapters/item.ts';
import type { RecordsTable } from '../functions/shared/adapters/records-table.ts';
import { postingsOf } from '../functions/shared/domain/matching/blocking-keys.ts';
import { checkCustomer } from '../functions/shared/domain/matching/check.ts';
import { readFacts } from '../functions/shared/domain/matching/customer-facts.ts';
import { comparable, compareCustomers } from '../functions/shared/domain/matching/verdict.ts';
import { serve } from './duplicates/emulator.ts';
import { exactKey, generation, loadTable } from './duplicates/loaded-table.ts';
import { namesSource, type RegisteredName, registeredNames } from './duplicates/register-names.ts';
import { retyped } from './duplicates/retyped.ts';
import { figure } from './figure.ts';

const QUERIES = 400;
const WARM_UP = 60;
const ENTRIES = 400;
const CONCURRENT = 8;
const SCAN_PAGES = 8;

interface Query {
  readonly name: string;
  /** The customer it should find; undefined for a company that is not in the register. */
  readonly id?: string;
  readonly place: Pick<RegisteredName, 'province' | 'city'>;
}

interface Measured {
  readonly p50: number;
  readonly p99: number;
  readonly unitsMean: number;
  readonly unitsP99: number;
  /** Share of the retyped names whose customer was among the first ten. */
  readonly found: number;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Half the queries are retyped names of the first thousand customers, half are companies of nobody. */
async function queriesFrom(file: string | undefined): Promise<Query[]> {
  const queries: Query[] = [];
  let turn = 0;
  for await (const customer of registeredNames(file, 1_000)) {
    if (turn++ % 5 !== 0) continue;
    const place = { province: customer.province, city: customer.city };
    queries.push({ name: retyped(customer, queries.length), id: customer.id, place });
    const middle = Math.floor(customer.name.length / 2);
    queries.push({ name: `${customer.name.slice(0, middle - 1)}琥珀${customer.name.slice(middle + 1)}`, place });
  }
  return queries.slice(0, QUERIES);
}

async function measureChecks(table: RecordsTable, queries: readonly Query[]): Promise<Measured> {
  const index = customerIndex(table, generation);
  for (const { name, place } of queries.slice(0, WARM_UP)) await checkCustomer(readFacts({ name, ...place }), index);
  const times: number[] = [];
  const units: number[] = [];
  let found = 0;
  let wanted = 0;
  for (const { name, place, id } of queries) {
    const start = performance.now();
    const { candidates, readUnits } = await checkCustomer(readFacts({ name, ...place }), index);
    times.push(performance.now() - start);
    units.push(readUnits);
    if (id === undefined) continue;
    wanted++;
    if (candidates.some(({ fingerprint }) => fingerprint.customerId === id)) found++;
  }
  times.sort((a, b) => a - b);
  units.sort((a, b) => a - b);
  return {
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    unitsMean: units.reduce((sum, one) => sum + one, 0) / units.length,
    unitsP99: at(units, 0.99),
    found: found / wanted,
  };
}

async function measureExact({ client, name: TableName }: RecordsTable, queries: readonly Query[]) {
  const times: number[] = [];
  let found = 0;
  let wanted = 0;
  for (const { name, id } of queries) {
    const start = performance.now();
    const Key = toItem({ pk: exactKey(name), sk: id ?? '0' });
    const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
    times.push(performance.now() - start);
    if (id === undefined) continue;
    wanted++;
    if (Item !== undefined) found++;
  }
  times.sort((a, b) => a - b);
  return { p50: at(times, 0.5), found: found / wanted };
}

/** Reads and compares page by page; the whole is told from the pages read, for nobody would wait for it. */
async function measureScan({ client, name: TableName }: RecordsTable, query: Query, items: number) {
  const self = comparable(readFacts({ name: query.name, ...query.place }));
  let read = 0;
  let units = 0;
  let ExclusiveStartKey: Parameters<typeof toItem>[0] | undefined;
  const start = performance.now();
  for (let page = 0; page < SCAN_PAGES; page++) {
    const answer = await client.send(
      new ScanCommand({
        TableName,
        ReturnConsumedCapacity: 'TOTAL',
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey: toItem(ExclusiveStartKey) }),
      }),
    );
    for (const { n } of answer.Items ?? []) compareCustomers(self, comparable(readFacts({ name: n?.S ?? '' })));
    read += answer.Items?.length ?? 0;
    units += answer.ConsumedCapacity?.CapacityUnits ?? 0;
    const last = answer.LastEvaluatedKey;
    if (last === undefined) break;
    ExclusiveStartKey = { pk: last.pk?.S, sk: last.sk?.S };
  }
  const whole = Math.max(1, items / read);
  return { milliseconds: (performance.now() - start) * whole, units: units * whole };
}

/** Enters new customers by real transactions: check, then the customer with its claims and postings. */
async function measureEntries(table: RecordsTable, queries: readonly Query[]): Promise<number> {
  const index = customerIndex(table, generation);
  const fresh = queries.filter(({ id }) => id === undefined);
  let next = 0;
  async function enter(): Promise<void> {
    while (next < ENTRIES) {
      const turn = next++;
      const query = fresh[turn % fresh.length];
      if (query === undefined) return;
      const facts = readFacts({ name: `${query.name}${turn}`, ...query.place });
      await checkCustomer(facts, index);
      const id = `bench-${turn}`;
      const customer = toItem({ pk: `CUSTOMER#${id}`, sk: 'CUSTOMER', name: facts.givenName });
      const TransactItems = [
        { Put: { TableName: table.name, Item: customer, ConditionExpression: 'attribute_not_exists(pk)' } },
        ...postingWrites(table, generation, postingsOf(id, facts)),
      ];
      await table.client.send(new TransactWriteItemsCommand({ TransactItems }));
    }
  }
  const start = performance.now();
  await Promise.all(Array.from({ length: CONCURRENT }, enter));
  return ENTRIES / ((performance.now() - start) / 1_000);
}

function label(size: number): string {
  return size >= 1_000_000 ? `${size / 1_000_000}m` : `${size / 1_000}k`;
}

/** Prints the figures of the duplicate check (docs: requirements IN-2, IN-5). */
export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { names: { type: 'string' }, sizes: { type: 'string', default: '1000,10000,100000,1000000' } },
  });
  const { file, what } = namesSource(values.names);
  process.stderr.write(`names: ${what}\n`);
  const queries = await queriesFrom(file);
  let first: Measured | undefined;
  for (const size of values.sizes.split(',').map(Number)) {
    const folder = await mkdtemp(join(tmpdir(), 'duplicates-'));
    try {
      const start = performance.now();
      const loaded = await loadTable(folder, file, size);
      const seconds = (performance.now() - start) / 1_000;
      process.stderr.write(
        `${loaded.customers} customers, ${loaded.postings} postings loaded in ${seconds.toFixed(0)} s\n`,
      );
      const emulator = await serve(folder);
      try {
        const measured = await measureChecks(emulator.table, queries);
        first ??= measured;
        const name = label(size);
        figure(`duplicates.p50_ms_${name}`, measured.p50, 'ms');
        figure(`duplicates.p99_ms_${name}`, measured.p99, 'ms');
        figure(`duplicates.read_units_mean_${name}`, measured.unitsMean, 'read units');
        figure(`duplicates.read_units_p99_${name}`, measured.unitsP99, 'read units');
        figure(`duplicates.found_${name}`, measured.found, 'share');
        const exact = await measureExact(emulator.table, queries);
        figure(`duplicates.exact_p50_ms_${name}`, exact.p50, 'ms', {
          against: 'the check',
          ratio: exact.p50 / measured.p50,
        });
        figure(`duplicates.exact_found_${name}`, exact.found, 'share');
        const [query] = queries;
        if (query !== undefined) {
          const scan = await measureScan(emulator.table, query, loaded.postings + loaded.customers);
          figure(`duplicates.scan_ms_${name}`, scan.milliseconds, 'ms', {
            against: 'the check',
            ratio: scan.milliseconds / measured.p50,
          });
          figure(`duplicates.scan_read_units_${name}`, scan.units, 'read units');
        }
        if (size === Math.max(...values.sizes.split(',').map(Number))) {
          figure(`duplicates.latency_ratio_${name}_1k`, measured.p50 / first.p50, 'ratio');
          figure('duplicates.write_units', loaded.writeUnits, 'write units per customer');
          figure('duplicates.index_bytes', loaded.indexBytes / loaded.customers, 'bytes per customer');
          figure('duplicates.entries_per_s', await measureEntries(emulator.table, queries), 'entries/s');
        }
      } finally {
        await emulator.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
