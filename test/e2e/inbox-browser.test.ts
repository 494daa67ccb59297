import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveCase } from '../../demo/drive-case.ts';
import { type Facts, readFacts, straightThrough } from '../../demo/facts.ts';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';
import { launchBrowser } from '../support/browser.ts';

describe('the inbox in a browser, on the synthesized stacks', () => {
  let run: LocalRun;
  let browser: Browser;
  let facts: Facts;
  let caseId: string;
  const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-browser-'));

  beforeAll(async () => {
    run = await startLocalRun({ assemblyDir: await synthesize(() => {}), dataDir });
    facts = straightThrough(readFacts(join(import.meta.dirname, '../../demo/facts.json'), new Date()));
    const system = { appUrl: run.appUrl, token: (user: string) => run.token(user), pause: () => pause(20) };
    caseId = (await driveCase(system, facts, () => {}, '6')).caseId;
    await run.settled();
    browser = await launchBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await run?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** The inbox on that person's phone, without scripts, signed in through the user pool's page. */
  async function phoneOf(user: string): Promise<Page> {
    const viewport = { width: 390, height: 844 };
    const options = { viewport, hasTouch: true, isMobile: true, locale: 'zh-CN', javaScriptEnabled: false };
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${run.appUrl}/inbox?lang=zh-CN`);
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
    await assistant.goto(`${run.appUrl}/inbox?case=${caseId}`);
    await assistant.getByRole('link', { name: '审核合同' }).tap();
    await assistant.getByLabel('说明').fill('条款齐全');
    // when the salesperson changes it meanwhile, having looked at what is different
    const sales = await phoneOf(facts.case.sales);
    await sales.goto(`${run.appUrl}/inbox/cases/${caseId}`);
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
    await run.settled();
    await assistant.goto(`${run.appUrl}/inbox?case=${caseId}`);
    await assistant.getByRole('link', { name: '审核合同' }).tap();
    await assistant.getByRole('heading', { name: '审核合同' }).waitFor();
    await saying(assistant, '第 2 版');
    await assistant.getByRole('button', { name: '符合', exact: true }).tap();
    await assistant.getByText('您的决定已记录').waitFor();
    await run.settled();
    await sales.goto(`${run.appUrl}/inbox?case=${caseId}`);
    await saying(sales, '确认合同');
  }, 120_000);
});
