import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Executor } from '../asl/contract.ts';
import type { Mailbox, Person } from '../contract.ts';
import { readBody } from '../services/aws/request.ts';
import { executionPage, executionsPage } from './execution-pages.ts';
import { html } from './html.ts';
import { type Language, languageOf, speaker } from './language.ts';
import { contentSecurityPolicy, type Page, render } from './layout.ts';
import { mailPage, mailsPage } from './mail-pages.ts';
import { signedInPage, signInPage, startPage } from './start-pages.ts';

/** What the local pages show. */
export interface PagesPorts {
  readonly appUrl: string;
  readonly awsUrl: string;
  readonly mails: Mailbox;
  readonly executor: Executor;
  readonly people: readonly Person[];
  readonly signIn: (user: string) => Promise<{ idToken: string; accessToken: string; expiresInSeconds: number }>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What a page is made from. */
export interface PageRequest {
  readonly ports: PagesPorts;
  readonly url: URL;
  readonly language: Language;
}

/**
 * Answers `/local` and what is below it: start page, mailbox, executions, sign-in.
 * @returns false when the request is for something else.
 */
export async function answerPages(
  ports: PagesPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', ports.appUrl);
  if (url.pathname !== '/local' && !url.pathname.startsWith('/local/')) return false;
  const language = languageOf(request, url);
  const asked: PageRequest = { ports, url, language };
  const [, , area = '', id = '', part = ''] = url.pathname.split('/');
  const method = request.method ?? 'GET';
  if (method === 'POST' && !isFromHere(request)) {
    sendJson(response, 403, { message: 'tokens are given out on this machine only' });
    return true;
  }
  if (method === 'POST') {
    await answerPost(asked, area, request, response);
    return true;
  }
  if (area === 'mail.json')
    sendJson(response, 200, { mails: ports.mails.list(url.searchParams.get('to') ?? undefined) });
  else if (area === 'people.json') sendJson(response, 200, { people: ports.people });
  else if (area === 'mail' && part !== '') await sendMailPart(ports, response, id, part, url);
  else sendPage(response, await pageFor(asked, area, id));
  return true;
}

/** A page of another name that leads to this machine (DNS rebinding) gets no token. */
function isFromHere({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '');
}

async function pageFor(asked: PageRequest, area: string, id: string): Promise<Page | undefined> {
  try {
    switch (area) {
      case '':
        return startPage(asked);
      case 'mail':
        return id === '' ? mailsPage(asked) : await mailPage(asked, decodeURIComponent(id));
      case 'executions':
        return id === '' ? executionsPage(asked) : executionPage(asked, decodeURIComponent(id));
      case 'sign-in':
        return signInPage(asked);
      default:
        return missingPage(asked);
    }
  } catch {
    return missingPage(asked);
  }
}

/** The JSON interface takes `{"user": …}`; the page's form sends the same field. */
async function answerPost(
  asked: PageRequest,
  area: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(request, 10_000)).toString('utf8');
  if (area === 'token') {
    const user = userInJson(body);
    if (user === undefined) return sendJson(response, 400, { message: 'send {"user": "<user name>"}' });
    try {
      const { idToken, accessToken, expiresInSeconds } = await asked.ports.signIn(user);
      sendJson(response, 200, {
        access_token: idToken,
        id_token: idToken,
        cognito_access_token: accessToken,
        token_type: 'Bearer',
        expires_in: expiresInSeconds,
      });
    } catch (error) {
      sendJson(response, 404, { message: error instanceof Error ? error.message : String(error) });
    }
    return;
  }
  const user = new URLSearchParams(body).get('user');
  const person = asked.ports.people.find((each) => each.user === user);
  if (area !== 'sign-in' || !person) return sendPage(response, missingPage(asked));
  const { idToken } = await asked.ports.signIn(person.user);
  sendPage(response, signedInPage(asked, person, idToken));
}

function userInJson(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const user = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'user') : undefined;
    return typeof user === 'string' ? user : undefined;
  } catch {
    return undefined;
  }
}

/** A mail's body for the frame, its source, or an attachment. */
async function sendMailPart(
  ports: PagesPorts,
  response: ServerResponse,
  id: string,
  part: string,
  url: URL,
): Promise<void> {
  const mail = await ports.mails.read(decodeURIComponent(id)).catch(() => undefined);
  const safe = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };
  if (mail && part === 'html' && mail.html !== null) {
    response.writeHead(200, {
      ...safe,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:",
    });
    // Links open beside the mailbox, not inside the frame.
    response.end(`<base target="_blank">${mail.html}`);
    return;
  }
  if (mail && part === 'source') {
    response.writeHead(200, { ...safe, 'content-type': 'text/plain; charset=utf-8' }).end(mail.source);
    return;
  }
  const attachment = part === 'attachment' ? mail?.attachments[Number(url.searchParams.get('number'))] : undefined;
  if (attachment) {
    const name = encodeURIComponent(attachment.filename);
    response.writeHead(200, {
      ...safe,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    });
    response.end(attachment.content);
    return;
  }
  sendJson(response, 404, { message: 'there is no such part of a mail' });
}

function missingPage({ url, language }: PageRequest): Page & { status: number } {
  const say = speaker(language);
  return {
    url,
    language,
    status: 404,
    section: 'start',
    title: say('missing'),
    content: html`<p>${say('notFound')}</p>`,
  };
}

function sendPage(response: ServerResponse, page: (Page & { status?: number }) | undefined): void {
  if (!page) return;
  response.writeHead(page.status ?? 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'set-cookie': `lang=${page.language}; Path=/local; SameSite=Lax`,
  });
  response.end(render(page));
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
