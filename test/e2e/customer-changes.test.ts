import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { onTheStacks } from '../support/on-the-stacks.ts';

const anObject = z.looseObject({ id: z.string().optional() });

const facts = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};
const others = {
  name: '杭州远山食品有限公司',
  landline: '0571-88880000',
  fax: '0571-88880001',
  address: '杭州市滨江区江南大道 5 号',
};
const confirmed = ['landline-of-another', 'fax-of-another'];

describe('customers that change, on the synthesized stacks', () => {
  const stacks = onTheStacks();

  const call = async (user: string, method: string, path: string, body?: unknown, headers = {}) => {
    const answer = await stacks.ask(user, method, path, body, headers);
    return { status: answer.status, headers: answer.headers, body: anObject.parse(await answer.json()) };
  };
  const subjectsTo = (address: string) => stacks.run.mailbox.list(address).map(({ subject }) => subject);

  it('IN-2, IN-6: facts are corrected; a clash is mailed, settled by the approval group, and the records merged', async () => {
    // given Li's customer and Wang's
    const { body: lis } = await call('li.na', 'POST', '/customers', facts);
    const { body: wangs } = await call('wang.fang', 'POST', '/customers', others);
    const address = `/customers/${lis.id}/facts`;
    // when Li corrects hers
    const read = await call('li.na', 'GET', address);
    const ifMatch = { 'if-match': read.headers.get('etag') ?? '' };
    const renamed = { ...facts, name: '杭州蓝鲸智能装备有限公司' };
    const corrected = await call('li.na', 'PUT', address, renamed, ifMatch);
    expect([corrected.status, corrected.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await call('li.na', 'PUT', address, renamed, ifMatch)).status).toBe(200);
    expect((await call('li.na', 'PUT', address, facts, ifMatch)).status).toBe(412);
    // then a colleague who enters the company by its former name is refused
    const entry = { ...facts, landline: '0571-81110000', fax: '0571-81110001' };
    expect(await call('wang.fang', 'POST', '/customers', entry)).toMatchObject({ status: 409 });
    // when the real numbers turn out to be those of Wang's
    const real = { ...renamed, landline: others.landline, fax: others.fax, confirmed };
    expect(await call('li.na', 'PUT', address, real, { 'if-match': '"2"' })).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('CorrectionClashes') },
    });
    await stacks.run.settled(60_000);
    // then both are told, and the approval group
    for (const to of ['li.na@sales.example.com', 'wang.fang@sales.example.com']) {
      expect(subjectsTo(to), to).toContain('客户资料更正后重复，未更改 · A correction clashes with a customer');
    }
    expect(subjectsTo('gao.yuan@approval.example.com')).toContain(
      '客户资料更正待处理 · A correction of a customer to settle',
    );
    // which finds them one company, and merges
    const merge = `/customers/${wangs.id}/merge`;
    const wanted = { into: lis.id, reason: '同一家公司' };
    expect((await call('li.na', 'POST', merge, wanted)).status).toBe(403);
    const merged = await call('gao.yuan', 'POST', merge, wanted);
    expect(merged).toMatchObject({ status: 200, body: { mergedInto: lis.id } });
    await stacks.run.settled(60_000);
    for (const to of ['li.na@sales.example.com', 'wang.fang@sales.example.com']) {
      expect(subjectsTo(to), to).toContain('客户已合并 · Two customers were merged');
    }
    // then the record leads on
    const late = await call('wang.fang', 'POST', `/customers/${wangs.id}/release`, {});
    expect([late.status, late.headers.get('location')]).toEqual([409, `/customers/${lis.id}`]);
    const check = await call('li.na', 'POST', '/customers/check', others);
    expect(check.body).toMatchObject({ verdict: 'duplicate', matches: [{ customerId: lis.id, own: true }] });
    expect((await call('wang.fang', 'GET', '/pools')).body).toMatchObject({ held: 0 });
    expect((await call('gao.yuan', 'GET', `/customers/${lis.id}`)).body).toMatchObject({ mergedRecords: [wangs.id] });
    expect((await call('gao.yuan', 'GET', `/customers/${lis.id}/lookalikes`)).body).toMatchObject({ items: [] });
    // and the group, which puts its numbers right, has the holder told
    const right = { ...renamed, landline: others.landline, fax: others.fax, reason: '合并后统一号码' };
    const done = await call('gao.yuan', 'PUT', address, right, { 'if-match': '"2"' });
    expect(done).toMatchObject({ status: 200, body: { landline: others.landline, version: 3 } });
    await stacks.run.settled(60_000);
    expect(subjectsTo('li.na@sales.example.com')).toContain(
      '您的客户资料已由他人更正 · Your customer’s facts were corrected',
    );
    // and what happened to it is on record, chained like a case's
    const command = [
      '--disable-warning=ExperimentalWarning',
      'bin/audit.ts',
      String(lis.id),
      '--endpoint',
      stacks.run.awsUrl,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      cwd: join(import.meta.dirname, '../..'),
    });
    expect(stdout).toMatch(/customer\.corrected[\s\S]*customer\.took-over/);
    expect(stdout).toContain('完整 · intact');
  }, 120_000);
});
