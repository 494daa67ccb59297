import { createHash } from 'node:crypto';
import type { Objects, StagedObjects } from '../../functions/shared/adapters/s3-objects.ts';
import { type Attachment, type Attachments, fileName, fileTypes } from '../../functions/shared/domain/attachment.ts';

/** A bucket in memory. */
export interface MemoryObjects extends Objects {
  readonly stored: Map<string, { readonly content: Uint8Array; readonly type: string }>;
}

export function memoryObjects(): MemoryObjects {
  const stored: MemoryObjects['stored'] = new Map();
  return {
    stored,
    get: async (key) => stored.get(key)?.content,
    put: async (key, content, type) => {
      stored.set(key, { content: Uint8Array.from(content), type });
    },
  };
}

/** The same bucket, as who judges what others put there sees it. */
export function stagedObjects({ stored }: Pick<MemoryObjects, 'stored'>): StagedObjects {
  const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('base64');
  return {
    head: async (key) => {
      const content = stored.get(key)?.content;
      if (content === undefined) return undefined;
      return { size: content.byteLength, sha256: sha256(content), etag: `"${sha256(content)}"` };
    },
    beginning: async (key, length) => stored.get(key)?.content.subarray(0, length),
    copy: async ({ from, etag }, key, type) => {
      const content = stored.get(from)?.content;
      if (content === undefined) return false;
      if (`"${sha256(content)}"` !== etag) throw new Error('PreconditionFailed');
      stored.set(key, { content, type });
      return true;
    },
    remove: async (key) => {
      stored.delete(key);
    },
    digest: async (key, etag) => {
      const content = stored.get(key)?.content;
      return content !== undefined && `"${sha256(content)}"` === etag ? sha256(content) : undefined;
    },
    list: async (prefix) =>
      [...stored]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, { content }]) => {
          return { key, size: content.byteLength, etag: `"${sha256(content)}"`, at: new Date(0) };
        }),
  };
}

/** The in-memory twin of the cases' files. */
export interface MemoryAttachments extends Attachments {
  readonly kept: Attachment[];
  /** What is in each, by key. */
  readonly contents: Map<string, Uint8Array>;
}

export function memoryAttachments(): MemoryAttachments {
  const kept: Attachment[] = [];
  const contents: MemoryAttachments['contents'] = new Map();
  return {
    kept,
    contents,
    async keep(caseId, taskId, { name, type, content, by, at }) {
      const hash = createHash('sha256').update(content).digest('hex');
      const file = {
        caseId,
        taskId,
        name: fileName(name, type),
        type,
        size: content.byteLength,
        hash,
        key: `cases/${caseId}/${hash}.${fileTypes[type] ?? 'bin'}`,
        by,
        at: at.toISOString(),
      };
      contents.set(file.key, content);
      if (!kept.some((other) => other.taskId === taskId && other.hash === hash)) kept.push(file);
      return file;
    },
    list: async (caseId) => kept.filter((file) => file.caseId === caseId),
  };
}
