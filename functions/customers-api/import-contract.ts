import * as z from 'zod/mini';
import { customerImport, importStatuses } from '../shared/domain/customer-import.ts';
import { plainText } from '../shared/domain/plain-text.ts';
import type { Operation } from '../shared/http/operation.ts';
import { pageOf, paging, text } from '../shared/http/schemas.ts';

/** What `POST /customers/import` takes. */
export const importRequest = z.strictObject({
  /** The file's name; its ending says what it is. */
  fileName: z.string().check(plainText, z.trim(), z.maxLength(200), z.regex(/\.(csv|xlsx)$/i)),
});
export type ImportRequest = z.infer<typeof importRequest>;

/** How far an import is. */
export const importView = z.object({
  ...z.pick(customerImport, {
    id: true,
    by: true,
    fileName: true,
    createdAt: true,
    counts: true,
    endedAt: true,
    dryRun: true,
  }).shape,
  status: z.enum([...importStatuses, 'STOPPED']),
  /** Rows of the file without its header; absent until it is read. */
  rows: z.optional(z.int()),
  /** Rows that something became of. */
  rowsDone: z.int(),
  /** Why the file was refused. */
  refusal: z.optional(text),
  /** When and why it stopped; while it is `STOPPED`. */
  stopped: z.optional(z.object({ at: z.iso.datetime(), reason: text })),
  /** Where the file is PUT to, as it is, within the hour; while it is awaited, for who made it. */
  upload: z.optional(z.object({ method: z.literal('PUT'), url: z.string() })),
  /** Where the result file is, for a quarter of an hour; once the import is done or tried, and until it expires. */
  result: z.optional(z.string()),
  /** Until when the result file is kept, or, where the import stopped, until when it can go on. */
  expiresAt: z.optional(z.iso.datetime()),
  /** Whether that is over. */
  expired: z.optional(z.boolean()),
});
export type ImportView = z.infer<typeof importView>;

/** An import as lists show it: without the addresses of its files. */
export const importSummary = z.omit(importView, { upload: true, result: true });
export type ImportSummary = z.infer<typeof importSummary>;

export const importOperations = {
  importCustomers: {
    method: 'POST',
    path: '/customers/import',
    body: importRequest,
    status: 201,
    answer: importView,
  },
  listImports: {
    method: 'GET',
    path: '/customers/imports',
    query: z.strictObject({
      /** `all` is everybody's, for who sees all pools (IN-8). */
      scope: z._default(z.enum(['own', 'all']), 'own'),
      ...paging,
    }),
    answer: pageOf(importSummary),
  },
  startImport: { method: 'POST', path: '/customers/imports/{id}/start', answer: importView },
  tryImport: { method: 'POST', path: '/customers/imports/{id}/try', answer: importView },
  resumeImport: { method: 'POST', path: '/customers/imports/{id}/resume', answer: importView },
  getImport: { method: 'GET', path: '/customers/imports/{id}', answer: importView },
} as const satisfies Record<string, Operation>;
