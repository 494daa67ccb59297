import type { Language } from '../domain/language.ts';
import type { UploadForm, WaitingFile } from '../domain/upload.ts';
import { sizeText } from './files-view.ts';
import { type Html, html } from './html.ts';
import { decisionFormId } from './task-parts.ts';

/** What a phone offers to choose from: its camera and pictures, and the documents a case takes. */
const offered = 'image/*,application/pdf,.docx,.xlsx,.pptx';

/** What the forms of our own pages name what to do with files that wait. */
export const fileDeeds = ['keep-files', 'drop-files'] as const;
export type FileDeed = (typeof fileDeeds)[number];

export interface UploadWords {
  /** Of the file's control, unique on its page. */
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** Where on the page the browser is to be when it comes back. */
  readonly anchor: string;
}

/** A form that sends one chosen file straight to its store and comes back; its signed fields stand before the file. */
export function uploadForm({ action, fields }: UploadForm, words: UploadWords, language: Language): Html {
  const { id, label, hint, anchor } = words;
  return html`<form method="post" action="${action}#${anchor}" enctype="multipart/form-data">${Object.entries(
    fields,
  ).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="field"><label for="${id}">${label}</label>
<p class="hint" id="${id}-hint">${hint}</p>
<input id="${id}" type="file" name="file" accept="${offered}" aria-describedby="${id}-hint" required></div>
<button class="quiet">${language === 'en' ? 'Upload' : '上传'}</button>
</form>`;
}

/**
 * Files that arrived for a task and are none of its own yet: each can be kept or removed, and the form that decides brings
 * along those that are still there.
 * @param action where our own form about them goes
 */
export function waitingView(waiting: readonly WaitingFile[], action: string, language: Language): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return html`<div class="note" role="status"><p class="what">${say('已收到，尚未存入任务', 'Here, but not part of the task yet')}</p>
<p class="hint">${say('提交决定时会一并存入，也可以现在存入。', 'It is added when you decide, or right now.')}</p>${waiting.map(
    (file) => html`
<form method="post" action="${action}">${waitingField(file)}<p>${waitingName(file)}</p>
<div class="deeds"><button class="quiet" name="do" value="keep-files">${say('存入任务', 'Add it to the task')}</button><button class="quiet" name="do" value="drop-files">${say('移除', 'Remove')}</button></div></form>
<input type="hidden" name="upload" value="${file.id}" form="${decisionFormId}">`,
  )}</div>`;
}

/** Names a waiting file in the form it stands in. */
export function waitingField({ id }: Pick<WaitingFile, 'id'>): Html {
  return html`<input type="hidden" name="upload" value="${id}">`;
}

export function waitingName({ name, size }: Pick<WaitingFile, 'name' | 'size'>): Html {
  return html`<strong class="file-name">${name}</strong> <small>${sizeText(size)}</small>`;
}
