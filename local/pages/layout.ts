import { html, Markup } from './html.ts';
import { type Language, speaker, type Word } from './language.ts';

/** One page, before it is dressed. */
export interface Page {
  readonly language: Language;
  readonly title: string;
  /** Which entry of the navigation it belongs to. */
  readonly section: Word;
  readonly content: Markup;
  /** Seconds after which the page loads itself again. */
  readonly refreshSeconds?: number;
  /** Path and query of this page, for the language switch. */
  readonly url: URL;
}

/** What every page may load: nothing from elsewhere, no script. */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const styles = new Markup(`
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5d6b7c; --line: #dde3ea; --paper: #ffffff; --ground: #f4f6f9; --accent: #0b63ce; --good: #1a7f4b; --bad: #c0362c; --wait: #b26a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #9aa8b8; --line: #2c3643; --paper: #161d26; --ground: #0e141b; --accent: #6aa9ff; --good: #56c58d; --bad: #ff8a80; --wait: #f0b45a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; }
header { background: var(--paper); border-bottom: 1px solid var(--line); }
header nav, main { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
header nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: center; min-height: 3.5rem; }
header strong { margin-right: .5rem; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
nav a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: 0 2px 0 var(--accent); }
nav .language { margin-left: auto; }
main { padding-block: 1.5rem 4rem; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem; }
.card, table, .panel { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; }
.card { display: block; padding: 1rem 1.2rem; color: inherit; } .card b { color: var(--accent); display: block; font-size: 1.05rem; }
.soft { color: var(--soft); } .small { font-size: .875rem; }
.panel { padding: 1rem 1.2rem; overflow-x: auto; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: separate; border-spacing: 0; }
th, td { text-align: left; padding: .55rem .8rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > td { border-bottom: 0; } th { color: var(--soft); font-weight: 500; font-size: .875rem; white-space: nowrap; }
td.time { white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums; }
code, pre { font: .875rem/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
pre.block { background: var(--ground); border-radius: .4rem; padding: .8rem; }
.mark { display: inline-block; padding: 0 .6rem; border-radius: 1rem; border: 1px solid currentColor; font-size: .8rem; white-space: nowrap; }
.RUNNING, .waiting { color: var(--wait); } .SUCCEEDED, .done { color: var(--good); } .FAILED, .TIMED_OUT, .ABORTED, .failed { color: var(--bad); }
ol.steps { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .4rem; }
ol.steps li { border: 1px solid currentColor; border-radius: .4rem; padding: .1rem .6rem; font-size: .9rem; }
button, select { font: inherit; padding: .35rem .9rem; border-radius: .4rem; border: 1px solid var(--line); background: var(--ground); color: var(--ink); cursor: pointer; }
button:hover { border-color: var(--accent); }
iframe { width: 100%; min-height: 70vh; border: 1px solid var(--line); border-radius: .6rem; background: #fff; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
details summary { cursor: pointer; color: var(--accent); }
`);

/** A whole page as text. */
export function render({ language, title, section, content, refreshSeconds, url }: Page): string {
  const say = speaker(language);
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  const switched = new URL(url);
  switched.searchParams.set('lang', other);
  const link = (word: Word, path: string) =>
    html`<a href="${path}"${section === word ? new Markup(' aria-current="page"') : ''}>${say(word)}</a>`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refreshSeconds === undefined ? '' : html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title} · ${say('title')}</title>
<style>${styles}</style>
</head>
<body>
<header><nav>
<strong>${say('title')}</strong>
${link('start', '/local')}${link('mail', '/local/mail')}${link('executions', '/local/executions')}${link('signIn', '/local/sign-in')}
<a class="language" lang="${other}" href="${switched.pathname + switched.search}">${other === 'en' ? 'English' : '中文'}</a>
</nav></header>
<main>${content}</main>
</body>
</html>`.text;
}

const inBeijing = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A moment as people read it, in Beijing time: `2026-11-22 16:30:05`. */
export function moment(milliseconds: number): string {
  return inBeijing.format(milliseconds);
}
