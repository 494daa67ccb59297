import { createHash } from 'node:crypto';
import type { Objects } from '../../functions/shared/adapters/s3-objects.ts';
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

/** The in-memory twin of the cases' files. */
export interface MemoryAttachments extends Attachments {
  readonly kept: Attachment[];
}

export function memoryAttachments(): MemoryAttachments {
  const kept: Attachment[] = [];
  return {
    kept,
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
      if (!kept.some((other) => other.taskId === taskId && other.hash === hash)) kept.push(file);
      return file;
    },
    list: async (caseId) => kept.filter((file) => file.caseId === caseId),
  };
}
