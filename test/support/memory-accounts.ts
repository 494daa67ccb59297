import type { NewAccount, UserAccounts } from '../../functions/shared/domain/user-accounts.ts';

/** The in-memory twin of the user pool's accounts. */
export interface MemoryAccounts extends UserAccounts {
  readonly opened: ReadonlyMap<string, NewAccount>;
}

export function memoryAccounts(): MemoryAccounts {
  const opened = new Map<string, NewAccount>();
  return {
    opened,
    async open(account) {
      const others = [...opened.values()].filter(({ id, email }) => id === account.id || email === account.email);
      if (others.some(({ id, email }) => id !== account.id || email !== account.email)) return 'taken';
      opened.set(account.id, structuredClone(account));
      return 'opened';
    },
  };
}
