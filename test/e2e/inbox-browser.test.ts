import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { auditCase } from '../../bin/audit/audit-case.ts';
import { driveCase } from '../../demo/drive-case.ts';
import { straightThrough } from '../../demo/facts.ts';
import { launchBrowser, phone } from '../support/browser.ts';
import { demoFacts, onTheStacks } from '../support/on-the-stacks.ts';

describe('the inbox in a browser, on the synthesized stacks', () => {
  const stacks = onTheStacks();
  let browser: Browser;
  const facts = straightThrough(demoFacts());
  let caseId: string;

  beforeAll(async () => {
    caseId = await stacks.caseAt('6', facts);
    browser = await launchBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
  });

  /** The inbox on that person's phone, without scripts, signed in through the user pool's page. */
  async function phoneOf(user: string): Promise<Page> {
    const options = { ...phone, javaScriptEnabled: false };
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${stacks.run.appUrl}/inbox?lang=zh-CN`);
    await page.locator(`button[value="${user}"]`).tap();
    await page.getByRole('heading', { name: '待办任务' }).waitFor();
    return page;
  }

  /** The page anew until it says so: what the outbox does takes a moment. */
  async function saying(page: Page, words: string): Promise<void> {
    for (let look = 0; look < 100 && !(await page.content()).includes(words); look += 1) {
      await pause(100);
      await page.reload();
    }
    expect(await page.content()).toContain(words);
  }

  it('AD-5: a contract changed on the salesperson’s phone refuses the decision made on the assistant’s, with its difference', async () => {
    // given the assistant before the contract
    const assistant = await phoneOf(facts.case.assistant);
    await assistant.goto(`${stacks.run.appUrl}/inbox?case=${caseId}`);
    await assistant.getByRole('link', { name: '审核合同' }).tap();
    await assistant.getByLabel('说明').fill('条款齐全');
    // when the salesperson changes it meanwhile, having looked at what is different
    const sales = await phoneOf(facts.case.sales);
    await sales.goto(`${stacks.run.appUrl}/inbox/cases/${caseId}`);
    await sales.getByText('合同 · 第 1 版').tap();
    await sales.getByRole('link', { name: '修改合同…' }).tap();
    await sales.getByText('按新内容重新下达').waitFor();
    await sales.getByLabel('违约条款').fill('任何一方违约，应向对方支付合同总额百分之二十的违约金。');
    await sales.getByRole('button', { name: '核对改动' }).tap();
    const compared = sales.locator('.document');
    expect(await compared.textContent()).toMatch(/违约条款.*百分之二十的违约金.*原为/s);
    await sales.getByRole('button', { name: '保存为第 2 版' }).tap();
    await sales.getByText('与第 1 版不同之处已标出').waitFor();
    // then the decision is refused, the difference shown, and what was typed kept
    await assistant.getByRole('button', { name: '符合', exact: true }).tap();
    await assistant.getByText('与您看到的不同之处').waitFor();
    expect(await assistant.locator('.document').first().textContent()).toMatch(/违约条款.*百分之二十的违约金.*原为/s);
    expect(await assistant.getByLabel('说明').inputValue()).toBe('条款齐全');
    // and decided anew on what is there now, it counts
    await stacks.run.settled();
    await assistant.goto(`${stacks.run.appUrl}/inbox?case=${caseId}`);
    await assistant.getByRole('link', { name: '审核合同' }).tap();
    await assistant.getByRole('heading', { name: '审核合同' }).waitFor();
    await saying(assistant, '第 2 版');
    await assistant.getByRole('button', { name: '符合', exact: true }).tap();
    await assistant.getByText('您的决定已记录').waitFor();
    await stacks.run.settled();
    await sales.goto(`${stacks.run.appUrl}/inbox?case=${caseId}`);
    await saying(sales, '确认合同');
  }, 120_000);

  it('IN-4: the approval group is led by its mail to both records, decides, and the applicant is told; all of it is on record', async () => {
    // given two entries at one landline
    const held = {
      name: '宁波甬江重型机械制造有限公司',
      landline: '0574-8765 1234',
      fax: '0574-8765 1235',
      address: '宁波市北仑区明州路 100 号',
    };
    const doubtful = {
      ...held,
      name: '宁波晨曦绘本文化传媒有限公司',
      fax: '0574-8712 9988',
      address: '宁波市鄞州区首南路 9 号',
    };
    expect((await enter('li.na', held)).status).toBe(201);
    const left = await enter('wang.fang', { ...doubtful, confirmed: ['landline-of-another'] });
    expect(left.status).toBe(202);
    const { id } = z.object({ id: z.string() }).parse(await left.json());
    await stacks.run.settled();
    // when somebody of the group follows the mail's link, signs in, compares and decides
    const [asked] = stacks.run.mailbox
      .list('gao.yuan@approval.example.com')
      .filter(({ subject }) => subject.includes(id));
    const link = /https?:\/\/\S+\/inbox\/applications\/\S+/.exec(
      (await stacks.run.mailbox.read(asked?.id ?? '')).text ?? '',
    )?.[0];
    const options = { ...phone, javaScriptEnabled: false };
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(link ?? '');
    await page.locator('button[value="gao.yuan"]').tap();
    await page.getByRole('heading', { name: doubtful.name }).waitFor();
    expect(await page.locator('table.records').textContent()).toMatch(/已有客户（李娜）.*\*\*\*.*234/s);
    expect(await page.locator('.findings').textContent()).toContain('电话或传真号码相同');
    await page.getByLabel('审批意见').fill('两家公司共用前台电话');
    await page.getByRole('button', { name: '是不同的客户，同意录入' }).tap();
    await page.getByRole('heading', { name: '决定', exact: true }).waitFor();
    await stacks.run.settled();
    // then it is carried out, told, and chained under the application's number
    await saying(page, '已录入');
    expect(await page.locator('.facts').textContent()).toMatch(
      /申请已提交.*王芳.*审批组已决定.*高远 · 收件箱.*申请已办结/s,
    );
    const told = stacks.run.mailbox.list('wang.fang@sales.example.com').map(({ subject }) => subject);
    expect(told).toContainEqual(expect.stringContaining(`[${id}]`));
    const chained = async () => {
      const dynamodb = new DynamoDBClient({ ...local, endpoint: stacks.run.awsUrl });
      const source = { dynamodb, s3: undefined, table: 'sales-sop-prod-records', stage: 'prod' };
      const { entries, breaks, facts: recorded } = await auditCase(source, id);
      return { breaks, facts: recorded.length, records: entries.flatMap(({ records }) => records).length };
    };
    for (let look = 0; look < 100 && (await chained()).records < 3; look += 1) await pause(100);
    expect(await chained()).toEqual({ breaks: [], facts: 3, records: 3 });
  }, 120_000);

  it('a customer’s mail that bounced shows on the task; headquarters have mails sent there again, on record in the case', async () => {
    // given a case whose contact's mailbox gives every mail back
    const contact = { ...facts.case.contact, email: 'bounce+yutong@simulator.amazonses.com' };
    const bouncing = { ...facts, case: { ...facts.case, title: '退信的项目', contact } };
    const { caseId: bounced } = await driveCase(stacks.system, bouncing, () => {}, '4');
    await stacks.run.settled();
    const sales = await phoneOf(facts.case.sales);
    await sales.goto(`${stacks.run.appUrl}/inbox/cases/${bounced}`);
    await saying(sales, '邮件被退回');
    // when headquarters clear the address
    const hq = await phoneOf('xu.hui');
    await hq.getByRole('link', { name: '邮件投递' }).tap();
    await hq.getByRole('button', { name: `恢复投递：${contact.name}` }).tap();
    await hq.getByText('没有停止投递的邮箱').waitFor();
    // then the case says so
    await sales.reload();
    expect(await sales.locator('.facts').first().textContent()).toMatch(/已恢复邮件投递.*徐慧 · 收件箱/s);
  }, 120_000);

  async function enter(user: string, body: object): Promise<Response> {
    return stacks.ask(user, 'POST', '/customers', body);
  }
});

const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
