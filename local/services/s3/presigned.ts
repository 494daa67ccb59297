import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../aws/service-error.ts';

/** The key functions sign with here. */
export const localAccessKey = { id: 'local', secret: 'local' };

/**
 * Checks a presigned URL: its expiry, and its signature where it was made with the key of the functions here.
 * @param now epoch milliseconds. @throws ServiceError `AccessDenied` or `SignatureDoesNotMatch`.
 */
export function checkPresigned(request: IncomingMessage, url: URL, now: number): void {
  const { searchParams } = url;
  const signature = searchParams.get('X-Amz-Signature');
  if (signature === null) return;
  const date = searchParams.get('X-Amz-Date') ?? '';
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const lifetimeMs = Number(searchParams.get('X-Amz-Expires')) * 1000;
  if (!(now <= signedAt + lifetimeMs)) throw new ServiceError('AccessDenied', 'Request has expired', 403);
  const [keyId = '', ...scope] = (searchParams.get('X-Amz-Credential') ?? '').split('/');
  if (keyId !== localAccessKey.id) return;
  const hashed = createHash('sha256').update(canonicalRequest(request, url)).digest('hex');
  compare(signature, sign(['AWS4-HMAC-SHA256', date, scope.join('/'), hashed].join('\n'), scope));
}

/**
 * Checks the signature of a form's policy, where it was made with the key of the functions here.
 * @param fields the form's, by lower-case name. @throws ServiceError `SignatureDoesNotMatch`.
 */
export function checkPolicySignature(fields: ReadonlyMap<string, string>): void {
  const [keyId = '', ...scope] = (fields.get('x-amz-credential') ?? '').split('/');
  if (keyId !== localAccessKey.id) return;
  compare(fields.get('x-amz-signature') ?? '', sign(fields.get('policy') ?? '', scope));
}

function compare(given: string, expected: string): void {
  const [one, other] = [Buffer.from(given, 'utf8'), Buffer.from(expected, 'utf8')];
  if (one.length === other.length && timingSafeEqual(one, other)) return;
  throw new ServiceError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
    403,
  );
}

/** Signature Version 4, query form. */
function canonicalRequest(request: IncomingMessage, url: URL): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const signed = (url.searchParams.get('X-Amz-SignedHeaders') ?? 'host').split(';');
  const headers = signed.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('');
  const path = url.pathname
    .split('/')
    .map((segment) => encoded(decodeURIComponent(segment)))
    .join('/');
  const payload = url.searchParams.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  return [request.method, path, query, headers, signed.join(';'), payload].join('\n');
}

function sign(toSign: string, scope: readonly string[]): string {
  let key: Buffer | string = `AWS4${localAccessKey.secret}`;
  for (const part of scope) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(toSign).digest('hex');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
