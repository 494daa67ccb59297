import { type Objects, ObjectTooLarge } from '../shared/adapters/s3-objects.ts';
import { INBOUND_PREFIX, MAX_MAIL_BYTES } from './contract.ts';
import { type TakeReplyWorld, UnreadableMail } from './take-reply.ts';

/**
 * Reads received mails from their bucket. The parser, the public suffix list and the content sniffer are loaded when a
 * mail first needs them, so that what is dropped by its address costs none of it.
 */
export function mailReader(objects: Objects): Pick<TakeReplyWorld, 'read' | 'sniff' | 'organisation'> {
  return {
    async read(messageId) {
      const raw = await readRaw(objects, messageId);
      if (raw === undefined) return undefined;
      const { readMail } = await import('./read-mail.ts');
      try {
        return await readMail(raw);
      } catch (error) {
        throw new UnreadableMail('The mail does not parse', { cause: error });
      }
    },
    sniff: async (content) => (await import('./sniff-type.ts')).sniffType(content),
    organisation: async () => (await import('./organisational-domain.ts')).organisationalDomain,
  };
}

async function readRaw(objects: Objects, messageId: string): Promise<Uint8Array | undefined> {
  try {
    return await objects.get(`${INBOUND_PREFIX}${messageId}`, MAX_MAIL_BYTES);
  } catch (error) {
    if (error instanceof ObjectTooLarge) throw new UnreadableMail('The mail is too large', { cause: error });
    throw error;
  }
}
