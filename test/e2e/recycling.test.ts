import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toItem } from '../../functions/shared/adapters/item.ts';
import { customerKey } from '../../functions/shared/adapters/keys.ts';
import { onTheStacks } from '../support/on-the-stacks.ts';

const anObject = z.looseObject({ id: z.string().optional() });
const DAY = 86_400_000;
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const facts = {
  name: '成都锦里拾光旅游开发有限公司',
  landline: '028-61234567',
  fax: '028-61234568',
  address: '成都市武侯区武侯祠大街231号',
};

describe('a customer nobody cares for, on the synthesized stacks', () => {
  const stacks = onTheStacks();

  it('IN-10: is warned of, saved by a contact, and later returned, with its mails', async () => {
    // given a customer of two months ago
    const { body: entered } = await call('li.na', 'POST', '/customers', facts);
    const address = `/customers/${entered.id}`;
    const longAgo = new Date(Date.now() - 60 * DAY).toISOString();
    await setItem(entered.id, { createdAt: longAgo });
    // when a night comes
    expect(await night()).toMatchObject({ warned: 1, recycled: 0, mails: 2 });
    // then it is still there, shows its days, and both are told
    const { body: shown } = await call('li.na', 'GET', address);
    expect(shown.recycling).toMatchObject({ missing: 'contact', warned: true });
    const { lastDay } = z.object({ lastDay: z.string() }).parse(shown.recycling);
    const subject = '1 个客户即将退回公海 · 1 customer about to return to the public pool';
    for (const to of ['li.na', 'chen.jie']) {
      expect(stacks.run.mailbox.list(`${to}@sales.example.com`).map((mail) => mail.subject)).toEqual([subject]);
    }
    // when it is visited
    const visit = await call('li.na', 'POST', `${address}/contacts`, { kind: 'visit', note: '谈了春季方案' });
    expect(visit.status).toBe(201);
    // then it stays, and the supervisor sees the note and the volume
    expect(await night()).toMatchObject({ warned: 0, recycled: 0 });
    expect((await call('chen.jie', 'GET', `${address}/contacts`)).body.items).toMatchObject([{ note: '谈了春季方案' }]);
    const volume = await call('chen.jie', 'GET', `/pools/contacts?owner=li.na&from=${day(-2)}&to=${day(2)}`);
    expect(volume.body.items).toMatchObject([{ total: 1, visit: 1 }]);
    // given that visit was two months ago too, and the warning of its last day is weeks old
    const lastContactAt = longAgo;
    await setItem(entered.id, { lastContactAt, recyclingWarning: { at: longAgo, lastDay }, sweepAt: longAgo });
    const forecast = await call('chen.jie', 'GET', '/pools/recycling?owner=li.na');
    expect(forecast.body.items).toMatchObject([{ owner: 'li.na', recycled: [{ customerId: entered.id }] }]);
    // when
    expect(await night()).toMatchObject({ recycled: 1, mails: 2 });
    // then
    const { body: open } = await call('wang.fang', 'GET', '/customers?holder=%23public');
    expect(open.items).toMatchObject([{ id: entered.id, releasedBy: 'li.na' }]);
    expect((await call('li.na', 'GET', '/pools')).body).toMatchObject({ held: 0 });
    expect((await call('li.na', 'POST', `${address}/contacts`, { kind: 'call' })).status).toBe(403);
    expect((await call('li.na', 'POST', `${address}/claim`, {})).status).toBe(409);
    expect(stacks.run.mailbox.list('li.na@sales.example.com')[0]?.subject).toContain('1 个客户已退回公海');
    expect(await night()).toMatchObject({ warned: 0, recycled: 0, mails: 0 });
  }, 120_000);

  const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);

  /** The nightly sweep, called as an operator may at any hour. */
  async function night(): Promise<unknown> {
    const lambda = new LambdaClient({ endpoint: stacks.run.awsUrl, region: stacks.run.region, credentials });
    const FunctionName = 'sales-sop-prod-recycle-customers';
    const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName }));
    lambda.destroy();
    expect(FunctionError).toBeUndefined();
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  }

  /** As if the customer's item had been written so. */
  async function setItem(id: string | undefined, values: Readonly<Record<string, unknown>>): Promise<void> {
    const { client, name } = stacks.table();
    const { pk, sk } = customerKey(id ?? '');
    const names = Object.keys(values);
    await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: toItem({ pk, sk }),
        UpdateExpression: `SET ${names.map((each) => `${each} = :${each}`).join(', ')}`,
        ExpressionAttributeValues: toItem(Object.fromEntries(names.map((each) => [`:${each}`, values[each]]))),
      }),
    );
    client.destroy();
  }

  async function call(user: string, method: string, path: string, body?: unknown) {
    const answer = await stacks.ask(user, method, path, body);
    return { status: answer.status, body: anObject.parse(await answer.json()) };
  }
});
