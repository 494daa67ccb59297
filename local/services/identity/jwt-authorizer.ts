import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { Clock } from '../../clock.ts';
import type { AuthorizerSpec } from '../../template/http-apis.ts';
import type { IssuerKey } from './issuer-key.ts';

/** What the authorizer found: the claims as API Gateway hands them on, or why not. */
export type Authorization =
  | {
      readonly allowed: true;
      readonly claims: Readonly<Record<string, string>>;
      readonly scopes: readonly string[] | null;
    }
  | { readonly allowed: false; readonly status: 401 | 403 };

/** Checks bearer tokens as API Gateway's JWT authorizer does: signature by the issuer's key set, issuer, audience, times, scopes. */
export class JwtAuthorizer {
  private readonly keys: ReturnType<typeof createLocalJWKSet>;
  private readonly clock: Clock;

  constructor(key: IssuerKey, clock: Clock) {
    this.keys = createLocalJWKSet({ keys: [key.publicKey] });
    this.clock = clock;
  }

  /** @param header the request's `Authorization`. @param scopes one of them must be in the token, when there are any. */
  async check(spec: AuthorizerSpec, header: string | undefined, scopes: readonly string[]): Promise<Authorization> {
    const token = header?.replace(/^Bearer\s+/i, '').trim();
    if (token === undefined || token === '') return { allowed: false, status: 401 };
    try {
      const now = new Date(this.clock.now());
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: spec.issuer,
        algorithms: ['RS256', 'RS384', 'RS512'],
        currentDate: now,
      });
      const audience = payload.aud === undefined ? [String(payload.client_id)] : [payload.aud].flat();
      if (!audience.some((each) => spec.audiences.includes(each))) return { allowed: false, status: 401 };
      if (payload.exp === undefined) return { allowed: false, status: 401 };
      const held = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
      if (scopes.length > 0 && !scopes.some((scope) => held.includes(scope))) return { allowed: false, status: 403 };
      return { allowed: true, claims: asText(decodeJwt(token)), scopes: scopes.length > 0 ? scopes : null };
    } catch {
      return { allowed: false, status: 401 };
    }
  }
}

/** API Gateway hands claims on as text: a list becomes `[a b]`. */
function asText(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`;
    return JSON.stringify(value) ?? '';
  };
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(value)]));
}
