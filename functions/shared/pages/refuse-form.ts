import type { Text } from '../domain/language.ts';

/** A submitted form, as far as is needed to judge where it comes from. */
export interface FormRequest {
  /** The host the page is served from. */
  readonly host: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * The largest form a page takes, in bytes: what the API takes as JSON, since a form writes each of a Chinese character's
 * three bytes as three.
 */
const MAX_FORM_BYTES = 3 * 256 * 1024;

/** Why a form is turned away before it is read. */
export interface FormRefusal {
  readonly status: 403 | 413 | 415;
  readonly text: Text;
}

/**
 * Turns away what no browser sends that shows our page: a form of another site, of another type, or too large. The link
 * is the credential and another site can't know it; this keeps one who does from deciding in somebody's browser.
 */
export function refuseForm({ headers, host, body }: FormRequest): FormRefusal | undefined {
  const foreign = refuseForeign({ headers, host });
  if (foreign !== undefined) return foreign;
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    return {
      status: 415,
      text: { zh: '只接受本页面的表单。', en: "Only this page's own form is accepted." },
    };
  }
  if (Buffer.byteLength(body) > MAX_FORM_BYTES) {
    return {
      status: 413,
      text: { zh: '填写的内容过长，请精简后再提交。', en: 'The form holds too much: shorten it and submit again.' },
    };
  }
  return undefined;
}

/** Turns away what comes from another site, whatever it brings. */
function refuseForeign({ headers, host }: Pick<FormRequest, 'headers' | 'host'>): FormRefusal | undefined {
  if (fromOurPage(headers, host)) return undefined;
  return {
    status: 403,
    text: {
      zh: '此请求不是从本页面发出的，没有生效。请重新打开页面后再提交。',
      en: 'This request did not come from this page and had no effect. Open the page again and submit there.',
    },
  };
}

/** Our pages send no referrer, so that their forms' `Origin` is `null`: only `Sec-Fetch-Site` can tell more then. */
function fromOurPage(headers: FormRequest['headers'], host: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.origin;
  if (origin === undefined || origin === 'null') return true;
  const sender = URL.parse(origin)?.host;
  return sender !== undefined && (sender === host || sender === headers.host);
}
