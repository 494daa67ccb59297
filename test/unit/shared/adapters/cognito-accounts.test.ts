import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { cognitoAccounts } from '../../../../functions/shared/adapters/cognito-accounts.ts';
import { type FakeService, fakeService } from '../../../support/fake-service.ts';

const account = {
  id: 'gu.yi',
  name: '顾怡',
  email: 'gu.yi@example.com',
  language: 'zh-CN' as const,
  role: 'sales' as const,
};

let service: FakeService | undefined;
afterEach(async () => {
  await service?.stop();
});

/** A user pool in which a user of that name has the address, or none where there is none. */
async function poolWith(address: string | undefined, refusal = 'UsernameExistsException') {
  service = await fakeService(({ headers }) => {
    const action = String(headers['x-amz-target']).split('.')[1];
    const failed = action === 'AdminCreateUser' && address !== undefined;
    const body = failed ? { __type: refusal } : { UserAttributes: [{ Name: 'email', Value: address }] };
    return { status: failed ? 400 : 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
  });
  const accounts = cognitoAccounts('pool', new CognitoIdentityProviderClient(service.config));
  const actions = () => service?.requests.map(({ headers }) => String(headers['x-amz-target']).split('.')[1]);
  return { accounts, actions, requests: service.requests };
}

describe('accounts in the user pool', () => {
  it('IN-8: makes the user with an address that counts as confirmed, and puts them into the group of their role', async () => {
    const { accounts, actions, requests } = await poolWith(undefined);
    expect(await accounts.open(account)).toBe('opened');
    expect(actions()).toEqual(['AdminCreateUser', 'AdminAddUserToGroup']);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      UserPoolId: 'pool',
      Username: 'gu.yi',
      UserAttributes: [
        { Name: 'email', Value: 'gu.yi@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: '顾怡' },
        { Name: 'locale', Value: 'zh-CN' },
      ],
      DesiredDeliveryMediums: ['EMAIL'],
    });
    expect(JSON.parse(requests[1]?.body ?? '')).toEqual({ UserPoolId: 'pool', Username: 'gu.yi', GroupName: 'sales' });
  });

  it('goes on where a run died after it had made the user', async () => {
    const { accounts, actions } = await poolWith('GU.YI@example.com');
    expect(await accounts.open(account)).toBe('opened');
    expect(actions()).toEqual(['AdminCreateUser', 'AdminGetUser', 'AdminAddUserToGroup']);
  });

  it.each([
    ['the name', 'other@example.com', 'UsernameExistsException'],
    ['the address', 'gu.yi@example.com', 'AliasExistsException'],
  ])('changes nothing where %s is somebody else’s', async (_, address, refusal) => {
    const { accounts, actions } = await poolWith(address, refusal);
    expect(await accounts.open(account)).toBe('taken');
    expect(actions()).not.toContain('AdminAddUserToGroup');
  });
});
