import * as z from 'zod/mini';
import { customerImport } from '../shared/domain/customer-import.ts';
import type { Operation } from '../shared/http/operation.ts';
import { text } from '../shared/http/schemas.ts';

/** What `POST /customers/import` takes. */
export const importRequest = z.strictObject({
  /** The file's name; its ending says what it is. */
  fileName: z.string().check(z.trim(), z.maxLength(200), z.regex(/\.(csv|xlsx)$/i)),
});
export type ImportRequest = z.infer<typeof importRequest>;

/** How far an import is. */
export const importView = z.object({
  ...z.pick(customerImport, { id: true, by: true, fileName: true, status: true, createdAt: true, counts: true }).shape,
  /** Rows of the file without its header; absent until it is read. */
  rows: z.optional(z.int()),
  /** Rows that something became of. */
  rowsDone: z.int(),
  /** Why the file was refused. */
  refusal: z.optional(text),
  /** Where the file is PUT to, as it is, within the hour; while it is awaited. */
  upload: z.optional(z.object({ method: z.literal('PUT'), url: z.string() })),
  /** Where the result file is, for a quarter of an hour; once the import is done. */
  result: z.optional(z.string()),
});
export type ImportView = z.infer<typeof importView>;

export const importOperations = {
  importCustomers: {
    method: 'POST',
    path: '/customers/import',
    body: importRequest,
    status: 201,
    answer: importView,
  },
  startImport: { method: 'POST', path: '/customers/imports/{id}/start', answer: importView },
  getImport: { method: 'GET', path: '/customers/imports/{id}', answer: importView },
} as const satisfies Record<string, Operation>;
