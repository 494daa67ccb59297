import { html } from './html.ts';
import { speaker } from './language.ts';
import { moment, type Page } from './layout.ts';
import type { PageRequest } from './pages.ts';

const shown = 200;

/** The mailbox, newest first. */
export function mailsPage({ ports, url, language }: PageRequest): Page {
  const say = speaker(language);
  const to = url.searchParams.get('to') ?? '';
  const mails = ports.mails.list(to === '' ? undefined : to).slice(0, shown);
  const known = new Map(ports.people.map((person) => [person.email, `${person.name} · ${person.email}`]));
  if (to !== '' && !known.has(to)) known.set(to, to);
  return {
    url,
    language,
    section: 'mail',
    title: say('mail'),
    refreshSeconds: 5,
    content: html`<h1>${say('mail')}</h1>
<form method="get" action="/local/mail"><p><label>${say('to')} <select name="to">
<option value="">${say('everyone')}</option>
${[...known].map(([address, label]) =>
  address === to
    ? html`<option value="${address}" selected>${label}</option>`
    : html`<option value="${address}">${label}</option>`,
)}
</select></label> <button>OK</button></p></form>
${
  mails.length === 0
    ? html`<p class="soft">${say('noMail')}</p>`
    : html`<div class="scroll"><table><thead><tr><th>${say('received')}</th><th>${say('to')}</th><th>${say('subject')}</th></tr></thead><tbody>
${mails.map(
  (mail) => html`<tr><td class="time">${moment(mail.receivedAt)}</td><td>${mail.to.join(', ')}</td>
<td><a href="/local/mail/${encodeURIComponent(mail.id)}">${mail.subject === '' ? '—' : mail.subject}</a></td></tr>`,
)}</tbody></table></div>`
}`,
  };
}

/** One mail: as its reader sees it, as text, its headers and attachments. @throws Error when there is none of that id. */
export async function mailPage({ ports, url, language }: PageRequest, id: string): Promise<Page> {
  const say = speaker(language);
  const mail = await ports.mails.read(id);
  const base = `/local/mail/${encodeURIComponent(id)}`;
  return {
    url,
    language,
    section: 'mail',
    title: mail.subject,
    content: html`<h1>${mail.subject}</h1>
<div class="panel"><dl>
<dt>${say('from')}</dt><dd>${mail.from}</dd>
<dt>${say('to')}</dt><dd>${mail.to.join(', ')}</dd>
<dt>${say('received')}</dt><dd>${moment(mail.receivedAt)}</dd>
${
  mail.attachments.length === 0
    ? ''
    : html`<dt>${say('attachments')}</dt><dd>${mail.attachments.map(
        ({ filename, mimeType, content }, number) =>
          html`<a href="${base}/attachment?number=${number}">${filename}</a> <span class="soft small">${mimeType}, ${content.length} B</span><br>`,
      )}</dd>`
}
</dl></div>
${mail.html === null ? '' : html`<h2>${say('page')}</h2><iframe src="${base}/html" title="${say('page')}" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"></iframe>`}
<h2>${say('text')}</h2><div class="panel"><pre>${mail.text ?? say('none')}</pre></div>
<h2>${say('headers')}</h2><div class="panel"><dl>${mail.headers.map(({ key, value }) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl></div>
<p><a href="${base}/source">${say('source')}</a></p>`,
  };
}
