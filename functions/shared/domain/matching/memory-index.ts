import type { BlockingIndex, Fingerprint, OpenIndex, Posting, PostingPage, PostingRead } from './blocking-index.ts';
import { newestRules } from './blocking-rules.ts';

/** Bytes of a DynamoDB item around the fingerprint: attribute names, keys' own overhead. */
const itemOverhead = 24;

function sizeOf(fingerprint: Fingerprint, key: string): number {
  const text =
    fingerprint.customerId +
    fingerprint.name +
    fingerprint.phones.join('') +
    fingerprint.building +
    fingerprint.address;
  return Buffer.byteLength(text) + Buffer.byteLength(key) + fingerprint.customerId.length + 12 + itemOverhead;
}

/**
 * The index in memory: the same bounded reads and the same read units as the one in DynamoDB, for tests and for the
 * command line. Holds a million customers in under two gigabytes.
 */
export class MemoryIndex implements BlockingIndex, OpenIndex {
  readonly rules = newestRules.name;
  readonly #fingerprints: Fingerprint[] = [];
  readonly #orders: string[] = [];
  readonly #postings = new Map<string, number | number[]>();
  readonly #unsorted = new Set<string>();

  /** Adds the postings of one customer. */
  put(postings: readonly Posting[]): void {
    const [first] = postings;
    if (first === undefined) return;
    const at = this.#fingerprints.push(first.fingerprint) - 1;
    this.#orders.push(first.placeOrder);
    for (const { key } of postings) {
      const held = this.#postings.get(key);
      if (held === undefined) this.#postings.set(key, at);
      else {
        if (typeof held === 'number') this.#postings.set(key, [held, at]);
        else held.push(at);
        this.#unsorted.add(key);
      }
    }
  }

  open(): Promise<OpenIndex> {
    return Promise.resolve(this);
  }

  /** The number of keys held. */
  get keys(): number {
    return this.#postings.size;
  }

  read({ key, placePrefix, limit }: PostingRead): Promise<PostingPage> {
    const held = this.#postings.get(key);
    const all = held === undefined ? [] : typeof held === 'number' ? [held] : held;
    if (this.#unsorted.delete(key)) all.sort((a, b) => this.#compare(a, b));
    const from = this.#firstAtLeast(all, placePrefix);
    const found: Fingerprint[] = [];
    let bytes = 0;
    let at = from;
    for (; at < all.length && found.length < limit; at++) {
      const index = all[at] ?? 0;
      const fingerprint = this.#fingerprints[index];
      if (fingerprint === undefined || this.#orders[index]?.startsWith(placePrefix) !== true) break;
      bytes += sizeOf(fingerprint, key);
      found.push(fingerprint);
    }
    const more = found.length === limit;
    return Promise.resolve({ postings: found, more, readUnits: Math.max(1, Math.ceil(bytes / 4096)) / 2 });
  }

  #compare(a: number, b: number): number {
    const [one, other] = [this.#orders[a] ?? '', this.#orders[b] ?? ''];
    return one < other ? -1 : one > other ? 1 : a - b;
  }

  #firstAtLeast(all: readonly number[], placePrefix: string): number {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#orders[all[middle] ?? 0] ?? '') < placePrefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
