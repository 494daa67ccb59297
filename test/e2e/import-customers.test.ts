import { setTimeout as pause } from 'node:timers/promises';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { csvFile, customerRows, xlsxFile } from '../support/import-file.ts';
import { onTheStacks } from '../support/on-the-stacks.ts';

const view = z.object({
  id: z.string(),
  status: z.string(),
  upload: z.object({ url: z.string() }).optional(),
  rows: z.number().optional(),
  rowsDone: z.number(),
  counts: z.record(z.string(), z.number()),
  result: z.string().optional(),
  stopped: z.object({ reason: z.object({ zh: z.string(), en: z.string() }) }).optional(),
});
type View = z.infer<typeof view>;

const manager = 'chen.jie';
const seller = 'james.carter';

/** The row without its column of salespeople. */
const withoutHolder = (row: readonly string[]): readonly string[] => row.slice(0, 5);

describe('an import of customers on the synthesized stacks', () => {
  const stacks = onTheStacks();

  it('IN-1: uploaded through its address, entered by the machine, and told row by row', async () => {
    // given
    const id = await uploaded('customers.csv', csvFile(customerRows(30, () => 'li.na')));
    // when
    await call('POST', `/customers/imports/${id}/start`);
    await stacks.run.settled(60_000);
    // then
    const done = await call('GET', `/customers/imports/${id}`);
    expect(done).toMatchObject({ status: 'DONE', rows: 30, rowsDone: 30 });
    const result = await resultOf(done);
    expect(result).toHaveLength(30);
    expect(done.counts.entered).toBeGreaterThan(0);
    expect(result.filter(([, , , outcome]) => outcome === 'entered')).toHaveLength(done.counts.entered ?? 0);
  }, 120_000);

  it('tried first by the machine, it enters nothing; entered then, it is what was told', async () => {
    const id = await uploaded('customers.csv', csvFile(customerRows(20, () => '').map(withoutHolder)), seller);
    await call('POST', `/customers/imports/${id}/try`, undefined, seller);
    await stacks.run.settled(60_000);
    const tried = await call('GET', `/customers/imports/${id}`, undefined, seller);
    expect(tried).toMatchObject({ status: 'TRIED', rows: 20, rowsDone: 20 });
    expect(await resultOf(tried)).toHaveLength(20);
    // when
    await call('POST', `/customers/imports/${id}/start`, undefined, seller);
    await stacks.run.settled(60_000);
    expect(await call('GET', `/customers/imports/${id}`, undefined, seller)).toMatchObject({
      status: 'DONE',
      counts: tried.counts,
    });
  }, 120_000);

  it('one whose machine is stopped says so, and goes on where it was, no row entered twice and none left out', async () => {
    // given a workbook that is being entered
    const rows = customerRows(600, (row) => (row % 3 === 0 ? 'li.na' : row % 3 === 1 ? 'wang.fang' : 'james.carter'));
    const id = await uploaded('customers.xlsx', xlsxFile(rows));
    await call('POST', `/customers/imports/${id}/start`);
    await until(id, ({ rows: found }) => found !== undefined);
    // when
    await stop(id);
    const stopped = await until(id, ({ status }) => status === 'STOPPED');
    expect(stopped.stopped?.reason.en).toContain('stopped');
    for (const _ of ['once', 'twice']) await call('POST', `/customers/imports/${id}/resume`);
    await stacks.run.settled(200_000);
    // then
    const done = await call('GET', `/customers/imports/${id}`);
    expect(done).toMatchObject({ status: 'DONE', rows: 600, rowsDone: 600 });
    const result = await resultOf(done);
    expect(result.map(([row]) => Number(row))).toEqual(Array.from({ length: 600 }, (_, at) => at + 2));
    const entered = result.filter(([, , , outcome]) => outcome === 'entered').map(([, , , , , customer]) => customer);
    expect(new Set(entered).size).toBe(done.counts.entered);
  }, 300_000);

  async function uploaded(fileName: string, file: Uint8Array, by = manager): Promise<string> {
    const { id, upload } = await call('POST', '/customers/import', { fileName }, by);
    const put = await fetch(upload?.url ?? '', { method: 'PUT', body: Buffer.from(file) });
    expect(put.status).toBe(200);
    return id;
  }

  /** Stops the import's execution as an operator would. */
  async function stop(id: string): Promise<void> {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const aws = new SFNClient({ endpoint: stacks.run.awsUrl, region: stacks.run.region, credentials });
    const name = `sales-sop-prod-import-customers:${id}`;
    const executionArn = `arn:aws:states:${stacks.run.region}:000000000000:execution:${name}`;
    await aws.send(new StopExecutionCommand({ executionArn }));
    aws.destroy();
  }

  async function until(id: string, isSo: (one: View) => boolean): Promise<View> {
    for (let looks = 0; looks < 600; looks += 1) {
      const one = await call('GET', `/customers/imports/${id}`);
      if (isSo(one)) return one;
      await pause(50);
    }
    throw new Error(`Import ${id} did not come to it`);
  }

  async function resultOf({ result }: View): Promise<string[][]> {
    return parse(await (await fetch(result ?? '')).text(), { bom: true }).slice(1);
  }

  async function call(method: string, path: string, body?: unknown, by = manager): Promise<View> {
    const answer = await stacks.ask(by, method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return view.parse(await answer.json());
  }
});
