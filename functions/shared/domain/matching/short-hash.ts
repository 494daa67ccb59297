/** A 40-bit hash of a text (two FNV-1a halves) in eight letters and digits: for equality only, not for secrets. */
export function shortHash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193) >>> 0;
    high = Math.imul(high ^ (code + i), 0x01000193) >>> 0;
  }
  return ((high & 0xff) * 0x1_0000_0000 + low).toString(36).padStart(8, '0');
}
