import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, phone } from '../support/browser.ts';
import { csvFile, customerRows } from '../support/import-file.ts';
import { onTheStacks } from '../support/on-the-stacks.ts';

const facts = {
  公司名称: '宁波甬江重型机械制造有限公司',
  座机: '0574-8765 1234',
  传真: '0574-8765 1235',
  经营地址: '宁波市北仑区明州路 100 号',
};
/** Another company at the same landline. */
const lookalike = {
  公司名称: '宁波晨曦绘本文化传媒有限公司',
  座机: '0574-8765 1234',
  传真: '0574-8712 9988',
  经营地址: '宁波市鄞州区首南路 9 号',
};

describe('customers in a browser, on the synthesized stacks', () => {
  const stacks = onTheStacks();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
  });

  /** The customers' pages on that person's phone, without scripts, signed in through the user pool's page. */
  async function phoneOf(user: string): Promise<Page> {
    const options = { ...phone, javaScriptEnabled: false };
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${stacks.run.appUrl}/inbox/customers?lang=zh-CN`);
    await page.locator(`button[value="${user}"]`).tap();
    await page.getByRole('link', { name: '客户', exact: true }).waitFor();
    return page;
  }

  async function fill(page: Page, typed: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(typed)) await page.getByLabel(label).fill(value);
  }

  /** Nothing is wider than the phone. */
  async function expectToFit(page: Page): Promise<void> {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, page.url()).toBeLessThanOrEqual(390);
  }

  it('IN-2, IN-4, IN-5: entered, found again however it is written, and what may be a customer left to the approval group', async () => {
    const wang = await phoneOf('wang.fang');
    await wang.getByRole('heading', { name: '我的客户' }).waitFor();
    await wang.getByRole('link', { name: '＋ 录入客户' }).tap();
    await fill(wang, facts);
    await wang.getByRole('button', { name: '录入', exact: true }).tap();
    await wang.getByText('已录入，客户在您的仓库中').waitFor();
    await expectToFit(wang);
    // when a colleague enters it under another spelling
    const li = await phoneOf('li.na');
    await li.goto(`${stacks.run.appUrl}/inbox/customers/new`);
    await fill(li, { ...facts, 公司名称: '甬江重型机械制造（宁波）有限公司' });
    await li.getByRole('button', { name: '录入', exact: true }).tap();
    // then she is told whose it is, and nothing she typed is lost
    expect(await li.getByRole('alert').textContent()).toContain('请把线索转交给王芳');
    expect(await li.getByLabel('公司名称').inputValue()).toBe('甬江重型机械制造（宁波）有限公司');
    await expectToFit(li);
    // when she enters what may be it
    await fill(li, lookalike);
    await li.getByRole('button', { name: '录入', exact: true }).tap();
    await li.getByRole('heading', { name: /可能是同一客户/ }).waitFor();
    await expectToFit(li);
    await li.getByLabel(/已核实：该座机已登记在另一家公司名下/).check();
    await li.getByRole('button', { name: '是另一家客户，提交审批组' }).tap();
    // then it is an application of hers
    await li.getByRole('heading', { name: lookalike.公司名称 }).waitFor();
    expect(li.url()).toMatch(/\/inbox\/applications\/A-\w+$/);
    await stacks.run.settled(60_000);
    const asked = stacks.run.mailbox.list('gao.yuan@approval.example.com').map(({ subject }) => subject);
    expect(asked).toHaveLength(1);
  }, 120_000);

  it('IN-4, IN-10: contacted, released, claimed by a colleague, who releases it again', async () => {
    const wang = await phoneOf('wang.fang');
    await wang.getByLabel('公司名称').fill('甬江');
    await wang.getByRole('button', { name: '查找' }).tap();
    await wang.getByRole('link', { name: facts.公司名称 }).tap();
    await wang.getByLabel('方式').selectOption({ label: '拜访' });
    await wang.getByLabel('内容').fill('上门演示，客户有意向');
    await wang.getByRole('button', { name: '登记', exact: true }).tap();
    await wang.getByText('联系已登记').waitFor();
    await wang.getByText('释放到公海').tap();
    await wang.getByRole('button', { name: '释放', exact: true }).tap();
    await wang.getByText('已释放到公海').waitFor();
    await wang.getByText('之后才能再挑入').waitFor();
    await expectToFit(wang);
    // when
    const li = await phoneOf('li.na');
    await li.getByRole('link', { name: '公海' }).tap();
    await li.getByLabel('省或市').fill('宁波');
    await li.getByRole('button', { name: '查找' }).tap();
    await li.waitForURL(/region=/);
    await expectToFit(li);
    await li.getByRole('link', { name: facts.公司名称 }).tap();
    await li.getByRole('button', { name: '挑入我的仓库' }).tap();
    // then it is hers, with all that is on record
    await li.getByText('已挑入您的仓库').waitFor();
    await li.getByText('上门演示，客户有意向').waitFor();
    await li.getByText('从公海挑入：公海 → 李娜').waitFor();
    await li.getByText('释放到公海', { exact: true }).tap();
    await li.getByRole('button', { name: '释放', exact: true }).tap();
    await li.getByText('之后才能再挑入').waitFor();
    await li.goto(`${stacks.run.appUrl}/inbox/customers?lang=en`);
    await li.getByText('0 customers, room for 400 more').waitFor();
  }, 120_000);

  it('IN-1: a file chosen on a phone is uploaded past the function, entered, and its result fetched', async () => {
    const page = await phoneOf('wang.fang');
    await page.getByRole('link', { name: '批量导入' }).tap();
    await page.getByRole('heading', { name: '批量导入客户' }).waitFor();
    await expectToFit(page);
    await page.getByLabel('名单名称').fill('展会名单');
    await page.getByRole('button', { name: '导入 CSV' }).tap();
    const file = {
      name: '客户 2026.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csvFile(customerRows(20, () => ''))),
    };
    await page.getByLabel('CSV 文件').setInputFiles(file);
    await page.getByRole('button', { name: '上传' }).tap();
    await page.getByText('文件已收到，尚未开始录入').waitFor();
    // when it is tried first; the page looks again by itself until it is done
    await page.getByRole('button', { name: '先试算，不录入' }).tap();
    await page.getByText('试算完成：共 20 行，未录入任何客户').waitFor({ timeout: 60_000 });
    await expectToFit(page);
    await page.getByRole('button', { name: '正式录入' }).tap();
    // then
    await page.getByText('已完成：共 20 行').waitFor({ timeout: 60_000 });
    await expectToFit(page);
    const address = await page.getByRole('link', { name: '下载结果文件' }).getAttribute('href');
    const result = await (await fetch(address ?? '')).text();
    expect(result.trimEnd().split('\r\n')).toHaveLength(21);
    expect(result).toContain('已录入');
    await page.getByRole('link', { name: '← 批量导入' }).tap();
    await page.getByRole('link', { name: '展会名单.csv' }).waitFor();
    const [template] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载模板（Excel）' }).tap(),
    ]);
    expect(template.suggestedFilename()).toBe('customers-template.xlsx');
  }, 120_000);

  it('IN-8: a supervisor sees the pools of their people', async () => {
    const page = await phoneOf('tang.li');
    await page.getByRole('heading', { name: '仓库', exact: true }).waitFor();
    await expectToFit(page);
  });
});
