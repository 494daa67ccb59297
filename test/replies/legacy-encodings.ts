/** Writes text in the encodings Chinese mail clients still use, by turning the platform's decoders round. */
export type LegacyEncoding = 'gb18030' | 'gbk' | 'gb2312' | 'big5';

const tables = new Map<string, ReadonlyMap<string, Uint8Array>>();

function tableOf(encoding: LegacyEncoding): ReadonlyMap<string, Uint8Array> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, Uint8Array>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Uint8Array.of(lead, trail);
      const character = decoder.decode(bytes);
      if ([...character].length === 1 && character !== '\ufffd' && !table.has(character)) table.set(character, bytes);
    }
  }
  tables.set(encoding, table);
  return table;
}

/** @throws Error for a character the encoding does not have in two bytes. */
export function encodeLegacy(text: string, encoding: LegacyEncoding): Uint8Array {
  const table = tableOf(encoding);
  const bytes = [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    const found = table.get(character);
    if (found === undefined) throw new Error(`${character} is not in ${encoding}`);
    return [...found];
  });
  return Uint8Array.from(bytes);
}
