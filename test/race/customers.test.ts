import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCustomer } from '../../functions/customers-api/enter-customer.ts';
import { applicationRecords } from '../../functions/shared/adapters/application-records.ts';
import { customerRecords } from '../../functions/shared/adapters/customer-records.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import { SopError } from '../../functions/shared/domain/errors.ts';
import { freshIdentity } from '../../functions/shared/http/identity.ts';
import { engines, startDatabase, type TestDatabase } from '../support/database.ts';

const SALESPEOPLE = 300;
/** Ten on whichever database runs them fast; `RACE_ROUNDS` says otherwise. */
const ROUNDS = Number(process.env.RACE_ROUNDS ?? 2);

/** One company as six people write it. */
const variants = [
  '杭州云帆科技有限公司',
  '杭州云帆科技有限责任公司',
  '云帆科技（杭州）有限公司',
  '云帆（杭州）科技有限公司',
  '杭州 云帆 科技 有限公司',
  '杭州雲帆科技有限公司',
];

for (const engine of engines) {
  describe.skipIf(!engine.available)(`${SALESPEOPLE} salespeople who enter one company, on ${engine.title}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await startDatabase(engine);
    });
    afterAll(() => database.stop());

    it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
      'IN-2, IN-3, IN-7: one holds it, the others are told, the counts are exact; round %i',
      async () => {
        // given
        const table = await database.table();
        const world = {
          customers: customerRecords(table),
          applications: applicationRecords(table),
          people: personRecords(table),
        };
        const identity = freshIdentity(new Date('2026-11-23T02:00:00.000Z'));
        const enter = (number: number) =>
          enterCustomer(world, {
            actor: { id: `sales-${number}`, roles: ['sales'] },
            identity,
            facts: {
              name: variants[number % variants.length] ?? '',
              landline: `0571-8${1_000_000 + number}`,
              fax: `0571-7${1_000_000 + number}`,
              address: `杭州市西湖区文三路 ${number + 1} 号`,
            },
          });
        // when
        const results = await Promise.allSettled(Array.from({ length: SALESPEOPLE }, (_, number) => enter(number)));
        // then
        const entered = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        expect(entered).toHaveLength(1);
        const [winner] = entered;
        const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
        const told = refused.filter((error) => error instanceof SopError && error.name === 'CustomerDuplicate');
        expect(told).toHaveLength(SALESPEOPLE - 1);
        const losers = Array.from({ length: SALESPEOPLE }, (_, number) => `sales-${number}`);
        for (const finder of losers.filter((id) => id !== winner?.holder)) {
          const at = identity.at.toISOString();
          const notice = {
            kind: 'clash' as const,
            customerId: winner?.id ?? '',
            finder,
            holder: '',
            typedName: '',
            at,
          };
          expect(await world.customers.clash({ ...notice, told: [] })).toMatchObject({ holder: winner?.holder });
        }
        const counts = await Promise.all(losers.map(async (owner) => (await world.customers.pool(owner)).held));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
        expect((await world.customers.pool(winner?.holder ?? '')).held).toBe(1);
      },
    );
  });
}
