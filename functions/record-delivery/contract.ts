import * as z from 'zod/mini';
import { type Misdelivery, readNoticeTag } from '../shared/domain/delivery.ts';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** Where the inbox is, without a slash at the end. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  /** The sender of mails. */
  MAIL_FROM: z.email(),
  /** The SES configuration set mails go out with. */
  MAIL_CONFIGURATION_SET: setting,
});

const instant = z.iso.datetime({ offset: true });
const recipients = z.array(z.object({ emailAddress: z.string() }));
const mail = z.object({
  messageId: z.string(),
  timestamp: instant,
  tags: z._default(z.record(z.string(), z.array(z.string())), {}),
});

/** SES's events on the default bus, as far as they are read. */
export const input = z.object({
  detail: z.discriminatedUnion('eventType', [
    z.object({
      eventType: z.literal('Bounce'),
      mail,
      bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients, timestamp: instant }),
    }),
    z.object({
      eventType: z.literal('Complaint'),
      mail,
      complaint: z.object({ complainedRecipients: recipients, timestamp: instant }),
    }),
    z.object({
      eventType: z.literal('DeliveryDelay'),
      mail,
      deliveryDelay: z.object({ delayedRecipients: recipients, timestamp: instant }),
    }),
  ]),
});
export type Input = z.infer<typeof input>;

export const output = z.object({ kind: z.enum(['bounced', 'complained', 'delayed']), rerouted: z.boolean() });
export type Output = z.infer<typeof output>;

/** What an event says. */
export function misdeliveryOf({ detail }: Input): Misdelivery {
  const [tag] = detail.mail.tags.notice ?? [];
  const sent = {
    messageId: detail.mail.messageId,
    sentAt: utc(detail.mail.timestamp),
    notice: tag === undefined ? undefined : readNoticeTag(tag),
  };
  switch (detail.eventType) {
    case 'Bounce': {
      const { bounceType, bouncedRecipients, timestamp } = detail.bounce;
      // What bounced for a passing reason, a full mailbox say, did not arrive either; only the address is not to blame.
      const lasting = bounceType === 'Permanent';
      return { ...sent, kind: 'bounced', lasting, addresses: addressesOf(bouncedRecipients), at: utc(timestamp) };
    }
    case 'Complaint': {
      const { complainedRecipients, timestamp } = detail.complaint;
      return {
        ...sent,
        kind: 'complained',
        lasting: true,
        addresses: addressesOf(complainedRecipients),
        at: utc(timestamp),
      };
    }
    case 'DeliveryDelay': {
      const { delayedRecipients, timestamp } = detail.deliveryDelay;
      return {
        ...sent,
        kind: 'delayed',
        lasting: false,
        addresses: addressesOf(delayedRecipients),
        at: utc(timestamp),
      };
    }
  }
}

function addressesOf(list: z.infer<typeof recipients>): readonly string[] {
  return list.map(({ emailAddress }) => emailAddress);
}

function utc(time: string): string {
  return new Date(time).toISOString();
}
