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

/** Files on their way into a case, kept apart from the case's own until they are judged. */
export interface Uploads {
  /** Puts it on record and makes the address for its content; announcing the same id again changes no record. */
  announce(file: AnnouncedFile, at: Date): Promise<UploadAddress>;
  find(id: string): Promise<AnnouncedFile | undefined>;
  /** Undefined while nothing has arrived. */
  arrived(file: AnnouncedFile): Promise<ArrivedFile | undefined>;
  /** The first bytes of what arrived, `TELLING_BYTES` at most. */
  beginning(file: AnnouncedFile): Promise<Uint8Array>;
  /** Makes what arrived a file of the case, with its record and its `document.added` fact; again changes nothing. */
  admit(file: AnnouncedFile, arrived: ArrivedFile, how: { readonly at: Date; readonly via: Way }): Promise<Attachment>;
  /** Removes what arrived. */
  discard(file: AnnouncedFile): Promise<void>;
}

/** Why what arrived is not kept. */
export type UploadRefusal = 'altered' | 'type' | 'mismatch';

export const uploadRefusals: Readonly<Record<UploadRefusal, Text>> = {
  altered: {
    zh: '收到的内容与所声明的大小或 SHA-256 不符',
    en: 'what arrived is not of the size or SHA-256 announced',
  },
  type: {
    zh: '内容不是可接受的类型（PDF、PNG、JPG、GIF、WebP、HEIC、DOCX、XLSX、PPTX）',
    en: 'its content is not of an accepted type (PDF, PNG, JPG, GIF, WebP, HEIC, DOCX, XLSX, PPTX)',
  },
  mismatch: { zh: '内容与所声明的类型不符', en: 'its content is not of the type announced' },
};
