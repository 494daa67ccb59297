import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalJson } from './content-hash.ts';

/** What is written once and never changed: everything of that kind in a case is chained. */
export const auditedEntities = ['fact', 'document'] as const;

/** A record as the chain names it. */
export const auditedRecord = z.object({
  /** The record's sort key within its case. */
  key: z.string(),
  /** SHA-256 of the whole record, in hex. */
  hash: z.string(),
});
export type AuditedRecord = z.infer<typeof auditedRecord>;

/** One link of a case's chain: what was written since the link before, bound to all that came earlier. */
export const auditEntry = z.object({
  caseId: z.string(),
  /** Counts from 1 without a gap. */
  number: z.int(),
  /** When the last of the records was written, by the table's own clock. */
  at: z.iso.datetime(),
  records: z.array(auditedRecord),
  /** The hash of the entry before; 64 zeros for the first. */
  previous: z.string(),
  /** SHA-256, in hex, over all of the above. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** The chains that tie each case's records together. */
export interface AuditChains {
  /** The last entries of the case's chain, oldest first; none where it has no chain yet. */
  latest(caseId: string): Promise<readonly AuditEntry[]>;
  /** Writes the entry; false when one of its number is there. */
  append(entry: AuditEntry): Promise<boolean>;
}

const beginning = '0'.repeat(64);

/** The hash of a record as it is stored. @param record all its attributes, keys included */
export function recordHash(record: Readonly<Record<string, unknown>>): string {
  return sha256(canonicalJson(record));
}

/**
 * The entry that follows `entries`.
 * @param entries the case's last entries, oldest first; none for a case that has no chain yet
 * @param records in the order they were written; those that `entries` hold already are left out
 * @returns undefined where nothing is left
 */
export function nextEntry(
  entries: readonly AuditEntry[],
  { caseId, records, at }: { caseId: string; records: readonly AuditedRecord[]; at: string },
): AuditEntry | undefined {
  const known = new Set(entries.flatMap((entry) => entry.records.map(nameOf)));
  const fresh = records.filter((record) => !known.has(nameOf(record)));
  if (fresh.length === 0) return undefined;
  const last = entries.at(-1);
  const entry = {
    caseId,
    number: (last?.number ?? 0) + 1,
    at,
    records: fresh,
    previous: last?.hash ?? beginning,
  };
  return { ...entry, hash: entryHash(entry) };
}

export function entryHash({ caseId, number, at, records, previous }: Omit<AuditEntry, 'hash'>): string {
  return sha256(canonicalJson({ caseId, number, at, records, previous }));
}

function nameOf({ key, hash }: AuditedRecord): string {
  return `${key} ${hash}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
