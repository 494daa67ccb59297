import { SignatureV4 } from '@smithy/signature-v4';
import type { FileLinks } from '../domain/attachment.ts';
import { type AwsSurroundings, Sha256 } from './aws-request.ts';
import { objectUrl } from './s3-objects.ts';

/** How long an address is good for, in seconds: a page is read and a file is fetched within that. */
const LIFETIME = 15 * 60;

/** Addresses of a bucket's objects that are good for a quarter of an hour, signed with the function's own credentials. */
export function s3Links(bucket: string, { region, credentials, endpoint }: AwsSurroundings): FileLinks {
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  return {
    async origin() {
      return objectUrl(bucket, '', await region(), endpoint).origin;
    },
    async read({ key, name, type }, { inline }) {
      const url = objectUrl(bucket, key, await region(), endpoint);
      const signed = await signer.presign(
        {
          method: 'GET',
          protocol: url.protocol,
          hostname: url.hostname,
          ...(url.port === '' ? {} : { port: Number(url.port) }),
          path: url.pathname,
          query: {
            'response-content-type': type,
            'response-content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
          },
          // What S3 takes an address's content to be signed as.
          headers: { host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        },
        { expiresIn: LIFETIME },
      );
      for (const [parameter, value] of Object.entries(signed.query ?? {}))
        url.searchParams.set(parameter, String(value));
      // RFC 3986 as the signature has it: a form's `+` is no space to S3.
      url.search = url.searchParams.toString().replaceAll('+', '%20');
      return url.href;
    },
  };
}
