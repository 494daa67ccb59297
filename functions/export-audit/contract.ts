import * as z from 'zod/mini';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
  /** The bucket whose objects are locked. */
  AUDIT_BUCKET: setting,
});

/** Where the copies lie. */
export const PREFIX = 'cases/';

/** Where the copy of an entry lies: `cases/<case>/<number, 6 digits>.json`. */
export function copyKey({ caseId, number }: { readonly caseId: string; readonly number: number }): string {
  return `${PREFIX}${caseId}/${String(number).padStart(6, '0')}.json`;
}
