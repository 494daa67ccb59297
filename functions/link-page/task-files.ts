import type { Attachment, FileLinks } from '../shared/domain/attachment.ts';
import type { DocumentVersion } from '../shared/domain/case.ts';
import type { Language } from '../shared/domain/language.ts';
import type { Step } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import type { UploadForm, WaitingFile } from '../shared/domain/upload.ts';
import { filesView, isPicture, type ShownFile } from '../shared/pages/files-view.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { uploadForm, waitingView } from '../shared/pages/upload-view.ts';
import type { TaskFiles } from '../tasks-api/judge-upload.ts';
import { placeOf } from '../tasks-api/take-waiting.ts';

/** The files of cases, as pages show and take them. */
export interface CaseFiles extends TaskFiles {
  readonly links: FileLinks;
}

/** What a page shows of files, where its pictures come from, and where its forms send files to. */
export interface FilesPart {
  /** The files of the documents that are decided on. */
  readonly grounds: HtmlValue;
  /** The files of the task itself, with a way to add one. */
  readonly own: HtmlValue;
  readonly imagesFrom: string | undefined;
  readonly uploadsTo: string | undefined;
}

/** How a page takes files. */
export interface AddingFiles {
  /** Where the store's answer leads back to. */
  readonly back: string;
  /** Where our own forms about files go. */
  readonly action: string;
  readonly now: Date;
  /** Why a form about files was refused. */
  readonly mistake?: HtmlValue;
}

/** Who looks at which task's files, and how they may add to them. */
export interface FilesReader {
  readonly task: Task;
  readonly step: Step;
  readonly by: string;
  /** Undefined for who may only look. */
  readonly adding: AddingFiles | undefined;
}

/**
 * The files a person may see: those of the tasks that made the documents they decide on, and their own task's. They belong
 * to the task they came to, so that each version of a document keeps its files.
 */
export async function filesPart(
  files: CaseFiles,
  reader: FilesReader,
  subject: readonly { readonly document: DocumentVersion }[],
  language: Language,
): Promise<FilesPart> {
  const { task } = reader;
  const all = (await files.attachments.list(task.caseId)).filter(({ comment }) => comment === undefined);
  const made = new Set(subject.flatMap(({ document }) => document.taskId ?? []));
  const grounds = await shown(
    files.links,
    all.filter(({ taskId }) => made.has(taskId)),
  );
  const own = await shown(
    files.links,
    all.filter(({ taskId }) => taskId === task.id),
  );
  const adding = takesFiles(reader, own) ? await addingTo(files, reader) : undefined;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  return {
    grounds:
      grounds.length > 0 &&
      html`<h2>${say('相关文件', 'Files')}</h2><div class="sheet">${filesView(grounds, language)}</div>`,
    own: ownView(reader, own, adding, language),
    imagesFrom: [...grounds, ...own].some(({ file }) => isPicture(file)) ? await files.links.origin() : undefined,
    uploadsTo: adding === undefined ? undefined : new URL(adding.form.action).origin,
  };
}

/** Files with the addresses they are read at: pictures to be looked at, all else to be saved. */
export function shown(links: FileLinks, files: readonly Attachment[]): Promise<readonly ShownFile[]> {
  return Promise.all(
    files.map(async (file) => ({ file, address: await links.read(file, { inline: isPicture(file) }) })),
  );
}

/** A customer is asked for files where they hand in a document; staff may add some to whatever they decide. */
function takesFiles({ step, adding }: FilesReader, own: readonly ShownFile[]): boolean {
  return adding !== undefined && (step.produces !== undefined || step.role !== 'customer' || own.length > 0);
}

interface Adding {
  readonly form: UploadForm;
  readonly waiting: readonly WaitingFile[];
  readonly action: string;
  readonly mistake: HtmlValue;
}

async function addingTo({ uploads }: CaseFiles, { task, by, adding: how }: FilesReader): Promise<Adding | undefined> {
  if (how === undefined) return undefined;
  const place = placeOf({ task, by }, 'task');
  const [form, waiting] = await Promise.all([uploads.form(place, how.back, how.now), uploads.waiting(place)]);
  return { form, waiting, action: how.action, mistake: how.mistake };
}

function ownView(
  { step }: FilesReader,
  own: readonly ShownFile[],
  adding: Adding | undefined,
  language: Language,
): HtmlValue {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  if (adding === undefined) {
    const title = say('此任务的文件', 'Files of this task');
    return own.length > 0 && html`<h2 id="files">${title}</h2><div class="sheet">${filesView(own, language)}</div>`;
  }
  const title = say('上传文件', 'Add files');
  const view = addingView(own, adding, language);
  if (step.produces !== undefined || own.length > 0 || adding.waiting.length > 0 || adding.mistake) {
    return html`<h2 id="files">${title}</h2>\n${view}`;
  }
  return html`<details id="files"><summary>${title} <small>${say('选填', 'optional')}</small></summary>\n${view}</details>`;
}

function addingView(own: readonly ShownFile[], { form, waiting, action, mistake }: Adding, language: Language): Html {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const words = {
    id: 'file',
    anchor: 'files',
    label: say('选择文件', 'Choose a file'),
    hint: say(
      '图片、PDF 或 Office 文件，每个不超过 50 MB，页面打开后一小时内有效。请先上传文件，再填写下面的表单。',
      'A picture, PDF or Office file of at most 50 MB, within an hour of opening this page. Add files first, then fill in the form below.',
    ),
  };
  return html`<div class="sheet">${mistake}${own.length > 0 && filesView(own, language)}${
    waiting.length > 0 && waitingView(waiting, action, language)
  }
${uploadForm(form, words, language)}</div>`;
}
