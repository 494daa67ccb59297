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
import { postingsOf } from '../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../functions/shared/domain/matching/check.ts';
import { readFacts } from '../functions/shared/domain/matching/customer-facts.ts';
import { comparable, compareCustomers } from '../functions/shared/domain/matching/verdict.ts';
import { type Emulator, serve } from './duplicates/emulator.ts';
import { exactKey, generation, type LoadedTable, loadTable } from './duplicates/loaded-table.ts';
import { namesSource, type RegisteredName, registeredNames } from './duplicates/register-names.ts';
import { retyped } from './duplicates/retyped.ts';
import { figure } from './figure.ts';

const QUERIES = 400;
const WARM_UP = 60;
const ENTRIES = 400;
const CONCURRENT = 8;
const SCAN_PAGES = 2;

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

/** Checks every query at every size in turn, so that whatever else the machine does weighs on all sizes alike. */
async function measureChecks(tables: readonly RecordsTable[], queries: readonly Query[]): Promise<Measured[]> {
  const runs = tables.map((table) => ({
    index: customerIndex(table, async () => generation),
    times: [0],
    units: [0],
    found: 0,
  }));
  const known = queries.filter(({ id }) => id !== undefined).length;
  for (const [turn, { name, place, id }] of [...queries.slice(0, WARM_UP), ...queries].entries()) {
    for (const run of runs) {
      const start = performance.now();
      const { candidates, readUnits } = await checkCustomer(readFacts({ name, ...place }), run.index);
      if (turn < WARM_UP) continue;
      run.times.push(performance.now() - start);
      run.units.push(readUnits);
      if (candidates.some(({ fingerprint }) => fingerprint.customerId === id)) run.found++;
    }
  }
  return runs.map(({ times, units, found }) => {
    times.sort((a, b) => a - b);
    units.sort((a, b) => a - b);
    const mean = units.reduce((sum, one) => sum + one, 0) / queries.length;
    return {
      p50: at(times, 0.5),
      p99: at(times, 0.99),
      unitsMean: mean,
      unitsP99: at(units, 0.99),
      found: found / known,
    };
  });
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
  const index = customerIndex(table, async () => generation);
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

interface Served {
  readonly size: number;
  readonly loaded: LoadedTable;
  readonly table: RecordsTable;
}

/** Loads and serves a register of each size, hands them over, and cleans up whatever happens. */
async function withRegisters(
  file: string | undefined,
  sizes: readonly number[],
  work: (served: readonly Served[]) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'duplicates-'));
  const running: (Served & Pick<Emulator, 'stop'>)[] = [];
  try {
    for (const size of sizes) {
      const start = performance.now();
      const loaded = await loadTable(join(folder, label(size)), file, size);
      const seconds = ((performance.now() - start) / 1_000).toFixed(0);
      process.stderr.write(`${loaded.customers} customers, ${loaded.postings} postings loaded in ${seconds} s\n`);
      running.push({ size, loaded, ...(await serve(join(folder, label(size)))) });
    }
    await work(running);
  } finally {
    for (const { stop } of running) await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function printChecks(name: string, { p50, p99, unitsMean, unitsP99, found }: Measured): void {
  figure(`duplicates.p50_ms_${name}`, p50, 'ms');
  figure(`duplicates.p99_ms_${name}`, p99, 'ms');
  figure(`duplicates.read_units_mean_${name}`, unitsMean, 'read units');
  figure(`duplicates.read_units_p99_${name}`, unitsP99, 'read units');
  figure(`duplicates.found_${name}`, found, 'share');
}

async function printOthers({ size, loaded, table }: Served, queries: readonly Query[], check: Measured): Promise<void> {
  const name = label(size);
  const exact = await measureExact(table, queries);
  figure(`duplicates.exact_p50_ms_${name}`, exact.p50, 'ms', { against: 'the check', ratio: exact.p50 / check.p50 });
  figure(`duplicates.exact_found_${name}`, exact.found, 'share');
  const [query] = queries;
  if (query === undefined) return;
  const scan = await measureScan(table, query, loaded.postings + loaded.customers);
  const ratio = scan.milliseconds / check.p50;
  figure(`duplicates.scan_ms_${name}`, scan.milliseconds, 'ms', { against: 'the check', ratio });
  figure(`duplicates.scan_read_units_${name}`, scan.units, 'read units');
}

/** Prints the figures of the duplicate check (docs: requirements IN-2, IN-5). */
export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { names: { type: 'string' }, sizes: { type: 'string', default: '1000,10000,100000,1000000' } },
  });
  const sizes = values.sizes.split(',').map(Number);
  const { file, what } = namesSource(values.names);
  process.stderr.write(`names: ${what}\n`);
  const queries = await queriesFrom(file);
  await withRegisters(file, sizes, async (served) => {
    const measured = await measureChecks(
      served.map(({ table }) => table),
      queries,
    );
    for (const [i, one] of served.entries()) {
      const check = measured[i];
      if (check === undefined) continue;
      printChecks(label(one.size), check);
      await printOthers(one, queries, check);
    }
    const [smallest, largest, last] = [measured[0], measured.at(-1), served.at(-1)];
    if (smallest === undefined || largest === undefined || last === undefined) return;
    const ratio = `duplicates.latency_ratio_${label(last.size)}_${label(sizes[0] ?? 0)}`;
    figure(ratio, largest.p50 / smallest.p50, 'ratio');
    figure('duplicates.write_units', last.loaded.writeUnits, 'write units per customer');
    figure('duplicates.index_bytes', last.loaded.indexBytes / last.loaded.customers, 'bytes per customer');
    figure('duplicates.entries_per_s', await measureEntries(last.table, queries), 'entries/s');
  });
}
