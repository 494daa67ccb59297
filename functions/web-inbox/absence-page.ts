import { type AbsenceEntry, absenceEntry } from '../people-api/contract.ts';
import { enterAbsence } from '../people-api/enter-absence.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Absence } from '../shared/domain/inbox.ts';
import { wording } from '../shared/domain/language.ts';
import { instantOf } from '../shared/domain/local-clock.ts';
import type { Person } from '../shared/domain/person.ts';
import { html } from '../shared/pages/html.ts';
import { clockName, localMoment, momentText } from '../shared/pages/moments.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';

const formId = 'absence';

/** What stands in the form: moments on the organisation's clock. */
type Typed = Readonly<Record<'from' | 'to' | 'substitute', string>>;

/** `GET /inbox/absence`: when the reader is away, and who acts for them. */
export async function showAbsence(asked: Asked): Promise<PageAnswer> {
  const absence = await asked.world.absences.of(asked.reader.id);
  const typed = {
    from: absence === undefined ? '' : localMoment(absence.from),
    to: absence === undefined ? '' : localMoment(absence.to),
    substitute: absence?.substitute ?? '',
  };
  return absencePage(asked, 200, absence, typed);
}

/** `POST /inbox/absence`: enters, changes or ends it. */
export async function submitAbsence(asked: Asked): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const form = new URLSearchParams(request.body);
  const typed = { from: form.get('from') ?? '', to: form.get('to') ?? '', substitute: form.get('substitute') ?? '' };
  if (form.get('do') === 'remove') {
    await world.absences.remove(reader.id);
    return seeOther('/inbox/absence');
  }
  const there = await world.absences.of(reader.id);
  if (form.has('do')) return absencePage(asked, 200, there, typed);
  try {
    await enterAbsence(world, reader, entryOf(typed));
    return seeOther('/inbox/absence');
  } catch (error) {
    if (!(error instanceof SopError) || error.status >= 500) throw error;
    return absencePage(asked, error.status, there, typed, error);
  }
}

/** @throws SopError AbsenceInvalid (422) */
function entryOf({ from, to, substitute }: Typed): AbsenceEntry {
  const read = absenceEntry.safeParse({ from: instantOf(from), to: instantOf(to), substitute });
  if (read.success) return read.data;
  throw new SopError('AbsenceInvalid', 422, {
    zh: '请填写开始时间、结束时间，并选择代理人。',
    en: 'Give when it begins and ends, and choose who acts for you.',
  });
}

async function absencePage(
  asked: Asked,
  status: number,
  there: Absence | undefined,
  typed: Typed,
  error?: SopError,
): Promise<PageAnswer> {
  const { world, language } = asked;
  const say = speaker(language);
  const clock = clockName(language);
  const colleagues = await colleaguesOf(asked);
  const name = there === undefined ? undefined : ((await world.people.get(there.substitute))?.name ?? there.substitute);
  const [field] =
    error?.name === 'AbsenceInvalid' && !error.fields.some(({ pointer }) => pointer === '/substitute')
      ? error.fields
      : [];
  const moment = (key: 'from' | 'to', label: string) =>
    html`<div class="field moment"><label for="${key}">${label}</label><input id="${key}" name="${key}" type="datetime-local" value="${typed[key]}"></div>`;
  return inboxPage(status, asked, {
    title: say('请假与代理', 'Absence'),
    section: 'absence',
    form: formId,
    main: html`${error !== undefined && html`<div class="alert" role="alert"><p>${wording(field?.text ?? error.text, language)}</p></div>`}
<h1>${say('请假与代理', 'Away, and who acts for me')}</h1>
<p class="ask">${say('您不在时，落到您名下的任务由代理人处理。', 'While you are away, tasks that fall to you go to your substitute.')}</p>
${
  there !== undefined &&
  html`<div class="note done"><p>${say(`已登记：${momentText(there.from, language)} 至 ${momentText(there.to, language)}，由${name}代理。`, `Entered: ${momentText(there.from, language)} to ${momentText(there.to, language)}; ${name} acts for you.`)}</p></div>`
}
<form class="sheet" id="${formId}" method="post" action="/inbox/absence" novalidate>
<div class="cells">${moment('from', say(`开始（${clock}）`, `From (${clock})`))}${moment('to', say(`结束（${clock}）`, `To (${clock})`))}</div>
<div class="field"><label for="substitute">${say('代理人', 'Substitute')}</label><select id="substitute" name="substitute"><option value="">${say('请选择…', 'Choose…')}</option>${colleagues.map(
      (person) =>
        html`<option value="${person.id}"${person.id === typed.substitute && html` selected`}>${person.name}（${person.id}）</option>`,
    )}</select></div>
<div class="outcomes"><button>${there === undefined ? say('登记', 'Enter') : say('更改', 'Change')}</button>${there !== undefined && html`<button class="second" name="do" value="remove">${say('取消登记', 'I am not away')}</button>`}</div>
</form>`,
  });
}

/** Who could act for the reader: everybody who shares a role with them. */
async function colleaguesOf({ world, reader }: Asked): Promise<readonly Person[]> {
  const members = (await Promise.all(reader.roles.map((role) => world.people.withRole(role)))).flat();
  return [...new Map(members.filter(({ id }) => id !== reader.id).map((person) => [person.id, person])).values()];
}
