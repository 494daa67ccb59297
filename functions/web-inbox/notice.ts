import type { SopError } from '../shared/domain/errors.ts';
import { type Language, type Text, wording } from '../shared/domain/language.ts';
import { html } from '../shared/pages/html.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { speaker } from './asked.ts';
import { type Framed, inboxPage, publicPage } from './inbox-page.ts';

const headings: Readonly<Record<number, Text>> = {
  403: { zh: '没有权限', en: 'Not allowed' },
  404: { zh: '没有这个页面', en: 'There is no such page' },
  503: { zh: '系统繁忙', en: 'The system is busy' },
};

const failed: Text = {
  zh: '这是我们的问题，您的操作可能没有完成。请稍后再试。',
  en: 'The fault is ours, and what you did may not have been done. Try again a little later.',
};

/** Says why there is nothing else to show, to somebody who is signed in. */
export function refusalPage(asked: Framed, { status, text }: Pick<SopError, 'status' | 'text'>): PageAnswer {
  const { language } = asked;
  const title = titleOf(status, language);
  return inboxPage(status, asked, {
    title,
    main: html`<h1>${title}</h1>
<div class="sheet"><p class="ask">${wording(text, language)}</p><p><a class="button" href="/inbox">${speaker(language)('返回待办', 'Back to my tasks')}</a></p></div>`,
  });
}

/** The same to somebody who is not, or not yet. */
export function publicRefusalPage(language: Language, { status, text }: Pick<SopError, 'status' | 'text'>): PageAnswer {
  const title = titleOf(status, language);
  return publicPage(status, language, {
    title,
    main: html`<h1>${title}</h1>
<div class="sheet"><p class="ask">${wording(text, language)}</p><p><a class="button" href="/inbox/sign-in">${speaker(language)('重新登录', 'Sign in again')}</a></p></div>`,
  });
}

/** The page instead of one that could not be made. */
export function failurePage(language: Language): PageAnswer {
  const title = titleOf(500, language);
  return publicPage(500, language, {
    title,
    main: html`<h1>${title}</h1>
<div class="sheet"><p class="ask">${wording(failed, language)}</p><p><a class="button" href="/inbox">${speaker(language)('返回待办', 'Back to my tasks')}</a></p></div>`,
  });
}

/** `GET /inbox/signed-out`: where the user pool sends people once they have signed out. */
export function signedOutPage(language: Language): PageAnswer {
  const say = speaker(language);
  return publicPage(200, language, {
    title: say('已退出', 'Signed out'),
    main: html`<h1>${say('您已退出', 'You are signed out')}</h1>
<div class="sheet"><p class="ask">${say('要继续处理任务，请重新登录。', 'Sign in again to go on with your tasks.')}</p><p><a class="button" href="/inbox/sign-in">${say('登录', 'Sign in')}</a></p></div>`,
  });
}

/**
 * What somebody gets whose session ran out while they filled in a form: everything typed, ready to be sent again once they
 * have signed in beside it.
 */
export function signInFirstPage(language: Language, action: string, body: string): PageAnswer {
  const say = speaker(language);
  return publicPage(401, language, {
    title: say('请重新登录', 'Please sign in again'),
    main: html`<h1>${say('登录已过期', 'You have been signed out')}</h1>
<div class="sheet"><p class="ask">${say('尚未提交，您填写的内容都还在。', 'Nothing is submitted yet, and nothing you typed is lost.')}</p>
<p>${say('1. 在新窗口登录：', '1. Sign in, in a new window: ')}<a href="/inbox/sign-in" target="_blank" rel="noopener">${say('登录', 'Sign in')}</a></p>
<p>${say('2. 回到此页面，再次提交：', '2. Come back here and submit again:')}</p>
<form method="post" action="${action}">${[...new URLSearchParams(body)].map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
    )}<button>${say('再次提交', 'Submit again')}</button></form></div>`,
  });
}

function titleOf(status: number, language: Language): string {
  const heading = headings[status] ?? (status >= 500 ? { zh: '系统出错', en: 'Something went wrong' } : undefined);
  return wording(heading ?? { zh: '无法处理', en: 'This could not be done' }, language);
}
