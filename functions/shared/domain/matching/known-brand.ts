import { knownBrands } from './tables/known-brands.ts';

const chineseOf = new Map<string, string[]>();
const lettersOf = new Map<string, string>();
for (const pair of knownBrands.split(' ')) {
  const letters = pair.match(/[a-z]+$/)?.[0] ?? '';
  const chinese = pair.slice(0, pair.length - letters.length);
  chineseOf.set(letters, [...(chineseOf.get(letters) ?? []), chinese]);
  lettersOf.set(chinese, letters);
}
const longest = Math.max(...[...lettersOf.keys()].map((chinese) => chinese.length));

/**
 * What a brand in Latin letters is called in Chinese, where that is neither its sound nor its meaning: siemens, 西门子.
 * @param brand the words of the brand, in order
 * @returns its Chinese names, and how many words of the brand they stand for
 */
export function chineseNames(brand: readonly string[]): { readonly names: readonly string[]; readonly words: number } {
  for (const words of [2, 1]) {
    const names = brand.length < words ? undefined : chineseOf.get(brand.slice(0, words).join(''));
    if (names !== undefined) return { names, words };
  }
  return { names: [], words: 0 };
}

/** The Latin letters of the known brand that a Chinese text begins with, or undefined. */
export function latinName(text: string): string | undefined {
  for (let length = longest; length >= 2; length--) {
    const letters = lettersOf.get(text.slice(0, length));
    if (letters !== undefined) return letters;
  }
  return undefined;
}
