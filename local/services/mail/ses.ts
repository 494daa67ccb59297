import addressParser from 'nodemailer/lib/addressparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import type { Usage } from '../../usage.ts';
import { notCovered, ServiceError } from '../aws/service-error.ts';
import type { BusEvent } from '../events/event-bus.ts';
import { type MailStore, newMailId } from './mail-store.ts';
import { simulatedEvents } from './simulator.ts';

/** What the SES endpoints need. */
export interface SesPorts {
  readonly mails: MailStore;
  readonly usage: Usage;
  readonly region: string;
  /** The template's e-mail identities: addresses and domains one may send from. */
  readonly identities: readonly string[];
  /** Puts on the bus what became of a mail. */
  readonly publish: (event: BusEvent) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A mail as both SES versions describe a simple one. */
export interface SimpleMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** With it SES tells what becomes of the mail, under these tags. */
  readonly configurationSet?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Builds and stores a simple mail. @returns its id. */
export async function sendSimple(ports: SesPorts, mail: SimpleMail): Promise<string> {
  const id = newMailId();
  const recipients = bareAddresses([...mail.to, ...mail.cc, ...mail.bcc]);
  if (recipients.length === 0) throw new ServiceError('InvalidParameterValue', 'Missing required header: To.');
  const composer = new MailComposer({
    from: mail.from,
    to: [...mail.to],
    cc: [...mail.cc],
    replyTo: [...mail.replyTo],
    subject: mail.subject,
    messageId: `<${id}@email.amazonses.com>`,
    headers: mail.headers.map(({ name, value }) => ({ key: name, value })),
    ...(mail.text === undefined ? {} : { text: mail.text }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
  });
  await store(ports, await composer.compile().build(), mail.from, recipients, id);
  const { from, configurationSet, tags = {} } = mail;
  for (const event of simulatedEvents({ id, from, to: recipients, configurationSet, tags }, ports.now())) {
    ports.publish(event);
  }
  return id;
}

/** Stores a raw mail. @param to envelope recipients; the headers' when there are none. @returns its id. */
export async function sendRaw(
  ports: SesPorts,
  source: Buffer,
  from: string | undefined,
  to: readonly string[],
): Promise<string> {
  const id = newMailId();
  const parsed = await PostalMime.parse(source);
  const inHeaders = [...(parsed.to ?? []), ...(parsed.cc ?? []), ...(parsed.bcc ?? [])].map(
    ({ address }) => address ?? '',
  );
  const recipients = bareAddresses(to.length > 0 ? to : inHeaders);
  const sender = from ?? parsed.from?.address;
  if (sender === undefined) throw new ServiceError('InvalidParameterValue', 'Missing required header: From.');
  if (recipients.length === 0) throw new ServiceError('InvalidParameterValue', 'Missing required header: To.');
  const hasId = parsed.messageId !== undefined && parsed.messageId !== '';
  const header = hasId ? '' : `Message-ID: <${id}@email.amazonses.com>\r\n`;
  await store(ports, Buffer.concat([Buffer.from(header), source]), sender, recipients, id);
  return id;
}

async function store(ports: SesPorts, source: Buffer, from: string, to: readonly string[], id: string): Promise<void> {
  const [sender] = bareAddresses([from]);
  if (sender === undefined) throw new ServiceError('InvalidParameterValue', `${from} is no e-mail address`);
  const domain = sender.slice(sender.indexOf('@') + 1);
  const verified = (identity: string) => identity === sender || identity === domain || domain.endsWith(`.${identity}`);
  if (ports.identities.length > 0 && !ports.identities.some(verified)) {
    throw new ServiceError(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check in region ${ports.region.toUpperCase()}: ${sender}`,
    );
  }
  await ports.mails.keep(source, { from: sender, to }, id);
  ports.usage.add('mails', 'all', to.length);
}

function bareAddresses(addresses: readonly string[]): string[] {
  return addresses
    .flatMap((text) => addressParser(text, { flatten: true }))
    .flatMap(({ address }) => (address ? [address] : []));
}

/** The SES v1 API (query protocol). @param form the request's parameters. @returns the result's XML members. */
export async function answerSes(ports: SesPorts, action: string, form: URLSearchParams): Promise<string> {
  switch (action) {
    case 'SendEmail':
      return `<MessageId>${await sendSimple(ports, simpleFrom(form))}</MessageId>`;
    case 'SendRawEmail': {
      const source = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
      const id = await sendRaw(ports, source, form.get('Source') ?? undefined, members(form, 'Destinations'));
      return `<MessageId>${id}</MessageId>`;
    }
    case 'GetSendQuota': {
      const sent = ports.usage.read().mails;
      return `<Max24HourSend>50000</Max24HourSend><MaxSendRate>14</MaxSendRate><SentLast24Hours>${sent}</SentLast24Hours>`;
    }
    case 'ListIdentities':
    case 'ListVerifiedEmailAddresses': {
      const name = action === 'ListIdentities' ? 'Identities' : 'VerifiedEmailAddresses';
      return `<${name}>${ports.identities.map((identity) => `<member>${escapeXml(identity)}</member>`).join('')}</${name}>`;
    }
    case 'GetIdentityVerificationAttributes': {
      const entries = members(form, 'Identities').map(
        (identity) =>
          `<entry><key>${escapeXml(identity)}</key><value><VerificationStatus>${ports.identities.includes(identity) ? 'Success' : 'NotStarted'}</VerificationStatus></value></entry>`,
      );
      return `<VerificationAttributes>${entries.join('')}</VerificationAttributes>`;
    }
    default:
      throw notCovered('ses', action);
  }
}

function simpleFrom(form: URLSearchParams): SimpleMail {
  const text = form.get('Message.Body.Text.Data');
  const html = form.get('Message.Body.Html.Data');
  return {
    from: form.get('Source') ?? '',
    to: members(form, 'Destination.ToAddresses'),
    cc: members(form, 'Destination.CcAddresses'),
    bcc: members(form, 'Destination.BccAddresses'),
    replyTo: members(form, 'ReplyToAddresses'),
    subject: form.get('Message.Subject.Data') ?? '',
    headers: [],
    configurationSet: form.get('ConfigurationSetName') ?? undefined,
    tags: tagsIn(form),
    ...(text === null ? {} : { text }),
    ...(html === null ? {} : { html }),
  };
}

/** `Tags.member.1.Name`, `Tags.member.1.Value`, … */
function tagsIn(form: URLSearchParams): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (let index = 1; ; index += 1) {
    const name = form.get(`Tags.member.${index}.Name`);
    if (name === null) return tags;
    tags[name] = form.get(`Tags.member.${index}.Value`) ?? '';
  }
}

/** `<name>.member.1`, `<name>.member.2`, … */
function members(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form.get(`${name}.member.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
