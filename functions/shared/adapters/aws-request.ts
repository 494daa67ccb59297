import { createHash, createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { TransientFailure } from '../domain/transient-failure.ts';

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

export interface AwsRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Without a query. */
  readonly url: URL;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** Sends a request to AWS and resolves with the answer, whatever it is, unless it may pass by itself. */
export type SendRequest = (request: AwsRequest) => Promise<Response>;

const tries = 4;

/**
 * Requests to one service, signed by the SDK's own signer over `fetch`: another client would more than double the size
 * of a function that needs no more than this.
 * @throws TransientFailure when the service stays busy or out of reach
 */
export function awsRequests(
  service: 's3' | 'ses',
  { region, credentials }: Pick<AwsSurroundings, 'region' | 'credentials'>,
): SendRequest {
  // S3 alone takes a path as it stands; the others want it escaped once more in what is signed.
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' });

  const once = async ({ method, url, query = {}, headers = {}, body }: AwsRequest): Promise<Response> => {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: { ...query },
      headers: {
        host: url.host,
        ...headers,
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      body,
    });
    const address = new URL(url);
    address.search = Object.entries(query)
      .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
      .join('&');
    return fetch(address, {
      method,
      headers: signed.headers,
      ...(body === undefined ? {} : { body: Uint8Array.from(body) }),
      signal: AbortSignal.timeout(20_000),
    });
  };

  return async (request) => {
    for (let round = 1; ; round += 1) {
      let failure: unknown;
      try {
        const response = await once(request);
        if (response.status < 500 && response.status !== 429) return response;
        failure = new Error(`${service} answered ${response.status}`);
      } catch (error) {
        failure = error;
      }
      if (round === tries) throw new TransientFailure(failure);
      await wait(100 * 2 ** round * Math.random());
    }
  };
}

/** RFC 3986, as the signature wants it: stricter than `encodeURIComponent`. */
export function escaped(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
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
