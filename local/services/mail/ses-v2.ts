import { z } from 'zod';
import { notCovered, ServiceError } from '../aws/service-error.ts';
import type { RestAnswer } from '../lambda/lambda-api.ts';
import { type SesPorts, sendRaw, sendSimple } from './ses.ts';

const text = z.object({ Data: z.string() });
const addresses = z.array(z.string()).default([]);
const schema = z.object({
  FromEmailAddress: z.string().optional(),
  Destination: z
    .object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .default({ ToAddresses: [], CcAddresses: [], BccAddresses: [] }),
  ReplyToAddresses: addresses,
  Content: z.object({
    Simple: z
      .object({
        Subject: text,
        Body: z.object({ Text: text.optional(), Html: text.optional() }),
        Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      })
      .optional(),
    Raw: z.object({ Data: z.string() }).optional(),
  }),
});

/** The SES v2 API (REST-JSON): SendEmail, ListEmailIdentities and DeleteSuppressedDestination. */
export async function answerSesV2(ports: SesPorts, method: string, path: string, body: Buffer): Promise<RestAnswer> {
  if (method === 'GET' && path === '/v2/email/identities') {
    const EmailIdentities = ports.identities.map((identity) => ({
      IdentityType: identity.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
      IdentityName: identity,
      SendingEnabled: true,
      VerificationStatus: 'SUCCESS',
    }));
    return answer({ EmailIdentities });
  }
  // The list is always empty here, as it stays on AWS where only the mailbox simulator bounces mails.
  const listed = /^\/v2\/email\/suppression\/addresses\/([^/]+)$/.exec(path)?.[1];
  if (method === 'DELETE' && listed !== undefined) {
    throw new ServiceError(
      'NotFoundException',
      `Email address ${decodeURIComponent(listed)} does not exist on your suppression list.`,
      404,
    );
  }
  if (method !== 'POST' || path !== '/v2/email/outbound-emails') throw notCovered('sesv2', `${method} ${path}`);
  const { FromEmailAddress, Destination, ReplyToAddresses, Content } = schema.parse(JSON.parse(body.toString('utf8')));
  if (Content.Raw) {
    const to = [...Destination.ToAddresses, ...Destination.CcAddresses, ...Destination.BccAddresses];
    return answer({ MessageId: await sendRaw(ports, Buffer.from(Content.Raw.Data, 'base64'), FromEmailAddress, to) });
  }
  if (!Content.Simple) throw notCovered('sesv2', 'SendEmail with a template');
  const { Subject, Body, Headers } = Content.Simple;
  const MessageId = await sendSimple(ports, {
    from: FromEmailAddress ?? '',
    to: Destination.ToAddresses,
    cc: Destination.CcAddresses,
    bcc: Destination.BccAddresses,
    replyTo: ReplyToAddresses,
    subject: Subject.Data,
    headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
    ...(Body.Text ? { text: Body.Text.Data } : {}),
    ...(Body.Html ? { html: Body.Html.Data } : {}),
  });
  return answer({ MessageId });
}

function answer(body: object): RestAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
