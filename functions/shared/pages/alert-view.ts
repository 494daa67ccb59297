import type { Language } from '../domain/language.ts';
import { controlId } from './form-view.ts';
import { Html, type HtmlValue, html } from './html.ts';
import type { Mistake } from './mistakes.ts';

/**
 * What keeps a form from being taken, each mistake leading to its field; nothing where nothing does.
 * @param alert a sentence, or whole paragraphs
 */
export function alertView(
  alert: Html | string | undefined,
  mistakes: readonly Mistake[],
  language: Language,
): HtmlValue {
  if (alert === undefined && mistakes.length === 0) return undefined;
  const what = language === 'en' ? 'Nothing is submitted yet. Please mend:' : '尚未提交，请先改正：';
  return html`<div class="alert" role="alert" tabindex="-1" autofocus>${alert instanceof Html ? alert : alert !== undefined && html`<p>${alert}</p>`}${
    mistakes.length > 0 &&
    html`<p>${what}</p><ul>${mistakes.map(
      ({ name, label, text }) =>
        html`<li><a href="#${controlId(name)}">${label}</a>${language === 'en' ? ': ' : '：'}${text}</li>`,
    )}</ul>`
  }</div>`;
}
