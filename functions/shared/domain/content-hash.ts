import { createHash } from 'node:crypto';
import type { DocumentVersion } from './case.ts';

/** SHA-256, in hex, over what a task decides on: kind, version and content of each document, in the order given. */
export function contentHash(documents: readonly DocumentVersion[]): string {
  const subject = documents.map(({ kind, version, content }) => ({ kind, version, content }));
  return createHash('sha256').update(canonicalJson(subject)).digest('hex');
}

/** JSON with the members of every object in code-unit order and no spaces, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
