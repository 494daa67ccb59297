import {
  clearSuppressedAddress,
  listSuppressedAddresses,
  type SuppressedAddress,
} from '../people-api/suppressed-addresses.ts';
import { SopError } from '../shared/domain/errors.ts';
import { wording } from '../shared/domain/language.ts';
import { nextPage } from '../shared/http/paging.ts';
import { type Html, html } from '../shared/pages/html.ts';
import { shortMomentText } from '../shared/pages/moments.ts';
import { troubleTitles } from '../shared/pages/notice-trouble.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { staleCursor } from './stale-cursor.ts';

const PAGE_SIZE = 30;

/** `GET /inbox/addresses`: the mail addresses that nothing is sent to. @throws SopError AddressesNotYours (403) */
export async function showAddresses(asked: Asked, refused?: SopError): Promise<PageAnswer> {
  const { world, reader, request, language } = asked;
  const { cursor } = request.query;
  const page = await listSuppressedAddresses(world, reader, {
    limit: PAGE_SIZE,
    ...(cursor === undefined ? {} : { cursor }),
  }).catch(staleCursor);
  if (page === undefined) return seeOther('/inbox/addresses');
  const say = speaker(language);
  const next = nextPage('/inbox/addresses', {}, page.cursor);
  return inboxPage(refused?.status ?? 200, asked, {
    title: say('邮件投递', 'Mail delivery'),
    section: 'addresses',
    main: html`${refused !== undefined && html`<div class="alert" role="alert"><p>${wording(refused.text, language)}</p></div>`}
<h1>${say('停止投递的邮箱', 'Addresses no mail is sent to')}</h1>
<p class="ask">${say('退回邮件或投诉过的邮箱不再收到邮件，其任务会转给代理人或主管。确认邮箱可用后恢复投递；仍未完成的任务，被退回的通知会随即补发一次。', 'An address that bounced or complained gets no more mails, and its tasks go to a substitute or supervisor. Have mails sent again once the mailbox works: notices that bounced, of tasks that are open still, are sent again at once.')}</p>
${
  page.items.length === 0
    ? html`<p class="empty">${say('没有停止投递的邮箱。', 'Mails are sent to everybody.')}</p>`
    : html`<ul class="items">${page.items.map((item) => addressItem(asked, item))}</ul>`
}
${next !== undefined && html`<p><a class="more" href="${next}">${say('更早的 →', 'Earlier ones →')}</a></p>`}`,
  });
}

/** `POST /inbox/addresses/{id}`: has mails sent there again. @throws SopError AddressesNotYours (403) */
export async function clearAddress(asked: Asked, id: string): Promise<PageAnswer> {
  const { world, reader } = asked;
  try {
    await clearSuppressedAddress(world, { actor: reader, id, via: 'inbox', at: world.now() });
    return seeOther('/inbox/addresses');
  } catch (error) {
    if (error instanceof SopError && error.name === 'AddressUnknown') return showAddresses(asked, error);
    throw error;
  }
}

function addressItem({ language }: Asked, { id, reason, at, person, taskId }: SuppressedAddress): Html {
  const say = speaker(language);
  const name = person?.name ?? say('已无人使用的邮箱', 'An address nobody has any more');
  return html`<li class="item"><div class="what"><h3>${name} <span class="tag ${reason}">${wording(troubleTitles[reason], language)}</span></h3>
<p class="where">${shortMomentText(at, language)}${taskId !== undefined && html` · <a href="/inbox/tasks/${taskId}">${say('有关的任务', 'The task it was about')}</a>`}</p></div>
<form class="when" method="post" action="/inbox/addresses/${id}"><button class="quiet" aria-label="${say(`恢复投递：${name}`, `Send mails again: ${name}`)}">${say('恢复投递', 'Send mails again')}</button></form></li>
`;
}
