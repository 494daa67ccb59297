import { SignatureV4 } from '@smithy/signature-v4';
import type { ImportLinks } from '../domain/customer-import.ts';
import { type AwsSurroundings, Sha256 } from './aws-request.ts';
import { s3Links } from './s3-links.ts';
import { objectUrl } from './s3-objects.ts';

/** How long an address to upload to is good for, in seconds. */
const UPLOAD_LIFETIME = 60 * 60;

/** Addresses to which imports' files are uploaded by PUT for an hour, and from which their results are downloaded. */
export function s3UploadLinks(bucket: string, surroundings: AwsSurroundings): ImportLinks {
  const { region, credentials, endpoint } = surroundings;
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  const links = s3Links(bucket, surroundings);
  return {
    download: (key, name) => links.read({ key, name, type: 'text/csv; charset=utf-8' }, { inline: false }),
    async upload(key) {
      const url = objectUrl(bucket, key, await region(), endpoint);
      const signed = await signer.presign(
        {
          method: 'PUT',
          protocol: url.protocol,
          hostname: url.hostname,
          ...(url.port === '' ? {} : { port: Number(url.port) }),
          path: url.pathname,
          query: {},
          headers: { host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        },
        { expiresIn: UPLOAD_LIFETIME },
      );
      for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value));
      return url.href;
    },
  };
}
