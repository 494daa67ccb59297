/** What a person holds once they have signed in. */
export interface Tokens {
  /** Says who they are; good for an hour. */
  readonly idToken: string;
  /** Gets the next id token; absent where the pool gave none anew. */
  readonly refreshToken?: string;
}

/** The OAuth side of a user pool: where people sign in, and where its codes become tokens. */
export interface SignInService {
  /** Where the browser goes to sign in. @param challenge the SHA-256 of the verifier, in base64url (PKCE). */
  signInAddress(request: { readonly state: string; readonly nonce: string; readonly challenge: string }): string;
  /** Where the browser goes so that the pool forgets it too. */
  signOutAddress(): string;
  /** Tokens for a code; undefined for a code that is wrong, used, or too old. */
  redeem(code: string, verifier: string): Promise<Tokens | undefined>;
  /** A new id token; undefined once the refresh token holds no more. */
  renew(refreshToken: string): Promise<Tokens | undefined>;
  /** Makes the refresh token, and every session that came from it, worthless. */
  revoke(refreshToken: string): Promise<void>;
  /** What an id token says, once its signature, issuer, audience and time have been checked; undefined for any other. */
  verify(idToken: string): Promise<IdClaims | undefined>;
}

/** The claims of an id token that the inbox goes by. */
export interface IdClaims {
  readonly username: string;
  readonly groups: readonly string[];
  readonly name: string | undefined;
  readonly locale: string | undefined;
  readonly nonce: string | undefined;
}
