import { randomBytes } from 'node:crypto';
import PostalMime from 'postal-mime';
import type { Json } from '../../asl/contract.ts';
import { isForRecipient, type ReceiptRuleSpec } from '../../template/receipt-rules.ts';
import { domainOf, type MailVerdicts, verdictsHeader, verdictsOf } from './verdicts.ts';

/** What receiving needs of its surroundings; both are durable once they return. */
export interface ReceivingPorts {
  readonly rules: readonly ReceiptRuleSpec[];
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Domains whose mail counts as their own. */
  readonly trustedDomains: ReadonlySet<string>;
  readonly store: (bucket: string, key: string, content: Uint8Array) => void;
  /** @param event JSON text. */
  readonly invokeLater: (functionArn: string, event: string) => void;
}

/** A mail as the SMTP conversation hands it over. */
export interface HandedMail {
  readonly source: Buffer;
  /** Empty for the null sender of bounces. */
  readonly from: string;
  readonly to: readonly string[];
}

/** Whether any rule is for the address. */
export function isReceived(rules: readonly ReceiptRuleSpec[], address: string): boolean {
  return rules.some((rule) => isForRecipient(rule, address));
}

/**
 * Does with a mail what SES does: judges it, puts its own headers on top, and carries out the actions of every rule that
 * matches, in their order. @returns SES's message id.
 */
export async function receiveMail(ports: ReceivingPorts, mail: HandedMail): Promise<string> {
  const messageId = randomBytes(20).toString('hex');
  const judged = await verdictsOf(mail.source, mail.from, ports.trustedDomains);
  for (const rule of ports.rules) {
    const recipients = mail.to.filter((address) => isForRecipient(rule, address));
    if (recipients.length === 0) continue;
    const verdicts: MailVerdicts = rule.scans ? judged : { ...judged, spam: 'DISABLED', virus: 'DISABLED' };
    const stamped = Buffer.concat([
      Buffer.from(ownHeaders(ports, mail, messageId, verdicts, recipients)),
      withoutHeader(mail.source, verdictsHeader),
    ]);
    for (const action of rule.actions) {
      if (action.kind === 'store') ports.store(action.bucket, `${action.prefix}${messageId}`, stamped);
      else {
        const event = await eventOf(ports, mail, messageId, verdicts, recipients, stamped, action.functionArn);
        ports.invokeLater(action.functionArn, JSON.stringify(event));
      }
    }
  }
  return messageId;
}

function ownHeaders(
  { region, now }: ReceivingPorts,
  { from }: HandedMail,
  messageId: string,
  verdicts: MailVerdicts,
  recipients: readonly string[],
): string {
  const domain = domainOf(from);
  const result = (status: string): string => (status === 'PASS' ? 'pass' : status === 'FAIL' ? 'fail' : 'none');
  return [
    `Return-Path: <${from}>`,
    `Received: from ${domain || 'localhost'} ([127.0.0.1]) by inbound-smtp.${region}.amazonaws.com with SMTP id ${messageId} for ${recipients[0]}; ${new Date(now()).toUTCString().replace('GMT', '+0000 (UTC)')}`,
    `X-SES-Spam-Verdict: ${verdicts.spam}`,
    `X-SES-Virus-Verdict: ${verdicts.virus}`,
    `Authentication-Results: amazonses.com; spf=${result(verdicts.spf)} (local run) client-ip=127.0.0.1; envelope-from=${from}; dkim=${result(verdicts.dkim)} header.i=@${domain}; dmarc=${result(verdicts.dmarc)} header.from=${domain};`,
    '',
  ].join('\r\n');
}

/** The source without one header, continuation lines included. */
function withoutHeader(source: Buffer, name: string): Buffer {
  const end = source.indexOf('\r\n\r\n');
  if (end === -1) return source;
  const head = source.subarray(0, end).toString('latin1');
  const kept = head.replace(new RegExp(`^${name}:.*(?:\\r\\n[ \\t].*)*(?:\\r\\n|$)`, 'gim'), '');
  return Buffer.concat([Buffer.from(kept, 'latin1'), source.subarray(end)]);
}

/** What the function of a Lambda action is given. */
async function eventOf(
  { now }: ReceivingPorts,
  mail: HandedMail,
  messageId: string,
  verdicts: MailVerdicts,
  recipients: readonly string[],
  stamped: Buffer,
  functionArn: string,
): Promise<Json> {
  const timestamp = new Date(now()).toISOString();
  const {
    headers,
    subject,
    date,
    messageId: ownId,
  } = await PostalMime.parse(stamped, { forceRfc822Attachments: true });
  const first = (name: string): string => headers.find(({ key }) => key === name)?.value ?? '';
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          mail: {
            timestamp,
            source: mail.from,
            messageId,
            destination: [...mail.to],
            headersTruncated: false,
            headers: headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
            commonHeaders: {
              returnPath: mail.from,
              from: [first('from')],
              date: date ?? '',
              to: [first('to')],
              messageId: ownId ?? '',
              subject: subject ?? '',
            },
          },
          receipt: {
            timestamp,
            processingTimeMillis: 1,
            recipients: [...recipients],
            spamVerdict: { status: verdicts.spam },
            virusVerdict: { status: verdicts.virus },
            spfVerdict: { status: verdicts.spf },
            dkimVerdict: { status: verdicts.dkim },
            dmarcVerdict: { status: verdicts.dmarc },
            ...(verdicts.dmarc === 'FAIL' ? { dmarcPolicy: 'none' } : {}),
            action: { type: 'Lambda', functionArn, invocationType: 'Event' },
          },
        },
      },
    ],
  };
}
