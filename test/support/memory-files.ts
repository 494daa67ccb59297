import type { CaseFiles } from '../../functions/link-page/task-files.ts';
import { sniffType } from '../../functions/take-reply/sniff-type.ts';
import { type MemoryAttachments, memoryAttachments } from './memory-attachments.ts';
import { type MemoryUploads, memoryUploads } from './memory-uploads.ts';

/** The files of cases in memory; addresses lead to a host of the tests. */
export function memoryFiles(
  origin = 'https://files.example.com',
): CaseFiles & { readonly attachments: MemoryAttachments; readonly uploads: MemoryUploads } {
  const attachments = memoryAttachments();
  return {
    attachments,
    uploads: memoryUploads(attachments, origin),
    links: {
      origin: async () => origin,
      read: async ({ key }, { inline }) => `${origin}/${key}?as=${inline ? 'inline' : 'attachment'}`,
    },
    sniff: sniffType,
  };
}
