import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordContact } from '../../functions/contacts-api/record-contact.ts';
import { recycleCustomers } from '../../functions/recycle-customers/recycle-customers.ts';
import { contactRecords } from '../../functions/shared/adapters/contact-records.ts';
import { customerRecords } from '../../functions/shared/adapters/customer-records.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import { recyclingRecords } from '../../functions/shared/adapters/recycling-records.ts';
import { chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import { SopError } from '../../functions/shared/domain/errors.ts';
import { recyclingRuleOf, termsName } from '../../functions/shared/domain/recycling.ts';
import { freshIdentity } from '../../functions/shared/http/identity.ts';
import { aCustomer, aPerson } from '../support/builders.ts';
import { engines, startDatabase, type TestDatabase } from '../support/database.ts';
import { memoryMailer, memoryObserver } from '../support/memory-outside.ts';

const CUSTOMERS = 30;
const rule = recyclingRuleOf(undefined);
/** Half past midnight in China on the day after the last. */
const night = new Date('2026-11-23T16:30:00.000Z');

for (const engine of engines) {
  describe.skipIf(!engine.available)(`the night of a recycling, on ${engine.title}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await startDatabase(engine);
    });
    afterAll(() => database.stop());

    /** A pool of customers that were warned of and are due this night. */
    async function aDuePool() {
      const table = await database.table();
      const world = {
        customers: customerRecords(table),
        contacts: contactRecords(table),
        recycling: recyclingRecords(table),
        people: personRecords(table),
        mailer: memoryMailer(),
        observer: memoryObserver(),
        terms: { rule, calendar: chinaCalendar },
        termsName: termsName(rule),
        calendar: chinaCalendar,
        now: () => night,
      };
      await world.people.put(aPerson());
      const ids = Array.from({ length: CUSTOMERS }, (_, number) => `CU-${number}`);
      for (const id of ids) {
        const customer = aCustomer({ id, name: `公司 ${id}`, createdAt: '2026-11-02T02:00:00.000Z' });
        const pool = { owner: 'li.na', capacity: 400 };
        await world.customers.enter(customer, [], { postings: [], turns: [], pool });
      }
      const warning = { ...world, now: () => new Date('2026-11-18T16:30:00.000Z') };
      expect(await recycleCustomers(warning, 'warnings', () => true)).toMatchObject({ warned: CUSTOMERS });
      return { world, ids };
    }

    it('IN-10: of a contact and the recycling at the same moment one comes about, never both; counts are exact', async () => {
      // given
      const { world, ids } = await aDuePool();
      const lina = { id: 'li.na', roles: ['sales' as const] };
      const entry = { entry: { kind: 'call' as const, note: '' }, identity: freshIdentity(night) };
      // when: the sweep begins with the first customer, the calls with the last, and they meet somewhere
      const calls = async () => {
        const results: PromiseSettledResult<unknown>[] = [];
        for (const id of ids.toReversed()) {
          results.push(...(await Promise.allSettled([recordContact(world, lina, id, entry)])));
        }
        return results;
      };
      const [recycled, recorded] = await Promise.all([recycleCustomers(world, 'the night', () => true), calls()]);
      // then
      const refused = recorded.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(refused.filter((error) => !(error instanceof SopError))).toEqual([]);
      let held = 0;
      for (const id of ids) {
        const customer = await world.customers.get(id);
        const noted = (await world.contacts.ofCustomer(id, { limit: 9 })).items.length;
        const moves = (await world.customers.moves(id)).length;
        const stays = customer?.holder === 'li.na';
        held += stays ? 1 : 0;
        expect([id, noted, moves]).toEqual(stays ? [id, 1, 0] : [id, 0, 1]);
      }
      expect((await world.customers.pool('li.na')).held).toBe(held);
      expect(recorded.filter(({ status }) => status === 'fulfilled')).toHaveLength(held);
      expect(recycled.recycled).toBe(CUSTOMERS - held);
      const [volume] = await world.contacts.volume('li.na', '2026-11-24', '2026-11-24');
      expect(volume?.total ?? 0).toBe(held);
    });

    it('IN-10: a contact and a recycling of what both have read are never both written', async () => {
      // given
      const { world, ids } = await aDuePool();
      const at = night.toISOString();
      const write = async (id: string, first: 'contact' | 'recycling') => {
        const read = await world.customers.get(id);
        if (read === undefined) throw new Error(`There is no ${id}`);
        const about = { customerId: id, at };
        const kept = { ...about, id: 'CT-1', day: '2026-11-24', note: '', by: 'li.na', recordedAt: at };
        const word = { ...about, customerName: read.name, holder: 'li.na', lastDay: '2026-11-23', told: [] };
        const contact = () => world.contacts.record({ ...kept, kind: 'call' }, read);
        const recycling = () => world.recycling.recycle(read, { ...word, kind: 'recycling', missing: 'contact' });
        // when
        const [one, other] = first === 'contact' ? [contact(), recycling()] : [recycling(), contact()];
        return Promise.all([one, other]);
      };
      const outcomes = await Promise.all(ids.map((id, at) => write(id, at % 2 === 0 ? 'contact' : 'recycling')));
      // then
      const written = outcomes.map((pair) => pair.filter((each) => each === true || each === 'recorded').length);
      expect(written).toEqual(ids.map(() => 1));
      const recycled = outcomes.filter((pair) => pair.includes(true)).length;
      expect((await world.customers.pool('li.na')).held).toBe(CUSTOMERS - recycled);
    });

    it('IN-10: two sweeps at once recycle each customer once, and one mail tells of all', async () => {
      // given
      const { world } = await aDuePool();
      world.mailer.sent.splice(0);
      // when
      const sweeps = await Promise.all(['one', 'other'].map((by) => recycleCustomers(world, by, () => true)));
      // then
      expect(sweeps.map(({ recycled }) => recycled).sort((a, b) => a - b)).toEqual([0, CUSTOMERS]);
      expect(world.mailer.sent).toHaveLength(1);
      expect((await world.customers.pool('li.na')).held).toBe(0);
    });
  });
}
