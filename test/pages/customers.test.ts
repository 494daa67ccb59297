import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { noRows } from '../../functions/shared/domain/customer-import.ts';
import type { Person } from '../../functions/shared/domain/person.ts';
import { PUBLIC_POOL } from '../../functions/shared/domain/pools.ts';
import { answerCustomers } from '../../functions/web-customers/answer-customers.ts';
import { answerInbox } from '../../functions/web-inbox/answer-inbox.ts';
import { launchBrowser, phone } from '../support/browser.ts';
import { aCustomer, aPerson } from '../support/builders.ts';
import { memorySignIn } from '../support/memory-sign-in.ts';
import { type MemoryWorld, memoryWorld } from '../support/memory-world.ts';
import { inboxWorld } from '../unit/web-inbox/visitor.ts';
import { signedInServer } from './inbox-server.ts';

const desktop: BrowserContextOptions = { viewport: { width: 1200, height: 900 } };

/** Somebody to whom every part is open. */
const lina = aPerson({ roles: ['sales', 'hq', 'approval-group'], regions: ['33'] });
const wangfang = aPerson({ id: 'wang.fang', name: '王芳', partner: 'lantian' });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

interface Seat {
  readonly page: Page;
  readonly url: string;
  /** Every complaint of the browser. */
  readonly complaints: string[];
}

/** Somebody before the pages, signed in, without scripts. */
async function seat(world: MemoryWorld, person: Person, options: BrowserContextOptions): Promise<Seat> {
  const server = await signedInServer(
    (where, request) =>
      request.path.startsWith('/inbox/customers')
        ? answerCustomers({ ...world, pause: async () => {}, failed: () => {}, importForm, ...where }, request)
        : answerInbox({ ...inboxWorld(world), ...where }, request),
    memorySignIn(),
    person,
  );
  onTestFinished(() => server.close());
  const context = await browser.newContext({ ...options, javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (!/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${server.url}/inbox/customers`);
  return { page, url: server.url, complaints };
}

const importForm = async (id: string) => ({
  action: 'https://files.example.com/',
  fields: { key: `imports/${id}/upload` },
});

/** Customers of one's own, warned and contacted; of a colleague, with a move; of the public pool, of two regions. */
async function worldWithPools(): Promise<MemoryWorld> {
  const world = memoryWorld();
  for (const person of [lina, wangfang]) await world.people.put(person);
  const createdAt = world.now().toISOString();
  const entries = [
    {},
    { id: 'CU-0002', name: '杭州晨光贸易有限公司', recyclingWarning: { at: createdAt, lastDay: '2026-12-14' } },
    { id: 'CU-0003', name: '杭州远山食品有限公司', holder: wangfang.id, partner: 'lantian' },
    { id: 'CU-0004', name: '杭州瀚海软件有限公司', holder: PUBLIC_POOL },
    { id: 'CU-0005', name: '苏州嘉禾建材有限公司', holder: PUBLIC_POOL, address: '苏州市姑苏区干将路 1 号' },
  ];
  for (const entry of entries) {
    const customer = aCustomer({ createdAt, ...entry });
    const pool = { owner: customer.holder, capacity: 400 };
    await world.customers.enter(customer, [], { postings: [], turns: [], pool });
  }
  const contact = { id: 'CT-1', customerId: 'CU-0001', kind: 'visit', at: createdAt, note: '', by: lina.id } as const;
  await world.contacts.record({ ...contact, day: '2026-11-23', recordedAt: createdAt }, aCustomer({ createdAt }));
  const made = { by: lina.id, forOthers: true, format: 'csv', createdAt, counts: noRows, attempt: 1 } as const;
  for (const id of ['I-1', 'I-2', 'I-3', 'I-4', 'I-5', 'I-6']) {
    await world.imports.create({ ...made, id, fileName: 'customers.csv', status: 'AWAITING_FILE', lanes: [0] });
  }
  for (const id of ['I-2', 'I-3', 'I-4', 'I-5']) await world.imports.start(id, false);
  await world.imports.refuse('I-3', { zh: '文件中没有客户', en: 'There are no customers in the file' }, createdAt);
  await world.imports.read('I-4', 1, 6);
  const each = { entered: 1, duplicate: 1, asked: 1, unconfirmed: 1, full: 1, invalid: 1 };
  await world.imports.countPart('I-4', { attempt: 1, lane: 0, done: 0 }, each);
  await world.imports.finish('I-4', createdAt);
  await world.imports.start('I-6', true);
  await world.imports.read('I-6', 1, 6);
  await world.imports.countPart('I-6', { attempt: 1, lane: 0, done: 0 }, each);
  await world.imports.finish('I-6', createdAt, 'TRIED');
  await world.imports.read('I-5', 2, 300);
  await world.imports.stop('I-5', 1, { at: createdAt, how: 'failed', error: 'TransientFailure' });
  return world;
}

describe('every page about customers', () => {
  const sizes = [
    ['phone', phone],
    ['desktop', desktop],
  ] as const;
  const languages = ['zh-CN', 'en'] as const;
  const views = languages.flatMap((lang) => sizes.map(([size, options]) => [lang, size, options] as const));

  test.each(views)('in %s on a %s fits, speaks its language, and names its parts', async (lang, size, options) => {
    const world = await worldWithPools();
    const { page, url, complaints } = await seat(world, lina, { ...options, locale: lang });
    const addresses = [
      ['pool', ''],
      ['searched', '?q=none'],
      ['colleague', `?owner=${wangfang.id}`],
      ['public', '/public'],
      ['no-region', '/public?region=nowhere'],
      ['new', '/new'],
      ['own', '/CU-0001?done=contacted'],
      ['colleagues', '/CU-0003'],
      ['claimable', '/CU-0004'],
      ['other-region', '/CU-0005'],
      ['transfer-in', '/CU-0005/transfer-in'],
      ['forecast', '/forecast?days=30&contactDays=8'],
      ['forecast-of-one', `/forecast?days=30&contactDays=8&owner=${wangfang.id}`],
      ['forecast-refused', '/forecast?contactDays=many'],
      ['import', '/import'],
      ['import-awaiting', '/import/I-1'],
      ['import-arrived', '/import/I-1?key=imports/I-1/upload'],
      ['import-under-way', '/import/I-2'],
      ['import-refused', '/import/I-3'],
      ['import-done', '/import/I-4'],
      ['import-stopped', '/import/I-5'],
      ['import-tried', '/import/I-6'],
      ['imports-of-all', '/import?scope=all'],
      ['nothing', '/nothing'],
    ] as const;
    await page.goto(`${url}/inbox/customers?lang=${lang}`);
    for (const [name, path] of addresses) {
      await page.goto(`${url}/inbox/customers${path}`);
      const folder = process.env.SCREENSHOTS;
      if (folder !== undefined) {
        await page.screenshot({ path: `${folder}/customers-${name}-${lang}-${size}.png`, fullPage: true });
      }
      await expectWellMade(page, name, lang);
    }
    // and the forms that come back
    await page.goto(`${url}/inbox/customers/new`);
    await page.locator('#f-name').fill('杭州云帆科技有限公司');
    await page.locator('button[value=enter]').click();
    await page.getByRole('alert').waitFor();
    await expectWellMade(page, 'mistakes', lang);
    await page.locator('#f-landline').fill('13812345678');
    await page.locator('#f-fax').fill('13812345678');
    await page.locator('#f-address').fill('杭州市西湖区文三路 9 号');
    await page.locator('button[value=check]').click();
    await page.locator('fieldset').waitFor();
    await expectWellMade(page, 'checked', lang);
    expect(complaints).toEqual([]);
  });

  async function expectWellMade(page: Page, name: string, lang: string): Promise<void> {
    const html = page.locator('html');
    expect(await html.getAttribute('lang'), name).toBe(lang);
    const [width = 0, window = 0] = [
      await html.evaluate((e) => e.scrollWidth),
      await html.evaluate((e) => e.clientWidth),
    ];
    expect(width, `${name} is no wider than the window`).toBeLessThanOrEqual(window);
    expect(await page.getByRole('heading', { level: 1 }).count(), name).toBe(1);
    const unnamed = page.locator(
      'input:not([type=hidden]):not([id]):not(label input), textarea:not([id]), select:not([id])',
    );
    expect(await unnamed.count(), name).toBe(0);
    if (lang !== 'en') return;
    const own = await page
      .locator(
        'h1, h2, label, legend, button:not(.language), nav, dt, th, summary, .hint, .ask, .tag, .when, .facts, .note, .lead',
      )
      .allTextContents();
    const names =
      /李娜|王芳|(杭州|苏州)\p{Script=Han}*有限公司|公司名称|座机|传真|地址|城市|销售|已核实|浙江省?|杭州/gu;
    expect(
      own.filter((text) => /\p{Script=Han}/u.test(text.replaceAll(names, ''))),
      name,
    ).toEqual([]);
  }
});

test('a page goes back to the inbox, and the inbox to it', async () => {
  const { page } = await seat(await worldWithPools(), lina, phone);
  await page.getByRole('link', { name: '待办' }).tap();
  await page.getByRole('heading', { name: '待办任务' }).waitFor();
  await page.getByRole('link', { name: '客户', exact: true }).tap();
  await page.getByRole('heading', { name: '我的客户' }).waitFor();
});
