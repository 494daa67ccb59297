import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastPools } from '../../../bin/recycle/forecast-pools.ts';
import { jsonReport, report } from '../../../bin/recycle/report.ts';
import { customerRecords } from '../../../functions/shared/adapters/customer-records.ts';
import { personRecords } from '../../../functions/shared/adapters/person-records.ts';
import type { RecordsTable } from '../../../functions/shared/adapters/records-table.ts';
import { recyclingRecords } from '../../../functions/shared/adapters/recycling-records.ts';
import { chinaCalendar } from '../../../functions/shared/domain/china-calendar.ts';
import { recyclingRuleOf } from '../../../functions/shared/domain/recycling.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { engines, startDatabase, type TestDatabase } from '../../support/database.ts';

const engine = engines.find(({ available }) => available);
const rule = recyclingRuleOf(undefined);
const present = { rule, calendar: chinaCalendar };
const nights = { from: '2026-11-24', until: '2026-11-24' };

it('npm run recycle recycles nothing itself: without --dry-run it says so', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/recycle.ts'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('add --dry-run');
});

describe.skipIf(engine === undefined)('npm run recycle -- --dry-run (IN-10)', () => {
  let database: TestDatabase;
  let table: RecordsTable;
  beforeAll(async () => {
    if (engine === undefined) return;
    database = await startDatabase(engine);
    table = await database.table();
    await personRecords(table).put(aPerson());
    const customers = customerRecords(table);
    // given 250 customers of one pool, in more than one batch: two that were warned of, one to warn of, and fresh ones
    for (let number = 0; number < 250; number += 1) {
      const id = `CU-${String(number).padStart(4, '0')}`;
      const createdAt = number < 2 ? '2026-11-02T02:00:00.000Z' : number < 3 ? '2026-11-04T02:00:00.000Z' : undefined;
      const customer = aCustomer({ id, name: `公司 ${number}`, createdAt: createdAt ?? '2026-11-20T02:00:00.000Z' });
      await customers.enter(customer, []);
      if (number > 1) continue;
      const word = { customerId: id, customerName: customer.name, holder: 'li.na', missing: 'contact' as const };
      const warning = { ...word, kind: 'warning' as const, at: '2026-11-18T16:30:00.000Z', lastDay: '2026-11-23' };
      await recyclingRecords(table).warn(customer, { ...warning, told: [] }, '2026-11-23T16:00:00.000Z');
    }
    await customers.enter(aCustomer({ id: 'CU-9999', holder: '#public', createdAt: '2026-01-05T02:00:00.000Z' }), []);
  });
  afterAll(async () => {
    await database?.stop();
  });

  it('names who would be warned of and returned tonight, by holder, and tells how far it is', async () => {
    const read: number[] = [];
    // when
    const pools = await forecastPools(table, { present, nights, progress: (number) => read.push(number) });
    // then
    expect(pools).toMatchObject([
      {
        holder: 'li.na',
        name: '李娜',
        held: 250,
        warned: [{ customerId: 'CU-0002', on: '2026-11-24' }],
        recycled: [{ customerId: 'CU-0000' }, { customerId: 'CU-0001', on: '2026-11-24', lastDay: '2026-11-23' }],
      },
    ]);
    expect(read.at(-1)).toBe(250);
    const text = report({ nights, rule, pools });
    expect(text).toContain('2026-11-24 凌晨 · the night that begins 2026-11-24');
    expect(text).toContain('  2026-11-24  退回 · returned  CU-0001  公司 1  未按期联系 · Not contacted in time');
    expect(text).toContain('合计 · total: 提醒 · warned of 1，退回 · returned 2');
    expect(text).not.toContain('CU-9999');
  });

  it('shows what differs under another rule, and changes nothing', async () => {
    const changed = { rule: { ...rule, contactDays: 20 }, calendar: chinaCalendar };
    const before = (await customerRecords(table).list({ holder: 'li.na' }, { limit: 100 })).items;
    // when
    const pools = await forecastPools(table, { present, changed, nights, progress: () => {} });
    // then
    expect(pools[0]?.change).toMatchObject({
      loses: [],
      keeps: [{ customerId: 'CU-0000' }, { customerId: 'CU-0001' }],
      sooner: [],
      later: [],
      warnedToo: [],
      warnedNoMore: [{ customerId: 'CU-0002' }],
    });
    const text = report({ nights, rule, changed: changed.rule, pools });
    expect(text).toContain('若规则改为 · if the rule were 20 个工作日');
    expect(text).toContain('不再退回 · no longer returned 2');
    const [line] = jsonReport({ nights, rule, changed: changed.rule, pools }).split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ holder: 'li.na', changed: { contactDays: 20 } });
    expect((await customerRecords(table).list({ holder: 'li.na' }, { limit: 100 })).items).toEqual(before);
  });
});
