import { shown } from '../link-page/task-files.ts';
import type { Task } from '../shared/domain/task.ts';
import type { WaitingFile } from '../shared/domain/upload.ts';
import { fileLinks } from '../shared/pages/files-view.ts';
import { type HtmlValue, html } from '../shared/pages/html.ts';
import { uploadForm, waitingField, waitingName } from '../shared/pages/upload-view.ts';
import { placeOf } from '../tasks-api/take-waiting.ts';
import { type Asked, speaker } from './asked.ts';

/** What a task's comments show of files. */
export interface CommentFilesView {
  /** The files of a comment, by its id. */
  readonly of: (comment: string) => HtmlValue;
  /** What the next comment will carry, and the way to add one; stands before the form it is written in. */
  readonly adding: HtmlValue;
  /** Names what the next comment carries, within the form it is written in. */
  readonly carried: HtmlValue;
}

/** The files of a task's comments, and the reader's way to add some to their own. */
export async function commentFilesView({ world, reader, language }: Asked, task: Task): Promise<CommentFilesView> {
  const { attachments, links, uploads } = world.files;
  const place = placeOf({ task, by: reader.id }, 'comment');
  const address = `/inbox/tasks/${task.id}`;
  const [all, form, waiting] = await Promise.all([
    attachments.list(task.caseId),
    uploads.form(place, `${world.publicUrl}${address}`, world.now()),
    uploads.waiting(place),
  ]);
  const files = all.filter(({ taskId, comment }) => taskId === task.id && comment !== undefined);
  const readable = await shown(links, files);
  const say = speaker(language);
  const words = {
    id: 'comment-file',
    anchor: 'comments',
    label: say('选择附件', 'Choose a file to attach'),
    hint: say(
      '先上传附件，再写评论。图片、PDF 或 Office 文件，每个不超过 50 MB。',
      'Upload first, then write. A picture, PDF or Office file of at most 50 MB.',
    ),
  };
  const open = waiting.length > 0 && html` open`;
  return {
    of: (id) => {
      const own = readable.filter(({ file }) => file.comment === id);
      return own.length > 0 && fileLinks(own);
    },
    carried: waiting.map(waitingField),
    adding: html`<details${open}><summary>${say('添加附件', 'Attach a file')}</summary>
${waiting.map((file) => waitingOne(file, `${address}/comments`, say('移除', 'Remove'), say('随下一条评论发表', 'goes with your next comment')))}
${uploadForm(form, words, language)}</details>`,
  };
}

function waitingOne(file: WaitingFile, action: string, remove: string, what: string): HtmlValue {
  return html`<form class="note" method="post" action="${action}">${waitingField(file)}<p>${waitingName(file)} <small>· ${what}</small></p>
<div class="deeds"><button class="quiet" name="do" value="drop-files">${remove}</button></div></form>`;
}
