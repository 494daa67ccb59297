import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ReindexCustomersWorld,
  reindexCustomers,
  SEGMENTS,
} from '../../../functions/reindex-customers/reindex-customers.ts';
import { customerRecords } from '../../../functions/shared/adapters/customer-records.ts';
import { indexItems } from '../../../functions/shared/adapters/index-items.ts';
import { indexStates } from '../../../functions/shared/adapters/index-states.ts';
import type { RecordsTable } from '../../../functions/shared/adapters/records-table.ts';
import type { Customer } from '../../../functions/shared/domain/customer.ts';
import { SALESPERSON_CAPACITY } from '../../../functions/shared/domain/intake.ts';
import { postingsOf, ruleSets } from '../../../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../../../functions/shared/domain/matching/check.ts';
import { readFacts, searchedFacts } from '../../../functions/shared/domain/matching/customer-facts.ts';
import type { Customers } from '../../../functions/shared/domain/ports.ts';
import { adjustableClock } from '../../support/adjustable-clock.ts';
import { engines, startDatabase, type TestDatabase } from '../../support/database.ts';

const brands = [...'云帆晨光锦里拾明德恒瑞启航星河万盛金桥'];

function aCustomer(number: number): Customer {
  const brand = `${brands[number % brands.length]}${brands[Math.floor(number / brands.length) % brands.length]}舟`;
  return {
    id: `C-${number}`,
    name: `苏州${brand}${number}号机械厂`,
    landline: `0512-6${String(1_000_000 + number)}`,
    fax: `0512-8${String(1_000_000 + number)}`,
    address: `苏州市干将路${number + 1}号`,
    city: '苏州',
    holder: 'li.na',
    createdAt: '2026-11-22T02:00:00.000Z',
  };
}

async function enter(customers: Pick<Customers, 'enter'>, customer: Customer): Promise<void> {
  const postings = postingsOf(customer.id, readFacts(searchedFacts(customer)));
  const pool = { owner: `pool-${customer.id}`, capacity: SALESPERSON_CAPACITY };
  const entered = await customers.enter(customer, [`name:${customer.name}`], { postings, turns: [], pool });
  expect(entered).toEqual({ entered: true });
}

async function finds({ index }: Pick<Customers, 'index'>, customer: Customer): Promise<boolean> {
  const { candidates } = await checkCustomer(readFacts({ name: customer.name, city: '苏州' }), index);
  return candidates.some(({ fingerprint }) => fingerprint.customerId === customer.id);
}

/** How many items of the index there are by generation. */
async function itemsByGeneration({ client, name }: RecordsTable): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let start: ScanCommand['input']['ExclusiveStartKey'];
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    for (const { pk } of page.Items ?? []) {
      const generation = /^I([^#]+)#/.exec(pk?.S ?? '')?.[1];
      if (generation !== undefined) counts[generation] = (counts[generation] ?? 0) + 1;
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return counts;
}

/** The world, dying once after `fills` segments are filled, and once after `drops` are emptied, before that is on record. */
function mortal(world: ReindexCustomersWorld, fills: number, drops: number) {
  const left = { fills, drops };
  const deaths = { count: 0 };
  const dies = (of: keyof typeof left): void => {
    left[of] -= 1;
    if (left[of] !== 0) return;
    deaths.count += 1;
    throw new Error('killed');
  };
  const items: ReindexCustomersWorld['items'] = {
    async fill(...args) {
      const filled = await world.items.fill(...args);
      dies('fills');
      return filled;
    },
    async drop(...args) {
      const dropped = await world.items.drop(...args);
      dies('drops');
      return dropped;
    },
  };
  return { world: { ...world, items }, deaths };
}

/** What is nobody's but the use case's is tried on one engine. */
const quickest = engines.find(({ available }) => available);

for (const engine of engines) {
  describe.skipIf(!engine.available)(`indexing customers anew on ${engine.title}`, () => {
    let database: TestDatabase | undefined;

    beforeAll(async () => {
      database = await startDatabase(engine);
    }, 60_000);
    afterAll(() => database?.stop());

    async function given() {
      if (database === undefined) throw new Error('the database has not started');
      const table = await database.table();
      const clock = adjustableClock();
      const { now } = clock;
      const world: ReindexCustomersWorld = {
        states: indexStates(table),
        items: indexItems(table),
        ruleSets: async () => ruleSets,
        now,
      };
      return { table, clock, world, customers: customerRecords(table, now) };
    }

    test('IN-2: killed twice it finishes; every check finds everybody all the while; nothing of before is left', async () => {
      // given customers, and one who enters and checks by what it knew up to 20 seconds ago
      const { table, clock, world, customers } = await given();
      const all = Array.from({ length: 60 }, (_, number) => aCustomer(number));
      for (const customer of all) await enter(customers, customer);
      const before = await itemsByGeneration(table);
      expect(Object.keys(before)).toEqual(['1']);
      // when they are indexed anew in many short calls, two of which die, while more are entered
      const { world: mortalWorld, deaths } = mortal(world, 90, 41);
      const phases = new Set<string>();
      for (let call = 0, done = false; !done; call += 1) {
        expect(call).toBeLessThan(4 * SEGMENTS);
        try {
          const answer = await reindexCustomers(mortalWorld, call === 0, 0);
          done = answer.done;
          clock.advance(answer.waitSeconds * 1_000);
        } catch (error) {
          expect(error).toMatchObject({ message: 'killed' });
        }
        phases.add((await world.states.get()).phase);
        if (call % 10 === 0) {
          const fresh = aCustomer(all.length);
          await enter(customers, fresh);
          all.push(fresh);
        }
        const some = all[(call * 7) % all.length];
        if (some !== undefined) expect(await finds(customers, some), `${some.id} at call ${call}`).toBe(true);
      }
      // then
      expect(deaths.count).toBe(2);
      expect([...phases].sort()).toEqual(['ANNOUNCED', 'DROPPING', 'FILLING', 'RETIRED', 'SETTLED', 'SWITCHED']);
      expect(await world.states.get()).toMatchObject({ phase: 'SETTLED', serving: '1-2', segments: SEGMENTS });
      expect(Object.keys(await itemsByGeneration(table))).toEqual(['1-2']);
      for (const customer of all) expect(await finds(customers, customer)).toBe(true);
      expect(all.length).toBeGreaterThan(70);
    }, 300_000);

    if (engine !== quickest) return;

    test('a new set of rules is what the next generation is made by; each switch waits until everybody knows', async () => {
      const { table, clock, world, customers } = await given();
      const customer = aCustomer(1);
      await enter(customers, customer);
      // given a release whose newest rules file customers under other keys
      const [rules] = ruleSets;
      const newest = {
        ...rules,
        name: '2',
        postingsOf: (...args: Parameters<typeof rules.postingsOf>) =>
          rules.postingsOf(...args).map((posting) => ({ ...posting, rules: '2', key: `new ${posting.key}` })),
      };
      // when
      const answers = [];
      do {
        answers.push(
          await reindexCustomers({ ...world, ruleSets: async () => [rules, newest] }, answers.length === 0, 600_000),
        );
        clock.advance(120_000);
      } while (answers.at(-1)?.done !== true);
      // then it waited three times until everybody knew
      expect(answers.map(({ waitSeconds }) => waitSeconds)).toEqual([120, 120, 120, 0]);
      expect((await world.states.get()).serving).toBe('2-2');
      expect(Object.keys(await itemsByGeneration(table))).toEqual(['2-2']);
    }, 120_000);

    test('two machines at once do it once, and without being told to start nothing begins', async () => {
      const { clock, world, customers } = await given();
      await enter(customers, aCustomer(1));
      expect(await reindexCustomers(world, false, 0)).toEqual({ done: true, waitSeconds: 0 });
      expect((await world.states.get()).version).toBe(0);
      // when
      const calls = { count: 0 };
      for (let done = false; !done; calls.count += 1) {
        const both = await Promise.all([0, 1].map(() => reindexCustomers(world, calls.count === 0, 2_000)));
        done = both.every((one) => one.done);
        clock.advance(120_000);
      }
      // then
      expect(await world.states.get()).toMatchObject({ phase: 'SETTLED', serving: '1-2', runs: 1 });
      expect(await finds(customers, aCustomer(1))).toBe(true);
    }, 120_000);
  });
}
