import type { SopError } from '../shared/domain/errors.ts';
import { wording } from '../shared/domain/language.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Task } from '../shared/domain/task.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { clockName, localMoment, shortMomentText } from '../shared/pages/moments.ts';
import { readComments } from '../tasks-api/comment-task.ts';
import { type Asked, speaker } from './asked.ts';
import { commentFilesView } from './comment-files-view.ts';
import { namesOf } from './people-names.ts';

/** The forms of a task's page beside the one that decides. */
export type Aside = 'delegation' | 'reassignment' | 'comments' | 'follow-up' | 'files';

/** A form that was refused: what was typed, and why. */
export interface RefusedAside {
  readonly aside: Aside;
  readonly typed: URLSearchParams;
  readonly error: SopError;
}

/** So many comments are shown; nobody has more to say about one task. */
const MOST_COMMENTS = 100;

/** What can be done with a task besides deciding it: talk about it, be reminded of it, pass it on. */
export async function asidesView(
  asked: Asked,
  task: Task,
  actions: readonly string[],
  refused?: RefusedAside,
): Promise<Html> {
  const open = task.status === 'OPEN' && task.expiresAt > asked.world.now().toISOString();
  const [comments, reminder, passing] = await Promise.all([
    commentsView(asked, task, refused),
    open ? reminderView(asked, task, refused) : undefined,
    passingView(asked, task, actions, refused),
  ]);
  return html`${comments}${passing}${reminder}`;
}

async function commentsView(asked: Asked, task: Task, refused?: RefusedAside): Promise<Html> {
  const { world, reader, language } = asked;
  const say = speaker(language);
  const [{ items }, files] = await Promise.all([
    readComments(world, reader, task.id, { limit: MOST_COMMENTS }),
    commentFilesView(asked, task),
  ]);
  const nameOf = await namesOf(
    world.people,
    items.map(({ by }) => by),
  );
  const mistake = mistakeIn('comments', asked, refused);
  return html`<h2 id="comments">${say('讨论', 'Comments')}</h2>
<div class="sheet">${
    items.length > 0 &&
    html`<ul class="talk">${items.map(
      ({ id, by, at, text }) =>
        html`<li><p class="at">${nameOf(by)} · ${shortMomentText(at, language)}</p><p class="said">${text}</p>${files.of(id)}</li>`,
    )}</ul>`
  }${files.adding}<form method="post" action="/inbox/tasks/${task.id}/comments">${files.carried}<div class="field"><label for="text">${say('写评论', 'Say something')}</label>
<p class="hint" id="text-hint">${say('用 @用户名 或 @姓名 提及同事，对方会收到邮件。', 'Mention a colleague with @user.name and they get a mail.')}</p>${mistake}
<textarea id="text" name="text" rows="2" maxlength="4000" aria-describedby="text-hint">
${refused?.aside === 'comments' && (refused.typed.get('text') ?? '')}</textarea></div><button class="quiet">${say('发表', 'Post')}</button></form></div>`;
}

async function reminderView(asked: Asked, task: Task, refused?: RefusedAside): Promise<Html> {
  const { world, reader, language } = asked;
  const say = speaker(language);
  const set = await world.followUps.of(reader.id, task.id);
  const typed = refused?.aside === 'follow-up' ? refused.typed : undefined;
  const at = typed?.get('at') ?? (set === undefined ? '' : localMoment(set.at));
  const note = typed?.get('note') ?? set?.note ?? '';
  return html`<details${(set !== undefined || typed !== undefined) && html` open`}><summary>${say('提醒我', 'Remind me')}</summary>
<form class="sheet" method="post" action="/inbox/tasks/${task.id}/follow-up">${mistakeIn('follow-up', asked, refused)}
<div class="cells"><div class="field moment"><label for="at">${say(`提醒时间（${clockName(language)}）`, `When (${clockName(language)})`)}</label><input id="at" name="at" type="datetime-local" value="${at}"></div>
<div class="field text"><label for="note">${say('备注', 'Note')} <small>${say('选填', 'optional')}</small></label><input id="note" name="note" maxlength="500" value="${note}" autocomplete="off"></div></div>
<button class="quiet">${say('到时发邮件提醒我', 'Mail me then')}</button>${set !== undefined && html` <button class="quiet" name="do" value="remove">${say('取消提醒', 'No reminder')}</button>`}</form></details>`;
}

async function passingView(
  asked: Asked,
  task: Task,
  actions: readonly string[],
  refused?: RefusedAside,
): Promise<HtmlValue> {
  const delegates = actions.includes('delegate');
  const reassigns = actions.includes('reassign');
  if (!delegates && !reassigns) return undefined;
  const say = speaker(asked.language);
  const members = (await asked.world.people.withRole(task.role)).filter(({ id }) => id !== task.assignee);
  const others = members.filter(({ id }) => id !== asked.reader.id);
  return html`${
    delegates &&
    passOnForm(asked, task, 'delegation', refused, {
      title: say('委托他人', 'Have somebody act for me'),
      hint: say(
        '对方代您处理，您仍然负责；您可以随时收回。',
        'They act on your behalf, and you stay answerable; you can take it back at any time.',
      ),
      button: say('委托', 'Delegate'),
      people: task.assignee === asked.reader.id ? others : members,
    })
  }${
    reassigns &&
    passOnForm(asked, task, 'reassignment', refused, {
      title: say('改派', 'Give it to somebody else'),
      hint: say('此任务从此由对方负责。', 'From then on the task is theirs.'),
      button: say('改派', 'Reassign'),
      people: members,
    })
  }`;
}

interface PassOnWords {
  readonly title: string;
  readonly hint: string;
  readonly button: string;
  readonly people: readonly Person[];
}

function passOnForm(
  asked: Asked,
  task: Task,
  aside: 'delegation' | 'reassignment',
  refused: RefusedAside | undefined,
  { title, hint, button, people }: PassOnWords,
): Html {
  const say = speaker(asked.language);
  const mistake = mistakeIn(aside, asked, refused);
  const id = `to-${aside}`;
  return html`<details${mistake !== undefined && html` open`}><summary>${title}</summary>
<form class="sheet" method="post" action="/inbox/tasks/${task.id}/${aside}">${mistake}
<div class="field"><label for="${id}">${say('交给', 'Who')}</label><p class="hint">${hint}</p><select id="${id}" name="to"><option value="">${say('请选择…', 'Choose…')}</option>${people.map(
    (person) => html`<option value="${person.id}">${person.name}（${person.id}）</option>`,
  )}</select></div><button class="quiet">${button}</button></form></details>`;
}

function mistakeIn(aside: Aside, { language }: Asked, refused: RefusedAside | undefined): HtmlValue {
  if (refused?.aside !== aside) return undefined;
  const { error } = refused;
  // What is wrong with whom to pass it on to is said in the sentence; the field's speaks to the API's callers.
  const [field] = aside === 'comments' || aside === 'follow-up' ? error.fields : [];
  return html`<p class="error" role="alert">${wording(field?.text ?? error.text, language)}</p>`;
}
