import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { driveCase } from '../../demo/drive-case.ts';
import { demoFacts, onTheStacks } from '../support/on-the-stacks.ts';

const task = z.object({
  id: z.string(),
  attempt: z.number(),
  subject: z.array(z.object({ kind: z.string(), version: z.number() })),
});
const tasks = z.object({ items: z.array(task.extend({ step: z.object({ id: z.string() }) })) });
const announced = z.object({
  id: z.string(),
  upload: z.object({ method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()) }),
});
const filesOf = z.object({ items: z.array(z.object({ address: z.string() })) });
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('content, files and the publication gate on the synthesized stacks', () => {
  const stacks = onTheStacks();
  const facts = demoFacts();

  it('AD-5: a task on a document that changed is recalled and issued again; the old link tells, a file goes up and down', async () => {
    // given a case at step 3, which is decided on the plan
    const { title, contact, assistant } = facts.case;
    const customer = await call('POST', '/customers', {
      name: '成都锦里拾光旅游开发有限公司',
      landline: '028-6123 4567',
      fax: '028-6123 4568',
      address: '成都市武侯区武侯祠大街231号',
      city: '成都',
    });
    const { id: customerId } = z.object({ id: z.string() }).parse(await customer.json());
    const opened = await call('POST', '/cases', { customerId, title, contact, assistant });
    const { id: caseId } = z.object({ id: z.string() }).parse(await opened.json());
    await stacks.run.settled();
    const plan = facts.decisions['2']?.[0];
    await call('POST', `/tasks/${(await openTask(caseId, '2')).id}/decision`, plan);
    await stacks.run.settled();
    const before = await openTask(caseId, '3');
    const oldLink = await newestLink(caseId);
    // when the plan changes
    const { data } = z.object({ data: z.record(z.string(), z.unknown()) }).parse(plan);
    const changed = await call(
      'PUT',
      `/cases/${caseId}/documents/plan`,
      { ...data, audience: '全国' },
      { 'if-match': '"1"' },
    );
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    // then it is issued again on the new version, and the earlier one is refused with the difference
    const after = await reissued(caseId, '3', before.attempt);
    expect(after).toMatchObject({ id: before.id, attempt: 2, subject: [{ kind: 'plan', version: 2 }] });
    const late = await call('POST', `/tasks/${before.id}/decision`, { outcome: 'done', expect: { attempt: 1 } });
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({
      type: 'urn:sales-sop:problem:ContentChanged',
      difference: [{ kind: 'plan', from: 1, to: 2, changes: [{ pointer: '/audience', to: '全国' }] }],
    });
    const told = await fetch(oldLink);
    expect(told.status).toBe(410);
    expect(await told.text()).toContain('全国');
    // and its new link takes a file, which its page then shows
    await stacks.run.settled();
    const link = await newestLink(caseId);
    expect(link).not.toBe(oldLink);
    await bring(link, new File([png], '截图.png', { type: 'image/png' }));
    const page = await (await fetch(link)).text();
    const address = /<img src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const picture = await fetch(address);
    expect(picture.status).toBe(200);
    expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true);
    expect((await fetch(address.replace(/Signature=[0-9a-f]{8}/, 'Signature=00000000'))).status).toBe(403);
  }, 120_000);

  it('AD-5: a file goes up straight into the bucket, is judged there, and comes down; other content is refused', async () => {
    // given a case at step 2, whose salesperson has a contract's scan
    const { title, contact, assistant } = facts.case;
    const customer = await call('POST', '/customers', {
      name: '昆明滇池云上酒店管理有限公司',
      landline: '0871-6312 4567',
      fax: '0871-6312 4568',
      address: '昆明市西山区滇池路1318号',
      city: '昆明',
    });
    const { id: customerId } = z.object({ id: z.string() }).parse(await customer.json());
    const opened = await call('POST', '/cases', { customerId, title, contact, assistant });
    const { id: caseId } = z.object({ id: z.string() }).parse(await opened.json());
    await stacks.run.settled();
    const { id: taskId } = await openTask(caseId, '2');
    const announce = async (content: Uint8Array, type: string) => {
      const sha256 = createHash('sha256').update(content).digest('base64');
      const said = { name: '扫描件', type, size: content.byteLength, sha256 };
      const answer = await call('POST', `/tasks/${taskId}/files`, said);
      expect(answer.status).toBe(201);
      return announced.parse(await answer.json());
    };
    const put = (to: z.infer<typeof announced>['upload'], content: Uint8Array) =>
      fetch(to.url, { method: to.method, headers: to.headers, body: Uint8Array.from(content) });
    const complete = (id: string) => call('POST', `/tasks/${taskId}/files/${id}/completion`, {});
    // when a file larger than the gateway takes goes up
    const scan = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(11 * 1024 * 1024, 'x')]);
    const { id, upload } = await announce(scan, 'application/pdf');
    expect((await complete(id)).status).toBe(409);
    expect((await put(upload, Buffer.alloc(scan.byteLength, 'y'))).status).toBe(400);
    expect((await put(upload, png)).status).toBe(403);
    expect((await put(upload, scan)).status).toBe(200);
    const completed = await complete(id);
    expect(completed.status).toBe(200);
    expect(await completed.json()).toMatchObject({ name: '扫描件.pdf', taskId, size: scan.byteLength });
    // then it comes down as it went up
    const listed = filesOf.parse(await (await call('GET', `/cases/${caseId}/files`)).json());
    const [address = ''] = listed.items.map((file) => file.address);
    const down = await fetch(address);
    expect(down.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await down.arrayBuffer()).equals(scan)).toBe(true);
    // and a program under a picture's name is refused and gone
    const program = Buffer.from('MZ this is no picture');
    const disguised = await announce(program, 'image/png');
    expect((await put(disguised.upload, program)).status).toBe(200);
    const refused = await complete(disguised.id);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ type: 'urn:sales-sop:problem:FileRefused', reason: 'type' });
    expect((await complete(disguised.id)).status).toBe(409);
    expect(filesOf.parse(await (await call('GET', `/cases/${caseId}/files`)).json()).items).toHaveLength(1);
  }, 120_000);

  it('AD-4: a case whose publication waits for payment ends published, the gate opened by the collection', async () => {
    const gated = { ...facts, case: { ...facts.case, settings: { publicationGate: 'paid' } } };
    const { caseId, status } = await driveCase(stacks.system, gated, () => {});
    await stacks.run.settled();
    expect(status).toBe('PUBLISHED');
    const machine = stacks.run.executor.listStateMachines().find(({ name }) => name.includes('ad-sales'));
    const executionArn = `${machine?.stateMachineArn.replace(':stateMachine:', ':execution:')}:${caseId}`;
    const entered = stacks.run.executor
      .getExecutionHistory(executionArn)
      .map(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name);
    expect(entered).toContain('16 Publication gate');
  }, 240_000);

  async function openTask(caseId: string, step: string): Promise<z.infer<typeof task>> {
    const { items } = tasks.parse(await (await call('GET', `/tasks?case=${caseId}`)).json());
    const found = items.find((item) => item.step.id === step);
    if (found === undefined) throw new Error(`step ${step} is not open`);
    return found;
  }

  async function reissued(caseId: string, step: string, attempt: number): Promise<z.infer<typeof task>> {
    for (let look = 0; look < 400; look += 1) {
      const found = await openTask(caseId, step);
      if (found.attempt > attempt) return found;
      await pause(25);
    }
    throw new Error(`step ${step} was not issued again`);
  }

  async function newestLink(caseId: string): Promise<string> {
    const mails = stacks.run.mailbox.list().filter(({ subject }) => subject.includes(caseId));
    const texts = await Promise.all(mails.map(async ({ id }) => (await stacks.run.mailbox.read(id)).text ?? ''));
    const links = texts.flatMap((text) => /https?:\/\/\S+\/t\/[\w-]+/.exec(text)?.[0] ?? []);
    return links[0] ?? '';
  }

  /** Sends the page's own form with the file straight to the bucket, then has the file kept. */
  async function bring(link: string, file: File): Promise<void> {
    const [, action = '', fields = ''] =
      /<form method="post" action="([^"]+)" enctype="multipart\/form-data">(.*?)<\/form>/s.exec(
        await (await fetch(link)).text(),
      ) ?? [];
    const form = new FormData();
    for (const [, name = '', value = ''] of fields.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) {
      form.set(name, value);
    }
    form.set('file', file);
    const sent = await fetch(action, { method: 'POST', body: form, redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, expect.stringContaining(link)]);
    const page = await (await fetch(link)).text();
    const upload = /name="upload" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ do: 'keep-files', upload });
    const headers = { 'sec-fetch-site': 'same-origin' };
    expect((await fetch(link, { method: 'POST', body, headers, redirect: 'manual' })).status).toBe(303);
  }

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return stacks.ask(facts.case.sales, method, path, body, headers);
  }
});
