import { beforeEach, describe, expect, test } from 'vitest';
import { contactsApi } from '../../../functions/contacts-api/contacts-api.ts';
import { recordContact } from '../../../functions/contacts-api/record-contact.ts';
import { chinaCalendar } from '../../../functions/shared/domain/china-calendar.ts';
import type { Customer } from '../../../functions/shared/domain/customer.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina, manager, stamper, wangfang } from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;
const supervisor: Actor = { id: 'chen.jie', roles: ['supervisor'] };

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(contactsApi(world), world);
  await world.people.put(aPerson({ supervisor: 'chen.jie' }));
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang@example.com' }));
  await world.people.put(aPerson({ id: 'chen.jie', name: '陈杰', email: 'chen@example.com', roles: ['supervisor'] }));
});

async function entered(change: Partial<Customer> = {}): Promise<Customer> {
  const customer = aCustomer({ createdAt: '2026-11-02T02:00:00.000Z', ...change });
  const pool = { owner: customer.holder, capacity: 400 };
  await world.customers.enter(customer, [], { postings: [], turns: [], pool });
  return customer;
}

const path = '/customers/CU-0001/contacts';

describe('POST /customers/{id}/contacts', () => {
  test('IN-10, CO-5: records a contact with one’s own customer, now unless told otherwise', async () => {
    await entered();
    const answer = await client(`POST ${path}`, { as: lina, body: { kind: 'call', note: ' 约下周面谈 ' } });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^CT-[0-9A-HJKMNP-TV-Z]{10}$/),
        customerId: 'CU-0001',
        kind: 'call',
        at: '2026-11-23T02:00:00.000Z',
        day: '2026-11-23',
        note: '约下周面谈',
        by: 'li.na',
      },
    });
    expect((await world.customers.get('CU-0001'))?.lastContactAt).toBe('2026-11-23T02:00:00.000Z');
  });

  test('takes a visit of yesterday evening, by the clocks of the organisation', async () => {
    await entered();
    const body = { kind: 'visit', at: '2026-11-22T00:30:00+08:00' };
    const answer = await client(`POST ${path}`, { as: lina, body });
    expect(answer).toMatchObject({
      status: 201,
      body: { at: '2026-11-21T16:30:00.000Z', day: '2026-11-22', note: '' },
    });
  });

  test('repeated under its key it is one contact', async () => {
    await entered();
    const headers = { 'idempotency-key': 'k1' };
    const request = { as: lina, body: { kind: 'call' }, headers };
    const answers = [await client(`POST ${path}`, request), await client(`POST ${path}`, request)];
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(itemsOf(await client(`GET ${path}`, { as: lina }))).toHaveLength(1);
  });

  test.each([
    ['tomorrow', { kind: 'call', at: '2026-11-24T02:00:00Z' }, '/at'],
    ['more than a month ago', { kind: 'call', at: '2026-10-20T02:00:00Z' }, '/at'],
    ['of an unknown kind', { kind: 'pigeon' }, '/kind'],
    ['with a note that is too long', { kind: 'call', note: '字'.repeat(2001) }, '/note'],
  ])('one %s is refused, naming the field', async (_, body, pointer) => {
    await entered();
    const answer = await client(`POST ${path}`, { as: lina, body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect((await world.customers.get('CU-0001'))?.lastContactAt).toBeUndefined();
  });

  test.each([wangfang, manager, supervisor, stamper])('IN-8: only its holder records one, not %o', async (actor) => {
    await entered();
    const answer = await client(`POST ${path}`, { as: actor, body: { kind: 'call' } });
    expect(answer).toMatchObject({ status: 403, body: { type: 'urn:sales-sop:problem:ContactNotYours' } });
  });

  test('of a customer that is not there is refused', async () => {
    expect((await client(`POST ${path}`, { as: lina, body: { kind: 'call' } })).status).toBe(404);
  });

  test('IN-10: one that comes just after the recycling is refused and says so', async () => {
    const customer = await entered();
    const word = { kind: 'recycling', customerId: customer.id, customerName: customer.name, holder: 'li.na' } as const;
    const late = {
      ...world,
      calendar: chinaCalendar,
      customers: {
        // The first reading is of a moment before the recycling.
        get: async (id: string) => {
          const read = await world.customers.get(id);
          const at = '2026-11-23T01:59:00.000Z';
          if (read?.holder === 'li.na') {
            await world.recycling.recycle(read, { ...word, at, lastDay: '2026-11-22', missing: 'contact', told: [] });
          }
          return read;
        },
      },
    };
    const entry = { entry: { kind: 'call' as const, note: '' }, identity: freshIdentity(world.now()) };
    await expect(recordContact(late, lina, customer.id, entry)).rejects.toMatchObject({ name: 'CustomerMoved' });
    expect((await world.contacts.ofCustomer(customer.id, { limit: 9 })).items).toEqual([]);
  });
});

describe('GET /customers/{id}/contacts', () => {
  test('IN-8: shows notes to the holder and those above, in pages', async () => {
    await entered();
    for (const kind of ['call', 'visit', 'mail']) {
      world.clock.advance(60_000);
      await client(`POST ${path}`, { as: lina, body: { kind } });
    }
    const first = await client(`GET ${path}?limit=2`, { as: supervisor });
    expect(itemsOf(first).map(({ kind }) => kind)).toEqual(['call', 'visit']);
    const second = await client(`GET ${String(first.body.next)}`, { as: supervisor });
    expect(itemsOf(second).map(({ kind }) => kind)).toEqual(['mail']);
    expect((await client(`GET ${path}`, { as: wangfang })).status).toBe(403);
  });
});

describe('GET /pools/contacts', () => {
  test('IN-8: counts contacts by day for oneself and those above', async () => {
    await entered();
    await client(`POST ${path}`, { as: lina, body: { kind: 'call' } });
    await client(`POST ${path}`, { as: lina, body: { kind: 'visit' } });
    const days = 'from=2026-11-01&to=2026-11-30';
    const own = await client(`GET /pools/contacts?${days}`, { as: lina });
    const counted = { owner: 'li.na', day: '2026-11-23', total: 2, call: 1, visit: 1, mail: 0, message: 0, meeting: 0 };
    expect(own.body).toEqual({ owner: 'li.na', items: [counted] });
    expect((await client(`GET /pools/contacts?owner=li.na&${days}`, { as: supervisor })).body).toEqual(own.body);
    expect((await client(`GET /pools/contacts?owner=li.na&${days}`, { as: wangfang })).status).toBe(403);
    expect((await client('GET /pools/contacts?from=2026-11-30&to=2026-11-01', { as: lina })).status).toBe(422);
  });
});

describe('GET /pools/recycling', () => {
  test('IN-10: says who will be warned of and lose which customers, changing nothing', async () => {
    // given customers whose fifteenth working days are 23 and 25 November, the first one warned of
    const soon = await entered();
    const warning = { kind: 'warning', customerId: soon.id, customerName: soon.name, holder: 'li.na' } as const;
    const at = '2026-11-18T16:30:00.000Z';
    await world.recycling.warn(
      soon,
      { ...warning, at, lastDay: '2026-11-23', missing: 'contact', told: [] },
      '2026-11-23T16:00:00.000Z',
    );
    await entered({ id: 'CU-0002', name: '苏州晨光贸易有限公司', createdAt: '2026-11-04T02:00:00.000Z' });
    const before = structuredClone(world.records.customers);
    // when
    const answer = await client('GET /pools/recycling', { as: lina });
    // then
    expect(answer).toMatchObject({
      status: 200,
      body: {
        from: '2026-11-24',
        until: '2026-11-24',
        rule: { contactDays: 15, orderDays: 90, warningDays: 3 },
        items: [
          {
            owner: 'li.na',
            held: 2,
            warned: [{ customerId: 'CU-0002', on: '2026-11-24', lastDay: '2026-11-25', missing: 'contact' }],
            recycled: [{ customerId: 'CU-0001', on: '2026-11-24', lastDay: '2026-11-23', missing: 'contact' }],
          },
        ],
      },
    });
    expect(world.records.customers).toEqual(before);
  });

  test('shows what differs under another rule: who loses more, who keeps what', async () => {
    await entered();
    await entered({ id: 'CU-0002', createdAt: '2026-11-16T02:00:00.000Z' });
    const until = 'at=2026-12-01';
    const longer = await client(`GET /pools/recycling?${until}&contactDays=30`, { as: lina });
    expect(itemsOf(longer)).toMatchObject([{ changed: { loses: [], keeps: [{ customerId: 'CU-0001' }] } }]);
    const shorter = await client(`GET /pools/recycling?${until}&contactDays=8`, { as: lina });
    expect(shorter.body.changedRule).toMatchObject({ contactDays: 8, orderDays: 90 });
    expect(itemsOf(shorter)).toMatchObject([
      {
        changed: {
          loses: [{ customerId: 'CU-0002', on: '2026-11-27' }],
          keeps: [],
          warnedToo: [{ customerId: 'CU-0002' }],
        },
      },
    ]);
    const sooner = await client('GET /pools/recycling?at=2026-12-31&contactDays=8', { as: lina });
    expect(itemsOf(sooner)).toMatchObject([
      {
        changed: {
          loses: [],
          sooner: [{ customerId: 'CU-0002', on: '2026-11-27' }],
          later: [],
        },
      },
    ]);
    const instant = await client('GET /pools/recycling?at=2026-11-30T16:30:00Z', { as: lina });
    expect(instant.body.until).toBe('2026-12-01');
    const same = await client(`GET /pools/recycling?${until}&contactDays=15`, { as: lina });
    expect(itemsOf(same)[0]).not.toHaveProperty('changed');
  });

  test('IN-8: shows managers every pool, supervisors those below them, and nobody another’s; by pages', async () => {
    await entered();
    await entered({ id: 'CU-0002', holder: 'wang.fang' });
    const all = await client('GET /pools/recycling?limit=1', { as: manager });
    expect(itemsOf(all).map(({ owner }) => owner)).toEqual(['li.na']);
    const rest = await client(`GET ${String(all.body.next)}`, { as: manager });
    expect(itemsOf(rest).map(({ owner }) => owner)).toEqual(['wang.fang']);
    expect(rest.body).not.toHaveProperty('next');
    const below = await client('GET /pools/recycling', { as: supervisor });
    expect(itemsOf(below).map(({ owner }) => owner)).toEqual(['li.na']);
    expect((await client('GET /pools/recycling?owner=wang.fang', { as: supervisor })).status).toBe(403);
    expect(itemsOf(await client('GET /pools/recycling', { as: stamper }))).toEqual([]);
  });

  test.each(['contactDays=2', 'contactDays=0', 'orderDays=ten', 'at=2028-01-01', 'at=soon'])(
    'refuses %s',
    async (query) => {
      const { status } = await client(`GET /pools/recycling?${query}`, { as: lina });
      expect([400, 422]).toContain(status);
    },
  );
});
