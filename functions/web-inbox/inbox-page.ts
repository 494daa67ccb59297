import { mayClearAddresses } from '../people-api/may-clear-addresses.ts';
import type { Language } from '../shared/domain/language.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { Html, html } from '../shared/pages/html.ts';
import { clockName } from '../shared/pages/moments.ts';
import { type PageAnswer, type PageContent, type PageFrame, page } from '../shared/pages/page.ts';
import { sourceOf } from '../shared/pages/page-style.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxStyle } from './inbox-style.ts';
import { mayOpenCases } from './opening-cases.ts';
import type { Reader } from './sign-in/session.ts';
import type { SignInService } from './sign-in/sign-in-service.ts';

/** Which part of the inbox a page belongs to. */
export type Section = 'tasks' | 'cases' | 'new-case' | 'customers' | 'absence' | 'applications' | 'addresses';

export interface InboxContent
  extends Pick<PageContent, 'title' | 'main' | 'form' | 'query' | 'imagesFrom' | 'uploadsTo'> {
  readonly section?: Section;
}

/** A request as far as the frame of a page needs it. */
export type Framed = Asked<{ readonly signIn: Pick<SignInService, 'signOutAddress'> }>;

/** A page of the inbox, with the way to its other parts. */
export function inboxPage(status: number, asked: Framed, content: InboxContent): PageAnswer {
  const { language, reader, world } = asked;
  const { section, title, ...rest } = content;
  const frame: PageFrame = {
    ...plainFrame,
    header: (change) => header(reader, language, section, change),
    // Signing out leads on to the user pool, which browsers count as the form's own address.
    formsLeadTo: new URL(world.signIn.signOutAddress()).origin,
  };
  const clock = clockName(language);
  const below = speaker(language)(`页面上的时间均为${clock}。`, `All times are in ${clock}.`);
  return page(status, { ...rest, title: `${title} · ${brand(language)}`, language, frame, below });
}

/** A page for somebody who is not signed in. */
export function publicPage(
  status: number,
  language: Language,
  content: Pick<PageContent, 'title' | 'main' | 'query' | 'form'>,
): PageAnswer {
  return page(status, { ...content, language, above: brand(language), frame: plainFrame });
}

const plainFrame: PageFrame = {
  style: { sheet: new Html(inboxStyle), source: sourceOf(inboxStyle) },
  // Our own forms say where they come from; other sites learn nothing.
  headers: { 'referrer-policy': 'same-origin' },
};

function brand(language: Language): string {
  return language === 'en' ? 'Sales SOP' : '销售流程';
}

function header(reader: Reader, language: Language, section: Section | undefined, change: Html): Html {
  const say = speaker(language);
  const entry = (name: Section, path: string, title: string): Html =>
    html`<li><a href="${path}"${section === name && html` aria-current="page"`}>${title}</a></li>`;
  return html`<header class="top"><div class="who"><a class="brand" href="/inbox">${brand(language)}</a><span class="reader">${reader.name}</span>${change}<form method="post" action="/inbox/sign-out"><button class="plain">${say('退出', 'Sign out')}</button></form></div>
<nav aria-label="${say('收件箱', 'Inbox')}"><ul>${entry('tasks', '/inbox', say('待办', 'Tasks'))}${entry('cases', '/inbox/cases', say('项目', 'Cases'))}${
    mayOpenCases(reader) && entry('new-case', '/inbox/cases/new', say('新建项目', 'New case'))
  }${mayAtAll(reader, 'view') && entry('customers', '/inbox/customers', say('客户', 'Customers'))}${entry('absence', '/inbox/absence', say('请假', 'Away'))}${
    (mayAtAll(reader, 'decide') || mayAtAll(reader, 'apply')) &&
    entry('applications', '/inbox/applications', say('申请', 'Applications'))
  }${
    mayClearAddresses(reader) && entry('addresses', '/inbox/addresses', say('邮件投递', 'Mail delivery'))
  }</ul></nav></header>`;
}
