import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AliasExistsException,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { NewAccount, UserAccounts } from '../domain/user-accounts.ts';
import { attempt } from './transient.ts';

/** The accounts of a Cognito user pool. */
export function cognitoAccounts(UserPoolId: string, client = new CognitoIdentityProviderClient({})): UserAccounts {
  /** Whether the user of that name has that address: then a run before this one died after it had made them. */
  const isSame = async ({ id, email }: NewAccount): Promise<boolean> => {
    const { UserAttributes = [] } = await attempt(() =>
      client.send(new AdminGetUserCommand({ UserPoolId, Username: id })),
    );
    return UserAttributes.some(({ Name, Value }) => Name === 'email' && Value?.toLowerCase() === email.toLowerCase());
  };
  return {
    async open(account) {
      const { id, name, email, language, role } = account;
      const attributes = { email, email_verified: 'true', name, locale: language };
      try {
        await attempt(() =>
          client.send(
            new AdminCreateUserCommand({
              UserPoolId,
              Username: id,
              UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
              DesiredDeliveryMediums: ['EMAIL'],
            }),
          ),
        );
      } catch (error) {
        if (error instanceof AliasExistsException) return 'taken';
        if (!(error instanceof UsernameExistsException)) throw error;
        if (!(await isSame(account))) return 'taken';
      }
      await attempt(() => client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: id, GroupName: role })));
      return 'opened';
    },
  };
}
