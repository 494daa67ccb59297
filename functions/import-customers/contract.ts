import * as z from 'zod/mini';
import { LANES } from '../shared/domain/customer-import.ts';
import { ownCompaniesText } from '../shared/domain/own-companies.ts';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The bucket in which uploads, parts and results are, under `imports/`. */
  DOCUMENTS_BUCKET: setting,
  /** What the organisation and its channel partners are called, where that is set. */
  OWN_COMPANIES: z.optional(ownCompaniesText),
});

export const input = z.object({
  importId: setting,
  /** Only until the file is read, or only the parts of that lane; all that is left where it is absent. */
  only: z.optional(z.union([z.literal('reading'), z.int().check(z.minimum(0), z.maximum(LANES - 1))])),
});
export type Only = z.infer<typeof input>['only'];
export const output = z.object({ done: z.boolean() });
