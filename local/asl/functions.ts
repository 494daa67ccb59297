import { createHash } from 'node:crypto';
import type jsonata from 'jsonata';
import type { Clock } from '../clock.ts';

/** Where the functions that are not pure take their values from. */
export interface FunctionSources {
  readonly clock: Clock;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  readonly uuid: () => string;
}

/** A function of the expression language, with its JSONata signature. */
export interface AddedFunction {
  readonly name: string;
  readonly implementation: Parameters<jsonata.Expression['registerFunction']>[1];
  readonly signature: string;
}

/** Longest array `$range` makes. */
const RANGE_LIMIT = 1000;

const HASH_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** The functions AWS adds to JSONata, and those of JSONata that read the clock. `$eval` is taken away elsewhere. */
export function addedFunctions(sources: FunctionSources): readonly AddedFunction[] {
  return [
    { name: 'partition', implementation: partition, signature: '<an:a>' },
    { name: 'range', implementation: range, signature: '<nnn:a>' },
    { name: 'hash', implementation: hash, signature: '<ss:s>' },
    {
      name: 'random',
      implementation: (seed?: number) => (seed === undefined ? sources.random() : seeded(seed)),
      signature: '<n?:n>',
    },
    { name: 'uuid', implementation: () => sources.uuid(), signature: '<:s>' },
    { name: 'parse', implementation: parse, signature: '<s:x>' },
    { name: 'millis', implementation: () => sources.clock.now(), signature: '<:n>' },
  ];
}

/** Cuts an array into chunks of `size`. */
function partition(array: readonly unknown[] | undefined, size: number | undefined): unknown[][] | undefined {
  if (array === undefined || size === undefined) return undefined;
  const step = Math.trunc(size);
  if (step < 1) throw new Error('$partition: the size of a chunk must be a positive integer');
  const chunks: unknown[][] = [];
  for (let start = 0; start < array.length; start += step) chunks.push(array.slice(start, start + step));
  return chunks;
}

/** From `first` to `last`, both included. A JSONata sequence: AWS returns the lone value of a range of one. */
function range(first?: number, last?: number, step?: number): number[] | undefined {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  if (step === 0) throw new Error('$range: the step must not be zero');
  const size = Math.floor((last - first) / step) + 1;
  if (size > RANGE_LIMIT) throw new Error(`$range: the array would hold more than ${RANGE_LIMIT} elements`);
  const values: number[] & { sequence?: boolean } = [];
  for (let index = 0; index < size; index++) values.push(first + index * step);
  values.sequence = true;
  return values;
}

/** Hex digest of the text. */
function hash(text: string | undefined, algorithm: string | undefined): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined;
  const known = HASH_ALGORITHMS.get(algorithm);
  if (known === undefined) throw new Error(`$hash: ${algorithm} is none of ${[...HASH_ALGORITHMS.keys()].join(', ')}`);
  return createHash(known).update(text).digest('hex');
}

function parse(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

/** The same number for the same seed (mulberry32's first draw). */
function seeded(seed: number): number {
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4294967296;
}
