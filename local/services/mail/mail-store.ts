import { randomUUID } from 'node:crypto';
import PostalMime, { decodeWords } from 'postal-mime';
import { z } from 'zod';
import type { Mailbox, ReadMail, StoredMail } from '../../contract.ts';
import type { Row, Store } from '../../store.ts';

/** Every mail that was sent, as RFC 5322 source; durable before the sender is answered. */
export class MailStore implements Mailbox {
  private readonly store: Store;
  private readonly now: () => number;

  constructor(store: Store, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /**
   * Stores a mail. @param source the whole message. @param envelope its sender and recipients, without display names.
   * @returns its id, which SES gives as message id.
   */
  async keep(
    source: Buffer,
    envelope: { from: string; to: readonly string[] },
    id: string = newMailId(),
  ): Promise<string> {
    const parsed = await PostalMime.parse(source);
    this.store.transaction(() => {
      this.store.run(
        'INSERT INTO mails (id, received_at, sender, subject, message_id, source) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        this.now(),
        envelope.from,
        parsed.subject ?? '',
        parsed.messageId ?? '',
        source,
      );
      const number = Number(this.store.get('SELECT number FROM mails WHERE id = ?', id)?.number);
      envelope.to.forEach((address, position) => {
        this.store.run(
          'INSERT OR IGNORE INTO mail_recipients (address, number, position) VALUES (?, ?, ?)',
          address.toLowerCase(),
          number,
          position,
        );
      });
    });
    return id;
  }

  list(to?: string): readonly StoredMail[] {
    const rows =
      to === undefined
        ? this.store.all(`SELECT ${listedColumns} FROM mails ORDER BY number DESC`)
        : this.store.all(
            `SELECT ${listedColumns} FROM mails WHERE number IN (SELECT number FROM mail_recipients WHERE address = ?) ORDER BY number DESC`,
            to.toLowerCase(),
          );
    return rows.map(listed);
  }

  async read(id: string): Promise<ReadMail> {
    const row = this.store.get(`SELECT ${listedColumns}, source FROM mails WHERE id = ?`, id);
    if (!row) throw new Error(`there is no mail ${id}`);
    const source = Buffer.from(row.source instanceof Uint8Array ? row.source : '');
    const parsed = await PostalMime.parse(source, { attachmentEncoding: 'arraybuffer' });
    return {
      ...listed(row),
      html: parsed.html ?? null,
      text: parsed.text ?? null,
      headers: parsed.headers.map(({ originalKey, key, value }) => ({
        key: originalKey ?? key,
        value: decodeWords(value),
      })),
      attachments: parsed.attachments.map((attachment) => ({
        filename: attachment.filename ?? 'attachment',
        mimeType: attachment.mimeType,
        content:
          typeof attachment.content === 'string' ? Buffer.from(attachment.content) : new Uint8Array(attachment.content),
      })),
      source: source.toString('utf8'),
    };
  }
}

const listedColumns = `id, received_at, sender, subject, message_id,
  (SELECT json_group_array(address) FROM
    (SELECT address FROM mail_recipients WHERE mail_recipients.number = mails.number ORDER BY position)) AS recipients`;
const addresses = z.array(z.string());

function listed(row: Row): StoredMail {
  return {
    id: String(row.id),
    receivedAt: Number(row.received_at),
    from: String(row.sender),
    to: addresses.parse(JSON.parse(String(row.recipients))),
    subject: String(row.subject),
    messageId: String(row.message_id),
  };
}

/** Shaped like SES's message ids. */
export function newMailId(): string {
  return `${randomUUID().replaceAll('-', '').slice(0, 16)}-${randomUUID()}-000000`;
}
