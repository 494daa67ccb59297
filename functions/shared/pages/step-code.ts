import { type HtmlValue, html } from './html.ts';

/** The manual's code of a step, as its users know it; steps we added for a code carry it in front. */
export function stepCode(step: string): HtmlValue {
  const [code] = /^\d+/.exec(step) ?? [];
  return code !== undefined && html`<span class="code">${code}</span> `;
}
