import type { Person } from '../../contract.ts';
import { html, Markup } from '../../pages/html.ts';
import type { RestAnswer } from '../lambda/lambda-api.ts';

export interface SignInPage {
  /** Path and query that the choice is sent to. */
  readonly action: string;
  /** The browser's `Accept-Language`. */
  readonly wish: string | undefined;
  /** Where the browser goes once somebody is chosen. */
  readonly leadsTo: string;
}

const style = new Markup(`
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5d6b7c; --line: #dde3ea; --paper: #fff; --ground: #f4f6f9; --accent: #0b63ce; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #9aa8b8; --line: #2c3643; --paper: #161d26; --ground: #0e141b; --accent: #6aa9ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; } p { color: var(--soft); margin: 0 0 1.4rem; }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .7rem; }
button { font: inherit; text-align: left; padding: .7rem 1rem; border-radius: .6rem; border: 1px solid var(--line); background: var(--paper); color: var(--ink); cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--accent); }
b { display: block; } span { color: var(--soft); font-size: .875rem; }
`);

/** The page that stands where Cognito asks for a password: everybody one can be on this machine. */
export function signInPage(people: readonly Person[], { action, wish, leadsTo }: SignInPage): RestAnswer {
  const isEnglish = /^\s*en/i.test(wish ?? '');
  const say = (zh: string, en: string): string => (isEnglish ? en : zh);
  const title = say('选择登录身份', 'Sign in as');
  // Choosing leads on to the application, which browsers count as the form's own address.
  return page(200, isEnglish ? 'en' : 'zh-CN', title, new URL(leadsTo).origin, [
    html`<h1>${title}</h1>
<p>${say('本机运行没有密码：点击人员即登录。', 'There are no passwords on this machine: choose a person to sign in.')}</p>
<form method="post" action="${action}">${people.map(
      ({ user, name, groups }) =>
        html`<button name="user" value="${user}"><b>${name}</b><span>${user} · ${groups.join(', ')}</span></button>`,
    )}</form>`,
  ]);
}

/** What Cognito shows for a request it does not take. */
export function refusedPage(error: 'invalid_request' | 'redirect_mismatch'): RestAnswer {
  return page(400, 'en', error, "'none'", [
    html`<h1>${error}</h1><p>An error was encountered with the requested page.</p>`,
  ]);
}

function page(status: number, language: string, title: string, forms: string, content: readonly Markup[]): RestAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${forms === "'none'" ? forms : `'self' ${forms}`}; base-uri 'none'; frame-ancestors 'none'`,
    },
    body: html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main>${content}</main></body></html>`.text,
  };
}
