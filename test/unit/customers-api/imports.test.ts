import { beforeEach, describe, expect, test } from 'vitest';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { importCustomers } from '../../../functions/import-customers/import-customers.ts';
import { uploadKey } from '../../../functions/shared/domain/customer-import.ts';
import { aPerson } from '../../support/builders.ts';
import { csvFile, customerRows } from '../../support/import-file.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, lina, wangfang } from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(customersApi(world), world);
  await world.people.put(aPerson());
});

describe('imports of customers', () => {
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

  test('a file of another kind is refused', async () => {
    const answer = await client('POST /customers/import', { as: lina, body: { fileName: 'a.xls' } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/fileName' }] } });
  });
});
