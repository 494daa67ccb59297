import { tradeWords } from './tables/trade-words.ts';

export interface TradeWord {
  readonly zh: string;
  /** 0 … 1: how much the word says about which company it is. */
  readonly weight: number;
  /** Words that an English name would use for it. */
  readonly english: ReadonlySet<string>;
}

const words = new Map<string, TradeWord>();
const englishWords = new Map<string, number>();

for (const line of tradeWords.trim().split('\n')) {
  const [chinese = '', english = ''] = line.replace(/^~/, '').split(':');
  const general = line.startsWith('~');
  const translations = english.trim().split(/\s+/).filter(Boolean);
  for (const zh of chinese.trim().split(/\s+/)) {
    const before = words.get(zh);
    words.set(zh, {
      zh,
      weight: general ? 0.4 : 1,
      english: new Set([...(before?.english ?? []), ...translations]),
    });
  }
  for (const word of translations) {
    englishWords.set(word, Math.min(englishWords.get(word) ?? 1, general ? 0.4 : 1));
  }
}

const longest = Math.max(...[...words.keys()].map((word) => word.length));

/** The trade word a text has at a position, the longest one; single characters only at the very end. */
export function tradeWordAt(text: string, position: number): TradeWord | undefined {
  for (let length = Math.min(longest, text.length - position); length >= 1; length--) {
    if (length === 1 && position !== text.length - 1) return undefined;
    const word = words.get(text.slice(position, position + length));
    if (word !== undefined) return word;
  }
  return undefined;
}

/** The trade word itself, or undefined for anything else. */
export function tradeWord(text: string): TradeWord | undefined {
  return words.get(text);
}

/** True for an English word that only tells the trade (technology, trading). */
export function isEnglishTradeWord(word: string): boolean {
  return englishWords.has(word);
}
