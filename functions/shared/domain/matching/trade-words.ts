import { tradeWords } from './tables/trade-words.ts';

export interface TradeWord {
  readonly zh: string;
  /** 0 … 1: how much the word says about which company it is. */
  readonly weight: number;
  /** Words that an English name would use for it. */
  readonly english: ReadonlySet<string>;
}

const words = new Map<string, TradeWord>();
/** The first of the words that mean the same. */
const meanings = new Map<string, string>();
const englishWords = new Map<string, number>();

for (const line of tradeWords.trim().split('\n')) {
  const [chinese = '', english = ''] = line.replace(/^~/, '').split(':');
  const general = line.startsWith('~');
  const translations = english.trim().split(/\s+/).filter(Boolean);
  for (const zh of chinese.trim().split(/[\s=]+/)) {
    const before = words.get(zh);
    words.set(zh, {
      zh,
      weight: general ? 0.4 : 1,
      english: new Set([...(before?.english ?? []), ...translations]),
    });
  }
  for (const same of chinese.trim().split(/\s+/)) {
    const [first = '', ...others] = same.split('=');
    for (const other of others) meanings.set(other, first);
  }
  for (const word of translations) {
    englishWords.set(word, Math.min(englishWords.get(word) ?? 1, general ? 0.4 : 1));
  }
}

/** The two words a long one is made of, 信息技术 of 信息 and 技术. */
function partsOf(word: string): readonly [TradeWord, TradeWord] | undefined {
  for (let at = 2; at <= word.length - 2; at++) {
    const [head, tail] = [words.get(word.slice(0, at)), words.get(word.slice(at))];
    if (head !== undefined && tail !== undefined) return [head, tail];
  }
  return undefined;
}

/** A word by its parts, each by the first word that means the same. */
function inPlainWords(word: string): string {
  const meaning = meanings.get(word) ?? word;
  const parts = partsOf(meaning);
  return parts === undefined ? meaning : inPlainWords(parts[0].zh) + inPlainWords(parts[1].zh);
}

const plainWords = new Map<string, string>();
for (const word of words.values()) {
  plainWords.set(word.zh, inPlainWords(word.zh));
  const parts = partsOf(word.zh);
  if (parts === undefined) continue;
  words.set(word.zh, { ...word, english: new Set([...word.english, ...parts.flatMap(({ english }) => [...english])]) });
}

/** What the words of a trade come to: equal for words that are used for one another, 贸易 and 商贸. */
export function meaningOf(trade: readonly string[]): string {
  let text = '';
  for (const word of trade) text += plainWords.get(word) ?? word;
  return text;
}

/** The longest trade word that begins with each pair of characters. */
const longestFrom = new Map<string, number>();
for (const word of words.keys()) {
  const start = word.slice(0, 2);
  longestFrom.set(start, Math.max(longestFrom.get(start) ?? 0, word.length));
}

/** The length of the longest trade word at a position of a text, 0 for none; single characters only at the very end. */
export function tradeWordLength(text: string, position: number): number {
  if (position === text.length - 1) return words.has(text.charAt(position)) ? 1 : 0;
  const longest = Math.min(longestFrom.get(text.slice(position, position + 2)) ?? 0, text.length - position);
  for (let length = longest; length >= 2; length--) {
    if (words.has(text.slice(position, position + length))) return length;
  }
  return 0;
}

export function isTradeWord(text: string): boolean {
  return words.has(text);
}

/** The trade word itself, or undefined for anything else. */
export function tradeWord(text: string): TradeWord | undefined {
  return words.get(text);
}

/** True for an English word that only tells the trade (technology, trading). */
export function isEnglishTradeWord(word: string): boolean {
  return englishWords.has(word);
}
