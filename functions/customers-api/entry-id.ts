import type { Identity } from '../shared/http/identity.ts';

/** The id of the customer that an entry under this identity makes. */
export function customerIdOf(identity: Identity): string {
  return `C-${identity.code(10, 0)}`;
}
