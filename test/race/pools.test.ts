import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyTransferIn } from '../../functions/customers-api/apply-transfer-in.ts';
import { decideApplication } from '../../functions/customers-api/decide-application.ts';
import { moveCustomer } from '../../functions/customers-api/move-customer.ts';
import { withdrawApplication } from '../../functions/customers-api/withdraw-application.ts';
import { settleApplication } from '../../functions/settle-application/settle-application.ts';
import { applicationRecords } from '../../functions/shared/adapters/application-records.ts';
import { customerRecords } from '../../functions/shared/adapters/customer-records.ts';
import { toItem } from '../../functions/shared/adapters/item.ts';
import { poolKey } from '../../functions/shared/adapters/keys.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import type { RecordsTable } from '../../functions/shared/adapters/records-table.ts';
import type { Application } from '../../functions/shared/domain/application.ts';
import { SopError } from '../../functions/shared/domain/errors.ts';
import type { Actor } from '../../functions/shared/domain/person.ts';
import { PUBLIC_POOL, partnerPool } from '../../functions/shared/domain/pools.ts';
import { reservedIdentity } from '../../functions/shared/http/identity.ts';
import { aCustomer, aPerson } from '../support/builders.ts';
import { engines, startDatabase, type TestDatabase } from '../support/database.ts';
import { memoryMailer, memoryObserver } from '../support/memory-outside.ts';

const CLAIMS = 100;
const SALESPEOPLE = 10;
/** So much room is left in the partner's pool when everybody picks. */
const ROOM = 60;

const now = (): Date => new Date('2026-11-23T02:00:00.000Z');

for (const engine of engines) {
  describe.skipIf(!engine.available)(`pools under parallel moves, on ${engine.title}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await startDatabase(engine);
    });
    afterAll(() => database.stop());

    const worldOn = (table: RecordsTable) => ({
      customers: customerRecords(table),
      applications: applicationRecords(table),
      people: personRecords(table),
      mailer: memoryMailer(),
      observer: memoryObserver(),
      now,
      publicUrl: 'https://sop.example.com',
    });
    type World = ReturnType<typeof worldOn>;

    const inPublicPool = (world: World, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, number) =>
          world.customers.enter(aCustomer({ id: `C-${number}`, holder: PUBLIC_POOL, region: '3301' }), []),
        ),
      );

    it(`IN-7: of ${CLAIMS} claims by a partner’s people in parallel as many succeed as there is room, all counts exact`, async () => {
      // given
      const table = await database.table();
      const world = worldOn(table);
      await inPublicPool(world, CLAIMS);
      const ids = Array.from({ length: SALESPEOPLE }, (_, number) => `sales-${number}`);
      for (const id of ids) await world.people.put(aPerson({ id, partner: 'lantian' }));
      const pool = partnerPool('lantian');
      await table.client.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: toItem({ ...poolKey(pool) }),
          UpdateExpression: 'SET entity = :entity, #owner = :owner, held = :held',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: toItem({ ':entity': 'pool', ':owner': pool, ':held': 1500 - ROOM }),
        }),
      );
      // when
      const pick = async (number: number): Promise<'picked' | 'full'> => {
        const actor: Actor = { id: ids[number % SALESPEOPLE] ?? '', roles: ['sales'] };
        for (;;) {
          try {
            await moveCustomer(world, actor, { kind: 'claim', id: `C-${number}`, reason: '' });
            return 'picked';
          } catch (error) {
            if (error instanceof SopError && error.name === 'PartnerPoolFull') return 'full';
            // What a client is told to do where too many meet at one count: ask again.
            if (!(error instanceof Error) || error.name !== 'TransientFailure') throw error;
          }
        }
      };
      const results = await Promise.all(Array.from({ length: CLAIMS }, (_, number) => pick(number)));
      // then
      expect(results.filter((result) => result === 'picked')).toHaveLength(ROOM);
      expect(await world.customers.pool(pool)).toMatchObject({ held: 1500 });
      const counts = await Promise.all(ids.map(async (id) => (await world.customers.pool(id)).held));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ROOM);
      const held = await Promise.all(ids.map((holder) => world.customers.list({ holder }, { limit: 100 })));
      expect(held.map(({ items }) => items.length)).toEqual(counts);
      expect(held.flatMap(({ items }) => items).every(({ partner }) => partner === 'lantian')).toBe(true);
      expect((await world.customers.list({ holder: PUBLIC_POOL }, { limit: 100 })).items).toHaveLength(CLAIMS - ROOM);
    });

    const applied = (applicant: string): Application => ({
      id: `A-${applicant}`,
      kind: 'transfer-in',
      status: 'OPEN',
      applicant,
      facts: {
        name: '杭州云帆科技有限公司',
        landline: '0571-86543210',
        fax: '0571-86543211',
        address: '文三路 100 号',
      },
      confirmed: [],
      reason: '',
      rivals: ['C-0'],
      createdAt: now().toISOString(),
    });

    it('IN-4: of two decisions on one application in parallel one counts, and carried out twice it has one effect', async () => {
      // given
      const world = worldOn(await database.table());
      await inPublicPool(world, 1);
      await world.people.put(aPerson({ id: 'wang.fang', partner: 'lantian' }));
      const application = applied('wang.fang');
      await world.applications.submit(application);
      // when
      const group: readonly Actor[] = ['qin.yue', 'gao.yuan'].map((id) => ({ id, roles: ['approval-group'] }));
      const answers = await Promise.allSettled(
        group.map((actor, index) =>
          decideApplication(world, actor, application.id, {
            outcome: index === 0 ? 'accepted' : 'refused',
            comment: '另有归属',
          }),
        ),
      );
      const settled = await Promise.all(
        [1, 2, 3, 4].map(() => settleApplication(world, { applicationId: application.id })),
      );
      // then
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const accepted = (await world.applications.get(application.id))?.decision?.outcome === 'accepted';
      expect(new Set(settled.map(({ result }) => result))).toEqual(new Set([accepted ? 'transferred-in' : 'refused']));
      expect(await world.customers.moves('C-0')).toHaveLength(accepted ? 1 : 0);
      const counts = await Promise.all(
        ['wang.fang', partnerPool('lantian')].map((owner) => world.customers.pool(owner)),
      );
      expect(counts.map(({ held }) => held)).toEqual(accepted ? [1, 1] : [0, 0]);
    });

    it('IN-4: of twenty applications of one finder for one customer at the same moment one stands; a colleague’s is another', async () => {
      // given
      const world = worldOn(await database.table());
      await inPublicPool(world, 1);
      for (const id of ['wang.fang', 'liu.yi']) await world.people.put(aPerson({ id, regions: ['31'] }));
      const facts = {
        name: '杭州云帆科技有限公司',
        landline: '0571-86543210',
        fax: '0571-86543211',
        address: '文三路 100 号',
      };
      const apply = (id: string, key: string) =>
        applyTransferIn(world, {
          actor: { id, roles: ['sales'] },
          facts,
          identity: reservedIdentity(now(), false, key),
          customerId: 'C-0',
          reason: '',
        });
      // when
      const standing = await Promise.all(
        Array.from({ length: 24 }, (_, number) => apply(number < 20 ? 'wang.fang' : 'liu.yi', `key ${number}`)),
      );
      // then
      const { items } = await world.applications.list({ status: 'OPEN' }, { limit: 100 });
      expect(items.map(({ applicant }) => applicant).sort()).toEqual(['liu.yi', 'wang.fang']);
      expect(new Set(standing.map(({ id }) => id))).toEqual(new Set(items.map(({ id }) => id)));
      // and of a withdrawal and a decision at the same moment one counts
      const [open] = items;
      const results = await Promise.allSettled([
        withdrawApplication(world, { id: open?.applicant ?? '', roles: ['sales'] }, open?.id ?? ''),
        decideApplication(world, { id: 'qin.yue', roles: ['approval-group'] }, open?.id ?? '', { outcome: 'accepted' }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('IN-4: two who applied for one customer are accepted at once: one has it, the other is told', async () => {
      // given
      const world = worldOn(await database.table());
      await inPublicPool(world, 1);
      const applicants = ['wang.fang', 'liu.yi'];
      for (const id of applicants) {
        await world.people.put(aPerson({ id, email: `${id}@example.com` }));
        await world.applications.submit(applied(id));
        const decision = { outcome: 'accepted' as const, comment: '', by: 'qin.yue', at: now().toISOString() };
        await world.applications.decide(`A-${id}`, decision);
      }
      // when
      const settled = await Promise.all(applicants.map((id) => settleApplication(world, { applicationId: `A-${id}` })));
      // then
      expect(settled.map(({ result }) => result).sort()).toEqual(['taken-since', 'transferred-in']);
      const winner = applicants[settled.findIndex(({ result }) => result === 'transferred-in')];
      expect(await world.customers.get('C-0')).toMatchObject({ holder: winner });
      const counts = await Promise.all(applicants.map(async (id) => (await world.customers.pool(id)).held));
      expect(counts.sort()).toEqual([0, 1]);
      expect(await world.customers.moves('C-0')).toHaveLength(1);
    });
  });
}
