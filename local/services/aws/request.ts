import type { IncomingMessage } from 'node:http';

/** A request's body was larger than allowed. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a request's whole body.
 * @param limit bytes. @throws BodyTooLarge once more than that has arrived; what follows is discarded.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    size += bytes.length;
    if (size <= limit) chunks.push(bytes);
  }
  if (size > limit) throw new BodyTooLarge(`the body has ${size} bytes; at most ${limit} are taken`);
  return Buffer.concat(chunks);
}

/** The service a signed request is for: `…/20261122/us-east-1/ses/aws4_request` names `ses`. */
export function signedService(request: IncomingMessage): string | undefined {
  return /Credential=[^/]+\/\d{8}\/[^/]*\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];
}
