import type { DocumentKind } from '../domain/document-kinds.ts';
import { hasSums } from './calculation.ts';
import { fieldsOf } from './form-field.ts';
import { controlId, type FormState, formFields } from './form-view.ts';
import { type Html, html } from './html.ts';

/** The fields of a document, to be filled in, with the button that works out its sums where it has some. */
export function documentFields(kind: DocumentKind, state: FormState): Html {
  const say = (zh: string, en: string): string => (state.language === 'en' ? en : zh);
  return html`<div class="sheet"><div class="cells">${formFields(fieldsOf(kind), state)}</div>${
    hasSums(kind) &&
    html`<div class="calculate"><p class="hint">${say('金额可以自动计算：填好其他内容后点击，再核对结果。', 'The sums can be worked out for you: fill in the rest, press this, then check them.')}</p><button class="quiet" name="do" value="calculate" formaction="${state.action}#${controlId('tax')}">${say('计算金额', 'Work out the sums')}</button></div>`
  }</div>`;
}
