import { SESClient, type SESClientConfig, SendEmailCommand } from '@aws-sdk/client-ses';
import { noticeTag } from '../domain/delivery.ts';
import type { Mailer } from '../domain/ports.ts';
import { attempt } from './transient.ts';

/** Mails through Amazon SES. @param settings the sender's address and the configuration set */
export function sesMailer(settings: { from: string; configurationSet: string }, config: SESClientConfig = {}): Mailer {
  const client = new SESClient(config);
  return {
    async send({ to, subject, text, html, replyTo, notice }) {
      const command = new SendEmailCommand({
        Source: settings.from,
        Destination: { ToAddresses: [mailbox(to.name, to.email)] },
        ConfigurationSetName: settings.configurationSet,
        ...(notice === undefined ? {} : { Tags: [{ Name: 'notice', Value: noticeTag(notice) }] }),
        ...(replyTo === undefined ? {} : { ReplyToAddresses: [replyTo] }),
        Message: {
          Subject: { Charset: 'UTF-8', Data: subject },
          Body: { Text: { Charset: 'UTF-8', Data: text }, Html: { Charset: 'UTF-8', Data: html } },
        },
      });
      try {
        await attempt(() => client.send(command));
        return 'sent';
      } catch (error) {
        // This address or this content will never be taken; every other error is worth stopping for.
        if (error instanceof Error && refusals.has(error.name)) return 'refused';
        throw error;
      }
    },
  };
}

const refusals: ReadonlySet<string> = new Set(['MessageRejected', 'InvalidParameterValue']);

/** `=?UTF-8?B?…?= <li.na@example.com>`: SES takes no other letters than ASCII in an address (RFC 2047). */
export function mailbox(name: string, email: string): string {
  const words: string[] = [];
  // An encoded word holds 75 characters at most: 45 bytes of text, never half a character.
  let bytes = 0;
  for (const character of name.replaceAll(/[\r\n]+/g, ' ').trim()) {
    const size = Buffer.byteLength(character);
    if (words.length === 0 || bytes + size > 45) {
      words.push('');
      bytes = 0;
    }
    words[words.length - 1] += character;
    bytes += size;
  }
  const display = words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
  return display === '' ? email : `${display} <${email}>`;
}
