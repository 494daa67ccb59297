import { createConnection } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { receivedNotice } from '../../../functions/take-reply/contract.ts';
import { silent } from '../../../local/log.ts';
import { isReceived, receiveMail } from '../../../local/services/smtp/receive-mail.ts';
import { listenForMail, type SmtpListener } from '../../../local/services/smtp/smtp-server.ts';
import { verdictsOf } from '../../../local/services/smtp/verdicts.ts';
import { isForRecipient, type ReceiptRuleSpec, receiptRulesOf } from '../../../local/template/receipt-rules.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:take-reply';
const rule: ReceiptRuleSpec = {
  name: 'reply',
  recipients: ['reply.example.com'],
  scans: true,
  actions: [
    { kind: 'store', bucket: 'received', prefix: 'in/' },
    { kind: 'invoke', functionArn },
  ],
};
const trusted = new Set(['yunfan.cn']);
const eventSchema = z.object({
  Records: z.tuple([z.object({ eventSource: z.literal('aws:ses'), ses: receivedNotice })]),
});

describe('mail by SMTP', () => {
  const done: { what: string; content: string }[] = [];
  let server: SmtpListener;
  let taking: () => void = () => {};

  beforeEach(async () => {
    done.length = 0;
    taking = () => {};
    const ports = {
      rules: [rule],
      region: 'us-east-1',
      now: () => Date.parse('2026-11-22T02:00:00Z'),
      trustedDomains: trusted,
      store: (bucket: string, key: string, content: Uint8Array) =>
        done.push({ what: `${bucket}/${key}`, content: Buffer.from(content).toString('utf8') }),
      invokeLater: (arn: string, event: string) => done.push({ what: arn, content: event }),
    };
    server = await listenForMail(0, '--smtp-port', {
      accepts: (address) => isReceived([rule], address),
      take: async (mail) => {
        taking();
        return receiveMail(ports, mail);
      },
      log: silent,
    });
  });
  afterEach(() => server.close());

  const send = async (mail: {
    from: string;
    to: string;
    envelopeFrom?: string;
    text?: string;
    headers?: Record<string, string>;
  }) => {
    const transport = createTransport({ host: '127.0.0.1', port: server.port, ignoreTLS: true });
    const { from, to, text = '同意', headers = {}, envelopeFrom = from } = mail;
    try {
      await transport.sendMail({
        from,
        to,
        subject: '回复',
        text,
        headers,
        envelope: { from: envelopeFrom, to: [to] },
      });
    } finally {
      transport.close();
    }
  };

  test('given a mail to the rule’s domain, then it is stored first and the function is told of it', async () => {
    await send({ from: 'zhang.wei@yunfan.cn', to: 'r-abc@reply.example.com' });

    const [stored, invoked] = done;
    const { ses } = eventSchema.parse(JSON.parse(invoked?.content ?? '')).Records[0];
    expect(stored?.what).toBe(`received/in/${ses.mail.messageId}`);
    expect(stored?.content).toMatch(/^Return-Path: <zhang\.wei@yunfan\.cn>\r\nReceived: /);
    expect(stored?.content).toContain('Authentication-Results: amazonses.com; spf=pass');
    expect(invoked?.what).toBe(functionArn);
    expect(ses.receipt).toMatchObject({
      recipients: ['r-abc@reply.example.com'],
      spfVerdict: { status: 'PASS' },
      dmarcVerdict: { status: 'PASS' },
      virusVerdict: { status: 'PASS' },
    });
    expect(ses.mail.source).toBe('zhang.wei@yunfan.cn');
  });

  test('given a mail for nobody here, then it is refused at the door', async () => {
    await expect(send({ from: 'a@yunfan.cn', to: 'b@elsewhere.cn' })).rejects.toMatchObject({ responseCode: 550 });
    expect(done).toEqual([]);
  });

  test('given a mail that could not be kept, then the sender is to try again', async () => {
    taking = () => {
      throw new Error('the disk is full');
    };
    await expect(send({ from: 'a@yunfan.cn', to: 'b@reply.example.com' })).rejects.toMatchObject({ responseCode: 451 });
  });

  test('given the sender’s choice of verdicts, then they are as chosen, and the header is gone', async () => {
    await send({
      from: 'zhang.wei@yunfan.cn',
      to: 'r-abc@reply.example.com',
      headers: { 'X-Local-Verdicts': 'dmarc=gray dkim=fail virus=processing_failed' },
    });
    const { receipt } = eventSchema.parse(JSON.parse(done[1]?.content ?? '')).Records[0].ses;
    expect(receipt).toMatchObject({
      spfVerdict: { status: 'PASS' },
      dkimVerdict: { status: 'FAIL' },
      dmarcVerdict: { status: 'GRAY' },
      virusVerdict: { status: 'PROCESSING_FAILED' },
    });
    expect(done[0]?.content).not.toMatch(/x-local-verdicts/i);
  });

  test('given a bounce’s null sender, then it comes in with an empty one', async () => {
    const answers = await talk(server.port, [
      'EHLO me',
      'MAIL FROM:<>',
      'RCPT TO:<r-abc@reply.example.com>',
      'DATA',
      'From: MAILER-DAEMON@yunfan.cn\r\nSubject: failed\r\n\r\nx\r\n.',
      'QUIT',
    ]);
    expect(answers.at(-2)).toMatch(/^250/);
    expect(eventSchema.parse(JSON.parse(done[1]?.content ?? '')).Records[0].ses.mail.source).toBe('');
  });

  test('given a mail announced as too large, then it is refused before it is sent', async () => {
    const answers = await talk(server.port, ['EHLO me', `MAIL FROM:<a@yunfan.cn> SIZE=${41 * 1024 * 1024}`, 'QUIT']);
    expect(answers[2]).toMatch(/^552/);
  });

  test('given the port is taken, then the error says how to choose another', async () => {
    const ports = { accepts: () => true, take: async () => '', log: silent };
    await expect(listenForMail(server.port, '--smtp-port', ports)).rejects.toThrow(
      `port ${server.port} is taken by another program: stop it, or choose another port with --smtp-port`,
    );
  });
});

describe('verdicts on this machine', () => {
  const judge = (from: string, envelopeFrom: string, text = 'x') =>
    verdictsOf(Buffer.from(`From: ${from}\r\nSubject: x\r\n\r\n${text}\r\n`), envelopeFrom, trusted);

  test.each([
    ['our own people', 'a@yunfan.cn', 'a@yunfan.cn', { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' }],
    ['an example domain', 'a@customer.example', 'a@customer.example', { spf: 'PASS', dmarc: 'PASS' }],
    ['a forged From', 'a@yunfan.cn', 'x@attacker.example', { spf: 'PASS', dkim: 'GRAY', dmarc: 'FAIL' }],
    ['a domain nothing is known of', 'a@qq.com', 'a@qq.com', { spf: 'GRAY', dkim: 'GRAY', dmarc: 'GRAY' }],
    ['a bounce', 'a@yunfan.cn', '', { spf: 'GRAY', dmarc: 'FAIL' }],
  ])('%s', async (_, from, envelopeFrom, verdicts) => {
    expect(await judge(from, envelopeFrom)).toMatchObject(verdicts);
  });

  test('the filters’ test strings are found', async () => {
    const virus = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`;
    expect((await judge('a@yunfan.cn', 'a@yunfan.cn', virus)).virus).toBe('FAIL');
    const spam = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
    expect((await judge('a@yunfan.cn', 'a@yunfan.cn', spam)).spam).toBe('FAIL');
  });
});

describe('receipt rules of a template', () => {
  const resource = (type: string, properties: Record<string, never> | object, ref = 'x') => ({
    stackName: 'replies',
    logicalId: ref,
    type,
    properties: z.record(z.string(), z.json()).parse(properties),
    ref,
    attributes: {},
    path: ref,
    assets: new Map<string, string>(),
  });
  const withActions = (...Actions: object[]) =>
    resource('AWS::SES::ReceiptRule', {
      RuleSetName: 'set',
      Rule: { Name: 'reply', Enabled: true, ScanEnabled: true, Recipients: ['Reply.example.com'], Actions },
    });

  test('are read with their actions in order', () => {
    const rules = receiptRulesOf([
      resource('AWS::SES::ReceiptRuleSet', {}),
      withActions(
        { S3Action: { BucketName: 'received', ObjectKeyPrefix: 'in/' } },
        { LambdaAction: { FunctionArn: functionArn, InvocationType: 'Event' } },
      ),
    ]);
    expect(rules).toEqual([rule]);
  });

  test('an action or a second set that is not covered is said', () => {
    expect(() => receiptRulesOf([withActions({ BounceAction: {} })])).toThrow('AWS::SES::ReceiptRule');
    expect(() =>
      receiptRulesOf([resource('AWS::SES::ReceiptRuleSet', {}, 'a'), resource('AWS::SES::ReceiptRuleSet', {}, 'b')]),
    ).toThrow('several receipt rule sets');
  });

  test.each([
    [['reply.example.com'], 'x@reply.example.com', true],
    [['reply.example.com'], 'x@sub.reply.example.com', false],
    [['.example.com'], 'x@reply.example.com', true],
    [['.example.com'], 'x@example.com', false],
    [['a@example.com'], 'A+label@Example.com', true],
    [['a@example.com'], 'b@example.com', false],
    [[], 'anybody@anywhere.cn', true],
  ])('recipients %o and %s: %s', (recipients, address, matches) => {
    expect(isForRecipient({ ...rule, recipients }, address)).toBe(matches);
  });
});

/** One SMTP conversation: the server's answer to the greeting and to each line. */
function talk(port: number, lines: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = [];
    let buffer = '';
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      buffer += chunk;
      // An answer's last line has a space behind its code.
      if (!/^\d{3} .*\r\n$/m.test(buffer)) return;
      answers.push(buffer);
      buffer = '';
      const next = lines[answers.length - 1];
      if (next !== undefined) socket.write(`${next}\r\n`);
    });
    socket.on('close', () => resolve(answers));
    socket.on('error', reject);
  });
}
