import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import type { Now } from '../../shared/domain/ports.ts';
import { TransientFailure } from '../../shared/domain/transient-failure.ts';
import { signedInPath, signedOutPath } from '../contract.ts';
import type { SignInSettings } from './environment.ts';
import type { IdClaims, SignInService, Tokens } from './sign-in-service.ts';

export interface CognitoSignIn {
  /** The pool's domain, e.g. `https://sales.auth.eu-west-1.amazoncognito.com`. */
  readonly signInUrl: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly keysUrl: string;
  /** Where the pool sends people back to, as registered with the client. */
  readonly signedInUrl: string;
  readonly signedOutUrl: string;
  readonly now: Now;
}

const granted = z.object({ id_token: z.string(), refresh_token: z.optional(z.string()) });

const claims = z.object({
  token_use: z.literal('id'),
  'cognito:username': z.string().check(z.minLength(1)),
  'cognito:groups': z._default(z.array(z.string()), []),
  name: z.optional(z.string()),
  locale: z.optional(z.string()),
  nonce: z.optional(z.string()),
});

/** The pool that the function's environment names. */
export function signInOf(settings: SignInSettings, now: Now): SignInService {
  return cognitoSignIn({
    signInUrl: settings.SIGN_IN_URL,
    clientId: settings.SIGN_IN_CLIENT,
    issuer: settings.TOKEN_ISSUER,
    keysUrl: settings.TOKEN_KEYS_URL,
    signedInUrl: `${settings.PUBLIC_URL}${signedInPath}`,
    signedOutUrl: `${settings.PUBLIC_URL}${signedOutPath}`,
    now,
  });
}

/** How long the pool may take to answer, in milliseconds. */
const PATIENCE = 4000;

/**
 * A Cognito user pool's OAuth endpoints. The client is public, as PKCE allows: it has no secret that could leak. The keys
 * are fetched once per container, and again when a token names one that is not among them.
 * @throws TransientFailure where the pool does not answer
 */
export function cognitoSignIn(pool: CognitoSignIn): SignInService {
  const keys = createRemoteJWKSet(new URL(pool.keysUrl), { timeoutDuration: PATIENCE });
  const post = async (path: string, form: Readonly<Record<string, string>>): Promise<Response> => {
    const body = new URLSearchParams({ ...form, client_id: pool.clientId });
    const answer = await fetch(`${pool.signInUrl}${path}`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((cause: unknown) => {
      throw new TransientFailure(cause);
    });
    if (answer.status >= 500 || answer.status === 429) {
      throw new TransientFailure(new Error(`The user pool answered ${answer.status}`));
    }
    return answer;
  };
  const grant = async (form: Readonly<Record<string, string>>): Promise<Tokens | undefined> => {
    const answer = await post('/oauth2/token', form);
    if (!answer.ok) return undefined;
    const { id_token: idToken, refresh_token: refreshToken } = z.parse(granted, await answer.json());
    return { idToken, ...(refreshToken === undefined ? {} : { refreshToken }) };
  };
  return {
    signInAddress({ state, nonce, challenge }) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: pool.clientId,
        redirect_uri: pool.signedInUrl,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      return `${pool.signInUrl}/oauth2/authorize?${query}`;
    },

    signOutAddress() {
      return `${pool.signInUrl}/logout?${new URLSearchParams({ client_id: pool.clientId, logout_uri: pool.signedOutUrl })}`;
    },

    redeem: (code, verifier) =>
      grant({ grant_type: 'authorization_code', code, redirect_uri: pool.signedInUrl, code_verifier: verifier }),

    renew: (refreshToken) => grant({ grant_type: 'refresh_token', refresh_token: refreshToken }),

    async revoke(refreshToken) {
      await post('/oauth2/revoke', { token: refreshToken });
    },

    async verify(idToken): Promise<IdClaims | undefined> {
      try {
        const { payload } = await jwtVerify(idToken, keys, {
          issuer: pool.issuer,
          audience: pool.clientId,
          algorithms: ['RS256'],
          currentDate: pool.now(),
        });
        const read = z.safeParse(claims, payload);
        if (!read.success) return undefined;
        const { 'cognito:username': username, 'cognito:groups': groups, name, locale, nonce } = read.data;
        return { username, groups, name, locale, nonce };
      } catch (error) {
        if (keysOutOfReach(error)) throw new TransientFailure(error);
        return undefined;
      }
    },
  };
}

/** Whether the fault lies with fetching the keys, not with the token. */
function keysOutOfReach(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC'
  );
}
