import { SopError } from '../shared/domain/errors.ts';
import { type Language, preferredLanguage } from '../shared/domain/language.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { refuseForm } from '../shared/pages/refuse-form.ts';
import type { Aside } from './asides.ts';
import type { Asked } from './asked.ts';
import { signedInPath, signedOutPath } from './contract.ts';
import { addressOf, type InboxRequest } from './inbox-request.ts';
import type { InboxWorld } from './inbox-world.ts';
import { failurePage, publicRefusalPage, refusalPage, signedOutPage, signInFirstPage } from './notice.ts';
import { cookieName, setCookie } from './sign-in/cookies.ts';
import { sessionOf } from './sign-in/session.ts';
import { beginSignIn, finishSignIn, signOut } from './sign-in/sign-in-flow.ts';
import { taskListPage } from './task-list.ts';

/**
 * The inbox: pages for people who are signed in. GET only reads; a POST needs to come from one of our own pages. Whatever
 * goes wrong becomes a page in the reader's language.
 */
export async function answerInbox(world: InboxWorld, request: InboxRequest): Promise<PageAnswer> {
  const chosen = chosenLanguage(world, request);
  const language = chosen ?? preferredLanguage(request.headers['accept-language']);
  try {
    const answer = await answerPublic(world, request, language);
    return withCookies(answer ?? (await answerReader(world, request, chosen)), languageCookie(world, request));
  } catch (error) {
    if (error instanceof SopError) return publicRefusalPage(language, error);
    world.failed(error);
    return failurePage(language);
  }
}

/** What needs no session: signing in and out. */
async function answerPublic(
  world: InboxWorld,
  request: InboxRequest,
  language: Language,
): Promise<PageAnswer | undefined> {
  if (request.method === 'POST') {
    const refusal = refuseForm(request) ?? refuseUnknownOrigin(request);
    if (refusal !== undefined) return publicRefusalPage(language, refusal);
    return request.path === '/inbox/sign-out' ? signOut(world, request) : undefined;
  }
  switch (request.path) {
    case '/':
      return seeOther('/inbox');
    case '/inbox/sign-in':
      return beginSignIn(world, request);
    case signedInPath:
      return finishSignIn(world, request);
    case signedOutPath:
      return signedOutPage(language);
    default:
      return undefined;
  }
}

async function answerReader(
  world: InboxWorld,
  request: InboxRequest,
  chosen: Language | undefined,
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
  const asked: Asked = { world, request, reader, language: chosen ?? reader.language };
  const answer = await route(asked).catch((error: unknown) => {
    if (error instanceof SopError) return refusalPage(asked, error);
    throw error;
  });
  return withCookies(answer, cookies);
}

/** Which page is asked for, or which form sent. Each loads what it needs when it is asked for, not at every start. */
async function route(asked: Asked): Promise<PageAnswer> {
  const [, , area = '', ...rest] = asked.request.path.split('/');
  switch (area) {
    case '':
      return asked.request.method === 'GET' ? taskListPage(asked) : nothingThere();
    case 'tasks':
      return routeTask(asked, rest);
    case 'cases':
      return routeCase(asked, rest);
    case 'bulk': {
      const { showBulk, submitBulk } = await import('./bulk-page.ts');
      return asked.request.method === 'GET' ? showBulk(asked, rest.join('/')) : submitBulk(asked, rest.join('/'));
    }
    case 'absence': {
      const { showAbsence, submitAbsence } = await import('./absence-page.ts');
      return asked.request.method === 'GET' ? showAbsence(asked) : submitAbsence(asked);
    }
    case 'applications':
      return routeApplication(asked, rest);
    case 'addresses':
      return routeAddress(asked, rest);
    default:
      return nothingThere();
  }
}

/** `/inbox/applications` and each of them. */
async function routeApplication(asked: Asked, [id, ...more]: readonly string[]): Promise<PageAnswer> {
  const isGet = asked.request.method === 'GET';
  if (more.length > 0 || (id === undefined && !isGet)) return nothingThere();
  if (id === undefined) return (await import('./application-list.ts')).applicationListPage(asked);
  const { showApplication, submitApplicationDecision } = await import('./application-page.ts');
  return isGet ? showApplication(asked, id) : submitApplicationDecision(asked, id);
}

/** `/inbox/addresses` and the button of each; its address opened anew leads back to the list. */
async function routeAddress(asked: Asked, [id, ...more]: readonly string[]): Promise<PageAnswer> {
  const { showAddresses, clearAddress } = await import('./addresses-page.ts');
  const isGet = asked.request.method === 'GET';
  if (id === undefined) return isGet ? showAddresses(asked) : nothingThere();
  if (more.length > 0) return nothingThere();
  return isGet ? seeOther('/inbox/addresses') : clearAddress(asked, id);
}

/** `/inbox/tasks/{id}` and the forms below it; a form's address opened anew leads to the page it belongs to. */
async function routeTask(asked: Asked, [id, part, ...more]: readonly string[]): Promise<PageAnswer> {
  if (id === undefined || more.length > 0) return nothingThere();
  if (part !== undefined && !isForm(part)) return nothingThere();
  const isGet = asked.request.method === 'GET';
  if (isGet && part !== undefined) return seeOther(`/inbox/tasks/${id}`);
  const pages = await import('./task-page.ts');
  if (part === undefined) return isGet ? pages.showTask(asked, id) : pages.submitTask(asked, id);
  if (part === 'claim') return pages.claim(asked, id);
  if (part === 'release') return pages.release(asked, id);
  return (await import('./submit-aside.ts')).submitAside(asked, id, part);
}

/** `/inbox/cases`, `/inbox/cases/new`, `/inbox/cases/{id}` and what is below it. */
async function routeCase(asked: Asked, [id, part, kind, ...more]: readonly string[]): Promise<PageAnswer> {
  const isGet = asked.request.method === 'GET';
  if (id === undefined) return isGet ? (await import('./case-list.ts')).caseListPage(asked) : nothingThere();
  if (id === 'new' && part === undefined) {
    const { showNewCase, submitNewCase } = await import('./new-case.ts');
    return isGet ? showNewCase(asked) : submitNewCase(asked);
  }
  if (part === 'cancellation' && kind === undefined) {
    const { showCancellation, submitCancellation } = await import('./cancellation-page.ts');
    return isGet ? showCancellation(asked, id) : submitCancellation(asked, id);
  }
  if (part === 'priority' && kind === undefined) {
    return isGet ? seeOther(`/inbox/cases/${id}`) : (await import('./submit-priority.ts')).submitPriority(asked, id);
  }
  if (part === 'documents' && kind !== undefined && more.join('/') === 'change') {
    const { showDocumentChange, submitDocumentChange } = await import('./document-change.ts');
    return isGet ? showDocumentChange(asked, id, kind) : submitDocumentChange(asked, id, kind);
  }
  if (!isGet || more.length > 0) return nothingThere();
  const { casePage, versionsPage } = await import('./case-page.ts');
  if (part === undefined) return casePage(asked, id);
  return part === 'documents' && kind !== undefined ? versionsPage(asked, id, kind) : nothingThere();
}

type TaskForm = Aside | 'claim' | 'release';

function isForm(part: string): part is TaskForm {
  return Object.hasOwn(taskForms, part);
}

const taskForms: Readonly<Record<TaskForm, true>> = {
  claim: true,
  release: true,
  delegation: true,
  reassignment: true,
  comments: true,
  'follow-up': true,
  files: true,
};

async function nothingThere(): Promise<never> {
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

function chosenLanguage({ publicUrl }: InboxWorld, { query, cookies }: InboxRequest): Language | undefined {
  return languageNamed(query.lang) ?? languageNamed(cookies.get(cookieName('language', publicUrl)));
}

/** A language asked for in the address is kept for the pages that follow. */
function languageCookie({ publicUrl }: InboxWorld, { query }: InboxRequest): readonly string[] {
  const language = languageNamed(query.lang);
  return language === undefined ? [] : [setCookie('language', language, publicUrl)];
}

function languageNamed(name: string | undefined): Language | undefined {
  return name === 'en' || name === 'zh-CN' ? name : undefined;
}

function withCookies(answer: PageAnswer, cookies: readonly string[]): PageAnswer {
  return cookies.length === 0 ? answer : { ...answer, cookies: [...(answer.cookies ?? []), ...cookies] };
}
