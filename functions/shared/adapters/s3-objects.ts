import { createHash, createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { TransientFailure } from '../domain/transient-failure.ts';
import type { ArrivedFile } from '../domain/upload.ts';

/** One bucket's objects. */
export interface Objects {
  /** The object's bytes; undefined when there is none of that key. @throws Error when it is larger than `limit` bytes */
  get(key: string, limit: number): Promise<Uint8Array | undefined>;
  put(key: string, content: Uint8Array, type: string): Promise<void>;
}

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

/** Who signs and where: what any client of the AWS SDK resolves from its surroundings. */
export interface AwsSurroundings {
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  }>;
  /** Another endpoint than Amazon's, addressed by path. */
  readonly endpoint?: string | undefined;
}

const tries = 4;

/**
 * Objects of an S3 bucket, read and written whole. Signed by the SDK's own signer over `fetch`: the S3 client would more
 * than double the size of a function that needs no more than this.
 * @throws TransientFailure when the service stays busy or out of reach; Error with S3's code for anything else
 */
export function s3Objects(
  bucket: string,
  { region, credentials, endpoint }: AwsSurroundings,
): Objects & LastingObjects & StagedObjects {
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });

  const once = async (
    method: 'GET' | 'HEAD' | 'PUT' | 'DELETE',
    key: string,
    body?: Uint8Array,
    more: Readonly<Record<string, string>> = {},
    query: Readonly<Record<string, string>> = {},
  ): Promise<Response> => {
    const url = objectUrl(bucket, key, await region(), endpoint);
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: { ...query },
      headers: {
        host: url.host,
        ...more,
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      body,
    });
    url.search = Object.entries(query)
      .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
      .join('&');
    return fetch(url, {
      method,
      headers: signed.headers,
      ...(body === undefined ? {} : { body: Uint8Array.from(body) }),
      signal: AbortSignal.timeout(20_000),
    });
  };

  const insist = async (...call: Parameters<typeof once>): Promise<Response> => {
    for (let round = 1; ; round += 1) {
      let failure: unknown;
      try {
        const response = await once(...call);
        if (response.status < 500 && response.status !== 429) return response;
        failure = new Error(`S3 answered ${response.status}`);
      } catch (error) {
        failure = error;
      }
      if (round === tries) throw new TransientFailure(failure);
      await wait(100 * 2 ** round * Math.random());
    }
  };

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

async function readUpTo(limit: number, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new ObjectTooLarge();
    chunks.push(chunk);
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

/** RFC 3986, as the signature wants it: stricter than `encodeURIComponent`. */
function escaped(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function failureOf(response: Response): Promise<Error> {
  const code = /<Code>([\w.]{1,80})<\/Code>/.exec(await response.text())?.[1] ?? `Status${response.status}`;
  const error = new Error(`S3 refused the request: ${code}`);
  error.name = code;
  return error;
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** The platform's SHA-256 behind the signer's interface. */
export class Sha256 {
  private readonly hash;

  constructor(secret?: Bytes) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: Bytes): void {
    this.hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('A hash that was used is not used again');
  }
}

function bytesOf(data: Bytes): string | Uint8Array {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
