import { createHash, randomBytes } from 'node:crypto';
import { type Attachment, fileName, fileTypes } from '../domain/attachment.ts';
import {
  type AnnouncedFile,
  announcedFile,
  MAX_UPLOAD_BYTES,
  TELLING_BYTES,
  type UploadPlace,
  type Uploads,
} from '../domain/upload.ts';
import { recordWhileOpen } from './attachment-records.ts';
import { parseItem, toItem } from './item.ts';
import { getItem, type Key, putNew, type RecordsTable } from './records-table.ts';
import type { SignForm } from './s3-forms.ts';
import type { StagedObjects } from './s3-objects.ts';
import type { SignUpload } from './s3-staging.ts';

/** What signs addresses and forms for contents. */
export interface UploadSigning {
  readonly address: SignUpload;
  readonly form: SignForm;
}

/** As long as the bucket keeps what is awaited, in seconds. */
const KEPT = 24 * 60 * 60;

/** Files on their way into a case: announcements in the table, contents under a prefix of their own. */
export function uploadRecords(table: RecordsTable, objects: StagedObjects, sign: UploadSigning): Uploads {
  const stow = async (file: AnnouncedFile, etag: string, at: Date): Promise<Attachment | undefined> => {
    const { caseId, taskId, type, size, by } = file;
    const hash = Buffer.from(file.sha256, 'base64').toString('hex');
    const key = `cases/${caseId}/${hash}.${fileTypes[type] ?? 'bin'}`;
    const copied = await objects.copy({ from: file.key, etag }, key, type);
    return copied
      ? { caseId, taskId, name: fileName(file.name, type), type, size, hash, key, by, at: at.toISOString() }
      : undefined;
  };
  return {
    async announce(file, at) {
      const ttl = Math.floor(Date.parse(file.at) / 1000) + KEPT;
      await putNew(table, toItem({ ...uploadKey(file.id), entity: 'upload', ...file, ttl }));
      return sign.address(file, at);
    },
    async find(id) {
      const item = await getItem(table, uploadKey(id));
      return item === undefined ? undefined : parseItem(announcedFile, item);
    },
    arrived: ({ key }) => objects.head(key),
    form: (place, back, at) =>
      sign.form(`${prefixOf(place)}${randomBytes(9).toString('base64url')}/`, MAX_UPLOAD_BYTES, back, at),
    async waiting(place) {
      const prefix = prefixOf(place);
      return (await objects.list(prefix)).map(({ key, size, etag, at }) => {
        const id = key.slice(prefix.length);
        return { id, name: id.slice(id.indexOf('/') + 1), size, at: at.toISOString(), key, etag };
      });
    },
    digest: ({ key, etag }) => objects.digest(key, etag),
    beginning: ({ key }) => objects.beginning(key, TELLING_BYTES),
    stow: (file, { etag }, at) => stow(file, etag, at),
    async admit(file, { etag }, { at, via }) {
      // Content first, as of every attachment: a record never points at nothing.
      const stowed = await stow(file, etag, at);
      if (stowed === undefined) return undefined;
      const kept = await recordWhileOpen(table, stowed, via);
      if (kept !== undefined) await objects.remove(file.key);
      return kept;
    },
    discard: ({ key }) => objects.remove(key),
  };
}

const uploadKey = (id: string): Key => ({ pk: `UPLOAD#${id}`, sk: 'UPLOAD' });

/** Names nobody: who may look into the bucket learns of no person from a key. */
function prefixOf({ caseId, taskId, by, purpose }: UploadPlace): string {
  const who = createHash('sha256').update(by).digest('hex').slice(0, 16);
  return `incoming/${caseId}/${taskId}/${who}/${purpose}/`;
}
