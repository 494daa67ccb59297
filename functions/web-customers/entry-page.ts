import type { MatchView } from '../customers-api/contract.ts';
import { type FlagId, flagTexts } from '../shared/domain/intake-flags.ts';
import { wording } from '../shared/domain/language.ts';
import { alertView } from '../shared/pages/alert-view.ts';
import type { Leaf } from '../shared/pages/form-field.ts';
import { formFields } from '../shared/pages/form-view.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import type { Mistake } from '../shared/pages/mistakes.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { inboxPage } from '../web-inbox/inbox-page.ts';
import type { CustomersAsked } from './customers-world.ts';
import { CONFIRMED, type TypedEntry } from './entry-form.ts';
import { findingsView } from './findings-view.ts';

/** What a form with a customer's facts says besides them. */
export interface EntryContent {
  readonly typed: TypedEntry;
  readonly mistakes?: readonly Mistake[];
  /** What keeps it from being done. */
  readonly alert?: Html;
  /** What the check found, in words. */
  readonly advice?: string;
  readonly matches?: readonly MatchView[];
  /** What has to be cleared up with the customer (IN-6). */
  readonly flags?: readonly FlagId[];
}

/** A form with a customer's facts: what it is called, what it asks for, where it goes. */
export interface EntryWords {
  readonly title: string;
  readonly ask: string;
  readonly action: string;
  readonly fields: readonly Leaf[];
  readonly buttons: HtmlValue;
  /** What stands above the title. */
  readonly crumb: Html;
}

const formId = 'entry';

/** The page of such a form; whatever was typed is still there. */
export function entryPage(asked: CustomersAsked, status: number, words: EntryWords, content: EntryContent): PageAnswer {
  const { language } = asked;
  const { title, ask, action, fields, buttons, crumb } = words;
  const { typed, mistakes = [], alert, advice, matches = [], flags = [] } = content;
  const state = {
    language,
    values: typed.values,
    errors: new Map(mistakes.map(({ name, text }) => [name, text])),
    moreRows: new Map(),
    action,
  };
  return inboxPage(status, asked, {
    title,
    section: 'customers',
    form: formId,
    main: html`${alertView(alert, mistakes, language)}
${crumb}<h1>${title}</h1>
<p class="ask">${ask}</p>
${advice !== undefined && html`<div class="note${matches.length === 0 && ' done'}" role="status"><p>${advice}</p></div>`}
${findingsView(matches, language)}
<form id="${formId}" method="post" action="${action}" accept-charset="utf-8" novalidate>
<input type="hidden" name="key" value="${typed.key}">
<div class="sheet"><div class="cells">${formFields(fields, state)}</div></div>
${flagsView(asked, [...new Set([...flags, ...typed.confirmed])], typed.confirmed)}
<div class="outcomes">${buttons}</div>
</form>`,
  });
}

/** IN-6: what looks odd is corrected, or ticked once it was cleared up with the customer. */
function flagsView({ language }: CustomersAsked, flags: readonly FlagId[], ticked: readonly FlagId[]): HtmlValue {
  const say = speaker(language);
  return (
    flags.length > 0 &&
    html`<div class="sheet"><fieldset><legend>${say('请向客户核实', 'Confirm with the customer')}</legend><p class="hint">${say('有误的请更正；核实无误的请勾选。', 'Correct what is wrong; tick what the customer confirmed.')}</p>${flags.map(
      (flag) =>
        html`<div class="field tick"><label for="flag-${flag}"><input type="checkbox" id="flag-${flag}" name="${CONFIRMED}" value="${flag}"${ticked.includes(flag) && html` checked`}> ${say('已核实：', 'Confirmed: ')}${wording(flagTexts[flag].text, language)}</label></div>`,
    )}</fieldset></div>`
  );
}
