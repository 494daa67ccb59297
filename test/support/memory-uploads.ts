import { createHash } from 'node:crypto';
import { fileName, fileTypes } from '../../functions/shared/domain/attachment.ts';
import {
  type AnnouncedFile,
  TELLING_BYTES,
  type UploadPlace,
  type Uploads,
} from '../../functions/shared/domain/upload.ts';
import type { MemoryAttachments } from './memory-attachments.ts';

/** The in-memory twin of files on their way into a case. */
export interface MemoryUploads extends Uploads {
  /** What arrived, by key; a test puts there what S3 would have let through, or what it should not have. */
  readonly incoming: Map<string, Uint8Array>;
  /** Puts there what a form brings. @returns its id in its place */
  bring(place: UploadPlace, name: string, content: Uint8Array): string;
}

/** When everything arrives here. */
const arrival = '2026-11-23T01:59:00.000Z';

export function memoryUploads(attachments: MemoryAttachments, origin: string): MemoryUploads {
  const announced = new Map<string, AnnouncedFile>();
  const incoming: MemoryUploads['incoming'] = new Map();
  let forms = 0;
  const prefixOf = ({ caseId, taskId, by, purpose }: UploadPlace): string =>
    `incoming/${caseId}/${taskId}/${by}/${purpose}/`;
  const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('base64');
  return {
    incoming,
    bring(place, name, content) {
      forms += 1;
      const id = `f${forms}/${name}`;
      incoming.set(`${prefixOf(place)}${id}`, content);
      return id;
    },
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
      const sha256 = digestOf(content);
      return { size: content.byteLength, sha256, etag: `"${sha256}"` };
    },
    async form(place, back) {
      forms += 1;
      return {
        action: `${origin}/`,
        fields: { key: `${prefixOf(place)}f${forms}/\${filename}`, success_action_redirect: back },
      };
    },
    async waiting(place) {
      const prefix = prefixOf(place);
      return [...incoming].flatMap(([key, content]) => {
        if (!key.startsWith(prefix)) return [];
        const id = key.slice(prefix.length);
        const name = id.slice(id.indexOf('/') + 1);
        return [{ id, name, size: content.byteLength, at: arrival, key, etag: `"${digestOf(content)}"` }];
      });
    },
    async digest({ key, etag }) {
      const content = incoming.get(key);
      return content !== undefined && `"${digestOf(content)}"` === etag ? digestOf(content) : undefined;
    },
    beginning: async ({ key }) => incoming.get(key)?.subarray(0, TELLING_BYTES),
    async admit(file, _arrived, how) {
      const content = incoming.get(file.key);
      if (content === undefined) return undefined;
      const kept = await attachments.keep(file.caseId, file.taskId, { ...file, content, ...how });
      incoming.delete(file.key);
      return kept;
    },
    async stow({ caseId, taskId, name, type, size, sha256, key, by }, _arrived, at) {
      if (!incoming.has(key)) return undefined;
      const hash = Buffer.from(sha256, 'base64').toString('hex');
      const kept = { caseId, taskId, name: fileName(name, type), type, size, hash, by, at: at.toISOString() };
      return { ...kept, key: `cases/${caseId}/${hash}.${fileTypes[type] ?? 'bin'}` };
    },
    async discard({ key }) {
      incoming.delete(key);
    },
  };
}
