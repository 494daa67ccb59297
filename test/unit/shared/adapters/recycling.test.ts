import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { customerRecords } from '../../../../functions/shared/adapters/customer-records.ts';
import { toItem } from '../../../../functions/shared/adapters/item.ts';
import { customerKey } from '../../../../functions/shared/adapters/keys.ts';
import { recyclingRecords } from '../../../../functions/shared/adapters/recycling-records.ts';
import type { Contact } from '../../../../functions/shared/domain/contact.ts';
import type { Customer } from '../../../../functions/shared/domain/customer.ts';
import { partnerPool } from '../../../../functions/shared/domain/pools.ts';
import type { PlacedCustomer, Recycling, RecyclingWord } from '../../../../functions/shared/domain/recycling-ports.ts';
import { aCustomer } from '../../../support/builders.ts';
import { engines, startDatabase } from '../../../support/database.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';
import type { Records } from '../../../support/worlds.ts';

const later = '2026-12-10T16:30:00.000Z';

async function entered(records: Records, change: Partial<Customer> = {}): Promise<Customer> {
  const customer = aCustomer(change);
  const pool = { owner: customer.holder, capacity: 400 };
  await records.customers.enter(customer, [], { postings: [], turns: [], pool });
  return customer;
}

function aContact(change: Partial<Contact> = {}): Contact {
  const at = '2026-11-24T02:00:00.000Z';
  return {
    id: 'CT-1',
    customerId: 'CU-0001',
    kind: 'call',
    at,
    day: '2026-11-24',
    note: '约下周面谈',
    by: 'li.na',
    recordedAt: at,
    ...change,
  };
}

function aWord(change: Partial<RecyclingWord> = {}): RecyclingWord {
  return {
    kind: 'recycling',
    customerId: 'CU-0001',
    customerName: '杭州云帆科技有限公司',
    holder: 'li.na',
    at: later,
    lastDay: '2026-12-10',
    missing: 'contact',
    told: [],
    ...change,
  };
}

async function all(recycling: Recycling, until?: string): Promise<readonly PlacedCustomer[]> {
  const found: PlacedCustomer[] = [];
  for await (const batch of recycling.placed(until)) found.push(...batch);
  return found.toSorted((a, b) => (a.customer.id < b.customer.id ? -1 : 1));
}

everyKeeper('contacts', (records) => {
  it('IN-10 move the last contact forward, never back, and are counted by day and kind', async () => {
    const { contacts, customers } = records();
    const customer = await entered(records());
    // when
    const first = await contacts.record(aContact(), customer);
    const read = (await customers.get(customer.id)) ?? customer;
    const visit = aContact({ id: 'CT-2', kind: 'visit', at: '2026-11-23T08:00:00.000Z', day: '2026-11-23' });
    const earlier = await contacts.record(visit, read);
    // then
    expect([first, earlier]).toEqual(['recorded', 'recorded']);
    expect((await customers.get(customer.id))?.lastContactAt).toBe('2026-11-24T02:00:00.000Z');
    const { items } = await contacts.ofCustomer(customer.id, { limit: 9 });
    expect(items.map(({ id }) => id)).toEqual(['CT-2', 'CT-1']);
    expect(items[1]).toEqual(aContact());
    expect(await contacts.volume('li.na', '2026-11-23', '2026-11-24')).toEqual([
      { owner: 'li.na', day: '2026-11-23', total: 1, call: 0, visit: 1, mail: 0, message: 0, meeting: 0 },
      { owner: 'li.na', day: '2026-11-24', total: 1, call: 1, visit: 0, mail: 0, message: 0, meeting: 0 },
    ]);
    expect(await contacts.volume('li.na', '2026-11-25', '2026-11-30')).toEqual([]);
  });

  it('are recorded once, however often the same one comes', async () => {
    const { contacts } = records();
    const customer = await entered(records());
    // when
    const results = [await contacts.record(aContact(), customer), await contacts.record(aContact(), customer)];
    // then
    expect(results).toEqual(['recorded', 'recorded']);
    expect(await contacts.volume('li.na', '2026-11-24', '2026-11-24')).toMatchObject([{ total: 1 }]);
  });

  it('are refused where the customer changed since it was read', async () => {
    const { contacts, recycling } = records();
    const customer = await entered(records());
    await recycling.recycle(customer, aWord());
    // when / then
    expect(await contacts.record(aContact(), customer)).toBe('changed');
    expect((await contacts.ofCustomer(customer.id, { limit: 9 })).items).toEqual([]);
    expect(await contacts.volume('li.na', '2026-11-24', '2026-11-24')).toEqual([]);
  });
});

for (const engine of engines) {
  it.skipIf(!engine.available)(
    `enrols customers that were there before there were nights, on ${engine.title}`,
    async () => {
      // given one without a place in the index, and one whose place is right
      const database = await startDatabase(engine);
      const table = await database.table();
      const recycling = recyclingRecords(table);
      const [old, placed] = [aCustomer(), aCustomer({ id: 'CU-0002' })];
      for (const customer of [old, placed]) await customerRecords(table).enter(customer, []);
      await recycling.place(placed, later);
      const key = toItem({ ...customerKey(old.id) });
      const UpdateExpression = 'REMOVE sweepShard, sweepAt';
      await table.client.send(new UpdateItemCommand({ TableName: table.name, Key: key, UpdateExpression }));
      expect(await all(recycling)).toHaveLength(1);
      // when
      await recycling.enrol('li.na');
      // then
      expect((await all(recycling)).map(({ lookAt }) => lookAt)).toEqual([old.createdAt, later]);
      await database.stop();
    },
  );
}

everyKeeper('recycling', (records) => {
  it('IN-10 looks at customers of private pools when they are due, at each once, and never at the public pool', async () => {
    const { recycling, customers } = records();
    const one = await entered(records());
    const other = await entered(records(), { id: 'CU-0002', createdAt: '2026-11-21T01:00:00.000Z' });
    // when
    const due = await all(recycling, '2026-11-20T16:30:00.000Z');
    const placed = await recycling.place(one, later);
    // then
    expect(due).toEqual([{ customer: one, lookAt: one.createdAt }]);
    expect(placed).toBe(true);
    expect((await all(recycling, '2026-11-30T00:00:00.000Z')).map(({ customer }) => customer.id)).toEqual([other.id]);
    expect((await all(recycling)).map(({ lookAt }) => lookAt)).toEqual([later, other.createdAt]);
    await recycling.recycle(one, aWord());
    expect((await all(recycling)).map(({ customer }) => customer.id)).toEqual([other.id]);
    expect((await customers.list({ holder: '#public' }, { limit: 9 })).items).toHaveLength(1);
  });

  it('IN-10 recycles with the pool’s count, the cool-down, the move and the word of it', async () => {
    const { recycling, customers } = records();
    const customer = await entered(records());
    await recycling.warn(customer, aWord({ kind: 'warning', recycleOn: '2026-12-11' }), later);
    // when
    const results = await Promise.all([1, 2].map(() => recycling.recycle(customer, aWord())));
    // then
    expect(results.sort()).toEqual([false, true]);
    const recycled = await customers.get(customer.id);
    expect(recycled).toMatchObject({ holder: '#public', releasedBy: 'li.na', releasedAt: later });
    expect(recycled).not.toHaveProperty('recyclingWarning');
    expect(await customers.pool('li.na')).toMatchObject({ held: 0 });
    expect(await customers.moves(customer.id)).toMatchObject([{ kind: 'recycling', from: 'li.na', to: '#public' }]);
    expect(await recycling.untold()).toHaveLength(2);
  });

  it('IN-7, IN-10 counts a recycled customer out of its partner’s pool too', async () => {
    const { recycling, customers } = records();
    const customer = aCustomer({ partner: 'lantian' });
    const [pool, partner] = ['li.na', partnerPool('lantian')].map((owner) => ({ owner, capacity: 400 }));
    if (pool === undefined) throw new Error('There is no pool');
    await customers.enter(customer, [], { postings: [], turns: [], pool, partnerPool: partner });
    // when
    await recycling.recycle(customer, aWord());
    // then
    expect((await customers.pool(partnerPool('lantian'))).held).toBe(0);
    expect(await customers.get(customer.id)).not.toHaveProperty('partner');
  });

  it.each(['contact', 'order', 'move'] as const)(
    'does nothing once a %s came since the customer was read',
    async (came) => {
      const { recycling, customers, contacts } = records();
      const customer = await entered(records());
      // when
      if (came === 'contact') await contacts.record(aContact(), customer);
      if (came === 'order') await recycling.noteOrder(customer.id, '2026-11-24T02:00:00.000Z');
      if (came === 'move') await recycling.recycle(customer, aWord());
      // then
      expect(await recycling.place(customer, later)).toBe(false);
      expect(await recycling.warn(customer, aWord({ kind: 'warning', at: '2026-12-01T00:00:00.000Z' }), later)).toBe(
        false,
      );
      expect(await recycling.recycle(customer, aWord({ at: '2026-12-01T00:00:00.000Z' }))).toBe(false);
      expect(await recycling.untold()).toHaveLength(came === 'move' ? 1 : 0);
      expect((await customers.pool('li.na')).held).toBe(came === 'move' ? 0 : 1);
    },
  );

  it('keeps the warning and tells it until everybody has been told', async () => {
    const { recycling, customers } = records();
    const customer = await entered(records());
    const warning = aWord({ kind: 'warning', recycleOn: '2026-12-11', at: '2026-12-08T16:30:00.000Z' });
    // when
    const warned = await recycling.warn(customer, warning, later);
    await recycling.told(warning, 'li.na');
    // then
    expect(warned).toBe(true);
    expect(await recycling.untold()).toEqual([{ ...warning, told: ['li.na'] }]);
    expect((await customers.get(customer.id))?.recyclingWarning).toEqual({ at: warning.at, lastDay: '2026-12-10' });
    expect((await all(recycling)).map(({ lookAt }) => lookAt)).toEqual([later]);
    await recycling.settled(warning);
    expect(await recycling.untold()).toEqual([]);
  });

  it('remembers the latest order', async () => {
    const { recycling, customers } = records();
    const customer = await entered(records());
    // when
    await recycling.noteOrder(customer.id, '2026-11-24T02:00:00.000Z');
    await recycling.noteOrder(customer.id, '2026-11-22T02:00:00.000Z');
    await recycling.noteOrder('CU-9999', '2026-11-22T02:00:00.000Z');
    // then
    expect((await customers.get(customer.id))?.lastOrderAt).toBe('2026-11-24T02:00:00.000Z');
    expect(await customers.get('CU-9999')).toBeUndefined();
  });

  it('gives the sweep to one at a time, and to another when its time is up', async () => {
    const { recycling } = records();
    const begin = (by: string, now: string, until: string) => recycling.begin(by, now, until);
    // when
    const first = await begin('a', '2026-12-10T16:30:00.000Z', '2026-12-10T16:45:00.000Z');
    const meanwhile = await begin('b', '2026-12-10T16:31:00.000Z', '2026-12-10T16:46:00.000Z');
    const afterwards = await begin('b', '2026-12-10T16:45:00.000Z', '2026-12-10T17:00:00.000Z');
    await recycling.end('a');
    const stillTaken = await begin('c', '2026-12-10T16:46:00.000Z', '2026-12-10T17:01:00.000Z');
    await recycling.end('b');
    // then
    expect([first, meanwhile, afterwards, stillTaken]).toEqual([true, false, true, false]);
    expect(await begin('c', '2026-12-10T16:46:00.000Z', '2026-12-10T17:01:00.000Z')).toBe(true);
  });

  it('remembers the terms that everything is placed under', async () => {
    const { recycling } = records();
    expect(await recycling.terms()).toBeUndefined();
    await recycling.begin('a', '2026-12-10T16:30:00.000Z', later);
    // when
    await recycling.placedUnder('15/90/3');
    await recycling.end('a');
    // then
    expect(await recycling.terms()).toBe('15/90/3');
  });
});
