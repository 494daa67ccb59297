import * as z from 'zod/mini';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The secret that link ids, and through them reply addresses, are derived from. */
  LINK_SECRET_ARN: setting,
  /** Where links lead, without a slash at the end. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  /** The sender of mails. */
  MAIL_FROM: z.email(),
  /** The SES configuration set mails go out with. */
  MAIL_CONFIGURATION_SET: setting,
  /** The domain reply addresses are in. */
  REPLY_DOMAIN: setting,
  /** The bucket SES puts received mails into. */
  INBOUND_BUCKET: setting,
  /** The bucket of the cases' files. */
  DOCUMENTS_BUCKET: setting,
});

/** Where in its bucket SES puts a received mail: this, then SES's message id. */
export const INBOUND_PREFIX = 'received/';

/** The largest mail that is read, in bytes. */
export const MAX_MAIL_BYTES = 25 * 1024 * 1024;

const verdict = z.object({
  // A status this version does not know is none that passes.
  status: z.catch(z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']), 'PROCESSING_FAILED'),
});

/** A received mail as SES tells of it. */
export const receivedNotice = z.object({
  mail: z.object({
    messageId: z.string().check(z.regex(/^[\w.=-]{1,200}$/)),
    /** When SES took it. */
    timestamp: z.iso.datetime({ offset: true }),
    /** The envelope's sender. */
    source: z._default(z.string(), ''),
  }),
  receipt: z.object({
    /** The envelope's recipients that the rule matched. */
    recipients: z.array(z.string()),
    spfVerdict: verdict,
    dkimVerdict: verdict,
    dmarcVerdict: verdict,
    spamVerdict: verdict,
    virusVerdict: verdict,
  }),
});
export type ReceivedNotice = z.infer<typeof receivedNotice>;

/** The event of a receipt rule's Lambda action. */
export const input = z.object({
  Records: z.array(z.object({ eventSource: z.literal('aws:ses'), ses: receivedNotice })).check(z.minLength(1)),
});
export type Input = z.infer<typeof input>;
