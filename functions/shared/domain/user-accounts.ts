import type { Person } from './person.ts';
import type { Role } from './roles.ts';

/** An account as it is opened. */
export interface NewAccount extends Pick<Person, 'id' | 'name' | 'email' | 'language'> {
  readonly role: Role;
}

/** Where people's passwords are: the user pool. */
export interface UserAccounts {
  /**
   * Opens the account, in the group of its role, and has its owner invited by mail. Opened again with the same address it is
   * the same account.
   * @returns `taken` when the name or the address is somebody else's
   */
  open(account: NewAccount): Promise<'opened' | 'taken'>;
}
