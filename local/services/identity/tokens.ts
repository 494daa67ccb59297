import { createHash } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { Person } from '../../contract.ts';
import type { UserPoolSpec } from '../../template/user-pools.ts';
import type { IssuerKey } from './issuer-key.ts';

const lifetimeSeconds = 3600;

/** How one token is made. */
export interface TokenRequest {
  readonly pool: UserPoolSpec;
  readonly clientId: string;
  readonly person: Person;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Handed back in the id token, as the client asked. */
  readonly nonce?: string;
  /** What the pool's trigger changed. */
  readonly overrides?: ClaimOverrides;
}

/** `claimsOverrideDetails` of a pre token generation trigger. */
export interface ClaimOverrides {
  readonly claimsToAddOrOverride?: Readonly<Record<string, string>>;
  readonly claimsToSuppress?: readonly string[];
  readonly groups?: readonly string[];
}

/** A person's `sub`: the same at every start. */
export function subjectOf(pool: UserPoolSpec, person: Person): string {
  const hex = createHash('sha256').update(`${pool.id}/${person.user}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An id token as Cognito makes it: `aud` is the client, and the person's name and address are in it. */
export async function idToken(key: IssuerKey, request: TokenRequest): Promise<string> {
  const { pool, clientId, person, nonce, overrides } = request;
  const claims: Record<string, unknown> = {
    ...common(request),
    'cognito:username': person.user,
    token_use: 'id',
    name: person.name,
    email: person.email,
    email_verified: true,
    locale: person.locale,
    ...(nonce === undefined ? {} : { nonce }),
    ...overrides?.claimsToAddOrOverride,
  };
  for (const name of overrides?.claimsToSuppress ?? []) delete claims[name];
  return sign(key, pool, claims, (token) => token.setAudience(clientId));
}

/** An access token as Cognito makes it: no `aud`, but `client_id` and `scope`. */
export async function accessToken(key: IssuerKey, request: TokenRequest): Promise<string> {
  const { pool, clientId, person } = request;
  const claims = {
    ...common(request),
    username: person.user,
    client_id: clientId,
    token_use: 'access',
    scope: 'openid email profile',
    version: 2,
  };
  return sign(key, pool, claims, (token) => token);
}

function common({ pool, person, now, overrides }: TokenRequest): Record<string, unknown> {
  const seconds = Math.floor(now / 1000);
  return {
    sub: subjectOf(pool, person),
    'cognito:groups': overrides?.groups ?? person.groups,
    auth_time: seconds,
    iat: seconds,
    exp: seconds + lifetimeSeconds,
    jti: crypto.randomUUID(),
  };
}

async function sign(
  key: IssuerKey,
  pool: UserPoolSpec,
  claims: Record<string, unknown>,
  finish: (token: SignJWT) => SignJWT,
): Promise<string> {
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: String(key.privateKey.kid) })
    .setIssuer(pool.issuer);
  return finish(token).sign(await importJWK(key.privateKey, 'RS256'));
}
