import { type DocumentDifference, valueText } from '../domain/difference.ts';
import { type Language, wording } from '../domain/language.ts';
import { type Html, html } from './html.ts';

/** What has changed in documents, field by field: what stood there, and what stands there now. */
export function changesView(difference: readonly DocumentDifference[], language: Language): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return html`${difference.map(
    ({ title, from, to, changes }) => html`<section class="document">
<h3>${wording(title, language)} <small>${
      from === 0
        ? say(`第 ${to} 版`, `version ${to}`)
        : say(`第 ${from} 版 → 第 ${to} 版`, `version ${from} → version ${to}`)
    }</small></h3>
<dl>${changes.map(
      ({ label, from: was, to: now }) =>
        html`<div class="row"><dt>${wording(label, language)}</dt><dd><ins>${valueText(now, language)}</ins> <span class="was">${say('原为', 'was')} ${valueText(was, language)}</span></dd></div>`,
    )}</dl>
</section>`,
  )}`;
}
