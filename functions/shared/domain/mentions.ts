/** So many people one comment may mention. */
export const MOST_MENTIONS = 10;

/**
 * The user names a comment mentions, `@zhang.wei`, each once and in order. An address (`a@example.com`) is no mention,
 * and the full stop or comma after a name is not of it.
 */
export function mentionsIn(text: string): readonly string[] {
  const names = [...text.matchAll(/(?<![\w.@＠-])[@＠]([a-z0-9](?:[\w.-]*[a-z0-9])?)/gi)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  return [...new Set(names)];
}
