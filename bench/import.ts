/**
 * `npm run bench -- import [ROWS] [--names FILE]`: a file of ROWS customers (1,000 where left out), one in twenty of them
 * once more as somebody else would type it, is imported into DynamoDB's stand-in by four processes beside each other, a
 * lane each, which are killed at a third and at two thirds. Every row must be accounted for.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import {
  type CustomerImports,
  noLanes,
  noRows,
  resultKey,
  rowOutcomes,
  uploadKey,
} from '../functions/shared/domain/customer-import.ts';
import { aPerson } from '../test/support/builders.ts';
import { engines, startDatabase } from '../test/support/database.ts';
import { csvFile } from '../test/support/import-file.ts';
import { namesSource } from './duplicates/register-names.ts';
import { figure } from './figure.ts';
import { folderObjects } from './import/folder-objects.ts';
import { recordsOf } from './import/records.ts';
import { header, type SeededRow, seededRows } from './import/seeded-rows.ts';

const id = 'I-BENCH';

export async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: { names: { type: 'string' } },
  });
  const count = Number(positionals[0] ?? 1000);
  if (!Number.isInteger(count) || count < 1) throw new Error('usage: npm run bench -- import [ROWS] [--names FILE]');
  const { file, what } = namesSource(values.names);
  process.stderr.write(`names: ${what}\n`);
  const engine = engines.find(({ available }) => available);
  if (engine === undefined) throw new Error('no DynamoDB stands ready: install Java or the native emulator');
  const database = await startDatabase(engine);
  const folder = await mkdtemp(join(tmpdir(), 'sales-sop-import-'));
  try {
    const { name } = await database.table();
    await importInto(database.backend.url, name, folder, await seededRows(file, count));
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function importInto(url: string, table: string, folder: string, rows: readonly SeededRow[]): Promise<void> {
  const records = recordsOf(url, table);
  const objects = folderObjects(folder);
  const holders = new Set(rows.map(({ holder }) => holder));
  for (const holder of holders) await records.people.put(aPerson({ id: holder, roles: ['sales'] }));
  await objects.put(uploadKey(id), csvFile([header, ...rows.map(({ cells }) => cells)]), 'text/csv');
  const createdAt = new Date().toISOString();
  await records.imports.create({
    ...{ id, by: 'bench', forOthers: true, fileName: 'bench.csv', format: 'csv', createdAt },
    ...{ status: 'AWAITING_FILE', lanes: [...noLanes], counts: noRows, attempt: 1 },
  });

  const started = performance.now();
  let kills = 0;
  let rss = 0;
  const cpu: number[] = [];
  const carryOn = (only?: string): Worker => {
    const more = only === undefined ? [] : [only];
    const args = [join(import.meta.dirname, 'import/worker.ts'), url, table, folder, id, ...more];
    const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const at = cpu.push(0) - 1;
    createInterface({ input: worker.stdout }).on('line', (line) => {
      const [memory = 0, time = 0] = line.split(' ').map(Number);
      rss = Math.max(rss, memory);
      cpu[at] = time;
    });
    return { process: worker, ended: once(worker, 'exit').then(([code]) => code) };
  };
  await mustEnd(carryOn('reading'));
  for (const share of [1 / 3, 2 / 3, undefined]) {
    const lanes = noLanes.map((_, lane) => carryOn(String(lane)));
    if (share === undefined) await Promise.all(lanes.map(mustEnd));
    else {
      while (lanes.some((lane) => lane.process.exitCode === null) && !(await isPast(records.imports, share))) {
        await pause(20);
      }
      const killed = lanes.map((lane) => lane.process.kill('SIGKILL'));
      kills += Number(killed.includes(true));
      await Promise.all(lanes.map(({ ended }) => ended));
    }
  }
  await mustEnd(carryOn());
  const seconds = (performance.now() - started) / 1000;

  const done = await records.imports.get(id);
  const result: string[][] = parse(Buffer.from((await objects.get(resultKey(id), Number.MAX_SAFE_INTEGER)) ?? ''), {
    bom: true,
    from: 2,
  });
  const told = new Map(result.map(([row, , , outcome]) => [Number(row), outcome]));
  const entered = (at: number): boolean => told.get(at + 2) === 'entered';
  // Of two rows for one customer at the same moment either may be the one that is entered.
  const seeded = rows.flatMap(({ repeats }, at) => (repeats === undefined ? [] : [{ at, repeats }]));
  const twice = seeded.filter(({ at, repeats }) => entered(at) && entered(repeats));
  figure('import.rows', rows.length, 'rows');
  figure('import.kills', kills, 'kills');
  figure('import.unaccounted', rows.length - told.size, 'rows');
  figure('import.rows_per_s', rows.length / seconds, 'rows/s');
  // Processes that were killed have not told their last fifth of a second.
  figure('import.cpu_per_row', cpu.reduce((sum, each) => sum + each, 0) / rows.length, 'ms');
  figure('import.peak_rss', rss / 1024, 'MiB');
  figure('import.seeded', seeded.length, 'rows');
  figure('import.seeded_kept_out', 1 - twice.length / seeded.length, 'share');
  for (const outcome of rowOutcomes) figure(`import.${outcome}`, done?.counts[outcome] ?? 0, 'rows');
}

interface Worker {
  readonly process: ChildProcess;
  /** Its exit code; null where it was killed. */
  readonly ended: Promise<unknown>;
}

async function mustEnd({ ended }: Worker): Promise<void> {
  const code = await ended;
  if (code !== 0) throw new Error(`a process that was not killed ended with ${code}`);
}

/** Whether that share of the parts is entered. */
async function isPast(imports: Pick<CustomerImports, 'get'>, share: number): Promise<boolean> {
  const one = await imports.get(id);
  const entered = one?.lanes.reduce((sum, lane) => sum + lane, 0) ?? 0;
  return entered >= Math.max(1, Math.floor((one?.parts ?? 0) * share));
}
