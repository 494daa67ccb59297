import type { Language } from '../../shared/domain/language.ts';
import type { Actor } from '../../shared/domain/person.ts';
import { isRole } from '../../shared/domain/roles.ts';
import type { InboxRequest } from '../inbox-request.ts';
import { type CookieName, cookieName, setCookie } from './cookies.ts';
import type { IdClaims, SignInService } from './sign-in-service.ts';

/** Who reads the page, as their id token says. */
export interface Reader extends Actor {
  readonly name: string;
  readonly language: Language;
}

/** A reader, and the cookies to set so that they stay signed in. */
export interface Session {
  readonly reader: Reader;
  readonly cookies: readonly string[];
}

export interface SessionWorld {
  readonly signIn: Pick<SignInService, 'verify' | 'renew'>;
  readonly publicUrl: string;
}

/**
 * Who is signed in. An id token that has run out is renewed without a word, so that whoever is taken out of a group, or
 * out of the pool, loses the inbox within the hour.
 * @returns undefined when nobody is
 * @throws TransientFailure where the user pool does not answer
 */
export async function sessionOf(world: SessionWorld, request: InboxRequest): Promise<Session | undefined> {
  const held = (name: CookieName): string | undefined => request.cookies.get(cookieName(name, world.publicUrl));
  const idToken = held('session');
  const claims = idToken === undefined ? undefined : await world.signIn.verify(idToken);
  if (claims !== undefined) return { reader: readerOf(claims), cookies: [] };
  const refreshToken = held('renewal');
  const renewed = refreshToken === undefined ? undefined : await world.signIn.renew(refreshToken);
  const again = renewed === undefined ? undefined : await world.signIn.verify(renewed.idToken);
  if (renewed === undefined || again === undefined) return undefined;
  return {
    reader: readerOf(again),
    cookies: [
      setCookie('session', renewed.idToken, world.publicUrl),
      ...(renewed.refreshToken === undefined ? [] : [setCookie('renewal', renewed.refreshToken, world.publicUrl)]),
    ],
  };
}

function readerOf({ username, groups, name, locale }: IdClaims): Reader {
  return {
    id: username,
    roles: [...new Set(groups.filter(isRole))],
    name: name ?? username,
    language: locale?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN',
  };
}
