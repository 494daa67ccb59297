/** Money is counted in fen, as whole numbers: no sum or tax ever meets a floating-point fraction. */
export type Fen = bigint;

/** Shares (tax rates, discounts) are exact to a millionth. */
const SHARE_UNITS = 1_000_000n;

/**
 * Fen of an amount in CNY written with at most two decimals, e.g. `"12800.5"` → 1280050.
 * @throws RangeError when the text is no such amount.
 */
export function toFen(amount: string): Fen {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  if (match === null) throw new RangeError('not an amount in CNY');
  const [, yuan = '0', fraction = ''] = match;
  return BigInt(yuan) * 100n + BigInt(fraction.padEnd(2, '0'));
}

/** The amount as documents hold it: `"12800.50"`. */
export function toAmount(fen: Fen): string {
  const size = fen < 0n ? -fen : fen;
  return `${fen < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

/** The amount as people read it: `¥12,800.50`. */
export function yuanText(fen: Fen): string {
  const [yuan = '', fraction = ''] = toAmount(fen < 0n ? -fen : fen).split('.');
  return `${fen < 0n ? '-' : ''}¥${yuan.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

/** `share` (0 to 1) of an amount, rounded half up to the fen. */
export function shareOf(fen: Fen, share: number): Fen {
  return (fen * BigInt(Math.round(share * Number(SHARE_UNITS))) + SHARE_UNITS / 2n) / SHARE_UNITS;
}

/** What a quote line comes to before tax: days × list price × (1 − discount), rounded half up to the fen. */
export function lineAmount(line: { days: number; listPrice: string; discount: number }): Fen {
  return shareOf(BigInt(line.days) * toFen(line.listPrice), 1 - line.discount);
}

/** The sum of amounts. */
export function sumOf(amounts: readonly Fen[]): Fen {
  return amounts.reduce((sum, fen) => sum + fen, 0n);
}

/** A share as people read it: 0.06 → `6%`. */
export function percentText(share: number): string {
  return `${Number((share * 100).toFixed(4))}%`;
}
