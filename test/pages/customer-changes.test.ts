import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { correctFacts } from '../../functions/customers-api/correct-facts.ts';
import { enterCustomer } from '../../functions/customers-api/enter-customer.ts';
import type { Person } from '../../functions/shared/domain/person.ts';
import { freshIdentity } from '../../functions/shared/http/identity.ts';
import { answerCustomers } from '../../functions/web-customers/answer-customers.ts';
import { answerInbox } from '../../functions/web-inbox/answer-inbox.ts';
import { launchBrowser, phone } from '../support/browser.ts';
import { aPerson } from '../support/builders.ts';
import { memorySignIn } from '../support/memory-sign-in.ts';
import { type MemoryWorld, memoryWorld } from '../support/memory-world.ts';
import { inboxWorld } from '../unit/web-inbox/visitor.ts';
import { signedInServer } from './inbox-server.ts';

const desktop: BrowserContextOptions = { viewport: { width: 1200, height: 900 } };
const lina = aPerson();
const wangfang = aPerson({ id: 'wang.fang', name: '王芳', partner: 'lantian' });
const qinyue = aPerson({ id: 'qin.yue', name: '秦月', roles: ['approval-group'] });

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

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

async function seat(world: MemoryWorld, person: Person, options: BrowserContextOptions) {
  const outside = { pause: async () => {}, failed: () => {}, importForm: async () => ({ action: '', fields: {} }) };
  const server = await signedInServer(
    (where, request) =>
      request.path.startsWith('/inbox/customers')
        ? answerCustomers({ ...world, ...outside, ...where }, request)
        : answerInbox({ ...inboxWorld(world), ...where }, request),
    memorySignIn(),
    person,
  );
  onTestFinished(() => server.close());
  const context = await browser.newContext({ ...options, javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { page, root: `${server.url}/inbox/customers` };
}

/** Li's customer, whose facts she corrected so that it looks like Wang's. */
async function worldWithClash() {
  const world = memoryWorld();
  for (const person of [lina, wangfang, qinyue]) await world.people.put(person);
  const entered = (person: Person, of: typeof facts) =>
    enterCustomer(world, { actor: person, facts: of, identity: freshIdentity(world.now()) });
  const { id } = await entered(lina, facts);
  const { id: rival } = await entered(wangfang, others);
  world.clock.advance(60_000);
  const common = { actor: lina, id, oldName: 'former', reason: '', ifMatch: '"1"' } as const;
  const real = { ...facts, landline: others.landline, fax: others.fax };
  const confirmed = ['landline-of-another', 'fax-of-another'] as const;
  await correctFacts(world, { ...common, facts: real, confirmed }).catch(() => {});
  return { world, id, rival };
}

const sizes = [
  ['phone', phone],
  ['desktop', desktop],
] as const;
const views = (['zh-CN', 'en'] as const).flatMap((lang) =>
  sizes.map(([size, options]) => [lang, size, options] as const),
);

describe('customers that change, in a browser without scripts', () => {
  test.each(views)(
    'in %s on a %s: a correction is settled, another made, and two records merged',
    async (lang, size, options) => {
      const { world, id, rival } = await worldWithClash();
      const { page, root } = await seat(world, qinyue, { ...options, locale: lang });
      await page.goto(`${root}?lang=${lang}`);
      const press = (locator: ReturnType<Page['locator']>) => (size === 'phone' ? locator.tap() : locator.click());
      const look = async (name: string): Promise<void> => {
        const folder = process.env.SCREENSHOTS;
        if (folder !== undefined) {
          await page.screenshot({ path: `${folder}/changes-${name}-${lang}-${size}.png`, fullPage: true });
        }
        const html = page.locator('html');
        expect(await html.getAttribute('lang'), name).toBe(lang);
        const [width, window] = [await html.evaluate((e) => e.scrollWidth), await html.evaluate((e) => e.clientWidth)];
        expect(width, `${name} is no wider than the window`).toBeLessThanOrEqual(window);
        expect(await page.getByRole('heading', { level: 1 }).count(), name).toBe(1);
        if (lang !== 'en') return;
        const own = await page
          .locator('h1, label, legend, button:not(.language), dt, th, summary, .ask, .note')
          .allTextContents();
        const names = /李娜|王芳|秦月|\p{Script=Han}*有限公司/gu;
        expect(
          own.filter((text) => /\p{Script=Han}/u.test(text.replaceAll(names, ''))),
          name,
        ).toEqual([]);
      };
      // the approval group settles what the holder proposed
      await page.goto(`${root}/${id}`);
      await look('customer');
      await press(page.locator(`a[href$="/${id}/correction"]`));
      await page.locator('button[value=apart]').waitFor();
      await look('proposed');
      await page.locator('#f-reason').fill('两家公司同楼');
      await press(page.locator('button[value=apart]'));
      await page.getByRole('status').waitFor();
      expect(await world.customers.get(id)).toMatchObject({ landline: others.landline, version: 2 });
      await look('corrected');
      // renames it
      await press(page.locator(`a[href$="/${id}/correction"]`));
      await page.locator('#f-name').fill('杭州蓝鲸智能装备有限公司');
      await page.locator('#f-reason').fill('营业执照已变更');
      await look('form');
      await press(page.locator('button[value=correct]'));
      await page.getByRole('status').waitFor();
      await look('renamed');
      // and finds that the other record is the same company after all
      await press(page.locator(`a[href$="/${id}/lookalikes"]`));
      await look('lookalikes');
      await press(page.locator(`a[href="/inbox/customers/${rival}/merge?into=${id}"]`));
      await look('confirm');
      expect(await world.customers.get(rival)).not.toHaveProperty('mergedInto');
      await page.locator('#reason').fill('同一家公司');
      await press(page.locator('button.danger'));
      await page.getByRole('status').waitFor();
      await look('survivor');
      expect(await world.customers.get(rival)).toMatchObject({ mergedInto: id });
      await page.goto(`${root}/${rival}`);
      await look('merged');
    },
  );
});
