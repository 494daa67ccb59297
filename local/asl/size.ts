/** Most bytes of input, output or result, as UTF-8. */
export const DATA_LIMIT = 262_144;

/** Whether a text is longer than a state may pass on. */
export function exceedsLimit(text: string): boolean {
  // A UTF-16 unit takes three bytes of UTF-8 at most: short texts need no counting.
  return text.length > DATA_LIMIT / 3 && Buffer.byteLength(text) > DATA_LIMIT;
}
