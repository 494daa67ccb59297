import type { Language } from '../domain/language.ts';
import { type Html, type HtmlValue, html } from '../pages/html.ts';
import type { FactRow } from '../pages/key-facts.ts';

/** One piece of a mail, written once and rendered twice: as plain text and as HTML. */
export type Block =
  | { readonly kind: 'heading' | 'paragraph' | 'small'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly FactRow[] }
  | { readonly kind: 'note'; readonly label: string; readonly text: string }
  | { readonly kind: 'list'; readonly label: string; readonly items: readonly string[] }
  | { readonly kind: 'action'; readonly label: string; readonly href: string; readonly hint: string };

/** The part of a mail in one language. */
export interface Section {
  readonly language: Language;
  readonly blocks: readonly Block[];
}

/** The plain-text body: sections one below the other, parted by a rule. */
export function mailText(sections: readonly Section[]): string {
  const texts = sections.map(({ language, blocks }) => blocks.map((block) => blockText(block, language)).join('\n\n'));
  return `${texts.join(`\n\n${'─'.repeat(30)}\n\n`)}\n`;
}

function blockText(block: Block, language: Language): string {
  const colon = language === 'en' ? ': ' : '：';
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'small':
      return block.text;
    case 'facts':
      return block.rows.map(([label, value]) => `${label}${colon}${value}`).join('\n');
    case 'note':
      return `${block.label}\n${block.text.replace(/^/gm, '> ')}`;
    case 'list':
      return `${block.label}\n${block.items.map((item) => `- ${item}`).join('\n')}`;
    case 'action':
      return `${block.label}${colon.trimEnd()}\n${block.href}`;
  }
}

const ink = '#1d2733';
const quiet = '#5b6673';
const line = '#e3e7ec';
const accent = '#0f5661';
const fonts = "-apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Segoe UI', Roboto, Arial, sans-serif";

/** The HTML body: one column, styles inline, nothing fetched from anywhere. */
export function mailHtml(subject: string, sections: readonly Section[]): string {
  const language = sections[0]?.language ?? 'zh-CN';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${subject}</title>
</head>
<body style="margin:0;padding:0;background:#f3f5f7;">
<div style="max-width:600px;margin:0 auto;padding:24px 16px;font-family:${fonts};font-size:16px;line-height:1.65;color:${ink};">
${sections.map(sectionHtml)}
</div>
</body>
</html>
`.toString();
}

function sectionHtml({ language, blocks }: Section): Html {
  return html`<div lang="${language}" style="background:#ffffff;border:1px solid ${line};border-radius:10px;padding:24px 22px;margin:0 0 16px;">
${blocks.map(blockHtml)}
</div>
`;
}

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h1 style="font-size:20px;line-height:1.4;margin:0 0 12px;">${block.text}</h1>\n`;
    case 'paragraph':
      return html`<p style="margin:0 0 14px;">${block.text}</p>\n`;
    case 'small':
      return html`<p style="margin:14px 0 0;font-size:13px;color:${quiet};">${block.text}</p>\n`;
    case 'facts':
      return html`<div style="margin:0 0 16px;border-top:1px solid ${line};">${block.rows.map(
        ([label, value]) =>
          html`<div style="padding:8px 0;border-bottom:1px solid ${line};"><div style="font-size:13px;color:${quiet};">${label}</div><div style="overflow-wrap:anywhere;">${linked(value)}</div></div>`,
      )}</div>\n`;
    case 'note':
      return html`<div style="margin:0 0 16px;padding:10px 14px;border-left:4px solid #c98a1b;background:#fdf7ea;"><div style="font-size:13px;color:#7a5410;">${block.label}</div><div style="white-space:pre-line;overflow-wrap:anywhere;">${block.text}</div></div>\n`;
    case 'list':
      return html`<p style="margin:0 0 4px;font-weight:bold;">${block.label}</p>
<ul style="margin:0 0 16px;padding-left:22px;">${block.items.map((item) => html`<li style="margin:4px 0;overflow-wrap:anywhere;">${linked(item)}</li>`)}</ul>\n`;
    case 'action':
      return html`<p style="margin:20px 0 14px;"><a href="${block.href}" style="display:inline-block;padding:12px 28px;border-radius:8px;background:${accent};color:#ffffff;text-decoration:none;font-weight:bold;">${block.label}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:${quiet};">${block.hint}<br><a href="${block.href}" style="color:${accent};overflow-wrap:anywhere;word-break:break-all;">${block.href}</a></p>\n`;
  }
}

/** A value that is a web address, as a link to it. */
function linked(value: string): HtmlValue {
  return /^https?:\/\/\S+$/i.test(value) ? html`<a href="${value}" style="color:${accent};">${value}</a>` : value;
}
