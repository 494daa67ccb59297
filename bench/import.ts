/**
 * `npm run bench -- import [ROWS]`: a file of ROWS customers (1,000 where left out), one in twenty twice, is imported into
 * DynamoDB's stand-in by a process that is killed at a third and at two thirds; the last one ends it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { noRows, resultKey, rowOutcomes, uploadKey } from '../functions/shared/domain/customer-import.ts';
import { aPerson } from '../test/support/builders.ts';
import { engines, startDatabase } from '../test/support/database.ts';
import { csvFile, customerRows } from '../test/support/import-file.ts';
import { figure } from './figure.ts';
import { folderObjects } from './import/folder-objects.ts';
import { recordsOf } from './import/records.ts';

/** So many rows go into one pool, which holds 400. */
const ROWS_IN_POOL = 390;
const id = 'I-BENCH';

export async function run(): Promise<void> {
  const count = Number(process.argv[3] ?? 1000);
  if (!Number.isInteger(count) || count < 1) throw new Error('usage: npm run bench -- import [ROWS]');
  const engine = engines.find(({ available }) => available);
  if (engine === undefined) throw new Error('no DynamoDB stands ready: install Java or the native emulator');
  const database = await startDatabase(engine);
  const folder = await mkdtemp(join(tmpdir(), 'sales-sop-import-'));
  try {
    const { name } = await database.table();
    await importInto(database.backend.url, name, folder, count);
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function importInto(url: string, table: string, folder: string, count: number): Promise<void> {
  const records = recordsOf(url, table);
  const objects = folderObjects(folder);
  for (let pool = 0; pool * ROWS_IN_POOL < count; pool += 1) {
    await records.people.put(aPerson({ id: `sales.${pool}`, roles: ['sales'] }));
  }
  const [header = [], ...rows] = customerRows(count, (row) => `sales.${Math.floor(row / ROWS_IN_POOL)}`);
  const all = rows.flatMap((row, at) => (at % 20 === 19 ? [row, row] : [row]));
  await objects.put(uploadKey(id), csvFile([header, ...all]), 'text/csv');
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
      rss = Number(text);
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
  const told = new Set(result.map(([row]) => row));
  figure('import.rows', all.length, 'rows');
  figure('import.kills', kills, 'kills');
  figure('import.unaccounted', all.length - told.size, 'rows');
  figure('import.rows_per_s', all.length / seconds, 'rows/s');
  figure('import.peak_rss', rss / 1024, 'MiB');
  for (const outcome of rowOutcomes) figure(`import.${outcome}`, done?.counts[outcome] ?? 0, 'rows');
}
