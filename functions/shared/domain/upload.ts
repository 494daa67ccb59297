import * as z from 'zod/mini';
import type { Attachment } from './attachment.ts';
import type { Text } from './language.ts';
import type { Way } from './task.ts';

/** The largest file that is taken straight into the bucket, in bytes. */
export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;

/** So much of a file's beginning tells what it is, in bytes. */
export const TELLING_BYTES = 1024 * 1024;

/** A file somebody said they would upload to a task: what they said of it, and where it is awaited. */
export const announcedFile = z.object({
  id: z.string(),
  caseId: z.string(),
  taskId: z.string(),
  name: z.string(),
  /** Media type, as announced. */
  type: z.string(),
  /** Bytes. */
  size: z.int(),
  /** SHA-256 of the content, in base64. */
  sha256: z.string(),
  /** Where it is awaited; never where it can be downloaded from. */
  key: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  /** What it is for: it can be used for nothing else. The task's own where left out. */
  purpose: z.optional(z.literal('comment')),
});
export type AnnouncedFile = z.infer<typeof announcedFile>;

/** Where and how the content is to be sent. */
export interface UploadAddress {
  readonly url: string;
  /** The request must carry exactly these, and a `Content-Length` of the announced size. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

/** What arrived under the awaited key. */
export interface ArrivedFile {
  readonly size: number;
  /** SHA-256 of the content as the store reckoned it, in base64; undefined where it did not. */
  readonly sha256: string | undefined;
  /** Names this very content. */
  readonly etag: string;
}

/** Where what one person sends for one purpose, through forms that we make for them, is awaited: nobody else's is there. */
export interface UploadPlace {
  readonly caseId: string;
  readonly taskId: string;
  readonly by: string;
  readonly purpose: 'task' | 'comment';
}

/** A form that a browser sends, with one chosen file in the field `file` after all others, as `multipart/form-data`. */
export interface UploadForm {
  readonly action: string;
  /** Hidden fields, as they are. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A file that arrived through such a form and is not judged yet. */
export interface WaitingFile {
  /** Names it within its place. */
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly at: string;
  readonly key: string;
  /** Names this very content. */
  readonly etag: string;
}

/** Files on their way into a case, kept apart from the case's own until they are judged. */
export interface Uploads {
  /** Puts it on record and makes the address for its content; announcing the same id again changes no record. */
  announce(file: AnnouncedFile, at: Date): Promise<UploadAddress>;
  find(id: string): Promise<AnnouncedFile | undefined>;
  /** Undefined while nothing has arrived. */
  arrived(file: AnnouncedFile): Promise<ArrivedFile | undefined>;
  /** A form for one file of up to `MAX_UPLOAD_BYTES` that leads back to `back` once the file is there. Changes nothing. */
  form(place: UploadPlace, back: string, at: Date): Promise<UploadForm>;
  /** What arrived through forms and is neither taken nor removed. */
  waiting(place: UploadPlace): Promise<readonly WaitingFile[]>;
  /** The SHA-256, in base64, of this very content; undefined when it is not there any more. */
  digest(file: Pick<WaitingFile, 'key' | 'etag'>): Promise<string | undefined>;
  /** The first bytes of what arrived, `TELLING_BYTES` at most; undefined when it is not there any more. */
  beginning(file: StagedFile): Promise<Uint8Array | undefined>;
  /**
   * Makes what arrived a file of the case, with its record and its `document.added` fact. Again changes nothing and gives
   * what is on record; undefined when the content is not there any more, somebody else having taken or removed it, or the
   * task has ended meanwhile.
   */
  admit(
    file: AnnouncedFile,
    arrived: Pick<ArrivedFile, 'etag'>,
    how: { readonly at: Date; readonly via: Way },
  ): Promise<Attachment | undefined>;
  /** Puts the content in its place among the case's files, for a record to follow; undefined as `admit`. */
  stow(file: AnnouncedFile, arrived: Pick<ArrivedFile, 'etag'>, at: Date): Promise<Attachment | undefined>;
  /** Removes what arrived. */
  discard(file: StagedFile): Promise<void>;
}

/** A content that is awaited or has arrived. */
export type StagedFile = Pick<AnnouncedFile, 'key'>;

/** Why what arrived is not kept. */
export type UploadRefusal = 'altered' | 'type' | 'mismatch' | 'size';

export const uploadRefusals: Readonly<Record<UploadRefusal, Text>> = {
  altered: {
    zh: '收到的内容与所声明的大小或 SHA-256 不符',
    en: 'what arrived is not of the size or SHA-256 announced',
  },
  type: {
    zh: '内容不是可接受的类型（PDF、PNG、JPG、GIF、WebP、HEIC、DOCX、XLSX、PPTX）',
    en: 'its content is not of an accepted type (PDF, PNG, JPG, GIF, WebP, HEIC, DOCX, XLSX, PPTX)',
  },
  size: { zh: '文件为空或超过 50 MB', en: 'it is empty or larger than 50 MB' },
  mismatch: { zh: '内容与所声明的类型不符', en: 'its content is not of the type announced' },
};
