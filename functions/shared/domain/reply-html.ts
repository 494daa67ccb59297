/**
 * What a person wrote in an HTML mail, as plain text: blocks become lines, links show where they lead, what is hidden
 * or is a client's signature is left out, and each quotation becomes one line `>`, so that the reader of plain text
 * (`reply-text.ts`) finds it. Takes any input in linear time and never fails.
 */
export function textOfHtml(html: string): string {
  const out: string[] = [];
  let skipping: { readonly tag: string; depth: number } | undefined;
  let anchor: { readonly href: string; readonly from: number } | undefined;

  for (const token of tokens(html.slice(0, longestHtml))) {
    if (token.kind === 'text') {
      if (skipping === undefined) out.push(decodeEntities(token.text).replace(/[ \t\r\n\f]+/g, ' '));
      continue;
    }
    const { name, closing, attributes } = token;
    if (skipping !== undefined) {
      if (name === skipping.tag) skipping.depth += closing ? -1 : 1;
      if (skipping.depth === 0) skipping = undefined;
      continue;
    }
    if (!closing && endsOwnText(name, attributes)) {
      out.push('\n>\n');
      break;
    }
    if (!closing && !voidTags.has(name)) {
      const leftOut = leftOutAs(name, attributes);
      if (leftOut !== undefined) {
        out.push(leftOut);
        skipping = { tag: name, depth: 1 };
        continue;
      }
    }
    if (name === 'a') {
      if (closing && anchor !== undefined) out.push(shownTarget(anchor.href, out.slice(anchor.from).join('')));
      anchor = closing ? undefined : { href: decodeEntities(attributes.get('href') ?? ''), from: out.length };
    } else if (name === 'hr') {
      out.push('\n----------\n');
    } else if (name === 'td' || name === 'th') {
      out.push(' ');
    } else if (lineTags.has(name)) {
      out.push('\n');
    }
  }
  return out
    .join('')
    .split('\n')
    .map((line) => line.replace(/[ \u00a0]+/g, ' ').trim())
    .join('\n');
}

/** What a person wrote stands at the top; what follows beyond this is quotation. */
const longestHtml = 1_000_000;

type Attributes = ReadonlyMap<string, string>;
type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly name: string; readonly closing: boolean; readonly attributes: Attributes };

const voidTags = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'area', 'base', 'col', 'embed', 'source', 'wbr']);
const unreadTags = new Set(['script', 'style', 'title', 'head', 'template', 'noscript', 'object', 'svg', 'select']);
const lineTags = new Set(
  'address article aside blockquote br center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header li main nav ol p pre section table tbody thead tr ul'.split(
    ' ',
  ),
);

/** Containers that clients put a quotation in, by class or id. */
const quotation =
  /(?:^|\s)(?:gmail_quote\S*|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|__aliyun_previous_wrap|isReplyContent|mail-editor-reference-message-container|ntes_mail_quote|qm_quote)(?:\s|$)/;
const signature =
  /(?:^|\s)(?:gmail_signature|Signature|ms-outlook-mobile-signature|moz-signature|ntes-mailmaster-signature|__aliyun_signature_wrap|xm_mail_oringinal_describe)(?:\s|$)/;
/** Markers after which nothing is the writer's own: Outlook on the web, QQ Mail. */
const endMarker = /^(?:divRplyFwdMsg|appendonsend|x_divRplyFwdMsg)$/;
const hidden = /display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em|%)?(?:;|$)/;

function endsOwnText(name: string, attributes: Attributes): boolean {
  return name === 'includetail' || endMarker.test(attributes.get('id') ?? '');
}

/** What stands for an element that is left out; undefined when it is read. */
function leftOutAs(name: string, attributes: Attributes): string | undefined {
  const marks = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''}`;
  if (name === 'blockquote' || quotation.test(marks)) return '\n>\n';
  if (unreadTags.has(name) || signature.test(marks) || attributes.has('hidden')) return '\n';
  const style = (attributes.get('style') ?? '').toLowerCase().replace(/\s+/g, '');
  return hidden.test(style) ? '' : undefined;
}

/** Where a link leads, when its text does not say. */
function shownTarget(href: string, text: string): string {
  return /^https?:\/\//i.test(href) && !/https?:\/\//i.test(text) ? ` <${href}>` : '';
}

function* tokens(html: string): Iterable<Token> {
  const lower = html.toLowerCase();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      yield { kind: 'text', text: html.slice(at) };
      return;
    }
    if (open > at) yield { kind: 'text', text: html.slice(at, open) };
    const next = html.charAt(open + 1);
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      if (end === -1) return;
      at = end + 3;
    } else if (/[a-z/!?]/i.test(next)) {
      const end = endOfTag(html, open + 1);
      if (end === -1) return;
      const tag = readTag(html.slice(open + 1, end));
      at = end + 1;
      if (tag === undefined) continue;
      yield tag;
      // Raw text: what looks like a tag in here is none.
      if (!tag.closing && (tag.name === 'script' || tag.name === 'style' || tag.name === 'title')) {
        const close = lower.indexOf(`</${tag.name}`, at);
        if (close === -1) return;
        at = close;
      }
    } else {
      yield { kind: 'text', text: '<' };
      at = open + 1;
    }
  }
}

/** Where the tag that begins before `from` is closed, quoted `>` left aside; -1 when it never is. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let i = from; i < html.length; i += 1) {
    const character = html.charAt(i);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') {
      return i;
    } else if ((character === '"' || character === "'") && /[=\s]/.test(html.charAt(i - 1))) {
      quote = character;
    }
  }
  return -1;
}

function readTag(inside: string): (Token & { kind: 'tag' }) | undefined {
  const [, slash, name] = /^(\/?)([a-z][\w:-]*)/i.exec(inside) ?? [];
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  if (slash === '') {
    const rest = inside.slice(name.length);
    for (const [, key = '', double, single, bare] of rest.matchAll(
      /([a-z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi,
    )) {
      const lowered = key.toLowerCase();
      if (!attributes.has(lowered)) attributes.set(lowered, double ?? single ?? bare ?? '');
    }
  }
  return { kind: 'tag', name: name.toLowerCase(), closing: slash === '/', attributes };
}

const named: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  ensp: ' ',
  emsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  middot: '·',
  bull: '•',
  yen: '¥',
  copy: '©',
  times: '×',
  zwnj: '',
  zwj: '',
  shy: '',
};

/** Character references as text; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
