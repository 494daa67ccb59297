import type { Identity } from '../shared/http/identity.ts';

/** The id of the customer that an entry under this identity makes. */
export function customerIdOf(identity: Identity): string {
  return `C-${identity.code(10, 0)}`;
}

/** The id of the application that a request makes: the same however often it is tried. */
export function applicationIdOf(identity: Pick<Identity, 'code'>): string {
  return `A-${identity.code(10, 0)}`;
}
