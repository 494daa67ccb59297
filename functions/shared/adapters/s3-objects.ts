import { createHash } from 'node:crypto';
import { TransientFailure } from '../domain/transient-failure.ts';
import type { ArrivedFile } from '../domain/upload.ts';
import { type AwsRequest, type AwsSurroundings, awsRequests, escaped } from './aws-request.ts';

/** One bucket's objects. */
export interface Objects {
  /** The object's bytes; undefined when there is none of that key. @throws Error when it is larger than `limit` bytes */
  get(key: string, limit: number): Promise<Uint8Array | undefined>;
  put(key: string, content: Uint8Array, type: string): Promise<void>;
}

/** One bucket's objects, too large to be held. */
export interface LargeObjects {
  /**
   * What reads the object as it is now, from the beginning, in pieces of `PIECE` bytes; undefined when there is none of that
   * key. Fails as `TransientFailure` when it has been replaced or removed since.
   * @throws Error `ObjectTooLarge` when it is larger than `limit` bytes
   */
  open(key: string, limit: number): Promise<(() => AsyncIterable<Uint8Array>) | undefined>;
}

/** How much of a large object is read at once, in bytes. */
const PIECE = 1024 * 1024;

/** One bucket's objects, each written once. */
export interface LastingObjects {
  /** Puts the object unless there is one of that key, which stays as it is. */
  putOnce(key: string, content: Uint8Array, type: string): Promise<void>;
}

/** One bucket's objects that others put there, until they are judged. */
export interface StagedObjects {
  /** Undefined when there is none of that key. */
  head(key: string): Promise<ArrivedFile | undefined>;
  /** The object's first bytes, `length` at most; undefined when there is none of that key any more. */
  beginning(key: string, length: number): Promise<Uint8Array | undefined>;
  /**
   * Copies the very content that `etag` names; false when there is none of that key any more.
   * @throws Error `PreconditionFailed` when there is another by now
   */
  copy(source: { readonly from: string; readonly etag: string }, key: string, type: string): Promise<boolean>;
  remove(key: string): Promise<void>;
  /** The SHA-256, in base64, of the very content that `etag` names; undefined when it is not there any more. */
  digest(key: string, etag: string): Promise<string | undefined>;
  /** The objects under a prefix in order of their keys, a thousand at most. */
  list(prefix: string): Promise<readonly ListedObject[]>;
}

/** An object as a bucket's list tells of it. */
export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** When it was put there. */
  readonly at: Date;
}

/**
 * Objects of an S3 bucket.
 * @throws TransientFailure when the service stays busy or out of reach; Error with S3's code for anything else
 */
export function s3Objects(
  bucket: string,
  { region, credentials, endpoint }: AwsSurroundings,
): Objects & LargeObjects & LastingObjects & StagedObjects {
  const send = awsRequests('s3', { region, credentials });

  const insist = async (
    method: AwsRequest['method'],
    key: string,
    body?: Uint8Array,
    headers: Readonly<Record<string, string>> = {},
    query: Readonly<Record<string, string>> = {},
  ): Promise<Response> => send({ method, url: objectUrl(bucket, key, await region(), endpoint), query, headers, body });

  const head = async (key: string): Promise<ArrivedFile | undefined> => {
    const response = await insist('HEAD', key, undefined, { 'x-amz-checksum-mode': 'ENABLED' });
    // 403 is what S3 says of an absent object to who may not list the bucket.
    if (response.status === 404 || response.status === 403) return undefined;
    if (!response.ok) throw await failureOf(response);
    return {
      size: Number(response.headers.get('content-length')),
      sha256: response.headers.get('x-amz-checksum-sha256') ?? undefined,
      etag: response.headers.get('etag') ?? '',
    };
  };

  /** Whether a request failed because its object is not there any more. */
  const isGone = async ({ status }: Response, key: string): Promise<boolean> =>
    status === 404 || (status === 403 && (await head(key)) === undefined);

  return {
    async get(key, limit) {
      const response = await insist('GET', key);
      if (response.status === 404) return undefined;
      if (!response.ok) throw await failureOf(response);
      return readUpTo(limit, response);
    },
    async open(key, limit) {
      const found = await head(key);
      if (found === undefined) return undefined;
      const { size, etag } = found;
      if (size > limit) throw new ObjectTooLarge();
      return async function* () {
        for (let at = 0; at < size; at += PIECE) {
          const range = `bytes=${at}-${Math.min(at + PIECE, size) - 1}`;
          const response = await insist('GET', key, undefined, { range, 'if-match': etag });
          if (response.status === 412 || (await isGone(response, key))) {
            throw new TransientFailure(new Error('The object was replaced while it was read'));
          }
          if (!response.ok) throw await failureOf(response);
          yield await readUpTo(PIECE, response);
        }
      };
    },
    async put(key, content, type) {
      const response = await insist('PUT', key, content, { 'content-type': type });
      if (!response.ok) throw await failureOf(response);
    },
    async putOnce(key, content, type) {
      const response = await insist('PUT', key, content, {
        'content-type': type,
        'if-none-match': '*',
        // S3 demands it where objects are locked.
        'content-md5': createHash('md5').update(content).digest('base64'),
      });
      // 409: somebody else is putting it just now; they or the next try will say whether it is there.
      if (response.status === 409) throw new TransientFailure(await failureOf(response));
      if (!response.ok && response.status !== 412) throw await failureOf(response);
    },
    head,
    async beginning(key, length) {
      const response = await insist('GET', key, undefined, { range: `bytes=0-${length - 1}` });
      if (await isGone(response, key)) return undefined;
      if (!response.ok) throw await failureOf(response);
      return readUpTo(length, response);
    },
    async copy({ from, etag }, key, type) {
      const response = await insist('PUT', key, undefined, {
        'content-type': type,
        'x-amz-copy-source': `/${bucket}/${escapedPath(from)}`,
        'x-amz-copy-source-if-match': etag,
        'x-amz-metadata-directive': 'REPLACE',
      });
      if (await isGone(response, from)) return false;
      if (!response.ok) throw await failureOf(response);
      // A copy that breaks off after S3 began to answer is told of in the body alone.
      const told = await response.text();
      if (!told.includes('<CopyObjectResult')) throw new TransientFailure(new Error('S3 broke off a copy'));
      return true;
    },
    async remove(key) {
      const response = await insist('DELETE', key);
      if (!response.ok) throw await failureOf(response);
    },
    async digest(key, etag) {
      const response = await insist('GET', key, undefined, { 'if-match': etag });
      if (response.status === 412 || (await isGone(response, key))) return undefined;
      if (!response.ok) throw await failureOf(response);
      return digestOf(response);
    },
    async list(prefix) {
      const response = await insist('GET', '', undefined, {}, { 'list-type': '2', 'encoding-type': 'url', prefix });
      if (!response.ok) throw await failureOf(response);
      return listedIn(await response.text());
    },
  };
}

function listedIn(xml: string): readonly ListedObject[] {
  return [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, content = '']) => {
    const text = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(content)?.[1] ?? '';
    return {
      key: decodeURIComponent(text('Key').replaceAll('+', ' ')),
      size: Number(text('Size')),
      etag: text('ETag').replaceAll('&quot;', '"'),
      at: new Date(text('LastModified')),
    };
  });
}

/** @throws TransientFailure when the content breaks off */
async function digestOf(response: Response): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of response.body ?? []) hash.update(chunk);
  } catch (error) {
    throw new TransientFailure(error);
  }
  return hash.digest('base64');
}

/** @throws TransientFailure when the content breaks off */
async function readUpTo(limit: number, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw new ObjectTooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ObjectTooLarge ? error : new TransientFailure(error);
  }
  return Buffer.concat(chunks, size);
}

/** The object is larger than the reader takes. */
export class ObjectTooLarge extends Error {
  override readonly name = 'ObjectTooLarge';
}

export function objectUrl(bucket: string, key: string, region: string, endpoint: string | undefined): URL {
  const path = escapedPath(key);
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/+$/, '')}/${bucket}/${path}`);
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${domain}/${path}`);
}

function escapedPath(key: string): string {
  return key.split('/').map(escaped).join('/');
}

async function failureOf(response: Response): Promise<Error> {
  const code = /<Code>([\w.]{1,80})<\/Code>/.exec(await response.text())?.[1] ?? `Status${response.status}`;
  const error = new Error(`S3 refused the request: ${code}`);
  error.name = code;
  return error;
}
