import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../aws/service-error.ts';

/**
 * The content of a put: unwrapped when it came in signed or trailed chunks, and held against the checksum that came with it.
 * @throws ServiceError `BadDigest` when it does not fit, `IncompleteBody` when a chunk is cut off.
 */
export function contentOf(headers: IncomingHttpHeaders, body: Buffer): Buffer {
  const hash = headers['x-amz-content-sha256'];
  const isChunked = typeof hash === 'string' && hash.startsWith('STREAMING-');
  const { content, trailers } = isChunked ? unwrapped(body) : { content: body, trailers: new Map<string, string>() };
  const name = 'x-amz-checksum-crc32';
  const header = headers[name];
  const expected = trailers.get(name) ?? (typeof header === 'string' ? header : undefined);
  if (expected !== undefined) {
    const actual = Buffer.alloc(4);
    actual.writeUInt32BE(crc32(content));
    if (actual.toString('base64') !== expected) {
      throw new ServiceError('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
    }
  }
  const sha256 = trailers.get('x-amz-checksum-sha256') ?? headers['x-amz-checksum-sha256'];
  if (sha256 !== undefined && createHash('sha256').update(content).digest('base64') !== sha256) {
    throw new ServiceError('BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
  }
  return content;
}

/** `<hex size>[;chunk-signature=…]CRLF <bytes> CRLF … 0[;…]CRLF <trailers>` */
function unwrapped(body: Buffer): { content: Buffer; trailers: Map<string, string> } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) throw new ServiceError('IncompleteBody', 'The request body terminated unexpectedly');
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2;
    if (!(size >= 0) || at + size > body.length) {
      throw new ServiceError('IncompleteBody', 'The request body terminated unexpectedly');
    }
    if (size === 0) return { content: Buffer.concat(parts), trailers: trailersIn(body.toString('latin1', at)) };
    parts.push(body.subarray(at, at + size));
    at += size + 2;
  }
}

function trailersIn(text: string): Map<string, string> {
  const trailers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return trailers;
}
