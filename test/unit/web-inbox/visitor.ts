import { chinaCalendar } from '../../../functions/shared/domain/china-calendar.ts';
import type { Person } from '../../../functions/shared/domain/person.ts';
import type { PageAnswer } from '../../../functions/shared/pages/page.ts';
import { answerInbox } from '../../../functions/web-inbox/answer-inbox.ts';
import type { InboxRequest } from '../../../functions/web-inbox/inbox-request.ts';
import type { InboxWorld } from '../../../functions/web-inbox/inbox-world.ts';
import { type MemorySignIn, memorySignIn } from '../../support/memory-sign-in.ts';
import type { MemoryWorld } from '../../support/memory-world.ts';

export interface TestInbox extends InboxWorld {
  readonly signIn: MemorySignIn;
  /** Failures that the inbox called its own. */
  readonly failures: unknown[];
}

/** The inbox's world on a memory world's records. */
export function inboxWorld(world: MemoryWorld): TestInbox {
  const failures: unknown[] = [];
  return {
    ...world,
    signIn: memorySignIn(),
    calendar: chinaCalendar,
    executionArnOf: (caseId) => `arn:aws:states:eu-west-1:000000000000:execution:ad-sales:${caseId}`,
    pause: async () => {},
    failures,
    failed: (error) => failures.push(error),
  };
}

/** A browser, as far as the inbox sees one: it keeps cookies and says where its forms come from. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  get(path: string): Promise<PageAnswer>;
  /** Sends a form as it stands, names repeated. */
  postText(path: string, body: string, headers?: InboxRequest['headers']): Promise<PageAnswer>;
  post(path: string, form?: Readonly<Record<string, string>>, headers?: InboxRequest['headers']): Promise<PageAnswer>;
}

/** @param person who is signed in; nobody when left out */
export function visitor(world: TestInbox, person?: Person): Visitor {
  const cookies = new Map<string, string>();
  if (person !== undefined) {
    const { idToken, refreshToken } = world.signIn.tokensOf(person);
    cookies.set('__Host-session', idToken);
    cookies.set('__Host-renewal', refreshToken);
  }
  const { host } = new URL(world.publicUrl);
  const send = async (
    method: InboxRequest['method'],
    address: string,
    body: string,
    headers: InboxRequest['headers'],
  ): Promise<PageAnswer> => {
    const url = new URL(address, world.publicUrl);
    const query = Object.fromEntries(url.searchParams);
    const request = { method, path: url.pathname, query, cookies: new Map(cookies), host, headers, body };
    const answer = await answerInbox(world, request);
    for (const cookie of answer.cookies ?? []) {
      const [, name = '', value = '', lifetime] = /^([^=]+)=([^;]*).*Max-Age=(\d+)/.exec(cookie) ?? [];
      if (lifetime === '0') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const postText = (path: string, body: string, headers: InboxRequest['headers'] = {}): Promise<PageAnswer> =>
    send('POST', path, body, {
      host,
      origin: world.publicUrl,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    });
  return {
    cookies,
    get: (path) => send('GET', path, '', { host }),
    postText,
    post: (path, form = {}, headers = {}) => postText(path, new URLSearchParams(form).toString(), headers),
  };
}

/** What a page says, without its markup. */
export function textOf({ body }: PageAnswer): string {
  return body
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
}
