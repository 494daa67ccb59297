import type { DocumentVersion } from './case.ts';
import type { DocumentKind } from './documents.ts';

/** The versions of one kind of document, oldest first. */
export function versionsOf(documents: readonly DocumentVersion[], kind: DocumentKind): readonly DocumentVersion[] {
  return documents.filter((document) => document.kind === kind).sort((a, b) => a.version - b.version);
}

/** The newest version of one kind of document, if there is any. */
export function latestOf(documents: readonly DocumentVersion[], kind: DocumentKind): DocumentVersion | undefined {
  return versionsOf(documents, kind).at(-1);
}
