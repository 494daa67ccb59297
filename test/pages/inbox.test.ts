import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { enterCustomer } from '../../functions/customers-api/enter-customer.ts';
import { chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import { addressHash } from '../../functions/shared/domain/delivery.ts';
import type { Language } from '../../functions/shared/domain/language.ts';
import type { Person } from '../../functions/shared/domain/person.ts';
import { freshIdentity } from '../../functions/shared/http/identity.ts';
import { launchBrowser } from '../support/browser.ts';
import { aCase, aCustomer, aPerson } from '../support/builders.ts';
import { memorySignIn } from '../support/memory-sign-in.ts';
import type { MemoryWorld } from '../support/memory-world.ts';
import { inboxServer } from './inbox-server.ts';
import { openTask, people, worldWithCase } from './open-tasks.ts';

/** Somebody else who sells. */
const colleague = aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' });

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const desktop: BrowserContextOptions = { viewport: { width: 1200, height: 900 } };

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

/** Somebody before the inbox, signed in through the user pool's page, without scripts. */
async function seat(world: MemoryWorld, person: Person, options: BrowserContextOptions = phone): Promise<Seat> {
  const inbox = {
    ...world,
    calendar: chinaCalendar,
    executionArnOf: (id: string) => id,
    pause: async () => {},
    failed: () => {},
  };
  const server = await inboxServer(inbox, memorySignIn(), person);
  onTestFinished(() => server.close());
  const context = await browser.newContext({ ...options, javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (!/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${server.url}/`);
  return { page, url: server.url, complaints };
}

describe('the inbox in a browser', () => {
  test('an assistant on a phone signs in, sees what is urgent, decides it, and signs out', async () => {
    const world = await worldWithCase(['contract']);
    const { task } = await openTask(world, '6');
    const { page, complaints } = await seat(world, people.assistant);
    // given the list of tasks
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('待办任务');
    await page.getByRole('link', { name: '审核合同' }).tap();
    // when they refuse without a reason, then give one
    await page.getByRole('button', { name: '不符合' }).tap();
    expect(await page.getByRole('alert').textContent()).toContain('选择此项须填写原因');
    await page.getByLabel('说明').fill('付款日期在合同期之后');
    await page.getByRole('button', { name: '不符合' }).tap();
    // then it is recorded as theirs, and nothing is left to do
    await page.getByText('您的决定已记录').waitFor();
    expect((await world.tasks.get(task.id))?.decision).toMatchObject({ by: people.assistant.id, via: 'inbox' });
    await page.getByRole('link', { name: '返回待办' }).tap();
    await page.getByText('没有待办任务').waitFor();
    await page.getByRole('button', { name: '退出' }).tap();
    await page.getByText('您已退出').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a button pressed twice in a row decides once', async () => {
    const world = await worldWithCase(['contract']);
    const { task } = await openTask(world, '6');
    const { page, url } = await seat(world, people.assistant, desktop);
    await page.goto(`${url}/inbox/tasks/${task.id}`);
    await page.getByRole('button', { name: '符合', exact: true }).dblclick();
    await page.getByText('您的决定已记录').waitFor();
    const facts = [...(world.records.facts.get(task.caseId)?.values() ?? [])];
    expect(facts.filter(({ type }) => type === 'task.decided')).toHaveLength(1);
  });

  test.each([
    ['a phone', phone],
    ['a desktop', desktop],
  ])('a designer on %s takes a task of the department and gives it back', async (_, options) => {
    const world = await worldWithCase(['design-request']);
    const { task } = await openTask(world, '12');
    const { page } = await seat(world, people.design, options);
    await page.getByText('广告编辑部，尚无人认领').waitFor();
    await page.getByRole('link', { name: '完成广告设计' }).click();
    await page.getByRole('button', { name: '认领：由我处理' }).click();
    await page.getByRole('button', { name: '退回部门' }).waitFor();
    expect((await world.tasks.get(task.id))?.assignee).toBe(people.design.id);
    await page.getByRole('button', { name: '退回部门' }).click();
    await page.getByRole('button', { name: '认领：由我处理' }).waitFor();
    expect((await world.tasks.get(task.id))?.assignee).toBeUndefined();
  });

  test('a salesperson on a phone says when they are away and who acts for them, mends a mistake, and takes it back', async () => {
    const world = await worldWithCase();
    await world.people.put(colleague);
    const { page, complaints } = await seat(world, people.sales);
    await page.getByRole('link', { name: '请假' }).tap();
    await page.getByLabel('开始（北京时间）').fill('2026-12-05T18:00');
    await page.getByLabel('结束（北京时间）').fill('2026-12-01T09:00');
    await page.getByLabel('代理人').selectOption(colleague.id);
    await page.getByRole('button', { name: '登记' }).tap();
    expect(await page.getByRole('alert').textContent()).toContain('结束时间须在开始时间之后');
    expect(await page.getByLabel('代理人').inputValue()).toBe(colleague.id);
    await page.getByLabel('开始（北京时间）').fill('2026-12-01T09:00');
    await page.getByLabel('结束（北京时间）').fill('2026-12-05T18:00');
    await page.getByRole('button', { name: '登记' }).tap();
    await page.getByText('2026年12月5日周六 18:00（北京时间），由王芳代理').waitFor();
    expect(await world.absences.of(people.sales.id)).toMatchObject({ substitute: colleague.id });
    await page.getByRole('button', { name: '取消登记' }).tap();
    await page.getByRole('button', { name: '登记' }).waitFor();
    expect(await world.absences.of(people.sales.id)).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  test('a salesperson on a phone decides several tasks at once, all but one', async () => {
    const world = await worldWithCase(['design-request']);
    const ids = ['x', 'y', 'z'].map((entered) => `${aCase().id}.10.${entered}`);
    for (const id of ids) await openTask(world, '10', { id });
    const { page, complaints } = await seat(world, people.sales);
    await page.getByRole('link', { name: '批量处理：协助反馈广告设计需求（3 项）' }).tap();
    await page.getByRole('checkbox').nth(1).uncheck();
    await page.getByLabel('说明（适用于所有勾选的任务）').fill('已与客户核对');
    await page.getByRole('button', { name: '完成' }).tap();
    await page.getByRole('heading', { name: '待办任务' }).waitFor();
    const decided = await Promise.all(ids.map(async (id) => (await world.tasks.get(id))?.decision?.comment));
    expect(decided.toSorted()).toEqual(['已与客户核对', '已与客户核对', undefined]);
    expect(await page.getByRole('link', { name: '协助反馈广告设计需求' }).count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('AD-5: a salesperson on a phone changes a quote: rows and sums, a mistake mended, the difference seen, then saved', async () => {
    const world = await worldWithCase(['plan', 'quote']);
    const { page, complaints } = await seat(world, people.sales);
    await page.getByRole('link', { name: '项目', exact: true }).tap();
    await page.getByRole('link', { name: '冬季推广' }).tap();
    await page.getByText('报价单 · 第 1 版').tap();
    await page.getByRole('link', { name: '修改报价单…' }).tap();
    await page.getByRole('button', { name: '删除第 2 项' }).tap();
    await page.getByLabel('天数').fill('很多');
    await page.getByLabel('天数').press('Tab');
    expect(await page.locator(':user-invalid').getAttribute('name')).toBe('lines.0.days');
    await page.getByRole('button', { name: '核对改动' }).tap();
    expect(await page.getByRole('alert').textContent()).toContain('须为整数');
    await page.getByLabel('天数').fill('10');
    await page.getByRole('button', { name: '计算金额' }).tap();
    await page.getByRole('button', { name: '核对改动' }).tap();
    await page.getByText('请核对改动；还没有保存。').waitFor();
    expect(await page.locator('.document').textContent()).toContain('6000.00');
    expect(world.records.documents).toHaveLength(2);
    // changing the language leaves the comparison there, going back keeps what was typed
    await page.getByRole('button', { name: 'English' }).tap();
    await page.getByRole('button', { name: 'Go on changing' }).tap();
    expect(await page.getByLabel('Days').inputValue()).toBe('10');
    await page.getByRole('button', { name: 'Check the changes' }).tap();
    await page.getByRole('button', { name: 'Save as version 2' }).tap();
    await page.getByText('changes since version 1 are marked').waitFor();
    expect(world.records.documents.at(-1)).toMatchObject({ kind: 'quote', version: 2, by: people.sales.id });
    expect(complaints).toEqual([]);
  });

  test('headquarters on a phone have mails sent again to an address that bounced', async () => {
    const world = await worldWithCase(['contract']);
    const hq = aPerson({ id: 'song.yan', name: '宋燕', email: 'song.yan@example.com', roles: ['hq'] });
    const bounced = { reason: 'bounced', at: '2026-11-20T02:00:00.000Z', person: people.assistant.id } as const;
    world.suppressions.mark({ hash: addressHash(people.assistant.email), ...bounced });
    const { page, complaints } = await seat(world, hq);
    await page.getByRole('link', { name: '邮件投递' }).tap();
    await page.getByRole('button', { name: '恢复投递：张伟' }).tap();
    await page.getByText('没有停止投递的邮箱').waitFor();
    expect(world.suppressionList.removed).toEqual([people.assistant.email]);
    expect(complaints).toEqual([]);
  });

  test('a salesperson enters a customer and starts a case; only the fields that count are shown', async () => {
    const world = await worldWithCase();
    const { page, complaints } = await seat(world, people.sales);
    await page.getByRole('link', { name: '新建项目' }).tap();
    expect(await page.getByLabel('公司名称').isVisible()).toBe(false);
    await page.getByText('录入新客户').tap();
    expect(await page.getByLabel('客户编号').isVisible()).toBe(false);
    await page.getByLabel('公司名称').fill('宁波远航贸易有限公司');
    await page.getByLabel('座机').fill('0574-87654321');
    await page.getByLabel('传真').fill('0574-87654322');
    await page.getByLabel('地址').fill('宁波市鄞州区中兴路 8 号');
    await page.getByLabel('姓名').fill('林悦');
    await page.getByLabel('邮箱').fill('lin.yue');
    await page.getByLabel('项目名称').fill('春季推广');
    await page.getByRole('button', { name: '启动流程' }).tap();
    expect(await page.getByRole('alert').textContent()).toContain('须为有效的邮箱地址');
    await page.getByRole('button', { name: 'English' }).tap();
    await page.getByLabel('E-mail').fill('lin.yue@customer.example');
    await page.getByRole('button', { name: 'Start the case' }).tap();
    await page.getByRole('heading', { name: '春季推广' }).waitFor();
    expect([...world.records.customers.values()]).toMatchObject([{ name: '宁波远航贸易有限公司', holder: 'li.na' }]);
    expect(complaints).toEqual([]);
  });

  test('a manager on a phone gives a task to somebody else; who has it is reminded when they wish', async () => {
    const world = await worldWithCase(['plan']);
    await world.people.put(colleague);
    const { task } = await openTask(world, '3');
    const manager = await seat(world, people.manager);
    await manager.page.goto(`${manager.url}/inbox/tasks/${task.id}`);
    await manager.page.getByText('改派', { exact: true }).first().tap();
    await manager.page.getByRole('button', { name: '改派' }).tap();
    await manager.page.getByText('请选择交给谁。').waitFor();
    await manager.page.getByLabel('交给').selectOption(colleague.id);
    await manager.page.getByRole('button', { name: '改派' }).tap();
    await manager.page.getByText('由王芳（销售）处理').waitFor();
    const { page, url, complaints } = await seat(world, colleague);
    await page.goto(`${url}/inbox/tasks/${task.id}`);
    await page.getByText('提醒我', { exact: true }).tap();
    await page.getByLabel('提醒时间（北京时间）').fill('2026-12-01T09:00');
    await page.getByLabel('备注').fill('问客户是否已看方案');
    await page.getByRole('button', { name: '到时发邮件提醒我' }).tap();
    await page.getByRole('button', { name: '取消提醒' }).waitFor();
    expect(await world.followUps.of(colleague.id, task.id)).toMatchObject({ at: '2026-12-01T01:00:00.000Z' });
    expect([...complaints, ...manager.complaints]).toEqual([]);
  });

  test('a manager on a phone makes a case urgent: its open task is due sooner', async () => {
    const world = await worldWithCase(['plan']);
    const { task } = await openTask(world, '3', { sla: { counted: 0, since: world.now().toISOString(), done: [] } });
    const { page, url, complaints } = await seat(world, people.manager);
    await page.goto(`${url}/inbox/cases/${task.caseId}`);
    await page.getByRole('button', { name: '改为加急' }).tap();
    await page.getByRole('button', { name: '改为普通' }).waitFor();
    expect(await page.locator('.item').textContent()).toContain('加急');
    expect((await world.tasks.get(task.id))?.priority).toBe('urgent');
    expect(complaints).toEqual([]);
  });

  test('a salesperson on a phone corrects the customer’s address: what was wrong is said, the open task is issued again', async () => {
    const world = await worldWithCase(['plan', 'quote']);
    const { task } = await openTask(world, '4');
    const { page, url, complaints } = await seat(world, people.sales);
    await page.goto(`${url}/inbox/cases/${task.caseId}`);
    await page.getByRole('link', { name: '更正联系人…' }).tap();
    await page.getByLabel('邮箱').fill('chen.chen');
    await page.getByRole('button', { name: '更正', exact: true }).tap();
    await page.getByText('须为有效的邮箱地址').waitFor();
    await page.getByLabel('邮箱').fill('chen.chen@right.example');
    await page.getByRole('button', { name: '更正', exact: true }).tap();
    await page.getByText('客户联系人更正：邮箱').waitFor();
    expect((await world.tasks.get(task.id))?.attempt).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('a salesperson cancels a case only after giving the reason', async () => {
    const world = await worldWithCase(['plan']);
    const { page } = await seat(world, people.sales);
    await page.getByRole('link', { name: '项目', exact: true }).tap();
    await page.getByRole('link', { name: '冬季推广' }).tap();
    await page.getByRole('link', { name: '取消项目…' }).tap();
    await page.getByRole('button', { name: '取消此项目' }).tap();
    await page.getByText('请填写取消的原因').waitFor();
    await page.getByLabel('取消的原因').fill('客户停业');
    await page.getByRole('button', { name: '取消此项目' }).tap();
    await page.getByText('客户停业').waitFor();
    expect((await world.cases.get(aCase().id))?.status).toBe('CANCELLED');
  });

  test('a salesperson asks the assistant, then has a colleague act, and takes it back', async () => {
    const world = await worldWithCase(['plan']);
    await world.people.put(colleague);
    const { task } = await openTask(world, '3');
    const { page, url, complaints } = await seat(world, people.sales);
    await page.goto(`${url}/inbox/tasks/${task.id}`);
    await page.getByLabel('写评论').fill('@zhang.wei 请核对税率');
    await page.getByRole('button', { name: '发表' }).tap();
    await page.getByText('@zhang.wei 请核对税率').waitFor();
    await page.getByText('委托他人').tap();
    await page.getByLabel('交给').selectOption(colleague.id);
    await page.getByRole('button', { name: '委托' }).tap();
    await page.getByText('由王芳（销售）处理').waitFor();
    expect(await page.getByRole('button', { name: '完成' }).count()).toBe(0);
    await page.getByText('委托他人').tap();
    await page.getByLabel('交给').selectOption(people.sales.id);
    await page.getByRole('button', { name: '委托' }).tap();
    await page.getByRole('button', { name: '完成' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('IN-4: the approval group compares both records on a phone, is asked for the reason of a refusal, and decides', async () => {
    const world = await worldWithCase();
    const id = await doubtfulEntry(world);
    const { page, complaints } = await seat(world, approver);
    await page.getByRole('link', { name: '申请', exact: true }).tap();
    await page.getByRole('link', { name: '苏州晨光贸易有限公司' }).tap();
    const records = page.locator('table.records');
    expect(await records.textContent()).toContain('*210');
    expect(await page.locator('.findings').textContent()).toContain('电话或传真号码相同');
    await page.getByRole('button', { name: '是同一客户，不予录入' }).tap();
    expect(await page.getByRole('alert').textContent()).toContain('不通过须写明理由');
    await page.getByLabel('审批意见').fill('执照注册号相同');
    await page.getByRole('button', { name: '是同一客户，不予录入' }).tap();
    await page.getByRole('heading', { name: '决定', exact: true }).waitFor();
    expect(await world.applications.get(id)).toMatchObject({
      decision: { outcome: 'refused', comment: '执照注册号相同', by: approver.id, via: 'inbox' },
    });
    expect(complaints).toEqual([]);
  });

  test('another site cannot decide in somebody’s browser', async () => {
    const world = await worldWithCase(['contract']);
    const { task } = await openTask(world, '6');
    const { page, url } = await seat(world, people.assistant, desktop);
    const form = `<form method="post" action="${url}/inbox/tasks/${task.id}"><input name="outcome" value="meets"><button>go</button></form>`;
    await page.goto(`data:text/html,${encodeURIComponent(form)}`);
    const [answer] = await Promise.all([page.waitForResponse(/\/inbox\/tasks\//), page.getByRole('button').click()]);
    expect(answer.status()).toBe(403);
    expect((await world.tasks.get(task.id))?.status).toBe('OPEN');
  });
});

const approver = aPerson({ id: 'qin.yue', name: '秦月', email: 'qin.yue@example.com', roles: ['approval-group'] });

/** An entry that shares its landline with another's customer, left to the approval group. @returns the application's id */
async function doubtfulEntry(world: MemoryWorld): Promise<string> {
  for (const person of [approver, colleague]) await world.people.put(person);
  const { id: _, holder, createdAt, ...held } = aCustomer({ name: '美来尔工程技术(北京)有限公司' });
  expect([holder, createdAt]).not.toContain(undefined);
  await enterCustomer(world, { actor: people.sales, facts: held, identity: freshIdentity(world.now()) });
  const facts = { ...held, name: '苏州晨光贸易有限公司', fax: '0512-61234568', address: '苏州市姑苏区干将路 1 号' };
  const confirmed = ['landline-of-another'] as const;
  await enterCustomer(world, { actor: colleague, facts, confirmed, identity: freshIdentity(world.now()) }).catch(
    (error: unknown) => expect(error).toMatchObject({ status: 409 }),
  );
  return (await world.applications.list({ status: 'OPEN' }, { limit: 1 })).items[0]?.id ?? '';
}

describe('every page of the inbox', () => {
  const languages: readonly Language[] = ['zh-CN', 'en'];
  const sizes: readonly (readonly [string, BrowserContextOptions])[] = [
    ['phone', phone],
    ['desktop', desktop],
  ];
  const views = languages.flatMap((lang) => sizes.map(([size, options]) => [lang, size, options] as const));

  test.each(views)('in %s on a %s fits, speaks its language, and names its parts', async (lang, size, options) => {
    const world = await worldWithCase(['plan', 'quote', 'contract', 'design-request']);
    await world.people.put(colleague);
    const overdue = { dueAt: '2026-11-22T02:00:00.000Z', reason: 'TimedOut: 4 Confirm the promotion plan', turn: 2 };
    const { task } = await openTask(world, '3', overdue);
    await openTask(world, '10', {
      priority: 'urgent',
      notice: { state: 'bounced', person: people.sales.id, at: '2026-11-22T02:00:00.000Z' },
    });
    await openTask(world, '10', { id: `${task.caseId}.10.y` });
    await openTask(world, 'escalation', { id: `${task.caseId}.escalation.x` });
    const applicationId = await doubtfulEntry(world);
    world.suppressions.mark({
      hash: addressHash(people.sales.email),
      reason: 'bounced',
      at: '2026-11-20T02:00:00.000Z',
      person: people.sales.id,
      taskId: task.id,
    });
    // somebody to whom every part is open
    const all = { ...people.sales, roles: ['sales', 'hq', 'approval-group'] } satisfies Person;
    const { page, url, complaints } = await seat(world, all, { ...options, locale: lang });
    const id = task.caseId;
    const addresses = [
      ['tasks', '/inbox'],
      ['task', `/inbox/tasks/${task.id}`],
      ['cases', '/inbox/cases'],
      ['case', `/inbox/cases/${id}`],
      ['versions', `/inbox/cases/${id}/documents/contract`],
      ['change', `/inbox/cases/${id}/documents/contract/change`],
      ['cancellation', `/inbox/cases/${id}/cancellation`],
      ['new-case', '/inbox/cases/new'],
      ['absence', '/inbox/absence'],
      ['addresses', '/inbox/addresses'],
      ['applications', '/inbox/applications'],
      ['application', `/inbox/applications/${applicationId}`],
      ['bulk', '/inbox/bulk/10'],
      ['nothing', '/inbox/nothing'],
    ] as const;
    for (const [name, path] of addresses) {
      await page.goto(`${url}${path}?lang=${lang}`);
      const folder = process.env.SCREENSHOTS;
      if (folder !== undefined)
        await page.screenshot({ path: `${folder}/${name}-${lang}-${size}.png`, fullPage: true });
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
      if (lang === 'en') {
        const own = await page
          .locator(
            'h1:not(:has-text("冬季推广"), :has-text("苏州晨光")), h2, label, legend, button:not(.language), nav, dt, th, .hint, .ask, .tag, .when, .facts',
          )
          .allTextContents();
        expect(
          own.filter((text) =>
            /\p{Script=Han}/u.test(
              text.replaceAll(
                /李娜|王芳|杭州云帆科技有限公司|冬季推广|苏州晨光贸易有限公司|美来尔工程技术\(北京\)有限公司/g,
                '',
              ),
            ),
          ),
          name,
        ).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
  });
});
