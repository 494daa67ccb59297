import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { DocumentKind } from '../../functions/shared/domain/documents.ts';
import { steps } from '../../functions/shared/domain/steps.ts';
import { taskNotice } from '../../functions/shared/mails/task-notice.ts';
import { launchBrowser } from '../support/browser.ts';
import { aCase, aDocument, aTask } from '../support/builders.ts';
import type { MemoryWorld } from '../support/memory-world.ts';
import { fileStore } from './file-store.ts';
import { contents, kinds, onlyLink, openTask, people, reissue, worldWithCase } from './open-tasks.ts';
import { type PageServer, pageServer } from './page-server.ts';

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

async function serve(world: MemoryWorld): Promise<PageServer> {
  const server = await pageServer(world);
  onTestFinished(() => server.close());
  return server;
}

/** A page of its own for one test, with every complaint of the browser. */
async function newPage(options: BrowserContextOptions = phone): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (!/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** A picture of one pixel. */
const proof = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const stored = (world: MemoryWorld): string =>
  JSON.stringify(world.records, (_, value) => (value instanceof Map ? [...value] : value));

describe('the link page in a browser', () => {
  test('a decision on content that has changed is refused on a phone, with what is different', async () => {
    // given a page opened on the contract's first version, which changes while it is read
    const world = await worldWithCase(['quote', 'contract']);
    const opened = await openTask(world, '6');
    const { url } = await serve(world);
    const { page, complaints } = await newPage({ ...phone, javaScriptEnabled: false });
    await page.goto(`${url}/t/${onlyLink(opened)}`);
    const content = { ...contents.contract, total: '20000.00' };
    world.records.documents.push(aDocument({ kind: 'contract', version: 2, content }));
    const fresh = await reissue(world, opened.task);
    // when it is decided
    await page.getByRole('button', { name: '符合', exact: true }).tap();
    // then nothing is decided, and the difference is shown
    await page.getByText('此链接所示的内容已不是最新').waitFor();
    expect(await page.getByText('原为 18126.00').isVisible()).toBe(true);
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
    // and the new link decides
    await page.goto(`${url}/t/${fresh}`);
    await page.getByRole('button', { name: '符合', exact: true }).tap();
    await page.getByText('决定已记录').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a designer uploads a proof of more than 4 MB on a phone, and the customer sees the picture itself', async () => {
    // given
    const store = await fileStore();
    onTestFinished(() => store.close());
    const world = {
      ...(await worldWithCase(['design-request', 'revision-notes', 'design-proof'])),
      files: store.files,
    };
    const opened = await openTask(world, '27');
    const { url } = await serve(world);
    const { page, complaints } = await newPage({ ...phone, javaScriptEnabled: false });
    await page.goto(`${url}/t/${opened.links[people.design.id]}?lang=en`);
    // when the file is uploaded, and the form sent without keeping the file first
    const large = Buffer.concat([proof, Buffer.alloc(5 * 1024 * 1024)]);
    await page.getByLabel('Choose a file').setInputFiles({ name: '横幅 1.png', mimeType: 'image/png', buffer: large });
    await page.getByRole('button', { name: 'Upload' }).tap();
    await page.getByText('Here, but not part of the task yet').waitFor();
    expect(await page.getByText('横幅 1.png').isVisible()).toBe(true);
    expect(new URL(page.url()).hash).toBe('#files');
    await page.getByLabel('Preview address').fill('https://proof.example/ad/1025');
    await page.getByRole('button', { name: 'Done' }).tap();
    await page.getByText('The decision is recorded').waitFor();
    // then whoever previews that version sees it
    expect(store.files.attachments.kept).toMatchObject([{ name: '横幅 1.png', size: large.byteLength }]);
    const preview = onlyLink(await openTask(world, '14'));
    await page.goto(`${url}/t/${preview}`);
    const picture = page.getByRole('img', { name: '横幅 1.png' });
    await picture.waitFor();
    expect(await picture.boundingBox()).toMatchObject({ width: 1, height: 1 });
    expect(complaints).toEqual([]);
  });

  test('a program that calls itself a picture is refused with the reason, and another file is kept', async () => {
    const store = await fileStore();
    onTestFinished(() => store.close());
    const world = {
      ...(await worldWithCase(['design-request', 'revision-notes', 'design-proof'])),
      files: store.files,
    };
    const opened = await openTask(world, '27');
    const { url } = await serve(world);
    const { page, complaints } = await newPage({ ...phone, javaScriptEnabled: false });
    await page.goto(`${url}/t/${opened.links[people.design.id]}`);
    const upload = async (name: string, buffer: Buffer): Promise<void> => {
      await page.getByLabel('选择文件').setInputFiles({ name, mimeType: 'image/png', buffer });
      await page.getByRole('button', { name: '上传' }).tap();
      await page.getByRole('button', { name: '存入任务' }).tap();
    };
    await upload('横幅.png', Buffer.from('MZ no picture'));
    expect(await page.getByRole('alert').textContent()).toContain('内容不是可接受的类型');
    await upload('横幅.png', proof);
    await page.getByRole('img', { name: '横幅.png' }).waitFor();
    expect(await page.getByText('已收到').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('a customer on a phone refuses a plan with a reason and sees it recorded, without scripts', async () => {
    // given a customer's link to a plan, in a browser that runs no scripts
    const world = await worldWithCase(['plan', 'quote']);
    const opened = await openTask(world, '4');
    const { url } = await serve(world);
    const { page, complaints } = await newPage({ ...phone, javaScriptEnabled: false });
    await page.goto(`${url}/t/${onlyLink(opened)}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('确认方案');
    // when they forget the reason, then give it
    await page.getByRole('button', { name: '需要调整' }).tap();
    expect(await page.getByRole('alert').textContent()).toContain('选择此项须填写原因');
    await page.getByLabel('说明').fill('希望增加移动端');
    await page.getByRole('button', { name: '需要调整' }).tap();
    // then the recorded decision is shown
    await page.getByText('决定已记录').waitFor();
    expect(await page.getByText('希望增加移动端').isVisible()).toBe(true);
    expect((await world.tasks.get(opened.task.id))?.decision).toMatchObject({ outcome: 'refused', via: 'link' });
    expect(complaints).toEqual([]);
  });

  test('opening, reloading, and asking with HEAD change nothing', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6'));
    const { url } = await serve(world);
    const before = stored(world);
    const { page } = await newPage();
    await page.goto(`${url}/t/${link}`);
    await page.reload();
    await page.getByRole('button', { name: 'English' }).tap();
    await page.getByRole('heading', { name: 'Review the contract' }).waitFor();
    const head = await fetch(`${url}/t/${link}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(stored(world)).toBe(before);
  });

  test('switching the language keeps what is typed', async () => {
    const world = await worldWithCase(['plan', 'quote']);
    const { url } = await serve(world);
    const { page } = await newPage();
    await page.goto(`${url}/t/${onlyLink(await openTask(world, '5'))}`);
    await page.getByLabel('合同编号').fill('HT-2026-0099');
    await page.getByRole('button', { name: 'English' }).tap();
    expect(await page.getByLabel('Contract number').inputValue()).toBe('HT-2026-0099');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: '中文' }).tap();
    expect(await page.getByLabel('合同编号').inputValue()).toBe('HT-2026-0099');
  });

  test('a salesperson quotes: rows added and removed, sums worked out, mistakes mended, nothing typed lost', async () => {
    // given a plan to quote for
    const world = await worldWithCase(['plan']);
    const opened = await openTask(world, '3');
    const { url } = await serve(world);
    const { page, complaints } = await newPage();
    await page.goto(`${url}/t/${onlyLink(opened)}`);
    // when the rows are filled in, one added and one removed
    const cell = (row: number, key: string) => page.locator(`[name="lines.${row}.${key}"]`);
    await cell(0, 'listPrice').fill('750');
    await cell(0, 'discount').fill('20');
    await page.getByRole('button', { name: '添加一项' }).tap();
    await cell(2, 'position').fill('视频贴片');
    await page.getByRole('button', { name: '删除第 2 项' }).tap();
    await expect.poll(() => cell(1, 'position').inputValue()).toBe('视频贴片');
    await cell(1, 'days').fill('10 天');
    await cell(1, 'listPrice').fill('1,000');
    await cell(1, 'discount').fill('0');
    await page.getByRole('button', { name: '完成' }).tap();
    // then what is wrong is said beside the field, and all else is still there
    expect(await page.locator('[id="f-lines.1.days-error"]').textContent()).toContain('须为整数');
    expect(await cell(1, 'days').inputValue()).toBe('10 天');
    expect(await cell(0, 'listPrice').inputValue()).toBe('750');
    // when that is mended and the sums are worked out
    await cell(1, 'days').fill('10');
    await page.getByRole('button', { name: '计算金额' }).tap();
    await expect.poll(() => page.getByLabel('总额（含税）').inputValue()).toBe('23320.00');
    await page.getByRole('button', { name: '完成' }).tap();
    // then the quote is stored
    await page.getByText('决定已记录').waitFor();
    const [quote] = await world.cases.latestDocuments(opened.task.caseId, ['quote']);
    expect(quote?.content).toMatchObject({
      total: '23320.00',
      tax: '1320.00',
      lines: [{ days: 20 }, { position: '视频贴片' }],
    });
    expect(complaints).toEqual([]);
  });

  test('the Enter key in a field decides nothing', async () => {
    const world = await worldWithCase(['plan', 'quote']);
    const opened = await openTask(world, '5');
    const { url } = await serve(world);
    const { page } = await newPage();
    await page.goto(`${url}/t/${onlyLink(opened)}`);
    await page.getByLabel('合同编号').fill('HT-1');
    const shownAgain = page.waitForEvent('load');
    await page.getByLabel('合同编号').press('Enter');
    await shownAgain;
    expect(await page.getByLabel('合同编号').inputValue()).toBe('HT-1');
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
  });

  test('pressing twice decides once', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const { url } = await serve(world);
    const { page } = await newPage();
    await page.goto(`${url}/t/${onlyLink(opened)}`);
    await page.getByRole('button', { name: '符合', exact: true }).dblclick();
    await page.getByText('决定已记录').waitFor();
    const facts = await world.cases.factsSince(opened.task.caseId, '');
    expect(facts.filter(({ type }) => type === 'task.decided')).toHaveLength(1);
  });

  test('a page left open while somebody else decides tells whose decision stands', async () => {
    const world = await worldWithCase(['design-request']);
    const { links } = await openTask(world, '12');
    const { url } = await serve(world);
    const [first, second] = [await newPage(), await newPage()];
    await first.page.goto(`${url}/t/${links[people.design.id]}`);
    await second.page.goto(`${url}/t/${links[people.otherDesigner.id]}`);
    for (const { page } of [first, second]) {
      await page.getByLabel('预览地址').fill('https://proof.example/ad/7');
      await page.getByRole('button', { name: '完成' }).tap();
    }
    expect(await second.page.getByRole('alert').textContent()).toContain('以最先的决定为准');
    expect(await second.page.getByText('吴迪').isVisible()).toBe(true);
  });

  test('content that changed since the page was shown is refused, and shown anew', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const { url } = await serve(world);
    const { page } = await newPage();
    await page.goto(`${url}/t/${onlyLink(opened)}`);
    await page.getByLabel('说明').fill('已核对');
    // when the task comes to be about another version
    world.records.documents.push(aDocument({ version: 2, content: { ...contents.contract, number: 'HT-2026-0002' } }));
    const found = world.records.tasks.get(opened.task.id);
    if (found === undefined) throw new Error('the task is there');
    const subject = [{ kind: 'contract', version: 2 }];
    world.records.tasks.set(opened.task.id, {
      ...found,
      task: { ...found.task, subject, contentHash: 'e'.repeat(64) },
    });
    await page.getByRole('button', { name: '符合', exact: true }).tap();
    // then nothing is decided, the new version is there, and so is what was typed
    expect(await page.getByRole('alert').textContent()).toContain('内容已有变化');
    expect(await page.getByText('HT-2026-0002').isVisible()).toBe(true);
    expect(await page.getByLabel('说明').inputValue()).toBe('已核对');
    await page.getByRole('button', { name: '符合', exact: true }).tap();
    await page.getByText('决定已记录').waitFor();
  });

  test('a form on another site decides nothing, even where the link is known', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const { url } = await serve(world);
    const { page } = await newPage();
    await page.route('http://evil.example/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${url}/t/${onlyLink(opened)}"><button name="outcome" value="meets">go</button></form>`,
      }),
    );
    await page.goto('http://evil.example/');
    await page.getByRole('button').tap();
    await page.getByText('没有提交').waitFor();
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
  });
});

describe.each(['zh-CN', 'en'] as const)('every step’s page in %s', (lang) => {
  test.each(steps.map(({ id }) => id))('step %s is labelled, legible and fits a phone', async (stepId) => {
    // given a task of that step, with everything the case can hold
    const world = await worldWithCase(kinds);
    const finding = { rule: 'x.y', severity: 'warning', message: { zh: '请核对。', en: 'Check this.' } } as const;
    const { links } = await openTask(world, stepId, {
      findings: [finding],
      reason: 'TimedOut: 4 Confirm the plan',
      turn: 2,
    });
    const { url } = await serve(world);
    const { page, complaints } = await newPage();
    // when it is opened on a phone
    await page.goto(`${url}/t/${Object.values(links)[0]}?lang=${lang}`);
    // then nothing is wider than the screen, every control has a label, and targets are large enough for a thumb
    const { overflow, unlabelled, small } = await page.evaluate(() => {
      const controls = [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), select, textarea')];
      const targets = [
        ...document.querySelectorAll('button:not(.default), input:not([type=hidden]):not([type=checkbox]), select'),
      ];
      return {
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        unlabelled: controls.filter((control) => control.labels?.length !== 1).map(({ name }) => name),
        small: targets.filter((target) => target.getBoundingClientRect().height < 44).map((target) => target.outerHTML),
      };
    });
    expect({ overflow, unlabelled, small }).toEqual({ overflow: 0, unlabelled: [], small: [] });
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    if (lang === 'en') {
      const own = await page
        .locator('h1, h2, label, legend, button:not(.language), dt, th, .hint, .ask, footer')
        .allTextContents();
      expect(own.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
});

describe('mails as their readers see them', () => {
  test.each([390, 800])('a notice at %i px is no wider than the window and shows its button', async (width) => {
    const step = steps.find(({ id }) => id === '6');
    if (step === undefined) throw new Error('step 6 is there');
    const kind: DocumentKind = 'contract';
    const mail = taskNotice({
      person: people.assistant,
      salesCase: aCase(),
      task: aTask(),
      step,
      documents: [aDocument({ kind, content: contents[kind] })],
      link: `https://sop.example.com/t/${'a'.repeat(43)}`,
    });
    const { page, complaints } = await newPage({ viewport: { width, height: 900 } });
    await page.setContent(mail.html);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
    expect(await page.getByRole('link', { name: '查看并处理' }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });
});
