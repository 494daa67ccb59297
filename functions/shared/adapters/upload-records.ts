import { type Attachment, fileName, fileTypes } from '../domain/attachment.ts';
import { announcedFile, TELLING_BYTES, type Uploads } from '../domain/upload.ts';
import { recordAttachment } from './attachment-records.ts';
import { parseItem, toItem } from './item.ts';
import { getItem, type Key, putNew, type RecordsTable } from './records-table.ts';
import type { StagedObjects } from './s3-objects.ts';
import type { SignUpload } from './s3-staging.ts';

/** As long as the bucket keeps what is awaited, in seconds. */
const KEPT = 24 * 60 * 60;

/** Files on their way into a case: announcements in the table, contents under a prefix of their own. */
export function uploadRecords(table: RecordsTable, objects: StagedObjects, sign: SignUpload): Uploads {
  return {
    async announce(file, at) {
      const ttl = Math.floor(Date.parse(file.at) / 1000) + KEPT;
      await putNew(table, toItem({ ...uploadKey(file.id), entity: 'upload', ...file, ttl }));
      return sign(file, at);
    },
    async find(id) {
      const item = await getItem(table, uploadKey(id));
      return item === undefined ? undefined : parseItem(announcedFile, item);
    },
    arrived: ({ key }) => objects.head(key),
    beginning: ({ key }) => objects.beginning(key, TELLING_BYTES),
    async admit(file, { etag }, { at, via }) {
      const { caseId, taskId, type, size, by } = file;
      const hash = Buffer.from(file.sha256, 'base64').toString('hex');
      const key = `cases/${caseId}/${hash}.${fileTypes[type] ?? 'bin'}`;
      // Content first, as of every attachment: a record never points at nothing.
      await objects.copy({ from: file.key, etag }, key, type);
      const name = fileName(file.name, type);
      const kept: Attachment = { caseId, taskId, name, type, size, hash, key, by, at: at.toISOString() };
      await recordAttachment(table, kept, via);
      await objects.remove(file.key);
      return kept;
    },
    discard: ({ key }) => objects.remove(key),
  };
}

const uploadKey = (id: string): Key => ({ pk: `UPLOAD#${id}`, sk: 'UPLOAD' });
