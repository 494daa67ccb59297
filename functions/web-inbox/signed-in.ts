import { SopError } from '../shared/domain/errors.ts';
import { type Language, preferredLanguage } from '../shared/domain/language.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { refuseForm } from '../shared/pages/refuse-form.ts';
import type { Asked } from './asked.ts';
import { addressOf, type InboxRequest } from './inbox-request.ts';
import { failurePage, publicRefusalPage, refusalPage, signInFirstPage } from './notice.ts';
import { cookieName, setCookie } from './sign-in/cookies.ts';
import { type SessionWorld, sessionOf } from './sign-in/session.ts';
import type { SignInService } from './sign-in/sign-in-service.ts';

/** What answering people who are signed in needs of the world. */
export interface SignedInWorld extends SessionWorld {
  readonly signIn: Pick<SignInService, 'verify' | 'renew' | 'signOutAddress'>;
  /** Told of failures that are ours. */
  readonly failed: (error: unknown) => void;
}

/** Which page is asked for, or which form sent. */
interface Routes<World> {
  /** What needs no session, if there is anything: undefined for all the rest. */
  readonly open?: (language: Language) => PageAnswer | undefined | Promise<PageAnswer | undefined>;
  readonly route: (asked: Asked<World>) => Promise<PageAnswer>;
}

/**
 * Pages for people who are signed in, in the language they chose. A form needs to come from one of our own pages. Who is
 * not signed in is sent to do so; whatever goes wrong becomes a page in the reader's language.
 */
export async function answerSignedIn<World extends SignedInWorld>(
  world: World,
  request: InboxRequest,
  { open, route }: Routes<World>,
): Promise<PageAnswer> {
  const chosen = chosenLanguage(world, request);
  const language = chosen ?? preferredLanguage(request.headers['accept-language']);
  try {
    const refusal = request.method === 'POST' ? (refuseForm(request) ?? refuseUnknownOrigin(request)) : undefined;
    const answer =
      refusal === undefined
        ? ((await open?.(language)) ?? (await answerReader(world, request, { chosen, route })))
        : publicRefusalPage(language, refusal);
    return withCookies(answer, languageCookie(world, request));
  } catch (error) {
    if (error instanceof SopError) return publicRefusalPage(language, error);
    world.failed(error);
    return failurePage(language);
  }
}

async function answerReader<World extends SignedInWorld>(
  world: World,
  request: InboxRequest,
  { chosen, route }: Pick<Routes<World>, 'route'> & { readonly chosen: Language | undefined },
): Promise<PageAnswer> {
  const session = await sessionOf(world, request);
  if (session === undefined) {
    const language = chosen ?? preferredLanguage(request.headers['accept-language']);
    const address = addressOf(request);
    return request.method === 'POST'
      ? signInFirstPage(language, address, request.body)
      : seeOther(`/inbox/sign-in?${new URLSearchParams({ to: address })}`);
  }
  const { reader, cookies } = session;
  const asked: Asked<World> = { world, request, reader, language: chosen ?? reader.language };
  const answer = await route(asked).catch((error: unknown) => {
    if (error instanceof SopError) return refusalPage(asked, error);
    throw error;
  });
  return withCookies(answer, cookies);
}

/** An address that leads nowhere. @throws SopError PageUnknown (404) */
export async function nothingThere(): Promise<never> {
  throw new SopError('PageUnknown', 404, {
    zh: '请核对地址，或从待办任务开始。',
    en: 'Check the address, or start from your tasks.',
  });
}

/** Our pages tell where their forms come from, in one header or the other: a form that tells in neither is not theirs. */
function refuseUnknownOrigin({ headers }: InboxRequest): Pick<SopError, 'status' | 'text'> | undefined {
  const { origin } = headers;
  if (headers['sec-fetch-site'] !== undefined || (origin !== undefined && origin !== 'null')) return undefined;
  return {
    status: 403,
    text: {
      zh: '此请求不是从本页面发出的，没有生效。请重新打开页面后再提交。',
      en: 'This request did not come from this page and had no effect. Open the page again and submit there.',
    },
  };
}

function chosenLanguage(
  { publicUrl }: Pick<SignedInWorld, 'publicUrl'>,
  { query, cookies }: InboxRequest,
): Language | undefined {
  return languageNamed(query.lang) ?? languageNamed(cookies.get(cookieName('language', publicUrl)));
}

/** A language asked for in the address is kept for the pages that follow. */
function languageCookie({ publicUrl }: Pick<SignedInWorld, 'publicUrl'>, { query }: InboxRequest): readonly string[] {
  const language = languageNamed(query.lang);
  return language === undefined ? [] : [setCookie('language', language, publicUrl)];
}

function languageNamed(name: string | undefined): Language | undefined {
  return name === 'en' || name === 'zh-CN' ? name : undefined;
}

function withCookies(answer: PageAnswer, cookies: readonly string[]): PageAnswer {
  return cookies.length === 0 ? answer : { ...answer, cookies: [...(answer.cookies ?? []), ...cookies] };
}
