import { expect, it } from 'vitest';
import { uniquenessClaims } from '../../../../functions/shared/domain/duplicates.ts';
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
});

everyKeeper('customers', (records) => {
  const claims = uniquenessClaims(aCustomer());

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
