import { createHash } from 'node:crypto';
import type { Person } from '../../functions/shared/domain/person.ts';
import type { IdClaims, SignInService, Tokens } from '../../functions/web-inbox/sign-in/sign-in-service.ts';

/** A user pool in memory. What a real one signs is here told by its number. */
export interface MemorySignIn extends SignInService {
  /** What somebody who has chosen to sign in as `person` comes back with. @param address where the inbox sent them */
  choose(person: Person, address: string): { code: string; state: string };
  /** Tokens of somebody who is signed in already. */
  tokensOf(person: Person): Required<Tokens>;
  /** Makes every id token given so far run out. */
  expire(): void;
}

/** @param home where it sends people who sign out */
export function memorySignIn(home = 'https://sop.example.com/inbox/signed-out'): MemorySignIn {
  const sessions = new Map<string, IdClaims>();
  const renewals = new Map<string, Person>();
  const codes = new Map<string, { person: Person; nonce: string | undefined; challenge: string | null }>();
  let count = 0;
  const idTokenOf = (person: Person, nonce?: string): string => {
    count += 1;
    const { id, name, roles, language } = person;
    sessions.set(`id-${count}`, { username: id, name, groups: roles, locale: language, nonce });
    return `id-${count}`;
  };
  const tokensOf = (person: Person, nonce?: string): Required<Tokens> => {
    const idToken = idTokenOf(person, nonce);
    renewals.set(`refresh-${count}`, person);
    return { idToken, refreshToken: `refresh-${count}` };
  };
  return {
    signInAddress: ({ state, nonce, challenge }) =>
      `https://sign-in.example.com/?${new URLSearchParams({ state, nonce, challenge })}`,
    signOutAddress: () => `https://sign-in.example.com/logout?to=${home}`,
    choose(person, address) {
      const asked = new URL(address).searchParams;
      count += 1;
      codes.set(`code-${count}`, {
        person,
        nonce: asked.get('nonce') ?? undefined,
        challenge: asked.get('challenge'),
      });
      return { code: `code-${count}`, state: asked.get('state') ?? '' };
    },
    tokensOf,
    expire: () => sessions.clear(),
    async redeem(code, verifier) {
      const found = codes.get(code);
      codes.delete(code);
      const proven = found?.challenge === createHash('sha256').update(verifier).digest('base64url');
      return found !== undefined && proven ? tokensOf(found.person, found.nonce) : undefined;
    },
    async renew(refreshToken) {
      const person = renewals.get(refreshToken);
      return person === undefined ? undefined : { idToken: idTokenOf(person) };
    },
    async revoke(refreshToken) {
      renewals.delete(refreshToken);
    },
    verify: async (idToken) => sessions.get(idToken),
  };
}
