import { isTradeWord, tradeWordLength } from './trade-words.ts';

export interface CoreParts {
  /** What tells this company from others of its trade: 美来尔. */
  readonly brand: string;
  /** The words of its trade, in order; text that is no known word stays as one piece. */
  readonly trade: readonly string[];
}

const brandCost = [40, 3.2, 0, 0.4, 1.4, 2.6, 3.8, 5];
const perWord = 0.15;
const perStrangeCharacter = 1.1;

interface Cover {
  /** Cost of reading the text from each position on. */
  readonly costs: Float64Array;
  /** Length of the piece that the cheapest reading has at each position. */
  readonly lengths: Uint8Array;
}

/** The cheapest way to read the text from each position as trade words and strange characters. */
function cover(text: string): Cover {
  const costs = new Float64Array(text.length + 1);
  const lengths = new Uint8Array(text.length + 1);
  for (let position = text.length - 1; position >= 0; position--) {
    let cost = (costs[position + 1] ?? 0) + perStrangeCharacter;
    let chosen = 1;
    const longest = tradeWordLength(text, position);
    for (let length = longest; length >= 1; length--) {
      if (length < longest && (length < 2 || !isTradeWord(text.slice(position, position + length)))) continue;
      const other = (costs[position + length] ?? 0) + perWord;
      if (other < cost) [cost, chosen] = [other, length];
    }
    costs[position] = cost;
    lengths[position] = chosen;
  }
  return { costs, lengths };
}

function piecesFrom(text: string, start: number, { lengths }: Cover): string[] {
  const pieces: string[] = [];
  for (let position = start; position < text.length; ) {
    const length = lengths[position] ?? 1;
    pieces.push(text.slice(position, position + length));
    position += length;
  }
  return joinStrange(pieces);
}

function joinStrange(pieces: readonly string[]): string[] {
  const joined: string[] = [];
  let strange = '';
  for (const piece of pieces) {
    if (piece.length === 1 && !isTradeWord(piece)) {
      strange += piece;
      continue;
    }
    if (strange !== '') joined.push(strange);
    strange = '';
    joined.push(piece);
  }
  if (strange !== '') joined.push(strange);
  return joined;
}

/** Parts the core of a name (region and legal form taken off) into brand and trade: 美来尔 + 工程, 技术. */
export function partCore(core: string): CoreParts {
  if (core === '') return { brand: '', trade: [] };
  const found = cover(core);
  let bestLength = core.length;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let length = 0; length <= core.length; length++) {
    const cost = (brandCost[length] ?? 5 + (length - 7) * 1.3) + (found.costs[length] ?? 0);
    if (cost < bestCost) [bestCost, bestLength] = [cost, length];
  }
  return { brand: core.slice(0, bestLength), trade: piecesFrom(core, bestLength, found) };
}

/** The trade words of a text whose brand is already known. */
export function tradeOf(text: string): string[] {
  return piecesFrom(text, 0, cover(text));
}
