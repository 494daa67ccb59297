import PostalMime, { type Attachment, addressParser } from 'postal-mime';
import type { MailFile, MailHeader, ReceivedMail } from '../shared/domain/reply-mail.ts';

/** Parts that belong to the mail's machinery: signatures of S/MIME and PGP, invitations. */
const machinery = /^(?:application\/(?:x-)?pkcs7-signature|application\/pgp-signature|text\/calendar|message\/.*)$/;

/**
 * Parses a mail as it came in. A mail attached to it is a file and never read as its text.
 * @throws Error when it is nested or headed beyond reason
 */
export async function readMail(raw: Uint8Array): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: 30,
    maxHeadersSize: 256 * 1024,
  });
  const headers: readonly MailHeader[] = mail.headers.map(({ key, value }) => ({ name: key, value }));
  const sentAt = mail.date === undefined ? undefined : new Date(mail.date);
  return {
    headers,
    from: headers
      .filter(({ name }) => name === 'from')
      .flatMap(({ value }) => addressParser(value, { flatten: true }))
      .map(({ address }) => address ?? ''),
    messageId: mail.messageId?.trim() || undefined,
    sentAt: sentAt === undefined || Number.isNaN(sentAt.getTime()) ? undefined : sentAt,
    text: mail.text,
    html: mail.html,
    files: mail.attachments.filter(({ mimeType }) => !machinery.test(mimeType)).map(fileOf),
  };
}

function fileOf({ filename, content, related, disposition, contentId }: Attachment): MailFile {
  return {
    name: filename?.trim() || 'attachment',
    content: bytesOf(content),
    inline: related === true || (disposition === 'inline' && contentId !== undefined),
  };
}

function bytesOf(content: Attachment['content']): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
