import { simplifiedPairs } from './tables/simplified.ts';

const simplifiedOf = new Map<string, string>();
for (let i = 0; i < simplifiedPairs.length; i += 2) {
  simplifiedOf.set(simplifiedPairs.charAt(i), simplifiedPairs.charAt(i + 1));
}

const traditional = new RegExp(`[${[...simplifiedOf.keys()].join('')}]`, 'g');
const han = /[\u3400-\u9fff]/;
/** Tabs and line ends that an export wrote as two characters. */
const escapes = /\\[tnr]/gu;
/** What needs nothing but simplifying: most names, once their width is settled. */
const folded = /^[\u4e00-\u9fff()]+$/;
const invisible = /[\p{Cf}\p{Cc}\p{Mn}]/gu;
const ornaments = /["'“”‘’「」『』《》〈〉·•・*＊?!。…~`´^|\\]/gu;
const openBrackets = /[[{【〔〖〘]/gu;
const closeBrackets = /[\]}】〕〗〙]/gu;

/** True when the text holds at least one Chinese character. */
export function hasHan(text: string): boolean {
  return han.test(text);
}

/** Traditional characters become simplified ones, one for one. */
export function toSimplified(text: string): string {
  return text.replace(traditional, (character) => simplifiedOf.get(character) ?? character);
}

/**
 * One spelling for what people type alike: width and compatibility forms (NFKC), letter case, accents, invisible
 * characters, quotation marks and stars, kinds of brackets, kinds of dashes, traditional characters.
 */
export function fold(text: string): string {
  const composed = text.normalize('NFKC').toLowerCase();
  if (folded.test(composed)) return toSimplified(composed);
  const plain = hasHan(composed) ? composed : composed.normalize('NFKD');
  return toSimplified(
    plain
      .replace(escapes, ' ')
      .replace(invisible, '')
      .replace(ornaments, '')
      .replace(openBrackets, '(')
      .replace(closeBrackets, ')')
      .replace(/[‐‑‒–—―−﹣－]/gu, '-'),
  )
    .replace(/\s+/gu, ' ')
    .trim();
}
