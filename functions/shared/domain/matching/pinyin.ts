import { otherReadings, usualReadings } from './tables/readings.ts';

const usual = new Map<string, string>();
const others = new Map<string, readonly string[]>();

for (const entry of usualReadings.split(' ')) {
  const syllable = entry.match(/^[a-z]+/)?.[0] ?? '';
  for (const character of entry.slice(syllable.length)) usual.set(character, syllable);
}
for (const entry of otherReadings.split(' ')) others.set(entry.charAt(0), entry.slice(1).split('/'));

/** The usual reading of a character without tone; anything that is no Chinese character stands for itself. */
export function syllable(character: string): string {
  return usual.get(character) ?? character;
}

/** The usual readings of a text's characters. */
export function syllables(text: string): string[] {
  return Array.from(text, syllable);
}

/** All readings of a character, the usual one first. */
export function readings(character: string): readonly string[] {
  const first = syllable(character);
  const rest = others.get(character);
  return rest === undefined ? [first] : [first, ...rest];
}

/** True when two characters can be read alike, tones aside. */
export function soundAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const first = usual.get(a);
  const second = usual.get(b);
  if (first === undefined || second === undefined) return false;
  return first === second || others.get(a)?.includes(second) === true || others.get(b)?.includes(first) === true;
}

/** The spellings that Latin letters give ü. */
export function plainSpelling(latin: string): string {
  return latin.replaceAll('ü', 'v').replaceAll('lue', 'lve').replaceAll('nue', 'nve');
}

/**
 * How many of the text's first characters the Latin letters spell, any reading of each allowed.
 * @returns for each prefix of `text` that `latin` spells completely, its length in characters
 */
export function spelledPrefixes(text: string, latin: string): number[] {
  const ends: number[] = [];
  let positions = new Set([0]);
  let count = 0;
  for (const character of text) {
    count++;
    const next = new Set<number>();
    for (const position of positions) {
      for (const reading of readings(character)) {
        if (latin.startsWith(reading, position)) next.add(position + reading.length);
        else if (reading.includes('v') && latin.startsWith(reading.replace('v', 'u'), position)) {
          next.add(position + reading.length);
        }
      }
    }
    if (next.size === 0) return ends;
    if (next.has(latin.length)) ends.push(count);
    positions = next;
  }
  return ends;
}
