import { describe, expect, test } from 'vitest';
import { answerLink } from '../../../functions/link-page/answer-link.ts';
import type { LinkRequest } from '../../../functions/link-page/link-request.ts';
import { linkHash, linkId } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { contents, onlyLink, openTask, people, reissue, worldWithCase } from '../../pages/open-tasks.ts';
import { aDocument } from '../../support/builders.ts';
import type { MemoryWorld } from '../../support/memory-world.ts';

const host = 'sop.example.com';

function get(link: string, change: Partial<LinkRequest> = {}): LinkRequest {
  return { method: 'GET', link, lang: undefined, host, headers: {}, body: '', ...change };
}

function post(link: string, form: Record<string, string>, change: Partial<LinkRequest> = {}): LinkRequest {
  return {
    ...get(link),
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: 'null' },
    body: new URLSearchParams(form).toString(),
    ...change,
  };
}

/** Everything that is stored, to show that nothing of it has changed. */
function stored(world: MemoryWorld): string {
  return JSON.stringify(world.records, (_, value) => (value instanceof Map ? [...value] : value));
}

function factTypes(world: MemoryWorld): readonly string[] {
  return [...world.records.facts.values()].flatMap((facts) => [...facts.values()].map(({ type }) => type));
}

describe('reading through a link', () => {
  test('GET shows what is asked, on what grounds, and a button per outcome', async () => {
    // given a contract to review
    const world = await worldWithCase(['quote', 'contract']);
    const finding = {
      rule: 'contract.total',
      severity: 'error',
      message: { zh: '总额不对。', en: 'Wrong total.' },
    } as const;
    const opened = await openTask(world, '6', { reason: '请再看付款计划', findings: [finding] });
    // when its link is opened
    const answer = await answerLink(world, get(onlyLink(opened)));
    // then the page is there, in the person's language
    expect(answer.status).toBe(200);
    for (const part of [
      '审核合同',
      '冬季推广',
      '杭州云帆科技有限公司',
      'HT-2026-0001',
      '¥18,126.00',
      '总额不对。',
      '请再看付款计划',
      '18:00（北京时间）',
      'value="meets"',
      'value="fails"',
    ]) {
      expect(answer.body).toContain(part);
    }
  });

  test('GET and HEAD change nothing, however often they come', async () => {
    const world = await worldWithCase(['plan', 'quote']);
    const link = onlyLink(await openTask(world, '4'));
    const before = stored(world);
    for (const headers of [
      {},
      { purpose: 'prefetch' },
      { 'sec-fetch-site': 'cross-site' },
      { 'user-agent': 'scanner' },
    ]) {
      await answerLink(world, get(link, { headers }));
      const head = await answerLink(world, get(link, { method: 'HEAD', headers }));
      expect(head).toMatchObject({ status: 200, body: '' });
    }
    // not even an outcome in the address decides
    await answerLink(world, get(link, { body: 'outcome=accepted', lang: 'outcome=accepted' }));
    expect(stored(world)).toBe(before);
    expect(world.observer.facts).toEqual([]);
  });

  test('HEAD answers with the headers of GET', async () => {
    const world = await worldWithCase();
    const link = onlyLink(await openTask(world, '2'));
    const [fromGet, fromHead] = [
      await answerLink(world, get(link)),
      await answerLink(world, get(link, { method: 'HEAD' })),
    ];
    expect(fromHead.headers).toEqual(fromGet.headers);
  });

  test('the page may not be kept, framed, indexed, scripted, and tells nobody its address', async () => {
    const world = await worldWithCase();
    const { headers, body } = await answerLink(world, get(onlyLink(await openTask(world, '2'))));
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': expect.stringContaining('noindex'),
      'permissions-policy': expect.stringContaining('camera=()'),
      'content-type': 'text/html; charset=utf-8',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self' https:\/\/files\.example\.com; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(body).not.toMatch(/<script|<iframe|<img|\son\w+=|style="/i);
  });

  test('the language is the person’s, unless the address says otherwise', async () => {
    const world = await worldWithCase(['contract', 'publication-form']);
    const links = (await openTask(world, '23')).links;
    const link = links[people.seal.id] ?? '';
    expect((await answerLink(world, get(link))).body).toContain('<html lang="en">');
    expect((await answerLink(world, get(link, { lang: 'zh-CN' }))).body).toContain('<html lang="zh-CN">');
    expect((await answerLink(world, get('unknown', { headers: { 'accept-language': 'en' } }))).body).toContain(
      'lang="en"',
    );
  });

  test('staff can look up the case’s other documents, the customer only what they decide on', async () => {
    const world = await worldWithCase(['plan', 'quote', 'contract', 'order']);
    const forStaff = await answerLink(world, get(onlyLink(await openTask(world, '6'))));
    expect(forStaff.body).toMatch(/<details>.*MBS-2026-000123.*<\/details>/s);
    const forCustomer = await answerLink(world, get(onlyLink(await openTask(world, '4'))));
    expect(forCustomer.body).not.toMatch(/<details>|MBS-2026-000123|HT-2026-0001/);
  });

  test('says that a mail of the task did not reach its reader, or another of the group', async () => {
    const world = await worldWithCase(['design-request']);
    const notice = { state: 'bounced', person: people.design.id, at: '2026-11-22T02:00:00.000Z' } as const;
    const { links } = await openTask(world, '12', { notice });
    const own = await answerLink(world, get(links[people.design.id] ?? ''));
    expect(own.body).toContain('发给您的通知邮件于');
    const other = await answerLink(world, get(links[people.otherDesigner.id] ?? ''));
    expect(other.body).toContain('发给吴迪的通知邮件于');
  });

  test('what people wrote is shown as text, never as markup', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6', { reason: '<script>alert(1)</script><b>"x"</b>' }));
    const { body } = await answerLink(world, get(link));
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;&quot;x&quot;&lt;/b&gt;');
  });
});

describe('deciding through a link', () => {
  test('a button decides, and the recorded decision is shown', async () => {
    // given a customer asked to confirm a plan
    const world = await worldWithCase(['plan', 'quote']);
    const opened = await openTask(world, '4');
    const link = onlyLink(opened);
    // when they ask for changes
    const form = { attempt: '1', contentHash: opened.task.contentHash, outcome: 'refused', comment: '价格偏高' };
    const answer = await answerLink(world, post(link, form, { lang: 'en' }));
    // then the decision is stored as theirs, and the page goes on to show it
    expect(answer).toMatchObject({ status: 303, headers: { location: `/t/${link}?lang=en` } });
    expect((await world.tasks.get(opened.task.id))?.decision).toMatchObject({
      outcome: 'refused',
      comment: '价格偏高',
      by: 'contact:AD-20261123-7K3F9Q',
      via: 'link',
    });
    const shown = await answerLink(world, get(link));
    expect(shown.status).toBe(200);
    for (const part of ['决定已记录', '需要调整', '价格偏高', '陈晨', '邮件链接']) expect(shown.body).toContain(part);
    expect(shown.body).not.toContain('<form');
  });

  test('a form makes the next version of its document', async () => {
    const world = await worldWithCase(['design-proof', 'design-request']);
    const link = onlyLink(await openTask(world, '26'));
    const form = {
      outcome: 'done',
      'notes.0.place': '标题',
      'notes.0.change': '加大',
      'notes.1.place': '',
      'notes.1.change': ' ',
    };
    expect((await answerLink(world, post(link, form))).status).toBe(303);
    expect((await world.cases.latestDocuments('AD-20261123-7K3F9Q', ['revision-notes']))[0]).toMatchObject({
      version: 1,
      content: { notes: [{ place: '标题', change: '加大' }] },
      by: people.assistant.id,
    });
    const { body } = await answerLink(world, get(link));
    expect(body).toContain('加大');
  });

  test('nothing typed is lost where something is wrong, and each field says what', async () => {
    const world = await worldWithCase(['plan']);
    const opened = await openTask(world, '3');
    const before = stored(world);
    const form = {
      outcome: 'done',
      comment: '按惯例 <报价>',
      taxRate: '6 个点',
      'lines.0.position': '首页 "横幅"',
      'lines.0.days': 'zwanzig',
      validUntil: '2026-13-40',
    };
    const { status, body } = await answerLink(world, post(onlyLink(opened), form));
    expect(status).toBe(422);
    for (const typed of [
      '按惯例 &lt;报价&gt;',
      'value="6 个点"',
      'value="首页 &quot;横幅&quot;"',
      'value="zwanzig"',
      'value="2026-13-40"',
    ]) {
      expect(body).toContain(typed);
    }
    expect(body).toContain('<a href="#f-lines.0.days">明细 · 第 1 项 · 天数</a>：须为整数');
    expect(body).toMatch(/id="f-taxRate"[^>]*aria-describedby="f-taxRate-error"[^>]*aria-invalid="true"/);
    expect(body).toContain('id="f-taxRate-error">须为 0 到 100 之间的数字');
    expect(body).toContain('id="f-total-error">此项必填。');
    expect(stored(world)).toBe(before);
  });

  test('a refusal without a reason is asked for one', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6'));
    const { status, body } = await answerLink(world, post(link, { outcome: 'fails', comment: ' ' }, { lang: 'en' }));
    expect(status).toBe(422);
    expect(body).toContain('<a href="#f-comment">Comment</a>: This outcome needs a reason');
  });

  test('buttons that change the form decide nothing', async () => {
    const world = await worldWithCase(['quote', 'plan']);
    const link = onlyLink(await openTask(world, '5'));
    const before = stored(world);
    const typed = { outcome: 'done', comment: '稍后', 'payments.0.amount': '1', 'payments.1.amount': '2' };
    for (const [action, names] of [
      ['show', ['payments.0.amount', 'payments.1.amount']],
      ['add:payments', ['payments.0.amount', 'payments.1.amount', 'payments.2.amount']],
      ['remove:payments:0', ['payments.0.amount']],
      ['calculate', ['payments.0.amount', 'payments.1.amount']],
      ['nonsense:lines', ['payments.0.amount', 'payments.1.amount']],
    ] as const) {
      const { status, body } = await answerLink(world, post(link, { ...typed, do: action }));
      expect(status).toBe(200);
      expect(body).toContain('>\n稍后</textarea>');
      expect([...body.matchAll(/name="(payments\.\d\.amount)"/g)].map(([, name]) => name)).toEqual(names);
    }
    expect(stored(world)).toBe(before);
  });

  test('the Enter key presses a button that decides nothing', async () => {
    const world = await worldWithCase(['quote', 'plan']);
    const { body } = await answerLink(world, get(onlyLink(await openTask(world, '5'))));
    const [first] = [...body.matchAll(/<button[^>]*>/g)].map(([tag]) => tag);
    expect(first).toContain('name="do" value="show"');
  });

  test('sums are worked out where the rest can be read', async () => {
    const world = await worldWithCase(['plan']);
    const link = onlyLink(await openTask(world, '3'));
    const form = {
      do: 'calculate',
      taxRate: '6',
      'lines.0.position': '首页',
      'lines.0.days': '20',
      'lines.0.listPrice': '750',
      'lines.0.discount': '20',
    };
    const { body } = await answerLink(world, post(link, form));
    for (const [name, value] of [
      ['lines.0.amount', '12000.00'],
      ['tax', '720.00'],
      ['total', '12720.00'],
    ]) {
      expect(body).toMatch(new RegExp(`name="${name}"[^>]* value="${value}"`));
    }
  });
});

describe('links that must not work', () => {
  test.each(['', 'a', 'A'.repeat(43), '../../etc/passwd', 'A'.repeat(5000), '测试'])(
    '%j leads nowhere',
    async (link) => {
      const world = await worldWithCase(['contract']);
      await openTask(world, '6');
      const before = stored(world);
      expect((await answerLink(world, get(link))).status).toBe(404);
      expect((await answerLink(world, post(link, { outcome: 'meets' }))).status).toBe(404);
      expect(stored(world)).toBe(before);
    },
  );

  test('one altered letter, and the link leads nowhere', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6'));
    const altered = `${link.startsWith('A') ? 'B' : 'A'}${link.slice(1)}`;
    expect((await answerLink(world, post(altered, { outcome: 'meets' }))).status).toBe(404);
  });

  test('an expired link shows nothing of the case, decides nothing, and the attempt is on record', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const link = onlyLink(opened);
    world.clock.set(opened.task.expiresAt);
    const answers = [await answerLink(world, get(link)), await answerLink(world, post(link, { outcome: 'meets' }))];
    for (const { status, body } of answers) {
      expect(status).toBe(410);
      expect(body).toContain('链接已过期');
      expect(body).not.toMatch(/HT-2026|云帆|冬季推广/);
    }
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
    expect(factTypes(world).filter((type) => type === 'task.refused-attempt')).toHaveLength(1);
  });

  test('a re-issued task’s earlier link says that a newer mail is there', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    await openTask(world, '6', { attempt: 2 });
    const link = onlyLink(opened);
    for (const request of [get(link), post(link, { outcome: 'meets', attempt: '2' })]) {
      const { status, body } = await answerLink(world, request);
      expect(status).toBe(410);
      expect(body).toContain('最新一封邮件');
    }
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
  });

  test('a link after somebody else has claimed the task', async () => {
    const world = await worldWithCase(['design-request']);
    const opened = await openTask(world, '12');
    const { id, caseId } = opened.task;
    await world.tasks.claim(
      id,
      people.otherDesigner.id,
      newFact({ caseId, type: 'task.claimed', taskId: id }, world.now()),
    );
    const link = opened.links[people.design.id] ?? '';
    for (const request of [get(link), post(link, { outcome: 'done' })]) {
      const { status, body } = await answerLink(world, request);
      expect(status).toBe(410);
      expect(body).toContain('已由他人处理');
    }
    expect((await answerLink(world, get(opened.links[people.otherDesigner.id] ?? ''))).status).toBe(200);
    expect(factTypes(world)).toContain('task.refused-attempt');
  });

  test('a link of somebody who has left the role', async () => {
    const world = await worldWithCase(['contract', 'publication-form']);
    const opened = await openTask(world, '23');
    await world.people.put({ ...people.seal, roles: ['design'] });
    expect((await answerLink(world, get(opened.links[people.seal.id] ?? ''))).status).toBe(410);
  });

  test('a link of a person who is no longer known', async () => {
    const world = await worldWithCase(['contract']);
    const { task } = await openTask(world, '6', { attempt: 1 });
    const stray = linkId('other', task.id, 1, 'nobody');
    world.records.links.set(linkHash(stray), { taskId: task.id, personId: 'nobody', attempt: 1 });
    expect((await answerLink(world, get(stray))).status).toBe(404);
  });

  test('a cancelled task', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const { id, caseId } = opened.task;
    await world.tasks.end(id, 'CANCELLED', newFact({ caseId, type: 'task.cancelled', taskId: id }, world.now()));
    const { status, body } = await answerLink(world, post(onlyLink(opened), { outcome: 'meets' }));
    expect(status).toBe(410);
    expect(body).toContain('已取消');
  });
});

describe('deciding twice', () => {
  test('the same decision once more shows the recorded one, without a second effect', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6'));
    await answerLink(world, post(link, { outcome: 'meets' }));
    const before = stored(world);
    expect(await answerLink(world, post(link, { outcome: 'meets' }))).toMatchObject({ status: 303 });
    expect(stored(world)).toBe(before);
  });

  test('another decision comes too late and is told the first', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6'));
    await answerLink(world, post(link, { outcome: 'meets' }));
    const before = structuredClone([...world.records.tasks]);
    const { status, body } = await answerLink(world, post(link, { outcome: 'fails', comment: '金额不对' }));
    expect(status).toBe(409);
    expect(body).toContain('以最先的决定为准');
    expect(body).toContain('<dd class="said">符合</dd>');
    expect(structuredClone([...world.records.tasks])).toEqual(before);
    expect(factTypes(world).at(-1)).toBe('task.refused-attempt');
  });

  test('of two candidates the first decides, the second is told who and what', async () => {
    const world = await worldWithCase(['design-request']);
    const { links } = await openTask(world, '12');
    const proof = { outcome: 'done', previewAddress: 'https://proof.example/1', sizes: '950×90' };
    await answerLink(world, post(links[people.design.id] ?? '', proof));
    const { status, body } = await answerLink(world, post(links[people.otherDesigner.id] ?? '', proof));
    expect(status).toBe(409);
    expect(body).toContain('吴迪');
  });

  test('two at the same instant have one effect', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6'));
    const forms = Array.from({ length: 20 }, (_, i) =>
      post(link, i % 2 === 0 ? { outcome: 'meets' } : { outcome: 'fails', comment: '再改' }),
    );
    const answers = await Promise.all(forms.map((form) => answerLink(world, form)));
    expect(factTypes(world).filter((type) => type === 'task.decided')).toHaveLength(1);
    expect(answers.every(({ status }) => status === 303 || status === 409)).toBe(true);
  });
});

describe('a change since the page was shown', () => {
  test('is refused with a word, and what is typed stays', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const form = { outcome: 'meets', comment: '同意', attempt: '1', contentHash: 'f'.repeat(64) };
    const { status, body } = await answerLink(world, post(onlyLink(opened), form));
    expect(status).toBe(409);
    expect(body).toContain('内容已有变化');
    expect(body).toContain('>\n同意</textarea>');
    expect(body).toContain(`value="${opened.task.contentHash}"`);
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
  });
});

describe('forms that no browser of ours sends', () => {
  test.each([
    ['another site, says the browser', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }, 403],
    ['an origin that is none', { 'sec-fetch-site': undefined, origin: 'evil' }, 403],
    ['JSON', { 'content-type': 'application/json' }, 415],
    ['plain text', { 'content-type': 'text/plain' }, 415],
    ['no type', { 'content-type': undefined }, 415],
  ])('%s', async (_what, headers, status) => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const request = post(onlyLink(opened), { outcome: 'meets' });
    const answer = await answerLink(world, { ...request, headers: { ...request.headers, ...headers } });
    expect(answer.status).toBe(status);
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
  });

  test.each([
    ['no headers of fetch, as older browsers', { 'sec-fetch-site': undefined, origin: undefined }],
    ['our own origin', { origin: `https://${host}` }],
    ['a reload', { 'sec-fetch-site': 'none' }],
    ['a character set', { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }],
  ])('but %s is let through', async (_what, headers) => {
    const world = await worldWithCase(['contract']);
    const request = post(onlyLink(await openTask(world, '6')), { outcome: 'meets' });
    expect((await answerLink(world, { ...request, headers: { ...request.headers, ...headers } })).status).toBe(303);
  });

  test('more than 768 KB', async () => {
    const world = await worldWithCase(['contract']);
    const link = onlyLink(await openTask(world, '6'));
    const { status } = await answerLink(world, post(link, { outcome: 'meets', comment: '长'.repeat(90_000) }));
    expect(status).toBe(413);
  });

  test('signing and stamping, which a link cannot do: the page leads to the inbox, a refusal goes by the link', async () => {
    const world = await worldWithCase(['contract', 'publication-form']);
    const opened = await openTask(world, '23');
    const link = opened.links[people.seal.id] ?? '';
    const page = await answerLink(world, get(link, { lang: 'zh-CN' }));
    expect(page.body).toContain(`<a class="button" href="/inbox/tasks/${opened.task.id}">登录并处理</a>`);
    expect(page.body).not.toContain('value="stamped"');
    // when it is tried all the same
    const { status, body } = await answerLink(world, post(link, { outcome: 'stamped' }));
    expect(status).toBe(409);
    expect(body).toContain('signed in, not through a mail’s link');
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
    expect(factTypes(world)).toContain('task.refused-attempt');
    // then sending back is still one's own
    expect((await answerLink(world, post(link, { outcome: 'refused', comment: '缺页' }))).status).toBe(303);
  });

  test('recording a payment: the page offers no form to fill in for nothing', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '23-collection');
    const { body } = await answerLink(world, get(onlyLink(opened)));
    expect(body).toContain(`href="/inbox/tasks/${opened.task.id}"`);
    expect(body).not.toContain('name="outcome"');
    expect(body).not.toContain('name="comment"');
  });

  test('a comment of more than 4,000 characters comes back with what was typed', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const typed = '长'.repeat(4_001);
    const { status, body } = await answerLink(world, post(onlyLink(opened), { outcome: 'meets', comment: typed }));
    expect(status).toBe(422);
    expect(body).toContain('最多 4000 个字。');
    expect(body).toContain(typed);
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
  });

  test('lines of a comment end as its writer ended them', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    const comment = '一\r\n'.repeat(1_999);
    await answerLink(world, post(onlyLink(opened), { outcome: 'fails', comment }));
    expect((await world.tasks.get(opened.task.id))?.decision?.comment).toBe('一\n'.repeat(1_999).trim());
  });

  test('an outcome the step does not have, or none', async () => {
    const world = await worldWithCase(['contract']);
    const opened = await openTask(world, '6');
    expect((await answerLink(world, post(onlyLink(opened), { outcome: 'approved' }))).status).toBe(422);
    expect((await answerLink(world, post(onlyLink(opened), {}))).status).toBe(200);
    expect((await world.tasks.get(opened.task.id))?.status).toBe('OPEN');
  });

  test('rows beyond reason do not cost memory', async () => {
    const world = await worldWithCase(['quote', 'plan']);
    const link = onlyLink(await openTask(world, '5'));
    const { status, body } = await answerLink(world, post(link, { outcome: 'done', 'lines.999999999.position': 'x' }));
    expect(status).toBe(422);
    expect(body.length).toBeLessThan(200_000);
  });
});

describe('content that has changed since the mail', () => {
  const changed = { ...contents.contract, total: '20000.00' };

  async function reissued(world: MemoryWorld): Promise<{ old: string; fresh: string }> {
    const opened = await openTask(world, '6');
    const old = onlyLink(opened);
    world.records.documents.push(aDocument({ kind: 'contract', version: 2, content: changed }));
    return { old, fresh: await reissue(world, opened.task) };
  }

  test('a decision on a page read before is refused, and the page shows what is different', async () => {
    // given a page that was read on the first version
    const world = await worldWithCase(['quote', 'contract']);
    const { task, ...opened } = await openTask(world, '6');
    const link = onlyLink({ task, ...opened });
    world.records.documents.push(aDocument({ kind: 'contract', version: 2, content: changed }));
    // when it is submitted before the task is issued again
    const form = { outcome: 'meets', attempt: '1', contentHash: task.contentHash };
    const answer = await answerLink(world, post(link, form));
    // then
    expect(answer.status).toBe(409);
    expect(answer.body).toContain('合同「总额（含税）」18126.00 → 20000.00');
    expect((await world.tasks.get(task.id))?.status).toBe('OPEN');
  });

  test('the old link shows what is different and decides nothing; the new one does', async () => {
    // given
    const world = await worldWithCase(['quote', 'contract']);
    const { old, fresh } = await reissued(world);
    // when
    const read = await answerLink(world, get(old));
    const tried = await answerLink(world, post(old, { outcome: 'meets', attempt: '1' }));
    // then
    for (const answer of [read, tried]) {
      expect(answer.status).toBe(410);
      expect(answer.body).toContain('内容已有变化');
      expect(answer.body).toContain('第 1 版 → 第 2 版');
      expect(answer.body).toMatch(/总额（含税）.*20000\.00.*原为 18126\.00/);
      expect(answer.body).not.toContain('<form');
    }
    expect(factTypes(world)).toContain('task.refused-attempt');
    const decided = await answerLink(world, post(fresh, { outcome: 'meets', attempt: '2' }));
    expect(decided.status).toBe(303);
  });

  test('an old link shows nothing to whom the task no longer belongs to', async () => {
    const world = await worldWithCase(['quote', 'contract']);
    const { old } = await reissued(world);
    const [stored] = world.records.tasks.values();
    if (stored === undefined) throw new Error('no task is open');
    world.records.tasks.set(stored.task.id, { ...stored, task: { ...stored.task, assignee: 'wang.fang' } });
    const { body } = await answerLink(world, get(old));
    expect(body).not.toContain('20000.00');
  });
});
