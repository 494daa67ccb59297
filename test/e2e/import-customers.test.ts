import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';
import { csvFile, customerRows } from '../support/import-file.ts';

const view = z.object({
  id: z.string(),
  status: z.string(),
  upload: z.object({ url: z.string() }).optional(),
  rows: z.number().optional(),
  rowsDone: z.number(),
  counts: z.record(z.string(), z.number()),
  result: z.string().optional(),
});

describe('an import of customers on the synthesized stacks', () => {
  let run: LocalRun;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-import-'));
    run = await startLocalRun({ assemblyDir: await synthesize(() => {}), dataDir });
  }, 240_000);

  afterAll(async () => {
    await run?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('IN-1: uploaded through its address, entered by the machine, and told row by row', async () => {
    // given
    const rows = customerRows(30, () => 'li.na');
    const made = await call('POST', '/customers/import', { fileName: 'customers.csv' });
    const upload = await fetch(made.upload?.url ?? '', { method: 'PUT', body: Buffer.from(csvFile(rows)) });
    expect(upload.status).toBe(200);
    // when
    await call('POST', `/customers/imports/${made.id}/start`);
    await run.settled(60_000);
    // then
    const done = await call('GET', `/customers/imports/${made.id}`);
    expect(done).toMatchObject({ status: 'DONE', rows: 30, rowsDone: 30 });
    const result = await (await fetch(done.result ?? '')).text();
    expect(result.trimEnd().split('\r\n')).toHaveLength(31);
    const [entered = 0] = [result.match(/"已录入"/g)?.length];
    expect(entered).toBe(done.counts.entered);
    expect(entered).toBeGreaterThan(0);
  }, 120_000);

  async function call(method: string, path: string, body?: unknown): Promise<z.infer<typeof view>> {
    const answer = await fetch(`${run.appUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${await run.token('li.na')}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return view.parse(await answer.json());
  }
});
