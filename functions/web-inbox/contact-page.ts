import { changeContact, contactNotYours } from '../cases-api/change-contact.ts';
import { contactWish } from '../cases-api/contract.ts';
import { visibleCase } from '../cases-api/read-case.ts';
import { mayChangeContact } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import type { FieldError } from '../shared/domain/errors.ts';
import { fieldErrors } from '../shared/domain/field-errors.ts';
import { wording } from '../shared/domain/language.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';

const formId = 'contact';

/** What stands in the form's fields. */
type Typed = Readonly<Record<keyof SalesCase['contact'], string>>;

/**
 * `GET /inbox/cases/{id}/contact`: the contact as it is, and what happens when it is corrected.
 * @throws SopError CaseNotFound (404), CaseNotYours, ContactNotYours (403)
 */
export async function showContact(asked: Asked, id: string): Promise<PageAnswer> {
  const salesCase = await correctableCase(asked, id);
  return hasEnded(salesCase)
    ? seeOther(`/inbox/cases/${id}`)
    : contactPage(asked, salesCase, 200, salesCase.contact, []);
}

/**
 * `POST /inbox/cases/{id}/contact`: corrects the contact. Pressed twice, it does no more.
 * @throws SopError CaseNotFound (404), CaseNotYours, ContactNotYours (403), CaseEnded (409)
 */
export async function submitContact(asked: Asked, id: string): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const form = new URLSearchParams(request.body);
  const sent = (field: keyof Typed): string => (form.get(field) ?? '').trim();
  const typed: Typed = { name: sent('name'), email: sent('email'), language: sent('language') };
  if (form.has('do')) return contactPage(asked, await correctableCase(asked, id), 200, typed, []);
  const read = contactWish.safeParse(typed);
  if (!read.success) {
    const mistakes = fieldErrors(read.error.issues, typed);
    return contactPage(asked, await correctableCase(asked, id), 422, typed, mistakes);
  }
  await changeContact(world, { actor: reader, id, contact: read.data, via: 'inbox', at: world.now() });
  return seeOther(`/inbox/cases/${id}`);
}

async function correctableCase({ world, reader }: Asked, id: string): Promise<SalesCase> {
  const salesCase = await visibleCase(world, reader, id);
  if (!mayChangeContact(reader, salesCase)) throw contactNotYours();
  return salesCase;
}

function contactPage(
  asked: Asked,
  salesCase: SalesCase,
  status: number,
  typed: Typed,
  mistakes: readonly FieldError[],
): PageAnswer {
  const say = speaker(asked.language);
  const page = `/inbox/cases/${salesCase.id}`;
  const field = (name: keyof Typed, label: string, control: (described: HtmlValue) => Html): Html => {
    const mistake = mistakes.find(({ pointer }) => pointer === `/${name}`);
    const described = mistake && html` aria-describedby="${name}-error" aria-invalid="true"`;
    return html`<div class="field"><label for="${name}">${label}</label>
${mistake && html`<p class="error" id="${name}-error">${wording(mistake.text, asked.language)}</p>`}
${control(described)}</div>`;
  };
  return inboxPage(status, asked, {
    title: `${say('更正联系人', 'Correct the contact')} · ${salesCase.id}`,
    section: 'cases',
    form: formId,
    main: html`<p class="crumb"><a href="${page}">← ${say('项目', 'Case')} ${salesCase.id}</a></p>
<h1>${say('更正客户联系人', 'Correct the customer’s contact')}</h1>
<p class="ask">${salesCase.customerName} · ${salesCase.title}</p>
<div class="note"><p>${say('邮箱改变时，客户未完成的任务重新下达：新邮箱在一分钟内收到通知，此前邮件中的链接和回复全部失效。', 'With another address the customer’s open tasks are issued again: the new address is mailed within a minute, and links in earlier mails, and replies to them, no longer work.')}</p></div>
<form class="sheet" id="${formId}" method="post" action="${page}/contact" novalidate>
${field('name', say('姓名', 'Name'), (described) => html`<input id="name" name="name" maxlength="100" value="${typed.name}" autocomplete="off"${described}>`)}
${field('email', say('邮箱', 'E-mail'), (described) => html`<input id="email" name="email" type="email" maxlength="200" value="${typed.email}" autocomplete="off"${described}>`)}
${field(
  'language',
  say('邮件和页面的语言', 'Language of mails and pages'),
  (described) =>
    html`<select id="language" name="language"${described}>${languages.map(
      ([value, title]) =>
        html`<option value="${value}"${value === typed.language && html` selected`}>${title}</option>`,
    )}</select>`,
)}
<div class="outcomes"><button>${say('更正', 'Correct it')}</button><a class="button quiet" href="${page}">${say('返回', 'Go back')}</a></div>
</form>`,
  });
}

const languages: readonly (readonly [value: string, title: string])[] = [
  ['zh-CN', '中文'],
  ['en', 'English'],
];
