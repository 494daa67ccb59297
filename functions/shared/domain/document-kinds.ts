/** The kinds of documents the manual names (AD-5); apart from their schemas, which few functions need. */
export const documentKinds = [
  'plan',
  'quote',
  'contract',
  'design-request',
  'design-proof',
  'revision-notes',
  'publication-form',
  'publication-request',
  'order',
  'publication',
  'collection',
] as const;

export type DocumentKind = (typeof documentKinds)[number];

/** Whether the text names a kind of document. */
export function isDocumentKind(kind: string): kind is DocumentKind {
  return documentKinds.some((known) => known === kind);
}
