import * as z from 'zod/mini';
import type { Customer } from './customer.ts';
import type { Posting } from './matching/blocking-index.ts';

/**
 * The index of customers has generations. One serves; indexing anew makes another beside it while people go on entering and
 * checking, and drops the one before when it is done:
 *
 * | phase | entries are written to | checks read | what goes on |
 * |---|---|---|---|
 * | `SETTLED` | serving | serving | nothing |
 * | `ANNOUNCED` | both | serving | waiting until everybody knows |
 * | `FILLING` | both | serving | customers of before are written to the next |
 * | `SWITCHED` | both | next | waiting until everybody knows |
 * | `RETIRED` | next | next | waiting until everybody knows |
 * | `DROPPING` | next | next | the items of the one before are deleted |
 *
 * Any two phases in a row agree: whoever is one behind still reads a whole index, and writes to every one that is read.
 */
export const reindexPhases = ['SETTLED', 'ANNOUNCED', 'FILLING', 'SWITCHED', 'RETIRED', 'DROPPING'] as const;
export type ReindexPhase = (typeof reindexPhases)[number];

const count = z.int().check(z.minimum(0));

/** How far the index is from one generation to the next. */
export const indexState = z.object({
  phase: z.enum(reindexPhases),
  /** The generation that served when indexing anew began. */
  serving: z.string(),
  /** The one that is made; absent when settled. */
  next: z.optional(z.string()),
  /** How many generations there were after the first. */
  runs: count,
  /** When this phase began. */
  since: z.iso.datetime(),
  /** How many of the table's segments this phase is through with, and what it wrote or deleted in them. */
  segments: count,
  customers: count,
  items: count,
  /** Counts the changes of the state. */
  version: count,
});
export type IndexState = z.infer<typeof indexState>;

/** An index that was never made anew. */
export const firstState: IndexState = {
  phase: 'SETTLED',
  serving: '1',
  runs: 0,
  since: '2026-01-01T00:00:00.000Z',
  segments: 0,
  customers: 0,
  items: 0,
  version: 0,
};

/** A generation is named by its rules, and from the second one on by a running number: `1`, `1-2`, `2-3`. */
export function rulesOf(generation: string): string {
  return generation.split('-')[0] ?? generation;
}

export function generationNamed(rules: string, run: number): string {
  return `${rules}-${run + 1}`;
}

/** What somebody who reads or writes the index has to know of it. */
export interface IndexView {
  /** The generation a check reads. */
  readonly reads: string;
  /** The generations an entry is written to. */
  readonly writes: readonly string[];
}

export function viewOf({ phase, serving, next }: IndexState): IndexView {
  if (next === undefined || phase === 'SETTLED') return { reads: serving, writes: [serving] };
  const reads = phase === 'ANNOUNCED' || phase === 'FILLING' ? serving : next;
  return { reads, writes: phase === 'RETIRED' || phase === 'DROPPING' ? [next] : [serving, next] };
}

/** How long whoever enters or checks goes by what it knows of the index, in milliseconds. */
export const VIEW_LASTS = 20_000;

/**
 * How long a phase waits for the others, in milliseconds: as long as they may know no better, the longest entry, and some
 * for the clocks.
 */
export const EVERYBODY_KNOWS = 120_000;

/** How far the index is. */
export interface IndexStates {
  /** Never a stale one. */
  get(): Promise<IndexState>;
  /** Puts `to` in place of `from`; false when it is not `from` any more. */
  change(from: IndexState, to: IndexState): Promise<boolean>;
}

/** The whole table in segments, for the one who makes the index anew. */
export interface IndexItems {
  /**
   * Writes the postings of every customer in the segment to `generation`; what is there already is written again.
   * @param postingsOf the postings of a customer
   */
  fill(
    segment: Segment,
    generation: string,
    postingsOf: (customer: Customer) => readonly Posting[],
  ): Promise<{ readonly customers: number; readonly items: number }>;
  /** Deletes what the segment has of `generation`; the number of items. */
  drop(segment: Segment, generation: string): Promise<number>;
}

/** Segment `at` of `of`. */
export interface Segment {
  readonly at: number;
  readonly of: number;
}
