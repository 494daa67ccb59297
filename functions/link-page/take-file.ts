import { fileRefusals, judgeFile, MAX_FILES } from '../shared/domain/attachment.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Bound } from './link-state.ts';
import type { CaseFiles } from './task-files.ts';

/** The largest file that a form can bring through the gateway, in bytes. */
export const MAX_UPLOAD_BYTES = 4 * 1024 * 1024;

/** Whether the request is a form with a file. */
export function isUpload(headers: Readonly<Record<string, string | undefined>>): boolean {
  return /^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '');
}

/**
 * Keeps the file of a submitted form with its task, judged by its content: its name and the type its sender states say
 * nothing. What is refused is not kept anywhere.
 * @param body the form as it came, in bytes
 * @returns why nothing was kept; undefined when it was
 */
export async function takeFile(
  { attachments, sniff }: Pick<CaseFiles, 'attachments' | 'sniff'>,
  { task, person }: Pick<Bound, 'task' | 'person'>,
  body: Uint8Array,
  contentType: string,
  at: Date,
): Promise<Text | undefined> {
  const file = await fileIn(body, contentType);
  if (file === undefined)
    return { zh: '没有收到文件，请重新选择后上传。', en: 'No file arrived: choose one and upload it again.' };
  if (file.size > MAX_UPLOAD_BYTES)
    return { zh: '文件超过 4 MB，没有保存。', en: 'The file is larger than 4 MB and was not kept.' };
  const own = (await attachments.list(task.caseId)).filter(({ taskId }) => taskId === task.id);
  if (own.length >= MAX_FILES) {
    return { zh: `每个任务最多 ${MAX_FILES} 个文件。`, en: `A task takes ${MAX_FILES} files at most.` };
  }
  const content = new Uint8Array(await file.arrayBuffer());
  const judged = await judgeFile(content, own.length, sniff);
  if ('refused' in judged) {
    const { zh, en } = fileRefusals[judged.refused];
    return { zh: `文件没有保存：${zh}。`, en: `The file was not kept: ${en}.` };
  }
  const kept = { name: file.name, type: judged.type, content, by: person.id, at, via: 'link' } as const;
  await attachments.keep(task.caseId, task.id, kept);
  return undefined;
}

/** The form's file, read by the platform's own parser. */
async function fileIn(body: Uint8Array, contentType: string): Promise<File | undefined> {
  const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined);
  const file = form?.get('file');
  return file instanceof File && file.name !== '' ? file : undefined;
}
