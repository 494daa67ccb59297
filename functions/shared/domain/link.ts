import { createHash, createHmac } from 'node:crypto';

/**
 * The 256-bit id in a person's link to one attempt of a task. Derived, not stored: a mail repeated after a crash carries
 * the same link, and whoever reads the table cannot make one.
 */
export function linkId(secret: string, taskId: string, attempt: number, personId: string): string {
  return createHmac('sha256', secret).update(`link|${taskId}|${attempt}|${personId}`).digest('base64url');
}

/** What is stored of a link: SHA-256 of its id, in hex. */
export function linkHash(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
