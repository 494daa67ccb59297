import type { Language } from '../shared/domain/language.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import type { Aside } from './asides.ts';
import type { Asked } from './asked.ts';
import { signedInPath, signedOutPath } from './contract.ts';
import type { InboxRequest } from './inbox-request.ts';
import type { InboxWorld } from './inbox-world.ts';
import { signedOutPage } from './notice.ts';
import { beginSignIn, finishSignIn, signOut } from './sign-in/sign-in-flow.ts';
import { answerSignedIn, nothingThere } from './signed-in.ts';

/**
 * The inbox: pages for people who are signed in. GET only reads; a POST needs to come from one of our own pages. Whatever
 * goes wrong becomes a page in the reader's language.
 */
export function answerInbox(world: InboxWorld, request: InboxRequest): Promise<PageAnswer> {
  return answerSignedIn(world, request, { open: (language) => answerPublic(world, request, language), route });
}

/** What needs no session: signing in and out. */
function answerPublic(
  world: InboxWorld,
  request: InboxRequest,
  language: Language,
): PageAnswer | undefined | Promise<PageAnswer | undefined> {
  if (request.method === 'POST') return request.path === '/inbox/sign-out' ? signOut(world, request) : undefined;
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

/** Which page is asked for, or which form sent. Each loads what it needs when it is asked for, not at every start. */
async function route(asked: Asked): Promise<PageAnswer> {
  const [, , area = '', ...rest] = asked.request.path.split('/');
  switch (area) {
    case '':
      return asked.request.method === 'GET' ? (await import('./task-list.ts')).taskListPage(asked) : nothingThere();
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
  if (part === 'contact' && kind === undefined) {
    const { showContact, submitContact } = await import('./contact-page.ts');
    return isGet ? showContact(asked, id) : submitContact(asked, id);
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
