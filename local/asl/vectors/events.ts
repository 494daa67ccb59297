import type { Json } from '../contract.ts';
import { difference, type Tokens } from './match.ts';
import type { ExpectedExecution, JsonObject } from './vector.ts';

/** Where the history parts from the recorded one; undefined when it does not. */
export function eventsDifference(
  expected: ExpectedExecution,
  actual: readonly JsonObject[],
  tokens: Tokens,
): string | undefined {
  const { events = [], eventOrder } = expected;
  if (expected.eventsPartial === true) return undefined;
  if (events.length !== actual.length) {
    return `events: expected ${typesOf(events)}, got ${typesOf(actual)}`;
  }
  if (eventOrder === undefined) {
    for (const [index, event] of events.entries()) {
      const found = difference(event, actual[index], tokens, `events[${index + 1}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return eventOrder.startsWith('AWS interleaving')
    ? byBranch(events, actual, tokens)
    : withoutOrder(events, actual, tokens);
}

/** Every event has its counterpart that follows the counterpart of what it follows. */
function byBranch(events: readonly JsonObject[], actual: readonly JsonObject[], tokens: Tokens): string | undefined {
  const counterpart = new Map<Json | undefined, Json | undefined>([[0, 0]]);
  const left = new Set(actual);
  for (const event of events) {
    const wanted = counterpart.get(event.prev);
    const found = [...left].find((other) => other.prev === wanted && same(event, other, tokens) === undefined);
    if (found === undefined) return `events: none for ${JSON.stringify(event)} after event ${wanted}`;
    left.delete(found);
    counterpart.set(event.id, found.id);
  }
  return undefined;
}

/** Numbered events are compared in their place, those the recording took the number of as a heap. */
function withoutOrder(
  events: readonly JsonObject[],
  actual: readonly JsonObject[],
  tokens: Tokens,
): string | undefined {
  const left = new Set(actual);
  for (const event of events.filter(({ id }) => id !== 0)) {
    const found = [...left].find(({ id }) => id === event.id);
    const parted = same(event, found, tokens);
    if (parted !== undefined) return parted;
    if (event.prev !== null && event.prev !== found?.prev) {
      return `events[${event.id}]: expected to follow ${event.prev}, follows ${found?.prev}`;
    }
    if (found !== undefined) left.delete(found);
  }
  for (const event of events.filter(({ id }) => id === 0)) {
    const found = [...left].find((other) => same(event, other, tokens) === undefined);
    if (found === undefined) return `events: none for ${JSON.stringify(event)}`;
    left.delete(found);
  }
  return undefined;
}

/** Compares two events, numbers aside. Tokens are only bound when they agree. */
function same(event: JsonObject, other: JsonObject | undefined, tokens: Tokens): string | undefined {
  const tried: Tokens = new Map(tokens);
  const found = difference(bare(event), other && bare(other), tried, `event ${event.type}`);
  if (found === undefined) for (const [name, text] of tried) tokens.set(name, text);
  return found;
}

function bare({ id: _id, prev: _prev, reconstructed: _reconstructed, ...rest }: JsonObject): JsonObject {
  return rest;
}

function typesOf(events: readonly JsonObject[]): string {
  return events.map(({ type }) => type).join(' ');
}
