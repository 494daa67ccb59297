import type { Language } from '../domain/language.ts';
import { Html, html } from './html.ts';
import { pageStyle, pageStyleSource } from './page-style.ts';

/** A page, or what is said instead of one, ready for HTTP. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body is a file's bytes in base64. */
  readonly base64?: true;
  /** Whole `Set-Cookie` values. */
  readonly cookies?: readonly string[];
}

export interface PageContent {
  readonly language: Language;
  readonly title: string;
  /** What stands small above the page, e.g. the case. */
  readonly above?: string;
  readonly main: Html;
  readonly below?: string;
  /** The id of a form that changing the language must not empty: it is sent along, with `do=show`. */
  readonly form?: string;
  /** What the page's address asks for, kept when the language changes. */
  readonly query?: Readonly<Record<string, string>>;
  readonly frame?: PageFrame;
  /** The origin that the page's pictures come from; without it there are none. */
  readonly imagesFrom?: string | undefined;
  /** The origin that the page's forms send files to, where they do. */
  readonly uploadsTo?: string | undefined;
}

/** What a family of pages has around each of them, beyond what every page has. */
export interface PageFrame {
  /** Stands where `above` would. */
  readonly header?: (language: Html) => Html;
  /** A style sheet after the common one; its source is worked out once, by `sourceOf`. */
  readonly style: { readonly sheet: Html; readonly source: string };
  /** Hosts beside the page's own that a form may lead to. */
  readonly formsLeadTo?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Nothing of the page may be kept, framed, indexed, or run; nothing is fetched; no address leaks to where its links lead. */
const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy({}),
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

type Reaches = Pick<PageContent, 'frame' | 'imagesFrom' | 'uploadsTo'>;

function contentSecurityPolicy({ frame, imagesFrom, uploadsTo }: Reaches): string {
  const styles = [pageStyleSource, ...(frame === undefined ? [] : [frame.style.source])].join(' ');
  const forms = ["'self'", frame?.formsLeadTo, uploadsTo].filter((source) => source !== undefined).join(' ');
  const images = imagesFrom === undefined ? '' : ` img-src ${imagesFrom};`;
  return `default-src 'none'; style-src ${styles};${images} form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`;
}

const style = new Html(pageStyle);

/** A whole page in one language, with a way to the other. Works without scripts: there are none. */
export function page(status: number, content: PageContent): PageAnswer {
  const { language, title, above, main, below, frame } = content;
  const change = languageSwitch(content);
  const body = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>${style}</style>${frame !== undefined && html`<style>${frame.style.sheet}</style>`}
</head>
<body>
${frame?.header?.(change) ?? html`<header><span>${above}</span>${change}</header>`}
<main>
${main}
</main>
${below !== undefined && html`<footer>${below}</footer>`}
</body>
</html>
`;
  return { status, headers: { ...headersOf(content), 'content-language': language }, body: body.toString() };
}

function headersOf(reaches: Reaches): Readonly<Record<string, string>> {
  const { frame, imagesFrom, uploadsTo } = reaches;
  if (frame === undefined && imagesFrom === undefined && uploadsTo === undefined) return pageHeaders;
  return { ...pageHeaders, 'content-security-policy': contentSecurityPolicy(reaches), ...frame?.headers };
}

function languageSwitch({ language, form, query }: PageContent): Html {
  const other = language === 'en' ? { lang: 'zh-CN', name: '中文' } : { lang: 'en', name: 'English' };
  if (form === undefined) {
    return html`<a class="language" href="?${new URLSearchParams({ ...query, lang: other.lang }).toString()}" lang="${other.lang}" hreflang="${other.lang}">${other.name}</a>`;
  }
  // The first button of a form is the one the Enter key presses: it must decide nothing and change nothing.
  return html`<span><button class="default" form="${form}" name="do" value="show" tabindex="-1" aria-hidden="true">·</button><button class="language" form="${form}" name="do" value="show" formaction="?lang=${other.lang}" lang="${other.lang}">${other.name}</button></span>`;
}

/** Sends the browser on to `location` with a GET. */
export function seeOther(location: string): PageAnswer {
  return { status: 303, headers: { ...pageHeaders, location }, body: '' };
}
