import { alertView } from '../shared/pages/alert-view.ts';
import { type FormState, formFields } from '../shared/pages/form-view.ts';
import { type HtmlValue, html } from '../shared/pages/html.ts';
import type { Mistake } from '../shared/pages/mistakes.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { CONFIRMED, type CustomerChoice, type NewCaseFields, type NewCaseTyped } from './new-case-form.ts';

export interface NewCaseContent {
  readonly fields: NewCaseFields;
  readonly typed: NewCaseTyped;
  readonly mistakes: readonly Mistake[];
  readonly alert?: string;
  /** The application that the customer's entry became (IN-4). */
  readonly applicationId?: string | undefined;
}

const formId = 'new-case';

/** The form for a new case: the customer, whom to mail, who acts. */
export function newCasePage(asked: Asked, status: number, content: NewCaseContent): PageAnswer {
  const { language, reader } = asked;
  const { fields, typed, mistakes } = content;
  const say = speaker(language);
  const action = '/inbox/cases/new';
  const state: FormState = {
    language,
    values: typed.values,
    errors: new Map(mistakes.map(({ name, text }) => [name, text])),
    moreRows: new Map(),
    action,
  };
  const enters = reader.roles.includes('sales');
  return inboxPage(status, asked, {
    title: say('新建项目', 'New case'),
    section: 'new-case',
    form: formId,
    main: html`${alertView(content.alert, mistakes, language)}${applicationLink(asked, content)}
<h1>${say('新建项目', 'New case')}</h1>
<p class="ask">${say('客户有推广意向后，在这里登记并启动流程。', 'When a customer wants to advertise, record it here and start the procedure.')}</p>
<form id="${formId}" method="post" action="${action}" accept-charset="utf-8" novalidate>
<input type="hidden" name="key" value="${typed.key}">
${typed.values.has(CONFIRMED) && html`<input type="hidden" name="${CONFIRMED}" value="${typed.values.get(CONFIRMED)}">`}
<h2>${say('客户', 'Customer')}</h2>
<div class="sheet">
${
  enters
    ? html`<div class="choices" role="radiogroup" aria-label="${say('客户', 'Customer')}">${radio('known', typed.customer, say('已录入的客户', 'Entered already'))}${radio('new', typed.customer, say('录入新客户', 'Enter a new one'))}</div>`
    : html`<input type="hidden" name="customer" value="known">`
}
<div class="cells customer-known">${formFields(fields.known, state)}</div>
${enters && html`<div class="customer-new"><p class="hint">${say('录入时自动查重：与已有客户相同的，不能录入；写法不同也能认出。', 'Checked for duplicates: a customer that is there already, however it is written, cannot be entered again.')}</p><div class="cells">${formFields(fields.new, state)}</div></div>`}
</div>
<h2>${say('客户联系人', 'Contact at the customer')}</h2>
<div class="sheet"><div class="cells">${formFields(fields.contact, state)}</div></div>
<h2>${say('项目', 'Case')}</h2>
<div class="sheet"><div class="cells">${formFields(fields.sale, state)}</div></div>
<div class="outcomes"><button>${say('启动流程', 'Start the case')}</button><a class="button quiet" href="/inbox/cases">${say('返回', 'Back')}</a></div>
</form>`,
  });
}

/** Where the applicant follows what the approval group decides. */
function applicationLink({ language }: Asked, { applicationId }: NewCaseContent): HtmlValue {
  const title = speaker(language)('查看申请', 'See the application');
  return (
    applicationId !== undefined &&
    html`<p><a class="button quiet" href="/inbox/applications/${applicationId}">${title}</a></p>`
  );
}

function radio(value: CustomerChoice, chosen: CustomerChoice, title: string): HtmlValue {
  return html`<label><input type="radio" id="customer-${value}" name="customer" value="${value}"${value === chosen && html` checked`}> ${title}</label>`;
}
