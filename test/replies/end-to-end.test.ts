import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import facts from '../../demo/facts.json' with { type: 'json' };
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';
import { aQuote } from '../support/builders.ts';

/** Replies by SMTP into the running system: the synthesized stacks, their receipt rule, their function. */

const contact = { name: '陈晨', email: 'chen.chen@customer.example', language: 'zh-CN' };
const plan = {
  channels: ['门户首页'],
  positions: ['首页横幅'],
  period: { from: '2026-12-20', to: '2027-01-08' },
  audience: '企业客户',
  expectedEffect: '品牌曝光',
};
const task = z.object({ id: z.string(), step: z.object({ id: z.string() }), attempt: z.number() });
const detail = z.object({ tasks: z.array(task) });
const history = z.object({ items: z.array(z.object({ type: z.string(), via: z.optional(z.string()) })) });

let run: LocalRun;
let caseId: string;
const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-replies-'));

beforeAll(async () => {
  run = await startLocalRun({ assemblyDir: await synthesize(() => {}), dataDir });
  caseId = await caseAtStep4();
}, 240_000);

afterAll(async () => {
  await run?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function api(user: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${run.appUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await run.token(user)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

async function openTask(step: string): Promise<z.infer<typeof task>> {
  await run.settled();
  const { tasks } = detail.parse(await api('li.na', 'GET', `/cases/${caseId}`));
  const found = tasks.find((each) => each.step.id === step);
  if (found === undefined) throw new Error(`step ${step} is not open but ${tasks.map((each) => each.step.id)}`);
  return found;
}

async function caseAtStep4(): Promise<string> {
  const customer = z.object({ id: z.string() }).parse(await api('li.na', 'POST', '/customers', facts.customer));
  const opened = await api('li.na', 'POST', '/cases', {
    customerId: customer.id,
    title: '冬季推广',
    contact,
    assistant: 'zhang.wei',
  });
  caseId = z.object({ id: z.string() }).parse(opened).id;
  for (const [step, data] of [
    ['2', plan],
    ['3', aQuote()],
  ] as const) {
    await api('li.na', 'POST', `/tasks/${(await openTask(step)).id}/decision`, { outcome: 'done', data });
  }
  await openTask('4');
  return caseId;
}

/** Where the newest mail to an address asks to be replied to. */
async function replyAddressFor(email: string): Promise<string> {
  const [newest] = run.mailbox.list(email);
  const mail = await run.mailbox.read(newest?.id ?? '');
  return mail.headers.find(({ key }) => key.toLowerCase() === 'reply-to')?.value ?? '';
}

async function reply(mail: {
  from: string;
  to: string;
  text: string;
  envelopeFrom?: string;
  headers?: Record<string, string>;
  attachments?: { filename: string; content: string }[];
}) {
  const transport = createTransport({ host: '127.0.0.1', port: run.smtpPort ?? 0, secure: false, ignoreTLS: true });
  const { from, to, text, headers = {}, attachments = [], envelopeFrom = from } = mail;
  await transport.sendMail({
    from,
    to,
    subject: 'Re: 请确认方案',
    text,
    headers,
    attachments,
    envelope: { from: envelopeFrom, to: [to] },
  });
  transport.close();
  await run.settled();
}

describe('deciding by reply on the running system', () => {
  test('a forged reply changes nothing, is on record, and is not answered', async () => {
    const { id } = await openTask('4');
    const mailed = run.mailbox.list(contact.email).length;

    await reply({
      from: contact.email,
      to: await replyAddressFor(contact.email),
      text: '同意',
      envelopeFrom: 'x@attacker.example',
    });

    expect((await openTask('4')).id).toBe(id);
    expect(run.mailbox.list(contact.email)).toHaveLength(mailed);
    const { items } = history.parse(await api('li.na', 'GET', `/cases/${caseId}/history?limit=100`));
    expect(items).toContainEqual({ type: 'task.refused-attempt', via: 'mail' });
  });

  test('an unclear reply is answered with what to write', async () => {
    await reply({ from: contact.email, to: await replyAddressFor(contact.email), text: '好的，我看看' });
    const [newest] = run.mailbox.list(contact.email);
    const answer = await run.mailbox.read(newest?.id ?? '');
    expect(answer.subject).toContain('您的回复未生效');
    expect(answer.text).toContain('确认 / Accept');
  });

  test('a clear reply decides: the case goes on to code 5 and the outcome is mailed back', async () => {
    await reply({
      from: contact.email,
      to: await replyAddressFor(contact.email),
      text: '确认\n\n按此方案执行。\n',
      // Without a DMARC policy SPF and DKIM have to do, by the public suffix list.
      headers: { 'X-Local-Verdicts': 'dmarc=gray' },
      attachments: [{ filename: '确认函.pdf', content: '%PDF-1.7\n%%EOF\n' }],
    });
    expect((await openTask('5')).step.id).toBe('5');
    const [newest] = run.mailbox.list(contact.email);
    const answer = await run.mailbox.read(newest?.id ?? '');
    expect(answer.subject).toContain('您的回复已生效');
    expect(answer.text).toContain('按此方案执行。');
    expect(answer.text).toContain('确认函.pdf');
    const s3 = new S3Client({
      endpoint: run.awsUrl,
      region: run.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
    });
    const { Contents } = await s3.send(
      new ListObjectsV2Command({
        Bucket: run.physicalName('AWS::S3::Bucket', 'Documents'),
        Prefix: `cases/${caseId}/`,
      }),
    );
    expect(Contents).toMatchObject([{ Key: expect.stringMatching(/\.pdf$/), Size: 15 }]);
    s3.destroy();
  });

  test('mail for anybody else is not taken at the door', async () => {
    await expect(reply({ from: contact.email, to: 'someone@elsewhere.example', text: '同意' })).rejects.toMatchObject({
      responseCode: 550,
    });
  });
});
