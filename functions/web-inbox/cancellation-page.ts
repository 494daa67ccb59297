import { cancelCase } from '../cases-api/cancel-case.ts';
import { cancellation } from '../cases-api/contract.ts';
import { visibleCase } from '../cases-api/read-case.ts';
import { caseNotYours, mayCancel } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import { freshIdentity } from '../shared/http/identity.ts';
import { html } from '../shared/pages/html.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';

const formId = 'cancellation';

/** `GET /inbox/cases/{id}/cancellation`: asks for the reason, and says what will happen. @throws as `submitCancellation` */
export async function showCancellation(asked: Asked, id: string): Promise<PageAnswer> {
  const salesCase = await cancellableCase(asked, id);
  return hasEnded(salesCase) ? seeOther(`/inbox/cases/${id}`) : cancellationPage(asked, salesCase, 200, '');
}

/**
 * `POST /inbox/cases/{id}/cancellation`: calls the sale off. Pressed twice, it does no more.
 * @throws SopError CaseNotFound (404), CaseNotYours (403), CaseEnded (409)
 */
export async function submitCancellation(asked: Asked, id: string): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const typed = new URLSearchParams(request.body);
  const reason = typed.get('reason') ?? '';
  if (typed.has('do')) return cancellationPage(asked, await cancellableCase(asked, id), 200, reason);
  const read = cancellation.safeParse({ reason });
  if (!read.success) {
    return cancellationPage(asked, await cancellableCase(asked, id), 422, reason, mistakeOf(asked, reason));
  }
  const identity = freshIdentity(world.now());
  await cancelCase(world, { actor: reader, id, reason: read.data.reason, via: 'inbox', identity });
  return seeOther(`/inbox/cases/${id}`);
}

function mistakeOf({ language }: Asked, reason: string): string {
  const say = speaker(language);
  return reason.trim() === ''
    ? say('请填写取消的原因。', 'Say why the case is cancelled.')
    : say('最多 1000 个字。', 'At most 1000 characters.');
}

async function cancellableCase({ world, reader }: Asked, id: string): Promise<SalesCase> {
  const salesCase = await visibleCase(world, reader, id);
  if (!mayCancel(reader, salesCase)) throw caseNotYours();
  return salesCase;
}

function cancellationPage(
  asked: Asked,
  salesCase: SalesCase,
  status: number,
  reason: string,
  mistake?: string,
): PageAnswer {
  const say = speaker(asked.language);
  const described = mistake === undefined ? undefined : html` aria-describedby="reason-error" aria-invalid="true"`;
  return inboxPage(status, asked, {
    title: `${say('取消项目', 'Cancel the case')} · ${salesCase.id}`,
    section: 'cases',
    form: formId,
    main: html`<p class="crumb"><a href="/inbox/cases/${salesCase.id}">← ${say('项目', 'Case')} ${salesCase.id}</a></p>
<h1>${say('取消项目', 'Cancel the case')}</h1>
<p class="ask">${salesCase.customerName} · ${salesCase.title}</p>
<div class="alert"><p>${say('流程立即停止，所有未完成的任务随之取消，邮件中的链接全部失效。取消后不能恢复。', 'The case stops at once, its open tasks are cancelled, and the links in mails no longer work. This cannot be undone.')}</p></div>
<form class="sheet" id="${formId}" method="post" action="/inbox/cases/${salesCase.id}/cancellation" novalidate>
<div class="field"><label for="reason">${say('取消的原因', 'Why it is cancelled')}</label>
${mistake !== undefined && html`<p class="error" id="reason-error">${mistake}</p>`}
<textarea id="reason" name="reason" rows="4" maxlength="1000"${described}>
${reason}</textarea></div>
<div class="outcomes"><button class="danger">${say('取消此项目', 'Cancel this case')}</button><a class="button quiet" href="/inbox/cases/${salesCase.id}">${say('不取消，返回', 'Keep it, go back')}</a></div>
</form>`,
  });
}
