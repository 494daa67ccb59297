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
