import type { Attachment, Attachments, FileLinks, SniffType } from '../shared/domain/attachment.ts';
import type { DocumentVersion } from '../shared/domain/case.ts';
import type { Language } from '../shared/domain/language.ts';
import type { Task } from '../shared/domain/task.ts';
import { filesView, isPicture, type ShownFile } from '../shared/pages/files-view.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import type { Bound } from './link-state.ts';

/** The files of cases, as the page shows and takes them. */
export interface CaseFiles {
  readonly attachments: Attachments;
  readonly links: FileLinks;
  readonly sniff: SniffType;
}

/** What the page shows of files, and where its pictures come from. */
export interface FilesPart {
  /** The files of the documents that are decided on. */
  readonly grounds: HtmlValue;
  /** The files of the task itself, with a way to add one. */
  readonly own: HtmlValue;
  readonly imagesFrom: string | undefined;
}

/**
 * The files a person may see: those of the tasks that made the documents they decide on, and their own task's. They belong
 * to the task they came to, so that each version of a document keeps its files.
 */
export async function filesPart(
  { attachments, links }: CaseFiles,
  { task, step }: Pick<Bound, 'task' | 'step'>,
  subject: readonly { readonly document: DocumentVersion }[],
  language: Language,
): Promise<FilesPart> {
  const all = await attachments.list(task.caseId);
  const show = (files: readonly Attachment[]): Promise<readonly ShownFile[]> =>
    Promise.all(files.map(async (file) => ({ file, address: await links.read(file, { inline: isPicture(file) }) })));
  const made = new Set(subject.flatMap(({ document }) => document.taskId ?? []));
  const grounds = await show(all.filter(({ taskId }) => made.has(taskId)));
  const own = await show(all.filter(({ taskId }) => taskId === task.id));
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return {
    grounds:
      grounds.length > 0 &&
      html`<h2>${say('相关文件', 'Files')}</h2><div class="sheet">${filesView(grounds, language)}</div>`,
    own: (step.produces !== undefined || own.length > 0) && uploadView(task, own, language),
    imagesFrom: [...grounds, ...own].some(({ file }) => isPicture(file)) ? await links.origin() : undefined,
  };
}

function uploadView(task: Pick<Task, 'attempt'>, own: readonly ShownFile[], language: Language): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return html`<h2 id="files">${say('上传文件', 'Add files')}</h2>
<div class="sheet">${own.length > 0 && filesView(own, language)}
<form method="post" action="?lang=${language}" enctype="multipart/form-data">
<input type="hidden" name="attempt" value="${task.attempt}">
<div class="field"><label for="file">${say('选择文件', 'Choose a file')} <small>${say('选填', 'optional')}</small></label>
<p class="hint">${say(
    '图片、PDF 或 Office 文件，每个不超过 4 MB。请先上传文件，再填写下面的表单。',
    'A picture, PDF or Office file of at most 4 MB. Add files first, then fill in the form below.',
  )}</p>
<input id="file" type="file" name="file" required></div>
<button class="quiet">${say('上传', 'Upload')}</button>
</form></div>`;
}
