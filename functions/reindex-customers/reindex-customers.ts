import {
  EVERYBODY_KNOWS,
  generationNamed,
  type IndexItems,
  type IndexState,
  type IndexStates,
  rulesOf,
} from '../shared/domain/index-generations.ts';
import type { RuleSets } from '../shared/domain/matching/blocking-index.ts';
import type { Now } from '../shared/domain/ports.ts';
import type { Output } from './contract.ts';

export interface ReindexCustomersWorld {
  readonly states: IndexStates;
  readonly items: IndexItems;
  /** Every set of rules of this release, the newest last: loaded when customers are read, which most calls do not. */
  readonly ruleSets: () => Promise<RuleSets>;
  readonly now: Now;
}

/** The segments the table is read in: a call that dies loses a few of them, at a million customers about 4,000 each. */
export const SEGMENTS = 256;

/** Segments at a time. */
const AT_ONCE = 4;

/**
 * Indexes every customer anew, into a new generation, by the newest rules: carries on from wherever it is for about
 * `milliseconds`. It may die at any moment and be called by several at once: what is repeated has the same effect, and the
 * place it is at is one conditional write. Checks and entries go on all the while (see `index-generations.ts`).
 * @param start begins where nothing is under way; without it only what is under way goes on
 * @throws Error `IndexRulesUnknown` when the generation under way is of rules that this release does not have
 */
export async function reindexCustomers(
  world: ReindexCustomersWorld,
  start: boolean,
  milliseconds: number,
): Promise<Output> {
  const until = world.now().getTime() + milliseconds;
  let begin = start;
  for (;;) {
    const state = await world.states.get();
    if (state.phase === 'SETTLED') {
      if (!begin) return { done: true, waitSeconds: 0 };
      begin = !(await world.states.change(state, await begun(world, state)));
      continue;
    }
    begin = false;
    const wait = waitOf(world, state);
    if (wait > 0) return { done: false, waitSeconds: Math.ceil(wait / 1000) };
    await world.states.change(state, await step(world, state));
    if (world.now().getTime() >= until) return { done: false, waitSeconds: 0 };
  }
}

async function begun(world: ReindexCustomersWorld, { serving, runs, version }: IndexState): Promise<IndexState> {
  const ruleSets = await world.ruleSets();
  const rules = (ruleSets.at(-1) ?? ruleSets[0]).name;
  const next = generationNamed(rules, runs + 1);
  return { ...entering(world, 'ANNOUNCED'), serving, next, runs: runs + 1, version };
}

/** The counts of a phase that begins. */
function entering({ now }: ReindexCustomersWorld, phase: IndexState['phase']) {
  return { phase, since: now().toISOString(), segments: 0, customers: 0, items: 0 };
}

/** How long the phase is still to wait until everybody goes by it, in milliseconds. */
function waitOf({ now }: ReindexCustomersWorld, { phase, since }: IndexState): number {
  if (phase === 'FILLING' || phase === 'DROPPING') return 0;
  return Date.parse(since) + EVERYBODY_KNOWS - now().getTime();
}

async function step(world: ReindexCustomersWorld, state: IndexState): Promise<IndexState> {
  const { serving, next = serving } = state;
  switch (state.phase) {
    case 'ANNOUNCED':
      return { ...state, ...entering(world, 'FILLING') };
    case 'FILLING':
      return state.segments < SEGMENTS ? fill(world, state, next) : { ...state, ...entering(world, 'SWITCHED') };
    case 'SWITCHED':
      return { ...state, ...entering(world, 'RETIRED') };
    case 'RETIRED':
      return { ...state, ...entering(world, 'DROPPING') };
    default: {
      if (state.segments < SEGMENTS) return drop(world, state, serving);
      const { next: _, ...rest } = state;
      return { ...rest, phase: 'SETTLED', serving: next, since: world.now().toISOString() };
    }
  }
}

async function fill(world: ReindexCustomersWorld, state: IndexState, generation: string): Promise<IndexState> {
  const { postingsBy } = await import('./postings-by.ts');
  const postingsOf = postingsBy(await world.ruleSets(), rulesOf(generation));
  const filled = await Promise.all(
    nextSegments(state).map((at) => world.items.fill({ at, of: SEGMENTS }, generation, postingsOf)),
  );
  return {
    ...state,
    segments: state.segments + filled.length,
    customers: filled.reduce((sum, { customers }) => sum + customers, state.customers),
    items: filled.reduce((sum, { items }) => sum + items, state.items),
  };
}

async function drop(world: ReindexCustomersWorld, state: IndexState, generation: string): Promise<IndexState> {
  const dropped = await Promise.all(
    nextSegments(state).map((at) => world.items.drop({ at, of: SEGMENTS }, generation)),
  );
  return {
    ...state,
    segments: state.segments + dropped.length,
    items: dropped.reduce((sum, items) => sum + items, state.items),
  };
}

function nextSegments({ segments }: IndexState): number[] {
  return Array.from({ length: Math.min(AT_ONCE, SEGMENTS - segments) }, (_, at) => segments + at);
}
