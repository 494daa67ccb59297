import { createHash } from 'node:crypto';
import { type AnnouncedFile, TELLING_BYTES, type Uploads } from '../../functions/shared/domain/upload.ts';
import type { MemoryAttachments } from './memory-attachments.ts';

/** The in-memory twin of files on their way into a case. */
export interface MemoryUploads extends Uploads {
  /** What arrived, by key; a test puts there what S3 would have let through, or what it should not have. */
  readonly incoming: Map<string, Uint8Array>;
}

export function memoryUploads(attachments: MemoryAttachments, origin: string): MemoryUploads {
  const announced = new Map<string, AnnouncedFile>();
  const incoming: MemoryUploads['incoming'] = new Map();
  return {
    incoming,
    async announce(file, at) {
      if (!announced.has(file.id)) announced.set(file.id, file);
      const headers = { 'content-type': file.type, 'x-amz-checksum-sha256': file.sha256 };
      const expiresAt = new Date(at.getTime() + 900_000).toISOString();
      return { url: `${origin}/${file.key}`, headers, expiresAt };
    },
    find: async (id) => announced.get(id),
    async arrived({ key }) {
      const content = incoming.get(key);
      if (content === undefined) return undefined;
      const sha256 = createHash('sha256').update(content).digest('base64');
      return { size: content.byteLength, sha256, etag: `"${sha256}"` };
    },
    beginning: async ({ key }) => (incoming.get(key) ?? new Uint8Array()).subarray(0, TELLING_BYTES),
    async admit(file, _arrived, how) {
      const content = incoming.get(file.key) ?? new Uint8Array();
      const kept = await attachments.keep(file.caseId, file.taskId, { ...file, content, ...how });
      incoming.delete(file.key);
      return kept;
    },
    async discard({ key }) {
      incoming.delete(key);
    },
  };
}
