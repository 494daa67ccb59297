import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import { sesSuppressionList } from '../../../../functions/shared/adapters/ses-suppression-list.ts';
import { type FakeService, fakeService } from '../../../support/fake-service.ts';

let service: FakeService | undefined;
afterEach(async () => {
  await service?.stop();
});

async function listAt(status: number, body: object) {
  service = await fakeService(() => ({ status, type: 'application/json', body: JSON.stringify(body) }));
  const { config, requests } = service;
  return { list: sesSuppressionList(new SESv2Client(config)), requests };
}

describe('the account’s suppression list of SES', () => {
  it('has the address taken off', async () => {
    const { list, requests } = await listAt(200, {});
    await list.remove('li.na@example.com');
    expect(requests.map(({ path }) => path)).toEqual(['/v2/email/suppression/addresses/li.na%40example.com']);
  });

  it('is content where the address is not on it', async () => {
    const { list } = await listAt(404, { __type: 'NotFoundException', message: 'not there' });
    await expect(list.remove('li.na@example.com')).resolves.toBeUndefined();
  });

  it.each([
    [400, 'BadRequestException', 'BadRequestException'],
    [429, 'TooManyRequestsException', 'TransientFailure'],
  ])('says what else went wrong: %i %s', async (status, __type, name) => {
    const { list } = await listAt(status, { __type, message: 'no' });
    await expect(list.remove('li.na@example.com')).rejects.toMatchObject({ name });
  });
});
