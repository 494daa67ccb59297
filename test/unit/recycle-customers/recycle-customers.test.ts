import { beforeEach, describe, expect, it } from 'vitest';
import { recycleCustomers } from '../../../functions/recycle-customers/recycle-customers.ts';
import { chinaCalendar } from '../../../functions/shared/domain/china-calendar.ts';
import type { Customer } from '../../../functions/shared/domain/customer.ts';
import { type RecyclingRule, recyclingRuleOf, termsName } from '../../../functions/shared/domain/recycling.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.people.put(aPerson({ supervisor: 'chen.jie' }));
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang@example.com', supervisor: 'chen.jie' }));
  await world.people.put(
    aPerson({ id: 'chen.jie', name: '陈杰', email: 'chen@example.com', roles: ['sales-manager'] }),
  );
});

/** Enters a customer of Monday, 2 November 2026: its fifteenth working day is 23 November. */
async function entered(change: Partial<Customer> = {}): Promise<Customer> {
  const customer = aCustomer({ createdAt: '2026-11-02T02:00:00.000Z', ...change });
  const pool = { owner: customer.holder, capacity: 400 };
  await world.customers.enter(customer, [], { postings: [], turns: [], pool });
  return customer;
}

/** The sweep of the night that begins the day, at half past midnight in China. */
function night(day: string, change: Partial<RecyclingRule> = {}) {
  world.clock.set(new Date(Date.parse(`${day}T00:30:00+08:00`)).toISOString());
  const rule = { ...recyclingRuleOf(undefined), ...change };
  const sweep = { ...world, terms: { rule, calendar: chinaCalendar }, termsName: termsName(rule) };
  return recycleCustomers(sweep, `sweep of ${day}`, () => true);
}

const mailsTo = (email: string) => world.mailer.sent.filter(({ to }) => to.email === email);

describe('IN-10 the nights of a customer nobody cares for', () => {
  it('warn its holder and their supervisor once, then return it to the public pool and tell both', async () => {
    await entered();
    // when
    const placed = await night('2026-11-03');
    const quiet = await night('2026-11-18');
    const warned = await night('2026-11-19');
    const again = await night('2026-11-20');
    const last = await night('2026-11-23');
    // then
    expect([placed, quiet, warned, again, last]).toMatchObject([
      { placed: 1 },
      { placed: 0, warned: 0 },
      { warned: 1, mails: 2 },
      { warned: 0, mails: 0 },
      { recycled: 0 },
    ]);
    expect((await world.customers.get('CU-0001'))?.holder).toBe('li.na');
    // when
    const recycled = await night('2026-11-24');
    // then
    expect(recycled).toMatchObject({ recycled: 1, mails: 2 });
    expect(await world.customers.get('CU-0001')).toMatchObject({ holder: '#public', releasedBy: 'li.na' });
    expect((await world.customers.pool('li.na')).held).toBe(0);
    expect(mailsTo('li.na@example.com').map(({ subject }) => subject)).toEqual([
      '1 个客户即将退回公海 · 1 customer about to return to the public pool',
      '1 个客户已退回公海 · 1 customer returned to the public pool',
    ]);
    expect(mailsTo('chen@example.com')[0]?.text).toContain('李娜：杭州云帆科技有限公司（未按期联系，2026-11-24 退回）');
    expect(await night('2026-11-25')).toMatchObject({ recycled: 0, warned: 0, mails: 0 });
  });

  it('leave a customer that was contacted in time', async () => {
    const customer = await entered();
    await night('2026-11-19');
    const at = '2026-11-23T09:00:00.000Z';
    const contact = { id: 'CT-1', kind: 'call' as const, at, day: '2026-11-23', note: '', by: 'li.na', recordedAt: at };
    await world.contacts.record({ ...contact, customerId: customer.id }, customer);
    // when
    const result = await night('2026-11-24');
    // then
    expect(result).toMatchObject({ recycled: 0, placed: 1 });
    expect((await world.customers.get(customer.id))?.holder).toBe('li.na');
  });

  it('leave one that ordered, until its order is ninety days old', async () => {
    await entered({ createdAt: '2026-08-25T02:00:00.000Z', lastContactAt: '2026-11-20T02:00:00.000Z' });
    await night('2026-11-19');
    expect(world.mailer.sent[0]?.text).toContain('未按期下单');
    await world.recycling.noteOrder('CU-0001', '2026-11-23T08:00:00.000Z');
    // when / then
    expect(await night('2026-11-24')).toMatchObject({ recycled: 0, placed: 1 });
  });
});

describe('IN-10 the mails of a night', () => {
  it('are one to each holder and one to their supervisor, however many customers there are', async () => {
    for (const id of ['CU-1', 'CU-2', 'CU-3']) await entered({ id, name: `公司 ${id}` });
    await entered({ id: 'CU-4', holder: 'wang.fang', name: '公司 CU-4' });
    // when
    const result = await night('2026-11-19');
    // then
    expect(result).toMatchObject({ warned: 4, mails: 3 });
    expect(mailsTo('li.na@example.com')[0]?.text.match(/公司 CU-/g)).toHaveLength(6);
    expect(mailsTo('chen@example.com')[0]?.subject).toContain('4 个客户即将退回公海');
    expect(mailsTo('wang@example.com')[0]?.text).not.toContain('CU-1');
  });

  it('go on where a sweep died between them, and repeat none that is on record', async () => {
    await entered();
    const send = world.mailer.send;
    let calls = 0;
    const dying = {
      ...world.mailer,
      send: async (mail: Parameters<typeof send>[0]) => {
        calls += 1;
        if (calls === 2) throw new Error('The process died');
        return send(mail);
      },
    };
    const alive = world;
    world = { ...alive, mailer: { ...alive.mailer, send: dying.send } };
    await expect(night('2026-11-19')).rejects.toThrow('1 customers or mails of the night failed');
    world = alive;
    // when
    const result = await night('2026-11-19');
    // then
    expect(result).toMatchObject({ warned: 0, mails: 1 });
    expect(world.mailer.sent.map(({ to }) => to.email).sort()).toEqual(['chen@example.com', 'li.na@example.com']);
    expect(await night('2026-11-20')).toMatchObject({ mails: 0 });
  });

  it('go to the sales managers where the holder is in no directory, and a refused one is not sent again', async () => {
    world.mailer.refuses.add('chen@example.com');
    await entered({ holder: 'gone' });
    // when
    const result = await night('2026-11-19');
    // then
    expect(result).toMatchObject({ warned: 1, mails: 0 });
    expect(world.observer.warnings).toMatchObject([{ code: 'recycling.notice-refused' }]);
    expect(await world.recycling.untold()).toEqual([]);
  });

  it('do not go to a closed account: the sales managers hear of its customers', async () => {
    await world.people.put(aPerson({ supervisor: 'wang.fang', closedAt: '2026-11-10T02:00:00.000Z' }));
    await entered();
    // when
    await night('2026-11-19');
    // then
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['chen@example.com']);
  });

  it('are English alone for a reader of English', async () => {
    await world.people.put(aPerson({ id: 'james', name: 'James', email: 'james@example.com', language: 'en' }));
    await entered({ holder: 'james' });
    // when
    await night('2026-11-19');
    // then
    const [mail] = mailsTo('james@example.com');
    expect(mail?.subject).toBe('1 customer about to return to the public pool');
    expect(mail?.text).toContain('杭州云帆科技有限公司 (not contacted in time, returns on 2026-11-24)');
    expect(mail?.text).not.toContain('公海');
  });
});

describe('IN-10 nights that were missed', () => {
  it('are made up for, with the warning and its working days first', async () => {
    await entered();
    // when: no night came until Friday, 11 December
    const warned = await night('2026-12-11');
    // then: Friday, Monday and Tuesday are left
    expect(warned).toMatchObject({ warned: 1, recycled: 0 });
    expect(await night('2026-12-15')).toMatchObject({ recycled: 0 });
    expect(await night('2026-12-16')).toMatchObject({ recycled: 1 });
  });

  it('stay to the next sweep when the time of one is up', async () => {
    await entered();
    world.clock.set('2026-11-18T16:30:00.000Z');
    const rule = recyclingRuleOf(undefined);
    const sweep = { ...world, terms: { rule, calendar: chinaCalendar }, termsName: termsName(rule) };
    // when
    const result = await recycleCustomers(sweep, 'short of time', () => false);
    // then
    expect(result).toMatchObject({ warned: 0, placed: 0 });
    expect(await night('2026-11-19')).toMatchObject({ warned: 1 });
  });
});

describe('IN-10 a rule that changes', () => {
  it('holds from the next night on, for customers that were placed under another one too', async () => {
    await entered();
    await night('2026-11-03');
    // when: ten working days end on 16 November
    const changed = await night('2026-11-12', { contactDays: 10 });
    // then
    expect(changed).toMatchObject({ warned: 1 });
    expect(await night('2026-11-17', { contactDays: 10 })).toMatchObject({ recycled: 1 });
  });

  it('warns anew of the day that holds now', async () => {
    await entered();
    await night('2026-11-19');
    // when: with twenty working days the last day is 30 November
    expect(await night('2026-11-24', { contactDays: 20 })).toMatchObject({ recycled: 0, placed: 1 });
    expect(await night('2026-11-26', { contactDays: 20 })).toMatchObject({ warned: 1 });
    expect(await night('2026-12-01', { contactDays: 20 })).toMatchObject({ recycled: 1 });
  });
});

describe('two sweeps', () => {
  it('do not meet: the second one leaves the pools to the first', async () => {
    await entered();
    await world.recycling.begin('another', '2026-11-18T16:29:00.000Z', '2026-11-18T16:45:00.000Z');
    // when / then
    expect(await night('2026-11-19')).toMatchObject({ alone: false, warned: 0, mails: 0 });
    await world.recycling.end('another');
    expect(await night('2026-11-19')).toMatchObject({ alone: true, warned: 1, mails: 2 });
  });
});
