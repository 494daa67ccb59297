import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { SopError } from '../../../../functions/shared/domain/errors.ts';
import { TransientFailure } from '../../../../functions/shared/domain/transient-failure.ts';
import { api, type Endpoint, endpoint } from '../../../../functions/shared/http/api.ts';
import { MAX_BODY_BYTES } from '../../../../functions/shared/http/json-body.ts';
import type { Operation } from '../../../../functions/shared/http/operation.ts';
import { memoryWorld } from '../../../support/memory-world.ts';
import { anEvent, apiWorld, type Client, clientOf, lina, wangfang } from './call.ts';

const operations = {
  enter: {
    method: 'POST',
    path: '/things',
    status: 201,
    body: z.strictObject({
      name: z.string().check(z.minLength(1), z.maxLength(5)),
      count: z.optional(z.int().check(z.maximum(9))),
      parts: z.optional(z.array(z.strictObject({ mail: z.email() })).check(z.minLength(1))),
      kind: z.optional(z.enum(['big', 'small'])),
    }),
    answer: z.object({ id: z.string(), by: z.string() }),
  },
  list: {
    method: 'GET',
    path: '/things',
    query: z.strictObject({ limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 25) }),
    answer: z.object({ limit: z.number() }),
  },
  get: { method: 'GET', path: '/things/{id}', answer: z.object({ id: z.string() }) },
} as const satisfies Record<string, Operation>;

/** An API over one kind of thing; `perform` is what entering one does. */
function aClient(perform?: () => Promise<void>) {
  const world = apiWorld(memoryWorld());
  const entered: string[] = [];
  const endpoints: Endpoint[] = [
    endpoint(operations.enter, async ({ actor, body, identity }) => {
      await perform?.();
      entered.push(body.name);
      const answer = { id: identity.code(6, 0), by: actor.id, secret: 'never shown' };
      return { answer, headers: { location: `/things/${answer.id}` } };
    }),
    endpoint(operations.list, async ({ query }) => ({ answer: query })),
    endpoint(operations.get, async ({ id }) => ({ answer: { id } })),
  ];
  const client: Client = clientOf(endpoints, world);
  return { client, world, entered };
}

describe('requests and answers go through the schemas', () => {
  test('a fitting request is answered, without what the answer schema does not have', async () => {
    const { client } = aClient();
    const { status, headers, body } = await client('POST /things', { as: lina, body: { name: 'one' } });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{6}$/), by: 'li.na' });
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      location: `/things/${body.id}`,
    });
  });

  test('each unfitting field is named, with what to do, in both languages', async () => {
    const { client, entered } = aClient();
    const wrong = { name: 'too long', count: 1.5, parts: [{ mail: 'nobody' }], kind: 'medium', more: 1 };
    const english = await client('POST /things', { as: lina, body: wrong, headers: { 'accept-language': 'en-GB' } });
    expect(english.status).toBe(422);
    expect(english.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(english.body).toMatchObject({
      type: 'urn:sales-sop:problem:BodyInvalid',
      title: 'Unprocessable content',
      status: 422,
      errors: [
        { pointer: '/name', detail: 'At most 5 characters.' },
        { pointer: '/count', detail: 'Give a whole number.' },
        { pointer: '/parts/0/mail', detail: 'Give a valid e-mail address, such as li.na@example.com.' },
        { pointer: '/kind', detail: 'Give one of: big, small.' },
        { pointer: '/more', detail: 'There is no such field: remove it or correct its name.' },
      ],
    });
    const chinese = await client('POST /things', { as: lina, body: {} });
    expect(chinese.headers['content-language']).toBe('zh-CN');
    expect(chinese.body.errors).toEqual([{ pointer: '/name', detail: '此项必填。' }]);
    expect(entered).toEqual([]);
  });

  test.each([
    ['limit=0', '?limit'],
    ['limit=101', '?limit'],
    ['limit=ten', '?limit'],
    ['page=2', '?page'],
    ['limit=2&limit=3', '?limit'],
  ])('the query %s is refused, naming %s', async (query, pointer) => {
    const { client } = aClient();
    const { status, body } = await client(`GET /things?${query}`, { as: lina });
    expect(status).toBe(400);
    expect(body.type).toBe('urn:sales-sop:problem:QueryInvalid');
    expect(body.errors).toMatchObject([{ pointer }]);
  });

  test('an answer that breaks its own schema is our failure, not an answer', async () => {
    const world = apiWorld(memoryWorld());
    const broken = z.object({ id: z.string().check(z.minLength(99)) });
    const client = clientOf(
      [endpoint({ ...operations.get, answer: broken }, async ({ id }) => ({ answer: { id } }))],
      world,
    );
    expect((await client('GET /things/1', { as: lina })).status).toBe(500);
    expect(world.failures).toHaveLength(1);
  });
});

describe('bad input', () => {
  test.each([
    ['not JSON', { raw: '{"name": "one",}' }, 400, 'BodyNotJson'],
    ['cut off', { raw: '{"name": "on' }, 400, 'BodyNotJson'],
    ['too large', { raw: JSON.stringify({ name: 'x'.repeat(MAX_BODY_BYTES) }) }, 413, 'BodyTooLarge'],
    [
      'another type',
      { raw: 'name=one', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'ContentTypeUnsupported',
    ],
    ['no type', { raw: '{"name":"one"}', headers: { 'content-type': '' } }, 415, 'ContentTypeUnsupported'],
    ['a list', { body: [] }, 422, 'BodyInvalid'],
    ['null', { raw: 'null' }, 422, 'BodyInvalid'],
  ])('a body that is %s', async (_, request, status, name) => {
    const { client, entered } = aClient();
    const answer = await client('POST /things', { as: lina, ...request });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: `urn:sales-sop:problem:${name}`, status });
    expect(answer.body.detail).not.toBe('');
    expect(entered).toEqual([]);
  });

  test('bytes that are no UTF-8 are refused, whatever they would have become', async () => {
    const { world } = aClient();
    const event = anEvent('POST /things', { as: lina, raw: Buffer.from([0x22, 0xff, 0x22]).toString('base64') });
    const endpoints = [endpoint(operations.enter, async () => ({ answer: { id: '', by: '' } }))];
    const client = api(endpoints, world);
    const answer = await client({ ...event, routeKey: 'POST /things', isBase64Encoded: true });
    expect(answer.statusCode).toBe(400);
  });

  test('no route, no token, no known method', async () => {
    const { client } = aClient();
    expect(await client('GET /nothing', { as: lina })).toMatchObject({
      status: 404,
      body: { type: 'urn:sales-sop:problem:RouteUnknown' },
    });
    expect(await client('DELETE /things', { as: lina })).toMatchObject({ status: 404 });
    expect(await client('GET /things')).toMatchObject({ status: 401 });
  });
});

describe('failures', () => {
  test('a failure of ours says nothing of its inside, and is told to the log', async () => {
    const failure = new Error('table sales-records at 10.0.0.7 is gone');
    const { client, world } = aClient(() => Promise.reject(failure));
    const { status, body } = await client('POST /things', { as: lina, body: { name: 'one' } });
    expect(status).toBe(500);
    expect(body.instance).toBe('urn:request:request-1');
    expect(JSON.stringify(body)).not.toContain('10.0.0.7');
    expect(world.failures).toEqual([failure]);
  });

  test('a busy service asks for the same request again', async () => {
    const { client } = aClient(() => Promise.reject(new TransientFailure(new Error('throttled'))));
    const { status, headers } = await client('POST /things', { as: lina, body: { name: 'one' } });
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('1');
  });

  test('an error’s extension becomes members of the problem, but replaces none of its own', async () => {
    const refusal = new SopError(
      'Taken',
      409,
      { zh: '已占用', en: 'Taken' },
      { extension: { holder: 'x', status: 1 } },
    );
    const { client } = aClient(() => Promise.reject(refusal));
    const { body } = await client('POST /things', { as: lina, body: { name: 'one' } });
    expect(body).toEqual({
      type: 'urn:sales-sop:problem:Taken',
      title: '与现状冲突',
      status: 409,
      detail: '已占用',
      holder: 'x',
    });
  });
});

describe('Idempotency-Key', () => {
  const keyed = { as: lina, body: { name: 'one', count: 1 }, headers: { 'idempotency-key': 'k-1' } };

  test('the same request again gets the first answer, and nothing happens twice', async () => {
    const { client, entered } = aClient();
    const first = await client('POST /things', keyed);
    const again = await client('POST /things', { ...keyed, body: { count: 1, name: 'one' } });
    expect(again).toEqual({ ...first, headers: { ...first.headers, 'idempotency-replayed': 'true' } });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(entered).toEqual(['one']);
  });

  test('another request under the same key is refused', async () => {
    const { client, entered } = aClient();
    await client('POST /things', keyed);
    const other = await client('POST /things', { ...keyed, body: { name: 'two' } });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:sales-sop:problem:IdempotencyKeyReused' } });
    expect(entered).toEqual(['one']);
  });

  test('a key belongs to the one who used it', async () => {
    const { client, entered } = aClient();
    const mine = await client('POST /things', keyed);
    const theirs = await client('POST /things', { ...keyed, as: wangfang });
    expect(theirs.body.by).toBe('wang.fang');
    expect(theirs.body.id).not.toBe(mine.body.id);
    expect(entered).toHaveLength(2);
  });

  test('while the first is running the second is asked to come back', async () => {
    const gate = Promise.withResolvers<void>();
    const { client, entered } = aClient(() => gate.promise);
    const first = client('POST /things', keyed);
    const second = await client('POST /things', keyed);
    expect(second).toMatchObject({ status: 409, body: { type: 'urn:sales-sop:problem:RequestInProgress' } });
    expect(second.headers['retry-after']).toBe('2');
    gate.resolve();
    expect((await first).status).toBe(201);
    expect(entered).toEqual(['one']);
  });

  test('a refusal is kept like any answer, a failure of ours is not', async () => {
    let refusals = 0;
    const refusing = aClient(async () => {
      refusals += 1;
      throw new SopError('Taken', 409, { zh: '已占用', en: 'Taken' });
    });
    await refusing.client('POST /things', keyed);
    expect((await refusing.client('POST /things', keyed)).status).toBe(409);
    expect(refusals).toBe(1);

    let failures = 1;
    const failing = aClient(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('once');
    });
    expect((await failing.client('POST /things', keyed)).status).toBe(500);
    expect((await failing.client('POST /things', keyed)).status).toBe(201);
  });

  test('a request that died is taken over after its lease and makes the same ids', async () => {
    const { client, world, entered } = aClient();
    const dying = clientOf(
      [
        endpoint(operations.enter, ({ identity }) => {
          entered.push(`wrote ${identity.code(6, 0)}`);
          return new Promise(() => undefined);
        }),
      ],
      world,
    );
    void dying('POST /things', keyed);
    await Promise.resolve();
    world.clock.advance(59_000);
    expect((await client('POST /things', keyed)).status).toBe(409);
    world.clock.advance(2_000);
    const answer = await client('POST /things', keyed);
    expect(answer.status).toBe(201);
    expect(entered).toEqual([`wrote ${answer.body.id}`, 'one']);
  });

  test('an answer that cannot be kept is given all the same', async () => {
    const { world, entered } = aClient();
    const lost = new Error('not kept');
    const answers = { ...world.answers, keep: () => Promise.reject(lost) };
    const served = endpoint(operations.enter, async ({ actor, body, identity }) => {
      entered.push(body.name);
      return { answer: { id: identity.code(6, 0), by: actor.id } };
    });
    const client = clientOf([served], { ...world, answers });
    expect((await client('POST /things', keyed)).status).toBe(201);
    expect(world.failures).toEqual([lost]);
  });

  test('an answer is forgotten after a day', async () => {
    const { client, world, entered } = aClient();
    await client('POST /things', keyed);
    world.clock.advance(24 * 3_600_000 + 1_000);
    expect((await client('POST /things', keyed)).headers['idempotency-replayed']).toBeUndefined();
    expect(entered).toHaveLength(2);
  });

  test.each([[''], ['has space'], ['键'], ['x'.repeat(256)]])('the key %j is refused', async (key) => {
    const { client, entered } = aClient();
    const answer = await client('POST /things', { ...keyed, headers: { 'idempotency-key': key } });
    expect(answer).toMatchObject({ status: 400, body: { type: 'urn:sales-sop:problem:IdempotencyKeyInvalid' } });
    expect(entered).toEqual([]);
  });
});
