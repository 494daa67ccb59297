import { syllable } from './pinyin.ts';

const legalOrBracket = /[()\s]|股份|有限|责任|公司|集团/gu;

/** Characters, sounds and pairs of sounds of a folded name, legal form and brackets aside. */
function gramsOf(folded: string): string[] {
  const grams: string[] = [];
  let before = '';
  for (const character of folded.replace(legalOrBracket, '')) {
    const sound = syllable(character);
    grams.push(character, `~${sound}`);
    if (before !== '') grams.push(`${before}-${sound}`);
    before = sound;
  }
  return grams;
}

/**
 * Tells how much other names look and sound like this one as mere text, 0 … 1 (Dice's coefficient of their grams).
 * @param folded the name in one spelling, as the others are to be
 */
export function likenessTo(folded: string): (other: string) => number {
  const grams = gramsOf(folded);
  const counts = new Map<string, number>();
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return (other) => {
    const others = gramsOf(other);
    if (grams.length === 0 || others.length === 0) return 0;
    const shared: string[] = [];
    for (const gram of others) {
      const left = counts.get(gram) ?? 0;
      if (left === 0) continue;
      shared.push(gram);
      counts.set(gram, left - 1);
    }
    for (const gram of shared) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    return (2 * shared.length) / (grams.length + others.length);
  };
}
