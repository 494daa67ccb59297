import { SignatureV4 } from '@smithy/signature-v4';
import type { AnnouncedFile, UploadAddress } from '../domain/upload.ts';
import { type AwsSurroundings, Sha256 } from './aws-request.ts';
import { objectUrl } from './s3-objects.ts';

/** How long an address takes its content, in seconds. */
const LIFETIME = 15 * 60;

/** Makes the address that takes one announced content and no other. */
export type SignUpload = (file: AnnouncedFile, at: Date) => Promise<UploadAddress>;

/**
 * Addresses for a PUT of one content: length, type and SHA-256 are part of the signature, so that S3 refuses a request
 * that states others, and a content that does not fit what the request states. For a quarter of an hour.
 */
export function s3Uploads(bucket: string, { region, credentials, endpoint }: AwsSurroundings): SignUpload {
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  return async ({ key, type, size, sha256 }, at) => {
    const url = objectUrl(bucket, key, await region(), endpoint);
    const headers = { 'content-type': type, 'x-amz-checksum-sha256': sha256 };
    const signed = await signer.presign(
      {
        method: 'PUT',
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port === '' ? {} : { port: Number(url.port) }),
        path: url.pathname,
        query: {},
        headers: {
          host: url.host,
          ...headers,
          'content-length': String(size),
          'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
        },
      },
      {
        expiresIn: LIFETIME,
        signingDate: at,
        // Left a header: in the address it would be no more than a wish.
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      },
    );
    for (const [parameter, value] of Object.entries(signed.query ?? {})) url.searchParams.set(parameter, String(value));
    url.search = url.searchParams.toString().replaceAll('+', '%20');
    return { url: url.href, headers, expiresAt: new Date(at.getTime() + LIFETIME * 1000).toISOString() };
  };
}
