import * as z from 'zod/mini';
import type { Text } from './language.ts';
import type { Way } from './task.ts';

/** A file that became a document of a case (AD-5): never overwritten, the same content is kept once per task. */
export const attachment = z.object({
  caseId: z.string(),
  taskId: z.string(),
  name: z.string(),
  /** Media type, by the content. */
  type: z.string(),
  /** Bytes. */
  size: z.int(),
  /** SHA-256 of the content, in hex. */
  hash: z.string(),
  /** Where the content is kept. */
  key: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  /** The id of the comment it came with, where it did: then it is none of the task's own. */
  comment: z.optional(z.string()),
});
export type Attachment = z.infer<typeof attachment>;

/** A file as it is handed over for keeping. */
export interface AttachedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
  readonly by: string;
  readonly at: Date;
  /** By which way it came; by mail when left out. */
  readonly via?: Way;
}

export interface Attachments {
  /** Keeps the file with its record and its `document.added` fact; keeping the same again changes nothing. */
  keep(caseId: string, taskId: string, file: AttachedFile): Promise<Attachment>;
  /** The files of a case, by task. */
  list(caseId: string): Promise<readonly Attachment[]>;
}

/** Addresses under which files can be read for a while, by whoever is told them. */
export interface FileLinks {
  /** The origin that all of them share. */
  origin(): Promise<string>;
  /** @param how `inline` to be shown within a page, else to be saved under the file's name */
  read(file: Pick<Attachment, 'key' | 'name' | 'type'>, how: { readonly inline: boolean }): Promise<string>;
}

export const MAX_FILE_BYTES = 10 * 1024 * 1024;
export const MAX_FILES = 10;

/** The media types a case takes. Nothing that a browser or an office program would run: no HTML, SVG, macros, archives. */
export const fileTypes: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
};

/** Why a file is not kept. */
export type FileRefusal = 'too-large' | 'too-many' | 'empty' | 'type';

export const fileRefusals: Readonly<Record<FileRefusal, Text>> = {
  'too-large': { zh: '超过 10 MB', en: 'larger than 10 MB' },
  'too-many': { zh: '每封邮件最多 10 个附件', en: 'more than 10 files in one mail' },
  empty: { zh: '文件为空', en: 'empty' },
  type: {
    zh: '内容不是可接受的类型（PDF、PNG、JPG、GIF、WebP、HEIC、DOCX、XLSX、PPTX）',
    en: 'its content is not of an accepted type (PDF, PNG, JPG, GIF, WebP, HEIC, DOCX, XLSX, PPTX)',
  },
};

/** Tells a file's media type by its content; undefined when it is none it knows. */
export type SniffType = (content: Uint8Array) => Promise<string | undefined>;

/** Judges one file by size and content; its name says nothing. @param position from 0, among the files of one mail */
export async function judgeFile(
  content: Uint8Array,
  position: number,
  sniff: SniffType,
): Promise<{ readonly type: string } | { readonly refused: FileRefusal }> {
  if (content.byteLength === 0) return { refused: 'empty' };
  if (content.byteLength > MAX_FILE_BYTES) return { refused: 'too-large' };
  if (position >= MAX_FILES) return { refused: 'too-many' };
  const type = await sniff(content);
  return type !== undefined && Object.hasOwn(fileTypes, type) ? { type } : { refused: 'type' };
}

/** A name that can be shown and saved: no folders, no control characters, with the extension its content has. */
export function fileName(name: string, type: string): string {
  const extension = fileTypes[type] ?? 'bin';
  const base = (name.normalize('NFC').split(/[/\\]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim()
    .replace(/\.[^.]*$/, '')
    .replace(/^\.+/, '')
    .slice(0, 100);
  return `${base || 'attachment'}.${extension}`;
}
