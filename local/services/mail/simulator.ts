import type { Json } from '../../asl/contract.ts';
import type { BusEvent } from '../events/event-bus.ts';

/** A mail that was taken, as what becomes of it is told. */
export interface TakenMail {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Without one SES tells nothing. */
  readonly configurationSet: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What SES's mailbox simulator makes of a mail: the events that a configuration set's destination gets for recipients
 * `bounce@`, `suppressionlist@` and `complaint@simulator.amazonses.com`, with or without a `+label`. Others, `success@` and
 * `ooto@` among them, arrive.
 * @param now epoch milliseconds
 */
export function simulatedEvents(mail: TakenMail, now: number): readonly BusEvent[] {
  const { configurationSet } = mail;
  if (configurationSet === undefined) return [];
  return mail.to.flatMap((recipient) => {
    const fate = fates[/^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(recipient)?.[1]?.toLowerCase() ?? ''];
    if (fate === undefined) return [];
    const timestamp = new Date(now).toISOString();
    const detail: Json = {
      ...fate.detail(recipient, timestamp, mail.id),
      mail: {
        timestamp,
        source: mail.from,
        messageId: mail.id,
        destination: [...mail.to],
        tags: {
          'ses:configuration-set': [configurationSet],
          ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
        },
      },
    };
    return [{ bus: 'default', source: 'aws.ses', detailType: fate.detailType, detail, resources: [], time: now }];
  });
}

interface Fate {
  readonly detailType: string;
  readonly detail: (emailAddress: string, timestamp: string, id: string) => { readonly [name: string]: Json };
}

const bounce = (bounceSubType: string): Fate => ({
  detailType: 'Email Bounced',
  detail: (emailAddress, timestamp, id) => ({
    eventType: 'Bounce',
    bounce: {
      feedbackId: id,
      bounceType: 'Permanent',
      bounceSubType,
      bouncedRecipients: [
        { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
      ],
      timestamp,
      reportingMTA: 'dns; simulator.amazonses.com',
    },
  }),
});

const fates: Readonly<Record<string, Fate>> = {
  bounce: bounce('General'),
  suppressionlist: bounce('Suppressed'),
  complaint: {
    detailType: 'Email Complaint Received',
    detail: (emailAddress, timestamp, id) => ({
      eventType: 'Complaint',
      complaint: {
        feedbackId: id,
        complaintSubType: null,
        complainedRecipients: [{ emailAddress }],
        timestamp,
        complaintFeedbackType: 'abuse',
        arrivalDate: timestamp,
      },
    }),
  },
};
