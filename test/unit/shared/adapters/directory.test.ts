import { expect, it } from 'vitest';
import type { EntryWrites } from '../../../../functions/shared/domain/intake.ts';
import { movedCustomer, moveOf, partnerPool } from '../../../../functions/shared/domain/pools.ts';
import { aCustomer, aPerson } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';

everyKeeper('people', (records) => {
  it('finds a person by id and by each role', async () => {
    const { people } = records();
    const person = aPerson({ roles: ['sales', 'sales-manager'], supervisor: 'zhao.lei' });
    // when
    await people.put(person);
    await people.put(person);
    // then
    expect(await people.get('li.na')).toEqual(person);
    expect(await people.withRole('sales')).toEqual([person]);
    expect(await people.withRole('sales-manager')).toEqual([person]);
    expect(await people.withRole('seal')).toEqual([]);
    expect(await people.get('nobody')).toBeUndefined();
  });

  it('forgets the roles somebody has lost and shows what changed under the ones they kept', async () => {
    const { people } = records();
    await people.put(aPerson({ roles: ['sales', 'assistant'] }));
    // when
    await people.put(aPerson({ roles: ['assistant', 'hq'], email: 'new@example.com' }));
    // then
    expect(await people.withRole('sales')).toEqual([]);
    expect(await people.withRole('assistant')).toEqual([
      aPerson({ roles: ['assistant', 'hq'], email: 'new@example.com' }),
    ]);
    expect(await people.withRole('hq')).toHaveLength(1);
  });

  it('IN-8 lists people under their supervisor and their partner, as they are today', async () => {
    const { people } = records();
    const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);
    await people.put(aPerson({ supervisor: 'chen.jie', partner: 'lantian' }));
    await people.put(aPerson({ id: 'wang.fang', supervisor: 'chen.jie' }));
    expect(ids(await people.reportingTo('chen.jie'))).toEqual(['li.na', 'wang.fang']);
    expect(ids(await people.ofPartner('lantian'))).toEqual(['li.na']);
    // when
    await people.put(aPerson({ supervisor: 'xu.hui' }));
    // then
    expect(ids(await people.reportingTo('chen.jie'))).toEqual(['wang.fang']);
    expect(ids(await people.reportingTo('xu.hui'))).toEqual(['li.na']);
    expect(await people.ofPartner('lantian')).toEqual([]);
  });

  it('IN-8 two who change different things of a person at once both have their way', async () => {
    const { people } = records();
    await people.put(aPerson());
    // when
    await Promise.all([
      people.change('li.na', (known) => known && { ...known, regions: ['33'] }),
      people.change('li.na', (known) => known && { ...known, supervisor: 'chen.jie' }),
      people.change('li.na', (known) => known && { ...known, roles: ['assistant'] }),
    ]);
    // then
    expect(await people.get('li.na')).toEqual(
      aPerson({ regions: ['33'], supervisor: 'chen.jie', roles: ['assistant'] }),
    );
    expect(await people.change('nobody', () => undefined)).toBeUndefined();
    expect(await people.get('nobody')).toBeUndefined();
  });
});

everyKeeper('customers', (records) => {
  const claims = ['name:yunfan', 'phone:57186543210'];
  const writes = (turns: EntryWrites['turns'], capacity = 2): EntryWrites => ({
    postings: [],
    turns,
    pool: { owner: 'li.na', capacity },
  });

  it('IN-2 enters a customer with its claims', async () => {
    const { customers } = records();
    // when
    const result = await customers.enter(aCustomer({ city: '杭州' }), claims);
    // then
    expect(result).toEqual({ entered: true });
    expect(await customers.get('CU-0001')).toEqual(aCustomer({ city: '杭州' }));
    expect(await customers.get('CU-0002')).toBeUndefined();
    expect(await customers.findClaims(['name:unknown', ...claims])).toEqual(
      claims.map((claim) => ({ claim, customerId: 'CU-0001' })),
    );
  });

  it('IN-3 refuses a second customer of the same name or number, names the clash and writes nothing', async () => {
    const { customers } = records();
    await customers.enter(aCustomer(), claims);
    const [, landline = ''] = claims;
    // when
    const result = await customers.enter(aCustomer({ id: 'CU-0002' }), ['name:another', landline]);
    // then
    expect(result).toEqual({ entered: false, clash: landline, customerId: 'CU-0001' });
    expect(await customers.get('CU-0002')).toBeUndefined();
    expect(await customers.findClaims(['name:another'])).toEqual([]);
  });

  it('takes a repeated entry of the same customer as made', async () => {
    const { customers } = records();
    await customers.enter(aCustomer(), claims);
    // when / then
    expect(await customers.enter(aCustomer(), claims)).toEqual({ entered: true });
  });

  it('keeps the claims of an entry, and knows none of a customer that is not there', async () => {
    const { customers } = records();
    await customers.enter(aCustomer(), claims);
    // when / then
    expect(await customers.claimsOf('CU-0001')).toEqual(claims);
    expect(await customers.claimsOf('CU-0002')).toEqual([]);
  });

  it('IN-7 counts what a pool holds and refuses what is beyond its capacity', async () => {
    const { customers } = records();
    // when
    const results = await Promise.all(
      [1, 2, 3, 4].map((number) => customers.enter(aCustomer({ id: `CU-${number}` }), [`name:${number}`], writes([]))),
    );
    // then
    expect(results.filter(({ entered }) => entered)).toHaveLength(2);
    expect(results.filter((result) => 'full' in result)).toHaveLength(2);
    expect(await customers.pool('li.na')).toMatchObject({ owner: 'li.na', held: 2 });
    expect(await customers.pool('wang.fang')).toEqual({ owner: 'wang.fang', held: 0 });
  });

  it('IN-5 refuses an entry whose turn somebody took since it was checked, and says who', async () => {
    const { customers } = records();
    const before = await customers.turns(['byunfan']);
    await customers.enter(aCustomer(), claims, writes(before));
    // when / then
    const other = aCustomer({ id: 'CU-0002' });
    expect(await customers.enter(other, ['name:other'], writes(before))).toEqual({
      entered: false,
      overtakenBy: 'CU-0001',
    });
    const now = await customers.turns(['byunfan']);
    expect(now).toEqual([{ key: 'byunfan', last: 'CU-0001' }]);
    expect(await customers.enter(other, ['name:other'], writes(now))).toEqual({ entered: true });
  });

  it('IN-4, IN-7 moves a customer once, with both counts, within capacity and quota, and keeps the record', async () => {
    const { customers } = records();
    await customers.enter(aCustomer(), ['name:1'], writes([]));
    await customers.enter(aCustomer({ id: 'CU-0002' }), ['name:2'], writes([]));
    const at = '2026-11-23T02:00:00.000Z';
    const limits = { capacity: 1, partnerCapacity: 9, claimsADay: 1 };
    const release = { kind: 'release' as const, customerId: 'CU-0001', from: 'li.na', to: '#public', by: 'li.na', at };
    const claim = { ...release, kind: 'claim' as const, from: '#public', to: 'wang.fang', by: 'wang.fang', reason: '' };
    // when
    const released = await Promise.all([1, 2].map(() => customers.move({ ...release, reason: '' }, limits)));
    const open = await customers.list({ holder: '#public' }, { limit: 9 });
    const claimed = await customers.move(claim, limits);
    const full = await customers.move({ ...claim, kind: 'transfer', customerId: 'CU-0002', from: 'li.na' }, limits);
    // then
    expect(released.sort()).toEqual(['changed', 'moved']);
    expect(open.items).toMatchObject([{ id: 'CU-0001', releasedBy: 'li.na', releasedAt: at }]);
    expect([claimed, full]).toEqual(['moved', 'full']);
    await customers.move({ ...release, customerId: 'CU-0002', reason: '' }, limits);
    const wider = { ...limits, capacity: 9 };
    expect(await customers.move({ ...claim, customerId: 'CU-0002' }, wider)).toBe('quota-used');
    expect(await customers.get('CU-0001')).toMatchObject({ holder: 'wang.fang' });
    expect((await customers.moves('CU-0001')).map(({ kind }) => kind).sort()).toEqual(['claim', 'release']);
    expect(await customers.pool('li.na')).toMatchObject({ held: 0 });
    expect(await customers.pool('wang.fang')).toMatchObject({ held: 1 });
  });

  it('IN-4 counts a day’s claims until midnight in China, also while UTC’s day goes on', async () => {
    const { customers } = records();
    const limits = { capacity: 9, partnerCapacity: 9, claimsADay: 1 };
    for (const id of ['CU-0001', 'CU-0002', 'CU-0003']) await customers.enter(aCustomer({ id, holder: '#public' }), []);
    const claim = (customerId: string, at: string) => {
      const who = { from: '#public', to: 'wang.fang', by: 'wang.fang' };
      return customers.move({ kind: 'claim', customerId, ...who, at, reason: '' }, limits);
    };
    // when: seven, eight and midnight in China, of which the last two are of one day by UTC
    expect(await claim('CU-0001', '2026-11-22T23:00:00.000Z')).toBe('moved');
    expect(await claim('CU-0002', '2026-11-23T00:00:00.000Z')).toBe('quota-used');
    expect(await claim('CU-0002', '2026-11-23T16:00:00.000Z')).toBe('moved');
    expect(await claim('CU-0003', '2026-11-24T15:59:59.000Z')).toBe('quota-used');
  });

  it('IN-7 counts what the people of a partner hold in the partner’s pool, too, moves it with the customer, and keeps who was told', async () => {
    const { customers } = records();
    const partner = { owner: partnerPool('lantian'), capacity: 2 };
    const own = (owner: string) => ({ ...writes([]), pool: { owner, capacity: 9 }, partnerPool: partner });
    const at = '2026-11-23T02:00:00.000Z';
    const limits = { capacity: 9, partnerCapacity: 2, claimsADay: 9 };
    const held = async (owner: string) => (await customers.pool(owner)).held;
    const counts = () => Promise.all(['#partner:lantian', '#partner:haiyue', 'a', 'b', 'c'].map(held));
    const by = { by: 'x', at, reason: '' };
    // when
    const first = aCustomer({ id: 'CU-1', holder: 'a', partner: 'lantian' });
    const second = aCustomer({ id: 'CU-2', holder: 'b', partner: 'lantian' });
    const entered = [
      await customers.enter(first, ['name:1'], own('a')),
      await customers.enter(second, ['name:2'], own('b')),
      await customers.enter(aCustomer({ id: 'CU-3', holder: 'a', partner: 'lantian' }), ['name:3'], own('a')),
    ];
    // then
    expect(entered).toEqual([{ entered: true }, { entered: true }, { entered: false, full: 'partner' }]);
    expect(await counts()).toEqual([2, 0, 1, 1, 0]);
    // when it changes hands within the partner, the partner’s count stays
    const within = moveOf(first, { ...by, kind: 'transfer', to: { id: 'b', partner: 'lantian' } });
    expect(await customers.move(within, limits)).toBe('moved');
    expect(await counts()).toEqual([2, 0, 0, 2, 0]);
    // when it goes to another partner, and then to the public pool
    const there = movedCustomer(first, within);
    const across = moveOf(there, {
      ...by,
      kind: 'transfer',
      to: { id: 'c', partner: 'haiyue' },
      at: `${at.slice(0, -1)}1Z`,
    });
    expect(await customers.move(across, limits)).toBe('moved');
    expect(await counts()).toEqual([1, 1, 0, 1, 1]);
    expect(await customers.get('CU-1')).toMatchObject({
      holder: 'c',
      partner: 'haiyue',
      commission: { claimant: 'c' },
    });
    const release = moveOf(movedCustomer(there, across), { ...by, kind: 'release', to: undefined });
    expect(await customers.move(release, limits)).toBe('moved');
    expect(await counts()).toEqual([1, 0, 0, 1, 0]);
    const free = await customers.get('CU-1');
    expect(free).not.toHaveProperty('partner');
    expect(free).not.toHaveProperty('commission');
    // when its partner has no room
    if (free === undefined) throw new Error('The customer is gone');
    const claim = moveOf(free, { ...by, kind: 'claim', to: { id: 'a', partner: 'lantian' } });
    expect(await customers.move(claim, { ...limits, partnerCapacity: 1 })).toBe('partner-full');
    expect(await counts()).toEqual([1, 0, 0, 1, 0]);
    expect(await customers.moves('CU-1')).toHaveLength(3);
    // when somebody is told of one of them
    expect(await customers.toldOfMove(across)).toEqual([]);
    await customers.tellOfMove(across, 'a');
    await customers.tellOfMove(across, 'b');
    expect(await customers.toldOfMove(across)).toEqual(['a', 'b']);
    expect(await customers.toldOfMove(release)).toEqual([]);
  });

  it('lists a pool, newest first', async () => {
    const { customers } = records();
    await customers.enter(aCustomer(), []);
    await customers.enter(aCustomer({ id: 'CU-0002', createdAt: '2026-11-21T01:00:00.000Z' }), []);
    await customers.enter(aCustomer({ id: 'CU-0003', holder: 'wang.fang' }), []);
    // when
    const first = await customers.list({ holder: 'li.na' }, { limit: 1 });
    const { items } = await customers.list({ holder: 'li.na' }, { limit: 9 });
    // then
    expect(first).toMatchObject({ items: [{ id: 'CU-0002' }], cursor: expect.any(String) });
    expect(items.map(({ id }) => id)).toEqual(['CU-0002', 'CU-0001']);
  });

  it('IN-3 keeps one notice of a clash for each finder, customer and day, and who was told', async () => {
    const { customers } = records();
    const notice = {
      kind: 'clash' as const,
      customerId: 'CU-0001',
      finder: 'wang.fang',
      holder: 'li.na',
      typedName: '云帆科技',
      at: '2026-11-23T02:00:00.000Z',
      told: [],
    };
    await customers.tellClash(notice);
    await customers.told(notice, 'li.na');
    // when
    await customers.tellClash({ ...notice, at: '2026-11-23T03:00:00.000Z' });
    // then
    expect(await customers.clash(notice)).toEqual({ ...notice, told: ['li.na'] });
    expect(await customers.clash({ ...notice, finder: 'x' })).toBeUndefined();
  });

  it('IN-3 counts that day by the organisation’s clock, not from eight in the morning to eight, as UTC does in China', async () => {
    const { customers } = records();
    const about = { kind: 'clash' as const, customerId: 'CU-0001', finder: 'wang.fang', holder: 'li.na', told: [] };
    const early = { ...about, typedName: '云帆', at: '2026-11-22T23:30:00.000Z' };
    const late = { ...about, typedName: '云帆科技', at: '2026-11-23T15:30:00.000Z' };
    const nextDay = { ...about, typedName: '云帆科技公司', at: '2026-11-23T16:30:00.000Z' };
    for (const notice of [early, late, nextDay]) await customers.tellClash(notice);
    expect(await customers.clash(late)).toEqual(early);
    expect(await customers.clash(nextDay)).toEqual(nextDay);
  });

  it('lets one of many parallel entries in', async () => {
    const { customers } = records();
    // when
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, number) => customers.enter(aCustomer({ id: `CU-${number}` }), claims)),
    );
    // then
    expect(results.filter(({ entered }) => entered)).toHaveLength(1);
  });
});

everyKeeper('kept answers', (records) => {
  const first = { state: 'fresh', since: '2026-11-23T02:00:00.000Z', takenOver: false };

  it('reserves a key, then hands out the answer kept under it', async () => {
    const { answers } = records();
    // when / then
    expect(await answers.begin('key', 'request')).toEqual(first);
    expect(await answers.begin('key', 'request')).toEqual({ state: 'busy' });
    expect(await answers.begin('key', 'other request')).toEqual({ state: 'other' });
    await answers.keep('key', 201, '{"id":"1"}');
    expect(await answers.begin('key', 'request')).toEqual({ state: 'answered', status: 201, body: '{"id":"1"}' });
    expect(await answers.begin('key', 'other request')).toEqual({ state: 'other' });
    expect(await answers.begin('another key', 'request')).toEqual(first);
  });

  it('hands a reservation out again once it is released, but never a kept answer', async () => {
    const { answers } = records();
    await answers.begin('key', 'request');
    // when / then
    await answers.release('key');
    expect(await answers.begin('key', 'another request')).toEqual(first);
    await answers.keep('key', 200, '');
    await answers.release('key');
    expect(await answers.begin('key', 'another request')).toEqual({ state: 'answered', status: 200, body: '' });
  });

  it('lets one run take over what a dead one reserved, after its lease, with the first instant', async () => {
    const { answers, clock } = records();
    await answers.begin('key', 'request');
    // when
    clock.advance(59_000);
    const early = await answers.begin('key', 'request');
    clock.advance(2_000);
    const late = await Promise.all([1, 2, 3, 4].map(() => answers.begin('key', 'request')));
    // then
    expect(early).toEqual({ state: 'busy' });
    expect(late.filter(({ state }) => state === 'fresh')).toEqual([{ ...first, takenOver: true }]);
    expect(late.filter(({ state }) => state === 'busy')).toHaveLength(3);
  });

  it('forgets an answer after a day', async () => {
    const { answers, clock } = records();
    await answers.begin('key', 'request');
    await answers.keep('key', 200, '{}');
    // when
    clock.advance(24 * 3600 * 1000 + 1000);
    // then
    expect(await answers.begin('key', 'another request')).toMatchObject({ state: 'fresh', takenOver: false });
  });
});
