import type { UserAccounts } from '../shared/domain/user-accounts.ts';

/** Accounts are seldom opened: the client is loaded when one is. */
export function accountsOnDemand(userPoolId: string): UserAccounts {
  return {
    async open(account) {
      const { cognitoAccounts } = await import('../shared/adapters/cognito-accounts.ts');
      return cognitoAccounts(userPoolId).open(account);
    },
  };
}
