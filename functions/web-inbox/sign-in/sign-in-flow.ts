import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { SopError } from '../../shared/domain/errors.ts';
import { type PageAnswer, seeOther } from '../../shared/pages/page.ts';
import { addressOf, type InboxRequest } from '../inbox-request.ts';
import { cookieName, dropCookie, setCookie } from './cookies.ts';
import type { SignInService } from './sign-in-service.ts';

export interface SignInWorld {
  readonly signIn: SignInService;
  readonly publicUrl: string;
}

/** A sign-in under way, kept in the browser it began in. */
const underWay = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

/**
 * `GET /inbox/sign-in?to=`: sends the browser to the user pool (authorization code with PKCE). Cookies belong to a host:
 * who came to one machine by another of its names begins again at the one the user pool sends them back to.
 */
export function beginSignIn({ signIn, publicUrl }: SignInWorld, request: InboxRequest): PageAnswer {
  if (publicUrl.startsWith('http:') && request.headers.host !== request.host) {
    return seeOther(`${publicUrl}${addressOf(request)}`);
  }
  const [state, nonce, verifier] = [secret(), secret(), secret()];
  const kept = JSON.stringify({ state, nonce, verifier, to: wayBack(request.query.to) });
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return {
    ...seeOther(signIn.signInAddress({ state, nonce, challenge })),
    cookies: [setCookie('sign-in', Buffer.from(kept).toString('base64url'), publicUrl)],
  };
}

/**
 * `GET /inbox/signed-in?code=&state=`: makes the code a session, if this browser asked for it, and goes where the person
 * wanted to go.
 * @throws SopError SignInFailed (403), TransientFailure
 */
export async function finishSignIn({ signIn, publicUrl }: SignInWorld, request: InboxRequest): Promise<PageAnswer> {
  const begun = readUnderWay(request.cookies.get(cookieName('sign-in', publicUrl)));
  const { code, state } = request.query;
  if (begun === undefined || code === undefined || state !== begun.state) throw signInFailed();
  const tokens = await signIn.redeem(code, begun.verifier);
  const claims = tokens === undefined ? undefined : await signIn.verify(tokens.idToken);
  if (tokens === undefined || claims?.nonce !== begun.nonce) throw signInFailed();
  return {
    ...seeOther(wayBack(begun.to)),
    cookies: [
      setCookie('session', tokens.idToken, publicUrl),
      ...(tokens.refreshToken === undefined ? [] : [setCookie('renewal', tokens.refreshToken, publicUrl)]),
      dropCookie('sign-in', publicUrl),
    ],
  };
}

/** `POST /inbox/sign-out`: forgets the session here and at the user pool. */
export async function signOut({ signIn, publicUrl }: SignInWorld, request: InboxRequest): Promise<PageAnswer> {
  const refreshToken = request.cookies.get(cookieName('renewal', publicUrl));
  if (refreshToken !== undefined && refreshToken !== '') await signIn.revoke(refreshToken);
  return {
    ...seeOther(signIn.signOutAddress()),
    cookies: [dropCookie('session', publicUrl), dropCookie('renewal', publicUrl)],
  };
}

/** Only back to the inbox: an address that somebody else put there must not lead anywhere else. */
function wayBack(to: string | undefined): string {
  return to !== undefined && /^\/inbox(?:[/?][\w\-./?=&%+~:,]*)?$/.test(to) ? to : '/inbox';
}

function readUnderWay(kept: string | undefined): z.infer<typeof underWay> | undefined {
  if (kept === undefined) return undefined;
  try {
    return z.safeParse(underWay, JSON.parse(Buffer.from(kept, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function signInFailed(): SopError {
  return new SopError('SignInFailed', 403, {
    zh: '登录没有完成：登录页面打开太久，浏览器没有保存 Cookie，或您的账号已关闭。请重新登录；仍不能登录时请联系您的主管。',
    en: 'You are not signed in: the sign-in page was open too long, the browser kept no cookie, or your account is closed. Please sign in again, and ask your supervisor where that does not help.',
  });
}
