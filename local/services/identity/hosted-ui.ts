import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Person } from '../../contract.ts';
import type { Store } from '../../store.ts';
import type { ClientSpec } from '../../template/user-pools.ts';
import type { RestAnswer } from '../lambda/lambda-api.ts';
import { refusedPage, signInPage } from './sign-in-page.ts';
import { SignInRefused, type UserPool } from './user-pool.ts';

export interface HostedUiPorts {
  readonly people: readonly Person[];
  readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const authorizeSchema = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  state: z.string().optional(),
  nonce: z.string().optional(),
  scope: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').optional(),
});

const codeSchema = z.object({
  kind: z.literal('code'),
  user: z.string(),
  clientId: z.string(),
  redirectUri: z.string(),
  challenge: z.string().optional(),
  nonce: z.string().optional(),
});
const refreshSchema = z.object({ kind: z.literal('refresh'), user: z.string(), clientId: z.string() });
type Grant = z.infer<typeof codeSchema> | z.infer<typeof refreshSchema>;

const MINUTE = 60_000;
const codeLifetime = 5 * MINUTE;
const refreshLifetime = 30 * 24 * 60 * MINUTE;

/**
 * A user pool's OAuth endpoints: `/oauth2/authorize` lists the people one can be instead of asking for a password,
 * `/oauth2/token` takes a code once, with its verifier, or a refresh token; `/oauth2/revoke` and `/logout`.
 */
export class HostedUi {
  private readonly pools: readonly UserPool[];
  private readonly ports: HostedUiPorts;

  constructor(pools: readonly UserPool[], ports: HostedUiPorts) {
    this.pools = pools;
    this.ports = ports;
  }

  /** @returns undefined when the request is for something else. */
  answer(request: IncomingMessage, url: URL, body: Buffer): Promise<RestAnswer> | undefined {
    const form = new URLSearchParams(body.toString('utf8'));
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /oauth2/authorize':
      case 'POST /oauth2/authorize':
        return this.authorize(url, request.headers['accept-language'], form.get('user'));
      case 'POST /oauth2/token':
        return this.token(form);
      case 'POST /oauth2/revoke':
        return this.revoke(form);
      case 'GET /logout':
        return this.logOut(url);
      default:
        return undefined;
    }
  }

  private async authorize(url: URL, wish: string | undefined, user: string | null): Promise<RestAnswer> {
    const { data: asked } = authorizeSchema.safeParse(Object.fromEntries(url.searchParams));
    const client = this.clientOf(asked?.client_id);
    if (asked === undefined || client === undefined) return refusedPage('invalid_request');
    if (!client.spec.callbackUrls.includes(asked.redirect_uri)) return refusedPage('redirect_mismatch');
    const person = this.ports.people.find((each) => each.user === user);
    if (person === undefined) {
      return signInPage(this.ports.people, { action: url.pathname + url.search, wish, leadsTo: asked.redirect_uri });
    }
    const code = this.grant(
      {
        kind: 'code',
        user: person.user,
        clientId: client.spec.id,
        redirectUri: asked.redirect_uri,
        ...(asked.code_challenge === undefined ? {} : { challenge: asked.code_challenge }),
        ...(asked.nonce === undefined ? {} : { nonce: asked.nonce }),
      },
      codeLifetime,
    );
    const back = new URL(asked.redirect_uri);
    back.searchParams.set('code', code);
    if (asked.state !== undefined) back.searchParams.set('state', asked.state);
    return { status: 302, headers: { location: back.href, 'cache-control': 'no-store' }, body: '' };
  }

  private async token(form: URLSearchParams): Promise<RestAnswer> {
    const client = this.clientOf(form.get('client_id') ?? undefined);
    if (client === undefined) return json(400, { error: 'invalid_client' });
    if (form.get('grant_type') === 'authorization_code') return this.redeem(client, form);
    if (form.get('grant_type') === 'refresh_token') return this.renew(client, form);
    return json(400, { error: 'unsupported_grant_type' });
  }

  private async redeem({ pool, spec }: PoolClient, form: URLSearchParams): Promise<RestAnswer> {
    const { data: code } = codeSchema.safeParse(this.take(form.get('code')));
    const verifier = form.get('code_verifier');
    const proven =
      code?.challenge === undefined ||
      (verifier !== null && createHash('sha256').update(verifier).digest('base64url') === code.challenge);
    if (code?.clientId !== spec.id || code.redirectUri !== form.get('redirect_uri') || !proven) {
      return json(400, { error: 'invalid_grant' });
    }
    const { user, nonce } = code;
    const through = {
      ...{ clientId: spec.id, trigger: 'TokenGeneration_HostedAuth' },
      ...(nonce === undefined ? {} : { nonce }),
    };
    const tokens = await signedIn(pool, user, through);
    if ('refused' in tokens) return tokens.refused;
    const refreshToken = this.grant({ kind: 'refresh', user, clientId: spec.id }, refreshLifetime);
    return json(200, { ...tokenAnswer(tokens), refresh_token: refreshToken });
  }

  private async renew({ pool, spec }: PoolClient, form: URLSearchParams): Promise<RestAnswer> {
    const { data: grant } = refreshSchema.safeParse(this.look(form.get('refresh_token')));
    if (grant?.clientId !== spec.id) return json(400, { error: 'invalid_grant' });
    const trigger = 'TokenGeneration_RefreshTokens';
    const tokens = await signedIn(pool, grant.user, { clientId: spec.id, trigger });
    return 'refused' in tokens ? tokens.refused : json(200, tokenAnswer(tokens));
  }

  private async revoke(form: URLSearchParams): Promise<RestAnswer> {
    if (this.clientOf(form.get('client_id') ?? undefined) === undefined) return json(400, { error: 'invalid_client' });
    this.take(form.get('token'));
    return { status: 200, headers: {}, body: '' };
  }

  private async logOut(url: URL): Promise<RestAnswer> {
    const to = url.searchParams.get('logout_uri');
    const client = this.clientOf(url.searchParams.get('client_id') ?? undefined);
    if (to === null || !client?.spec.logoutUrls.includes(to)) return refusedPage('redirect_mismatch');
    return { status: 302, headers: { location: to, 'cache-control': 'no-store' }, body: '' };
  }

  private clientOf(id: string | undefined): PoolClient | undefined {
    for (const pool of this.pools) {
      const spec = pool.spec.clients.find((client) => client.id === id);
      if (spec) return { pool, spec };
    }
    return undefined;
  }

  /** Hands out a secret that stands for `grant`; only its hash is kept. */
  private grant(grant: Grant, lifetime: number): string {
    const secret = randomBytes(32).toString('base64url');
    const { store, now } = this.ports;
    store.run('DELETE FROM sign_in_grants WHERE until <= ?', now());
    const sql = 'INSERT INTO sign_in_grants (hash, content, until) VALUES (?, ?, ?)';
    store.run(sql, hashOf(secret), JSON.stringify(grant), now() + lifetime);
    return secret;
  }

  private look(secret: string | null): unknown {
    const { store, now } = this.ports;
    const sql = 'SELECT content FROM sign_in_grants WHERE hash = ? AND until > ?';
    const content = store.get(sql, hashOf(secret ?? ''), now())?.content;
    return typeof content === 'string' ? JSON.parse(content) : undefined;
  }

  /** Looks, and leaves nothing for the next one. */
  private take(secret: string | null): unknown {
    const found = this.look(secret);
    this.ports.store.run('DELETE FROM sign_in_grants WHERE hash = ?', hashOf(secret ?? ''));
    return found;
  }
}

interface PoolClient {
  readonly pool: UserPool;
  readonly spec: ClientSpec;
}

function tokenAnswer({ idToken, accessToken, expiresInSeconds }: Awaited<ReturnType<UserPool['signIn']>>) {
  return { id_token: idToken, access_token: accessToken, expires_in: expiresInSeconds, token_type: 'Bearer' };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function json(status: number, body: object): RestAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

type Tokens = Awaited<ReturnType<UserPool['signIn']>>;

/** The tokens, or the answer where the pool's trigger refused them. */
async function signedIn(
  pool: UserPool,
  user: string,
  through: Parameters<UserPool['signIn']>[1],
): Promise<Tokens | { readonly refused: RestAnswer }> {
  try {
    return await pool.signIn(user, through);
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    const description = `PreTokenGeneration failed with error ${error.reason}`;
    return { refused: json(400, { error: 'invalid_grant', error_description: description }) };
  }
}
