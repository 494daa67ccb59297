import { timingSafeEqual } from 'node:crypto';
import { linkHash, linkId } from './link.ts';

/** The one attempt of one task that one person was asked about. */
export interface Asked {
  readonly taskId: string;
  readonly attempt: number;
  readonly personId: string;
}

/**
 * Where a person's reply to a task's mail goes: `r-<52 characters>@<domain>`. The characters are the SHA-256 of their
 * link id, itself an HMAC-SHA256 over task, attempt and person: 256 bits nobody can make without the secret, in the
 * letters and digits that survive mail systems which fold case, 54 of the 64 a local part may have. It is also the key
 * the link is stored under, so no further item is needed to find whose it is, and it tells nothing of the link.
 * @param hash the link's hash, in hex (`linkHash`)
 */
export function replyAddress(hash: string, domain: string): string {
  return `${prefix}${base32(Buffer.from(hash, 'hex'))}@${domain}`;
}

/** The link hash that a reply address carries, in hex; undefined for any other address. */
export function hashOfReplyAddress(address: string, domain: string): string | undefined {
  const [local = '', host, ...more] = address.trim().toLowerCase().split('@');
  if (host !== domain.toLowerCase() || more.length > 0 || !shape.test(local)) return undefined;
  const bytes = fromBase32(local.slice(prefix.length));
  // Only one spelling of an address is valid.
  return base32(bytes) === local.slice(prefix.length) ? bytes.toString('hex') : undefined;
}

/** Whether an address's hash was made for `asked` with this secret; takes the same time whatever differs. */
export function isReplyHashOf(secret: string, asked: Asked, hash: string): boolean {
  const expected = Buffer.from(linkHash(linkId(secret, asked.taskId, asked.attempt, asked.personId)), 'hex');
  const given = Buffer.from(hash, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const prefix = 'r-';
const shape = /^r-[a-z2-7]{52}$/;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base 32, lower case, without padding. */
function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((value >> bits) & 31);
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((value << (5 - bits)) & 31);
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    value = ((value << 5) | alphabet.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}
