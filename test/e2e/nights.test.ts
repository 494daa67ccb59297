import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toItem } from '../../functions/shared/adapters/item.ts';
import { customerKey } from '../../functions/shared/adapters/keys.ts';
import { recordsTable } from '../../functions/shared/adapters/records-table.ts';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { wholeApp } from '../infra/synthesized.ts';
import { type LeapingClock, leapingClock } from '../support/leaping-clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const facts = {
  name: '成都锦里拾光旅游开发有限公司',
  landline: '028-61234567',
  fax: '028-61234568',
  address: '成都市武侯区武侯祠大街231号',
};

/** Where it is another day than in Greenwich, and stays so for an hour at least, whenever the test runs. */
const hoursAhead = new Date().getUTCHours() >= 11 ? 14 : -12;
const timeZone = `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;
const localDay = (at: number) => new Date(at + hoursAhead * HOUR).toISOString().slice(0, 10);
/** When the night of the coming day begins there. */
const midnight = (at: number) => Date.parse(localDay(at + DAY)) - hoursAhead * HOUR;

describe('days and nights of a stage where it is another day than in Greenwich', () => {
  let run: LocalRun;
  let clock: LeapingClock;
  const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-nights-'));

  beforeAll(async () => {
    const workCalendar = { timeZone, hours: ['00:00-24:00'], weekdays: [1, 2, 3, 4, 5, 6, 7] };
    const { directory } = wholeApp({ workCalendar }).synth();
    clock = leapingClock(Date.now());
    run = await startLocalRun({ assemblyDir: directory, dataDir, clock });
  }, 240_000);

  afterAll(async () => {
    await run?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('IN-4: the quota of claims is that of the day there, and a new one at midnight there', async () => {
    const { body: entered } = await call('wang.fang', 'POST', '/customers', facts);
    await call('wang.fang', 'POST', `/customers/${entered.id}/release`, {});
    const claim = () => call('li.na', 'POST', `/customers/${entered.id}/claim`, {});
    // given twenty claims of what is today there
    await claimed(localDay(Date.now()), 20);
    const usedUp = await claim();
    expect([usedUp.status, usedUp.body.type]).toEqual([409, 'urn:sales-sop:problem:ClaimsUsedUp']);
    // when they are of the day before, and of Greenwich's day
    await claimed(localDay(Date.now()), 0);
    await claimed(localDay(Date.now() - DAY), 20);
    await claimed(new Date().toISOString().slice(0, 10), 20);
    // then
    expect((await claim()).status).toBe(200);
  });

  it('IN-10: the schedule sweeps the pools in the first hours of the day there, and not before', async () => {
    const { body } = await call('li.na', 'GET', '/customers');
    const [{ id }] = z.object({ items: z.tuple([z.object({ id: z.string() })]) }).parse(body).items;
    await setItem(id, { heldSince: new Date(Date.now() - 60 * DAY).toISOString() });
    const warned = async () => (await call('li.na', 'GET', `/customers/${id}`)).body.recycling;
    const sweeps = () => run.meter.read().lambdaInvocations['sales-sop-prod-recycle-customers'] ?? 0;
    const night = midnight(clock.now());
    // when it is nearly half past midnight there
    clock.leapTo(night + HOUR / 2 - 1000);
    await run.settled(60_000);
    expect([sweeps(), await warned()]).toEqual([0, expect.objectContaining({ warned: false })]);
    // and then is
    clock.leapTo(night + HOUR / 2);
    await run.settled(60_000);
    // then the customer is warned of, and both are told, by the schedule alone
    expect([sweeps(), await warned()]).toEqual([1, expect.objectContaining({ warned: true })]);
    for (const to of ['li.na', 'chen.jie']) {
      const subjects = run.mailbox.list(`${to}@sales.example.com`).map(({ subject }) => subject);
      expect(
        subjects.filter((subject) => subject.includes('即将退回公海')),
        to,
      ).toHaveLength(1);
    }
    // and four hours more make up for what one could not do; then no more until the next night
    for (const hour of [1, 2, 3, 4]) {
      clock.leapTo(night + HOUR / 2 + hour * HOUR);
      await run.settled(60_000);
    }
    clock.leapTo(night + DAY);
    await run.settled(60_000);
    expect(sweeps()).toBe(5);
    clock.leapTo(night + DAY + HOUR / 2);
    await run.settled(60_000);
    expect(sweeps()).toBe(6);
  }, 120_000);

  async function onTable(work: (table: ReturnType<typeof recordsTable>) => Promise<unknown>): Promise<void> {
    const name = run.physicalName('AWS::DynamoDB::Table', 'RecordsTable');
    const table = recordsTable(name, { endpoint: run.awsUrl, region: run.region, credentials });
    await work(table);
    table.client.destroy();
  }

  /** As if Li had claimed so many customers on that day. */
  const claimed = (day: string, count: number): Promise<void> =>
    onTable(({ client, name }) => {
      const Item = toItem({ pk: 'POOL#li.na', sk: `CLAIMED#${day}`, claimed: count });
      return client.send(new PutItemCommand({ TableName: name, Item }));
    });

  /** As if the customer's item had been written so. */
  const setItem = (id: string, values: Readonly<Record<string, unknown>>): Promise<void> =>
    onTable(({ client, name }) => {
      const { pk, sk } = customerKey(id);
      const names = Object.keys(values);
      return client.send(
        new UpdateItemCommand({
          TableName: name,
          Key: toItem({ pk, sk }),
          UpdateExpression: `SET ${names.map((each) => `${each} = :${each}`).join(', ')}`,
          ExpressionAttributeValues: toItem(Object.fromEntries(names.map((each) => [`:${each}`, values[each]]))),
        }),
      );
    });

  async function call(user: string, method: string, path: string, body?: unknown) {
    const answer = await fetch(`${run.appUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${await run.token(user)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const anAnswer = z.looseObject({
      id: z.string().optional(),
      type: z.string().optional(),
      recycling: z.unknown().optional(),
    });
    return { status: answer.status, body: anAnswer.parse(await answer.json()) };
  }
});
