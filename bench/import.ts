/**
 * `npm run bench -- import [ROWS] [--names FILE]`: a file of ROWS customers (1,000 where left out), one in twenty of them
 * once more as somebody else would type it, is imported into DynamoDB's stand-in by a process that is killed at a third
 * and at two thirds; the last one ends it. Every row must be accounted for.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { noRows, resultKey, rowOutcomes, uploadKey } from '../functions/shared/domain/customer-import.ts';
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
    ...{ status: 'AWAITING_FILE', partsDone: 0, counts: noRows },
  });

  const started = performance.now();
  let kills = 0;
  let rss = 0;
  for (const share of [1 / 3, 2 / 3, undefined]) {
    const worker = spawn(process.execPath, [join(import.meta.dirname, 'import/worker.ts'), url, table, folder, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(worker, 'exit');
    worker.stdout.on('data', (text) => {
      rss = Math.max(rss, ...String(text).trim().split('\n').map(Number));
    });
    while (share !== undefined && worker.exitCode === null) {
      const one = await records.imports.get(id);
      if (one?.parts !== undefined && one.partsDone >= Math.max(1, Math.floor(one.parts * share))) {
        kills += Number(worker.kill('SIGKILL'));
        break;
      }
      await pause(20);
    }
    const [code] = await ended;
    if (share === undefined && code !== 0) throw new Error(`the last process ended with ${code}`);
  }
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
  for (const t of twice) console.error(rows[t.repeats]?.cells[0], rows[t.at]?.cells[0], rows[t.at]?.cells[4]);
  figure('import.kills', kills, 'kills');
  figure('import.unaccounted', rows.length - told.size, 'rows');
  figure('import.rows_per_s', rows.length / seconds, 'rows/s');
  figure('import.peak_rss', rss / 1024, 'MiB');
  figure('import.seeded', seeded.length, 'rows');
  figure('import.seeded_kept_out', 1 - twice.length / seeded.length, 'share');
  for (const outcome of rowOutcomes) figure(`import.${outcome}`, done?.counts[outcome] ?? 0, 'rows');
}
