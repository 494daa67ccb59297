import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noticeOf } from '../../bench/race/contenders.ts';
import { straightThrough } from '../../demo/facts.ts';
import type { LocalRun } from '../../local/run.ts';
import { launchBrowser, phone } from '../support/browser.ts';
import { demoFacts, onTheStacks } from '../support/on-the-stacks.ts';
import { exe, pdf, png } from '../support/sample-files.ts';

const filesOf = z.object({
  items: z.array(
    z.object({ name: z.string(), type: z.string(), hash: z.string(), by: z.string(), address: z.string() }).loose(),
  ),
});
const factsOf = z.object({ items: z.array(z.object({ type: z.string() }).loose()) });

describe('files in a browser on a phone, without scripts, on the synthesized stacks', () => {
  const stacks = onTheStacks();
  let browser: Browser;
  const facts = straightThrough(demoFacts());
  let caseId: string;
  let designer: LocalRun['people'][number];

  beforeAll(async () => {
    caseId = await stacks.caseAt('12', facts);
    const found = stacks.run.people.find(({ groups }) => groups.includes('design'));
    if (found === undefined) throw new Error('nobody designs');
    designer = found;
    browser = await launchBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
  });

  async function newPage(): Promise<Page> {
    const page = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }

  /** The designer's task in the inbox. */
  async function designTask(): Promise<Page> {
    const page = await newPage();
    await page.goto(`${stacks.run.appUrl}/inbox?lang=zh-CN`);
    await page.locator(`button[value="${designer.user}"]`).tap();
    await page.getByRole('heading', { name: '待办任务' }).waitFor();
    await page.goto(`${stacks.run.appUrl}/inbox?case=${caseId}`);
    await page.getByRole('link', { name: '完成广告设计' }).tap();
    await page.getByRole('heading', { name: '上传文件' }).waitFor();
    return page;
  }

  async function get(path: string): Promise<unknown> {
    return (await stacks.ask(facts.case.sales, 'GET', path)).json();
  }

  async function kept() {
    return filesOf.parse(await get(`/cases/${caseId}/files`)).items;
  }

  it('AD-5: a proof goes up from the inbox, is refused when it is none, and is a file of the task once kept', async () => {
    const page = await designTask();
    const upload = async (name: string, content: Uint8Array): Promise<void> => {
      const file = { name, mimeType: 'image/png', buffer: Buffer.from(content) };
      await page.getByLabel('选择文件').setInputFiles(file);
      await page.getByRole('button', { name: '上传', exact: true }).first().tap();
      await page.getByText('已收到，尚未存入任务').waitFor();
    };
    // when a program comes along under a picture's name
    await upload('设计稿.png', exe);
    await page.getByRole('button', { name: '存入任务' }).tap();
    // then it is refused, and on record
    await page.getByRole('alert').getByText('内容不是可接受的类型').waitFor();
    const history = factsOf.parse(await get(`/cases/${caseId}/history?limit=100`)).items;
    expect(history.filter(({ type }) => type === 'document.refused')).toMatchObject([
      { by: designer.user, via: 'inbox', detail: { why: 'type', size: exe.byteLength } },
    ]);
    // when the proof itself is uploaded, and looked at twice before it is kept
    await upload('设计稿 第一版.png', png);
    await page.reload();
    expect(await kept()).toEqual([]);
    await page.getByRole('button', { name: '存入任务' }).tap();
    // then its picture is shown
    const picture = page.getByRole('img', { name: '设计稿 第一版.png' });
    await picture.waitFor();
    expect(await picture.boundingBox()).toMatchObject({ width: 1, height: 1 });
    expect(await kept()).toMatchObject([{ name: '设计稿 第一版.png', type: 'image/png', by: designer.user }]);
  }, 60_000);

  it('AD-5: a comment carries a file, which comes down under its Chinese name', async () => {
    const page = await designTask();
    await page.getByText('添加附件').tap();
    const file = { name: '修改意见（终稿）.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf) };
    await page.getByLabel('选择附件').setInputFiles(file);
    await page.getByRole('button', { name: '上传', exact: true }).last().tap();
    await page.getByText('随下一条评论发表').waitFor();
    await page.getByLabel('写评论').fill(`@${facts.case.sales} 请看附件`);
    await page.getByRole('button', { name: '发表' }).tap();
    // then it is with the comment, and downloaded as it was called
    const link = page.getByRole('link', { name: '修改意见（终稿）.pdf' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.tap()]);
    expect(download.suggestedFilename()).toBe('修改意见（终稿）.pdf');
    expect(readFileSync(await download.path())).toEqual(Buffer.from(pdf));
    // and who is mentioned is told of it by mail
    await stacks.run.invoke(stacks.run.physicalName('AWS::Lambda::Function', 'sweepinbox'), {});
    await stacks.run.settled();
    const email = stacks.run.people.find(({ user }) => user === facts.case.sales)?.email ?? '';
    const mail = stacks.run.mailbox.list(email).find(({ subject }) => subject.includes('提到了您'));
    const { source } = await stacks.run.mailbox.read(mail?.id ?? '');
    const { text } = await PostalMime.parse(source);
    expect(text).toContain('修改意见（终稿）.pdf');
  }, 60_000);

  it('AD-5: more than 4 MB go up from the link’s page and come along with the decision', async () => {
    const page = await newPage();
    const { link } = await noticeOf(stacks.run, designer.email, caseId);
    await page.goto(link);
    const large = Buffer.concat([png, Buffer.alloc(6 * 1024 * 1024, 'x')]);
    await page.getByLabel('选择文件').setInputFiles({ name: '大图.png', mimeType: 'image/png', buffer: large });
    await page.getByRole('button', { name: '上传' }).tap();
    await page.getByText('6.0 MB').waitFor();
    expect(page.url()).toContain(`${link}?bucket=`);
    // when the form is filled in and sent
    await page.getByLabel('预览地址').fill('https://proof.example/ad/1025');
    await page.getByLabel('尺寸').first().fill('950×90');
    await page.getByRole('button', { name: '完成' }).tap();
    await page.getByText('决定已记录').waitFor();
    // then it is the case's, byte for byte
    const file = (await kept()).find(({ name }) => name === '大图.png');
    expect(file?.hash).toBe(createHash('sha256').update(large).digest('hex'));
    const served = await fetch(file?.address ?? '');
    expect(Buffer.from(await served.arrayBuffer()).equals(large)).toBe(true);
    expect(served.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(served.headers.get('content-type')).toBe('image/png');
  }, 60_000);
});
