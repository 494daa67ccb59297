import { tradeWordAt } from './trade-words.ts';

export interface CoreParts {
  /** What tells this company from others of its trade: 美来尔. */
  readonly brand: string;
  /** The words of its trade, in order; text that is no known word stays as one piece. */
  readonly trade: readonly string[];
}

interface Cover {
  readonly cost: number;
  readonly pieces: readonly string[];
}

const brandCost = [40, 3.2, 0, 0.4, 1.4, 2.6, 3.8, 5];
const perWord = 0.15;
const perStrangeCharacter = 1.1;

/** The cheapest way to read the text from each position as trade words and strange characters. */
function coverings(text: string): Cover[] {
  const best: Cover[] = new Array(text.length + 1);
  best[text.length] = { cost: 0, pieces: [] };
  for (let position = text.length - 1; position >= 0; position--) {
    const after = best[position + 1] ?? { cost: 0, pieces: [] };
    let chosen: Cover = { cost: after.cost + perStrangeCharacter, pieces: [text.charAt(position), ...after.pieces] };
    const word = tradeWordAt(text, position);
    if (word !== undefined) {
      for (let length = word.zh.length; length >= 1; length--) {
        const piece = text.slice(position, position + length);
        if (length < word.zh.length && (length < 2 || tradeWordAt(piece, 0)?.zh !== piece)) continue;
        const rest = best[position + length] ?? { cost: 0, pieces: [] };
        const cost = rest.cost + perWord;
        if (cost < chosen.cost) chosen = { cost, pieces: [piece, ...rest.pieces] };
      }
    }
    best[position] = chosen;
  }
  return best;
}

function joinStrange(pieces: readonly string[]): string[] {
  const joined: string[] = [];
  let strange = '';
  for (const piece of pieces) {
    if (piece.length === 1 && tradeWordAt(piece, 0) === undefined) {
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
  const cover = coverings(core);
  let bestLength = core.length;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let length = 0; length <= core.length; length++) {
    const rest = cover[length];
    if (rest === undefined) continue;
    const cost = (brandCost[length] ?? 5 + (length - 7) * 1.3) + rest.cost;
    if (cost < bestCost) {
      bestCost = cost;
      bestLength = length;
    }
  }
  return { brand: core.slice(0, bestLength), trade: joinStrange(cover[bestLength]?.pieces ?? []) };
}

/** The trade words of a text whose brand is already known. */
export function tradeOf(text: string): string[] {
  return joinStrange(coverings(text)[0]?.pieces ?? []);
}
