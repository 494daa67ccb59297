import type { HistoryEvent, Json } from '../contract.ts';
import type { JsonObject } from './vector.ts';

/** Details under another name in the vectors. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['parameters', 'arguments'],
  ['assignedVariables', 'assigned'],
]);

/** Texts that hold JSON. */
const JSON_TEXTS = new Set(['input', 'output', 'parameters']);

/** Details the recordings leave out: what depends on the account, and what says that nothing was cut. */
const LEFT_OUT = new Set([
  'roleArn',
  'region',
  'inputDetails',
  'outputDetails',
  'assignedVariablesDetails',
  'taskCredentials',
]);

/** An event in the form the vectors have it. */
export function observed(event: HistoryEvent): JsonObject {
  const seen: JsonObject = { id: event.id, prev: event.previousEventId, type: event.type };
  for (const [key, details] of Object.entries(event)) {
    if (!key.endsWith('EventDetails')) continue;
    for (const [name, value] of Object.entries(details as { [name: string]: Json })) {
      if (!LEFT_OUT.has(name)) seen[RENAMED.get(name) ?? name] = readable(name, value);
    }
  }
  return seen;
}

function readable(name: string, value: Json): Json {
  if (JSON_TEXTS.has(name) && typeof value === 'string') return JSON.parse(value);
  if (name === 'assignedVariables' && value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, JSON.parse(String(text))]));
  }
  return value;
}
