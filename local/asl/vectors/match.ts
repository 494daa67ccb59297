import type { Json } from '../contract.ts';
import type { JsonObject } from './vector.ts';

/** What tokens of one vector have stood for so far. */
export type Tokens = Map<string, string>;

const TOKEN = /<[\w:.-]+>/g;

/** Where two values part, as text for a person; undefined when the actual one is what was recorded. */
export function difference(expected: Json, actual: Json | undefined, tokens: Tokens, at = '$'): string | undefined {
  if (typeof expected === 'string') return textDifference(expected, actual, tokens, at);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return told(expected, actual, at);
    return firstOf(expected, (item, index) => difference(item, actual[index], tokens, `${at}[${index}]`));
  }
  if (expected === null || typeof expected !== 'object') {
    return expected === actual || (expected === 0 && actual === 0) ? undefined : told(expected, actual, at);
  }
  if ('$jsonText' in expected) {
    if (typeof actual !== 'string') return told(expected, actual, at);
    return difference(expected.$jsonText ?? null, parsed(actual), tokens, `${at}(text)`);
  }
  if (!isObject(actual)) return told(expected, actual, at);
  const wanted = errorOnly(expected);
  const given = errorOnly(actual);
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(given)])];
  return firstOf(keys, (key) => {
    const value = wanted[key];
    if (value === undefined) return `${at}.${key} was not recorded, got ${short(given[key])}`;
    return difference(value, given[key], tokens, `${at}.${key}`);
  });
}

function textDifference(expected: string, actual: Json | undefined, tokens: Tokens, at: string): string | undefined {
  if (/^<any[-:][\w-]*>$/.test(expected)) return actual === undefined ? told(expected, actual, at) : undefined;
  if (typeof actual !== 'string') return told(expected, actual, at);
  if (expected === actual) return undefined;
  const names = expected.match(TOKEN);
  if (names === null) return told(expected, actual, at);
  const pattern = expected
    .split(TOKEN)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(.+?)');
  const found = new RegExp(`^${pattern}$`, 's').exec(actual);
  if (found === null) return told(expected, actual, at);
  for (const [index, name] of names.entries()) {
    const text = found[index + 1] ?? '';
    const before = tokens.get(name);
    if (before !== undefined && before !== text) return `${at}: ${name} was ${before} and is ${text}`;
    tokens.set(name, text);
  }
  return undefined;
}

/** An error of a function is compared by type and message: its trace is the function's own. */
function errorOnly(object: JsonObject): JsonObject {
  const { errorMessage, errorType } = object;
  return errorMessage !== undefined && errorType !== undefined ? { errorMessage, errorType } : object;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstOf<T>(items: readonly T[], find: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function told(expected: Json, actual: Json | undefined, at: string): string {
  return `${at}: expected ${short(expected)}, got ${short(actual)}`;
}

function short(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
