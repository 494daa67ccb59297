import { createHash, createHmac } from 'node:crypto';
import { DeleteSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import { sesSuppressionList } from '../../../../functions/shared/adapters/ses-suppression-list.ts';
import { type FakeService, fakeService, type SentRequest } from '../../../support/fake-service.ts';

let service: FakeService | undefined;
afterEach(async () => {
  await service?.stop();
});

async function listAt(status: number, body: object) {
  service = await fakeService(() => ({ status, type: 'application/json', body: JSON.stringify(body) }));
  const { config, requests } = service;
  const { endpoint, region, credentials } = config;
  const list = sesSuppressionList({ endpoint, region: async () => region, credentials: async () => credentials });
  return { list, requests, config };
}

/** The signature a DELETE without a body must bear, by the rules of Signature Version 4 for services other than S3. */
function signatureOf({ path, headers }: SentRequest, secret: string): string {
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+),/.exec(headers.authorization ?? '') ?? [];
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const canonical = [
    'DELETE',
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    ...names.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    names,
    sha256(''),
  ].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((last, part) => createHmac('sha256', last).update(part).digest(), `AWS4${secret}`);
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  return createHmac('sha256', key).update(text).digest('hex');
}

describe('the account’s suppression list of SES', () => {
  it('has the address taken off, signed as the SDK signs', async () => {
    const { list, requests, config } = await listAt(200, {});
    await list.remove('li.na@example.com');
    await new SESv2Client(config).send(new DeleteSuppressedDestinationCommand({ EmailAddress: 'li.na@example.com' }));
    expect(requests.map(({ path }) => path)).toEqual([
      '/v2/email/suppression/addresses/li.na%40example.com',
      '/v2/email/suppression/addresses/li.na%40example.com',
    ]);
    for (const request of requests) {
      const { authorization = '' } = request.headers;
      expect(authorization).toContain('/eu-west-1/ses/aws4_request');
      expect(authorization).toContain(`Signature=${signatureOf(request, config.credentials.secretAccessKey)}`);
    }
  });

  it('is content where the address is not on it', async () => {
    const { list } = await listAt(404, { __type: 'NotFoundException', message: 'not there' });
    await expect(list.remove('li.na@example.com')).resolves.toBeUndefined();
  });

  it('says that SES refused', async () => {
    const { list } = await listAt(400, { __type: 'BadRequestException', message: 'no' });
    await expect(list.remove('li.na@example.com')).rejects.toThrow('SES refused the request: 400');
  });

  it('says that SES stayed busy, after four tries', async () => {
    const { list, requests } = await listAt(429, { __type: 'TooManyRequestsException', message: 'no' });
    await expect(list.remove('li.na@example.com')).rejects.toMatchObject({ name: 'TransientFailure' });
    expect(requests).toHaveLength(4);
  });
});
