import type { Person } from './person.ts';

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

/**
 * What stands behind an @ in Chinese characters, each once and in order: `@李娜请看` says `李娜请看`. Nothing marks where
 * a name ends there: `namedBy` finds it.
 */
export function chineseMentionsIn(text: string): readonly string[] {
  const said = [...text.matchAll(/(?<![\w.@＠-])[@＠](\p{Script=Han}[\p{Script=Han}·]{0,19})/gu)];
  return [...new Set(said.map(([, characters = '']) => characters))];
}

/** Those of `people` whose name `said` begins with; of names that begin alike, the longest. */
export function namedBy(said: string, people: readonly Person[]): readonly Person[] {
  const named = people.filter(({ name }) => name !== '' && said.startsWith(name));
  const longest = Math.max(...named.map(({ name }) => name.length));
  return named.filter(({ name }) => name.length === longest);
}
