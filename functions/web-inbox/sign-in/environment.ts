import * as z from 'zod/mini';

const address = z.url();

/** What a function with pages for people who are signed in is told of signing in. */
export const signInEnv = {
  /** Where people reach the inbox, without a slash at its end. */
  PUBLIC_URL: address,
  /** Where the user pool signs people in (its domain). */
  SIGN_IN_URL: address,
  /** The user pool's client that the inbox signs people in through. */
  SIGN_IN_CLIENT: z.string().check(z.minLength(1)),
  /** What the pool's tokens name as their issuer. */
  TOKEN_ISSUER: address,
  /** Where the keys are that the pool's tokens are signed with. */
  TOKEN_KEYS_URL: address,
};

export type SignInSettings = Readonly<Record<keyof typeof signInEnv, string>>;
