import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordContact } from '../../functions/contacts-api/record-contact.ts';
import { assessEntry } from '../../functions/customers-api/assess-entry.ts';
import { correctFacts } from '../../functions/customers-api/correct-facts.ts';
import { enterCustomer } from '../../functions/customers-api/enter-customer.ts';
import { mergeCustomers } from '../../functions/customers-api/merge-customers.ts';
import { moveCustomer } from '../../functions/customers-api/move-customer.ts';
import { applicationRecords } from '../../functions/shared/adapters/application-records.ts';
import { contactRecords } from '../../functions/shared/adapters/contact-records.ts';
import { customerCorrections } from '../../functions/shared/adapters/customer-corrections.ts';
import { customerMerges } from '../../functions/shared/adapters/customer-merges.ts';
import { customerRecords } from '../../functions/shared/adapters/customer-records.ts';
import { indexItems } from '../../functions/shared/adapters/index-items.ts';
import { indexStates } from '../../functions/shared/adapters/index-states.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import type { RecordsTable } from '../../functions/shared/adapters/records-table.ts';
import { chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import type { Customer, CustomerFacts } from '../../functions/shared/domain/customer.ts';
import { customerPostings } from '../../functions/shared/domain/customer-postings.ts';
import { SopError } from '../../functions/shared/domain/errors.ts';
import { postingsOf } from '../../functions/shared/domain/matching/blocking-rules.ts';
import type { Actor } from '../../functions/shared/domain/person.ts';
import { PUBLIC_POOL } from '../../functions/shared/domain/pools.ts';
import { freshIdentity } from '../../functions/shared/http/identity.ts';
import { aPerson } from '../support/builders.ts';
import { engines, startDatabase, type TestDatabase } from '../support/database.ts';

const AT_ONCE = 12;
const ROUNDS = 6;

const now = (): Date => new Date('2026-11-23T02:00:00.000Z');
const seller = (number: number): Actor => ({ id: `sales-${number}`, roles: ['sales'] });
const approver: Actor = { id: 'qin.yue', roles: ['approval-group'] };
const renamed = '杭州青禾农业发展有限公司';

/** Companies of which none looks like another. */
const brands = ['云帆', '蓝鲸', '海纳', '晨光', '恒瑞', '启航', '锦里', '拾明', '德源', '万盛', '金桥', '博雅'];
const factsOf = (number: number): CustomerFacts => ({
  name: `苏州${brands[number]}机械制造有限公司`,
  landline: `0512-6${1_000_000 + number}`,
  fax: `0512-8${1_000_000 + number}`,
  address: `苏州市姑苏区${brands[number]}路 ${number + 1} 号`,
});

/** What came of a try: its value, or the name of what refused it. Who is told to ask again does. */
async function outcome<Value>(attempt: () => Promise<Value>): Promise<Value | string> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof SopError) return error.name;
      if (!(error instanceof Error) || error.name !== 'TransientFailure') throw error;
    }
  }
}

for (const engine of engines) {
  describe.skipIf(!engine.available)(`customers that change in parallel, on ${engine.title}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await startDatabase(engine);
    });
    afterAll(() => database.stop());

    const worldOn = (table: RecordsTable) => ({
      customers: { ...customerRecords(table), ...customerCorrections(table), ...customerMerges(table) },
      contacts: contactRecords(table),
      applications: applicationRecords(table),
      people: personRecords(table),
      calendar: chinaCalendar,
      now,
    });
    type World = ReturnType<typeof worldOn>;

    const entered = (world: World, number: number): Promise<Customer> =>
      enterCustomer(world, { actor: seller(number), facts: factsOf(number), identity: freshIdentity(now()) });
    const correct = (world: World, customer: Customer, change: Partial<CustomerFacts>, by: Actor) =>
      outcome(() => {
        const { name, landline, fax, address } = customer;
        const facts = { name, landline, fax, address, ...change };
        const common = { oldName: 'former', reason: '', ifMatch: '"1"' } as const;
        return correctFacts(world, { actor: by, id: customer.id, facts, ...common });
      });
    const merge = (world: World, id: string, into: string) =>
      outcome(() => mergeCustomers(world, approver, { id, into, reason: '', identity: freshIdentity(now()) }));
    const heldBy = async (world: World, owner: string) => {
      const { items } = await world.customers.list({ holder: owner }, { limit: 100 });
      return { counted: (await world.customers.pool(owner)).held, listed: items.length };
    };

    it(`IN-1: of ${AT_ONCE} corrections of one customer one counts, and nothing of the others is left`, async () => {
      // given
      const table = await database.table();
      const world = worldOn(table);
      const customer = await entered(world, 0);
      // when
      const results = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, number) =>
          correct(world, customer, { landline: `0512-7${1_000_000 + number}` }, seller(0)),
        ),
      );
      // then
      const done = results.filter((result) => typeof result !== 'string');
      expect(done).toHaveLength(1);
      expect(results.filter((result) => result === 'VersionOutdated')).toHaveLength(AT_ONCE - 1);
      expect(await world.customers.get(customer.id)).toMatchObject({ version: 2 });
      expect(await world.customers.replaced(customer.id)).toHaveLength(1);
      const claims = await world.customers.claimsOf(customer.id);
      const held = await world.customers.findClaims(claims);
      expect(held.map(({ customerId }) => customerId)).toEqual(claims.map(() => customer.id));
    });

    it('IN-2: of customers that take one name and colleagues who enter it, one has it', async () => {
      // given
      const world = worldOn(await database.table());
      const customers = await Promise.all([0, 1, 2, 3, 4, 5].map((number) => entered(world, number)));
      // when
      const results = await Promise.all([
        ...customers.map((customer, number) => correct(world, customer, { name: renamed }, seller(number))),
        ...[6, 7, 8, 9, 10, 11].map((number) =>
          outcome(() =>
            enterCustomer(world, {
              actor: seller(number),
              facts: { ...factsOf(number), name: renamed },
              identity: freshIdentity(now()),
            }),
          ),
        ),
      ]);
      // then
      const done = results.filter((result) => typeof result !== 'string');
      expect(done).toMatchObject([{ name: renamed }]);
      const refusals = ['CorrectionClashes', 'CustomerDuplicate', 'ApplicationSubmitted'];
      for (const result of results) if (typeof result === 'string') expect(refusals).toContain(result);
    });

    it('IN-4, IN-10: of a merge and whatever else is done with either, counts, lists and records agree in the end', async () => {
      const world = worldOn(await database.table());
      await world.people.put(aPerson({ id: 'sales-9' }));
      for (let round = 0; round < ROUNDS; round += 1) {
        // given
        const [one, other] = [await entered(world, round), await entered(world, 11 - round)];
        const moves: readonly (() => Promise<unknown>)[] = [
          () => moveCustomer(world, seller(round), { kind: 'transfer', id: one.id, to: 'sales-9', reason: '' }),
          () => moveCustomer(world, seller(round), { kind: 'release', id: one.id, reason: '' }),
          () => {
            const entry = { kind: 'call', note: '' } as const;
            return recordContact(world, seller(round), one.id, { entry, identity: freshIdentity(now()) });
          },
          () => moveCustomer(world, seller(11 - round), { kind: 'release', id: other.id, reason: '' }),
          () =>
            mergeCustomers(world, approver, { id: one.id, into: other.id, reason: '', identity: freshIdentity(now()) }),
          () =>
            mergeCustomers(world, approver, { id: other.id, into: one.id, reason: '', identity: freshIdentity(now()) }),
        ];
        // when
        await Promise.all(moves.map((move) => outcome(move)));
        // then: one of them goes on, wherever it is; the other one is nowhere
        const [first, second] = await Promise.all([one.id, other.id].map((id) => world.customers.get(id)));
        const left = [first, second].filter((customer) => customer?.mergedInto === undefined);
        expect(left).toHaveLength(1);
        const ended = first === left[0] ? second : first;
        expect(ended).toMatchObject({ holder: '#merged', mergedInto: left[0]?.id });
        for (const owner of ['sales-9', seller(round).id, seller(11 - round).id]) {
          const { counted, listed } = await heldBy(world, owner);
          expect(counted).toBe(listed);
        }
        const inPublic = (await world.customers.list({ holder: PUBLIC_POOL }, { limit: 100 })).items;
        expect(inPublic.map(({ id }) => id)).not.toContain(ended?.id);
        // And nothing is done with what ended.
        expect(
          await outcome(() =>
            moveCustomer(world, approver, { kind: 'reversal', id: ended?.id ?? '', to: 'sales-9', reason: '' }),
          ),
        ).toBe('CustomerMerged');
        expect(await merge(world, ended?.id ?? '', left[0]?.id ?? '')).toBe('CustomerMerged');
      }
    });

    it('IN-2: corrected while the index is made anew, the next generation finds it by its new facts only', async () => {
      // given: indexing anew is filling the next generation
      const table = await database.table();
      const world = worldOn(table);
      const customers = await Promise.all([0, 1, 2, 3].map((number) => entered(world, number)));
      const states = indexStates(table);
      const first = await states.get();
      const filling = { ...first, phase: 'FILLING', next: '1-2', runs: 1 } as const;
      expect(await states.change(first, filling)).toBe(true);
      // when all are corrected between what the filling reads of them and what it writes
      const during = worldOn(table);
      const results: unknown[] = [];
      table.client.middlewareStack.add(
        (next, { commandName }) =>
          async (args) => {
            const answer = await next(args);
            if (commandName !== 'ScanCommand' || results.length > 0) return answer;
            const corrections = customers.map((customer, number) => {
              const change = {
                landline: `0571-7${1_000_000 + number}`,
                address: `杭州市西湖区文三路 ${number + 1} 号`,
              };
              return correct(during, customer, change, seller(number));
            });
            results.push(...(await Promise.all(corrections)));
            return answer;
          },
        { step: 'initialize', name: 'corrected-meanwhile' },
      );
      await indexItems(table).fill({ at: 0, of: 1 }, '1-2', (customer) => customerPostings(customer, postingsOf));
      table.client.middlewareStack.remove('corrected-meanwhile');
      expect(results).toMatchObject(customers.map(({ id }) => ({ id, version: 2 })));
      const state = await states.get();
      expect(await states.change(state, { ...state, phase: 'SWITCHED' })).toBe(true);
      // then
      const after = worldOn(table);
      const index = await after.customers.index.open();
      for (const customer of customers) {
        const now = await after.customers.get(customer.id);
        if (now === undefined) throw new Error('It is gone');
        for (const { key, fingerprint } of customerPostings(now, postingsOf)) {
          const { postings } = await index.read({ key, placePrefix: '', limit: 28 });
          expect(postings.filter(({ customerId }) => customerId === now.id)).toEqual([fingerprint]);
        }
        for (const { key } of customerPostings(customer, postingsOf).filter(({ key: each }) => /^[ta]/.test(each))) {
          const { postings } = await index.read({ key, placePrefix: '', limit: 28 });
          const left = postings.filter(
            ({ customerId }) =>
              customerId === now.id && !customerPostings(now, postingsOf).some((one) => one.key === key),
          );
          expect(left).toEqual([]);
        }
      }
    });

    it('IN-2: merged, and the index made anew, its name and its numbers lead to the survivor', async () => {
      // given
      const table = await database.table();
      const world = worldOn(table);
      const [one, other] = [await entered(world, 0), await entered(world, 1)];
      await merge(world, one.id, other.id);
      // when
      await indexItems(table).fill({ at: 0, of: 1 }, '1-2', (customer) => customerPostings(customer, postingsOf));
      const states = indexStates(table);
      const state = await states.get();
      expect(await states.change(state, { ...state, phase: 'SWITCHED', next: '1-2', runs: 1 })).toBe(true);
      // then
      const { matches } = await assessEntry(worldOn(table).customers, factsOf(0), undefined);
      expect(matches).toMatchObject([{ customer: { id: other.id }, foundAs: one.name, verdict: 'duplicate' }]);
    });
  });
}
