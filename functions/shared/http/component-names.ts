import type { DocumentKind } from '../domain/documents.ts';

/** The name under which the API description holds the schema of a kind of document: `design-request` → `DesignRequest`. */
export function componentName(kind: DocumentKind): string {
  return kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Where a client finds that schema. */
export function componentReference(kind: DocumentKind): string {
  return `/openapi.json#/components/schemas/${componentName(kind)}`;
}
