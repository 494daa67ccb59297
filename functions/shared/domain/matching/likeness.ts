import { syllables } from './pinyin.ts';

const legalOrBracket = /[()\s]|股份|有限|责任|公司|集团/gu;

/** Characters, sounds and pairs of sounds of a folded name, legal form and brackets aside. */
export function gramsOf(folded: string): string[] {
  const text = folded.replace(legalOrBracket, '');
  const sounds = syllables(text);
  const pairs = sounds.slice(1).map((sound, i) => `${sounds[i]}-${sound}`);
  return [...sounds.map((sound) => `~${sound}`), ...text, ...pairs];
}

/** How much two names look and sound alike as mere text, 0 … 1 (Dice's coefficient of their grams). */
export function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = new Map<string, number>();
  for (const gram of a) left.set(gram, (left.get(gram) ?? 0) + 1);
  let shared = 0;
  for (const gram of b) {
    const count = left.get(gram) ?? 0;
    if (count === 0) continue;
    shared++;
    left.set(gram, count - 1);
  }
  return (2 * shared) / (a.length + b.length);
}
