/** The inbox's cookies: the id token, the refresh token, a sign-in under way, and the language chosen. */
export type CookieName = 'session' | 'renewal' | 'sign-in' | 'language';

/** How long each is kept, in seconds: a session lasts a working day, then people sign in anew. */
const lifetimes: Readonly<Record<CookieName, number>> = {
  session: 60 * 60,
  renewal: 12 * 60 * 60,
  'sign-in': 10 * 60,
  language: 365 * 24 * 60 * 60,
};

/**
 * The name a cookie goes by. Over HTTPS it carries the prefix that keeps neighbouring hosts from planting one; a run on
 * one machine has no HTTPS, and some browsers take no secure cookie there.
 */
export function cookieName(name: CookieName, publicUrl: string): string {
  return isSecure(publicUrl) ? `__Host-${name}` : name;
}

/** A `Set-Cookie` value. Out of reach of scripts and never sent along by another site's forms. */
export function setCookie(name: CookieName, value: string, publicUrl: string): string {
  return cookie(name, value, lifetimes[name], publicUrl);
}

/** A `Set-Cookie` value that removes the cookie. */
export function dropCookie(name: CookieName, publicUrl: string): string {
  return cookie(name, '', 0, publicUrl);
}

function cookie(name: CookieName, value: string, seconds: number, publicUrl: string): string {
  return [
    `${cookieName(name, publicUrl)}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure(publicUrl) ? ['Secure'] : []),
  ].join('; ');
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
