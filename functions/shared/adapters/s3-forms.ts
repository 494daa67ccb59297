import { SignatureV4 } from '@smithy/signature-v4';
import type { UploadForm } from '../domain/upload.ts';
import { type AwsSurroundings, Sha256 } from './aws-request.ts';
import { objectUrl } from './s3-objects.ts';

/** How long a form takes a file, in seconds: somebody reads the page and looks for the file meanwhile. */
const LIFETIME = 60 * 60;

/** What S3 puts the chosen file's own name for, as the browser gives it. */
const FILE_NAME = '$' + '{filename}';

/** Makes a form that takes one file of `mostBytes` at most under `prefix`, whatever its name, and leads back to `back`. */
export type SignForm = (prefix: string, mostBytes: number, back: string, at: Date) => Promise<UploadForm>;

/**
 * Browsers' forms straight into a bucket: a policy, signed, that S3 holds the form against. Key, type, size and where it
 * leads to are settled by it; nothing needs a script. For an hour.
 */
export function s3Forms(bucket: string, { region, credentials, endpoint }: AwsSurroundings): SignForm {
  return async (prefix, mostBytes, back, at) => {
    const place = await region();
    const signer = new SignatureV4({ service: 's3', region: place, credentials, sha256: Sha256, uriEscapePath: false });
    const { accessKeyId, sessionToken } = await credentials();
    const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const settled = {
      // Whatever it is, it is served by nobody as anything before it is judged.
      'Content-Type': 'application/octet-stream',
      success_action_redirect: back,
      'x-amz-algorithm': 'AWS4-HMAC-SHA256',
      'x-amz-credential': `${accessKeyId}/${date.slice(0, 8)}/${place}/s3/aws4_request`,
      'x-amz-date': date,
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    };
    const policy = Buffer.from(
      JSON.stringify({
        expiration: new Date(at.getTime() + LIFETIME * 1000).toISOString(),
        conditions: [
          { bucket },
          ['starts-with', '$key', prefix],
          ['content-length-range', 1, mostBytes],
          ...Object.entries(settled).map(([name, value]) => ({ [name]: value })),
        ],
      }),
    ).toString('base64');
    const signature = await signer.sign(policy, { signingDate: at });
    return {
      action: objectUrl(bucket, '', place, endpoint).href,
      fields: { key: `${prefix}${FILE_NAME}`, ...settled, policy, 'x-amz-signature': signature },
    };
  };
}
