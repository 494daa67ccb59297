import { beforeEach, describe, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { importCustomers } from '../../../functions/import-customers/import-customers.ts';
import { nextPart, noLanes, uploadKey } from '../../../functions/shared/domain/customer-import.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { aPerson } from '../../support/builders.ts';
import { csvFile, customerRows } from '../../support/import-file.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import {
  type Answer,
  apiWorld,
  type Client,
  clientOf,
  itemsOf,
  lina,
  wangfang,
  zhangwei,
} from '../shared/http/call.ts';

const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
});

describe('imports of customers', () => {
  test('a file’s name has nothing in it that nobody sees', async () => {
    const { body } = await client('POST /customers/import', {
      as: lina,
      body: { fileName: '客户\u202evsc.exe.csv\u200b' },
    });
    expect(body.fileName).toBe('客户vsc.exe.csv');
  });

  test('IN-1: made, uploaded, started once, followed to the result', async () => {
    const made = await client('POST /customers/import', { as: lina, body: { fileName: '客户.CSV' } });
    expect(made).toMatchObject({ status: 201, body: { status: 'AWAITING_FILE', upload: { method: 'PUT' } } });
    const { id } = made.body;
    expect(made.headers.location).toBe(`/customers/imports/${id}`);
    // when
    await world.objects.put(uploadKey(String(id)), csvFile(customerRows(3, () => 'li.na')), 'text/csv');
    for (const _ of [1, 2]) await client(`POST /customers/imports/${id}/start`, { as: lina });
    expect(world.importWorkflow.started[0]).toEqual({ name: id, input: { importId: id } });
    await importCustomers(world, String(id), 60_000);
    // then
    const done = await client(`GET /customers/imports/${id}`, { as: lina });
    expect(done).toMatchObject({
      status: 200,
      body: { status: 'DONE', rows: 3, rowsDone: 3, counts: { entered: 3 }, result: expect.stringContaining('result') },
    });
    expect(done.body).not.toHaveProperty('upload');
  });

  test('IN-8: another’s import is not there', async () => {
    const { body } = await client('POST /customers/import', { as: lina, body: { fileName: 'a.xlsx' } });
    for (const route of [`GET /customers/imports/${body.id}`, `POST /customers/imports/${body.id}/start`]) {
      expect(await client(route, { as: wangfang })).toMatchObject({ status: 404 });
    }
  });

  test('IN-8: one’s own are listed, newest first, page by page; everybody’s for who sees every pool', async () => {
    for (const [minute, as] of [lina, wangfang, lina].entries()) {
      world.clock.set(`2026-11-23T02:0${minute}:00.000Z`);
      await client('POST /customers/import', { as, body: { fileName: `${minute}.csv` } });
    }
    const names = (answer: Answer) => itemsOf(answer).map(({ fileName }) => fileName);
    const first = await client('GET /customers/imports?limit=1', { as: lina });
    expect(names(first)).toEqual(['2.csv']);
    expect(itemsOf(first)[0]).toMatchObject({ status: 'AWAITING_FILE', rowsDone: 0 });
    expect(itemsOf(first)[0]).not.toHaveProperty('upload');
    expect(names(await client(`GET ${first.body.next}`, { as: lina }))).toEqual(['0.csv']);
    const everybodys = await client('GET /customers/imports?scope=all', { as: approver });
    expect(names(everybodys)).toEqual(['2.csv', '1.csv', '0.csv']);
    // then who sees the pool sees the import, but neither uploads nor starts nor goes on with it
    const [{ id } = {}] = itemsOf(everybodys);
    const seen = await client(`GET /customers/imports/${id}`, { as: approver });
    expect(seen).toMatchObject({ status: 200, body: { by: 'li.na' } });
    expect(seen.body).not.toHaveProperty('upload');
    for (const deed of ['start', 'resume']) {
      expect(await client(`POST /customers/imports/${id}/${deed}`, { as: approver })).toMatchObject({ status: 404 });
    }
    expect(await client('GET /customers/imports?scope=all', { as: lina })).toMatchObject({ status: 403 });
    expect(await client('GET /customers/imports', { as: zhangwei })).toMatchObject({ status: 403 });
  });

  test('one is tried first, as often as that is asked for, and entered then', async () => {
    const { body } = await client('POST /customers/import', { as: lina, body: { fileName: 'a.csv' } });
    const id = String(body.id);
    await world.objects.put(uploadKey(id), csvFile(customerRows(3, () => 'li.na')), 'text/csv');
    // when
    for (const _ of ['once', 'twice']) {
      const answer = await client(`POST /customers/imports/${id}/try`, { as: lina });
      expect(answer).toMatchObject({ status: 200, body: { status: 'READING', dryRun: true } });
    }
    await importCustomers(world, id, 60_000);
    const tried = (await client(`GET /customers/imports/${id}`, { as: lina })).body;
    expect(tried).toMatchObject({
      status: 'TRIED',
      counts: { entered: 3 },
      result: expect.stringContaining('/trial/'),
    });
    expect((await world.customers.list({ holder: 'li.na' }, { limit: 9 })).items).toEqual([]);
    // a trial is not tried again, and nobody else enters it
    expect((await client(`POST /customers/imports/${id}/try`, { as: lina })).body.status).toBe('TRIED');
    expect(await client(`POST /customers/imports/${id}/start`, { as: wangfang })).toMatchObject({ status: 404 });
    // then
    for (const _ of ['once', 'twice']) {
      const answer = await client(`POST /customers/imports/${id}/start`, { as: lina });
      expect(answer).toMatchObject({ status: 200, body: { status: 'READING', rowsDone: 0 } });
      expect(answer.body).not.toHaveProperty('dryRun');
    }
    expect([...new Set(world.importWorkflow.started.map(({ name }) => name))]).toEqual([id, `${id}-2`]);
    await importCustomers(world, id, 60_000);
    expect((await client(`GET /customers/imports/${id}`, { as: lina })).body).toMatchObject({ status: 'DONE' });
    expect((await world.customers.list({ holder: 'li.na' }, { limit: 9 })).items).toHaveLength(3);
  });

  test('what was tried ninety days ago cannot be entered: its file is gone', async () => {
    const { body } = await client('POST /customers/import', { as: lina, body: { fileName: 'a.csv' } });
    await world.objects.put(uploadKey(String(body.id)), csvFile(customerRows(3, () => 'li.na')), 'text/csv');
    await client(`POST /customers/imports/${body.id}/try`, { as: lina });
    await importCustomers(world, String(body.id), 60_000);
    world.clock.advance(90 * 86_400_000);
    expect(await client(`POST /customers/imports/${body.id}/start`, { as: lina })).toMatchObject({ status: 410 });
  });

  test('one that stopped says why in words and goes on where it was, however often that is asked for', async () => {
    const id = await stoppedAfterTheFirst();
    const stopped = await client(`GET /customers/imports/${id}`, { as: lina });
    expect(stopped.body).toMatchObject({
      status: 'STOPPED',
      rowsDone: 200,
      rows: 250,
      stopped: { reason: { zh: expect.stringContaining('系统繁忙'), en: expect.stringContaining('too busy') } },
      expired: false,
    });
    // when
    for (const _ of ['once', 'twice']) {
      const answer = await client(`POST /customers/imports/${id}/resume`, { as: lina });
      expect(answer).toMatchObject({ status: 200, body: { status: 'ENTERING' } });
    }
    expect(world.importWorkflow.started).toEqual([{ name: `${id}-2`, input: { importId: id } }]);
    await importCustomers(world, id, 60_000);
    // then
    const done = await client(`GET /customers/imports/${id}`, { as: lina });
    expect(done.body).toMatchObject({ status: 'DONE', rowsDone: 250, counts: { entered: 250 } });
    expect(done.body).not.toHaveProperty('stopped');
  });

  test('one that stopped ninety days ago cannot go on: its file is gone', async () => {
    const id = await stoppedAfterTheFirst();
    world.clock.advance(90 * 86_400_000);
    expect((await client(`GET /customers/imports/${id}`, { as: lina })).body).toMatchObject({ expired: true });
    expect(await client(`POST /customers/imports/${id}/resume`, { as: lina })).toMatchObject({
      status: 410,
      body: { type: expect.stringContaining('ImportExpired') },
    });
    expect(world.importWorkflow.started).toEqual([]);
  });

  test('a result has an address for ninety days, then it has expired', async () => {
    const { body } = await client('POST /customers/import', { as: lina, body: { fileName: 'a.csv' } });
    await world.objects.put(uploadKey(String(body.id)), csvFile(customerRows(1, () => 'li.na')), 'text/csv');
    world.clock.advance(86_400_000);
    await importCustomers(world, String(body.id), 60_000);
    const expiresAt = new Date(world.now().getTime() + 90 * 86_400_000).toISOString();
    world.clock.advance(90 * 86_400_000 - 1);
    const kept = (await client(`GET /customers/imports/${body.id}`, { as: lina })).body;
    expect(kept).toMatchObject({ result: expect.any(String), expiresAt, expired: false });
    world.clock.advance(1);
    const gone = (await client(`GET /customers/imports/${body.id}`, { as: lina })).body;
    expect(gone).toMatchObject({ status: 'DONE', expiresAt, expired: true });
    expect(gone).not.toHaveProperty('result');
  });

  test('a file of another kind is refused', async () => {
    const answer = await client('POST /customers/import', { as: lina, body: { fileName: 'a.xls' } });
    const detail = expect.stringMatching(/\.csv.*\.xlsx/);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/fileName', detail }] } });
  });
});

/** An import of 250 rows whose machine stopped when 200 were entered. */
async function stoppedAfterTheFirst(): Promise<string> {
  const { body } = await client('POST /customers/import', { as: lina, body: { fileName: 'a.csv' } });
  const id = String(body.id);
  await world.objects.put(uploadKey(id), csvFile(customerRows(250, () => 'li.na')), 'text/csv');
  // started, read, one part entered
  for (const _ of [1, 2]) await importCustomers(world, id, 0, 'reading');
  const lane = [...noLanes.keys()].find((each) => nextPart({ parts: 2, lanes: [...noLanes] }, each) === 0) ?? 0;
  await importCustomers(world, id, 0, lane);
  await world.imports.stop(id, 1, { at: world.now().toISOString(), how: 'failed', error: 'TransientFailure' });
  return id;
}
