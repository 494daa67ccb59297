import jsonata from 'jsonata';
import type { Json } from './contract.ts';
import { EvaluationError } from './errors.ts';
import { type AddedFunction, addedFunctions, type FunctionSources } from './functions.ts';
import { type Maybe, mapInOrder, whenReady } from './maybe.ts';
import { type Shortcut, shortcutOf } from './shortcut.ts';

/** What an expression can name: `states` and the variables in scope. */
export type Bindings = { readonly [name: string]: Json };

/** A field of a state, ready to be evaluated again and again. */
export interface Template {
  /** The value when it holds no expression; undefined otherwise. */
  readonly constant: Json | undefined;
  /** @throws EvaluationError, at once or as a rejection. */
  evaluate(bindings: Bindings): Maybe<Json>;
}

/** What a field's value must be, in the words AWS uses. */
export type ExpectedType = 'array' | 'boolean' | 'number' | 'object' | 'string';

/** Turns fields into templates; one per executor, since functions take time and chance from it. */
export interface ExpressionCompiler {
  /**
   * @param value The field as the definition has it: strings `{% … %}` are expressions, at any depth.
   * @param location The field's name as diagnostics tell it, `Arguments`.
   * @param expected The type a lone expression has to yield.
   * @throws SyntaxError where an expression cannot be parsed.
   */
  compile(value: Json, location: string, expected?: ExpectedType): Template;
  /** A field in which nothing is evaluated: literals of a state outside JSONata. */
  literal(value: Json): Template;
}

/** Milliseconds an expression may take: one that turns for ever would stop everything else. */
const LONGEST_EVALUATION = 5000;

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** The expression inside `{% … %}`, or undefined when the text is a plain string. */
export function expressionIn(text: string): string | undefined {
  return EXPRESSION.exec(text)?.[1]?.trim();
}

/** @param longest Milliseconds an expression may take. */
export function createExpressionCompiler(
  sources: FunctionSources,
  longest: number = LONGEST_EVALUATION,
): ExpressionCompiler {
  const added = addedFunctions(sources);
  const formatTime = jsonata('$fromMillis($time, $picture, $timezone)');
  const now: AddedFunction = {
    name: 'now',
    implementation: (picture?: string, timezone?: string) =>
      picture === undefined
        ? new Date(sources.clock.now()).toISOString()
        : formatTime.evaluate(undefined, { time: sources.clock.now(), picture, timezone }),
    signature: '<s?s?:s>',
  };
  const functions = [...added, now];

  function compile(value: Json, location: string, expected?: ExpectedType): Template {
    if (typeof value === 'string') {
      const source = expressionIn(value);
      return source === undefined
        ? literal(value)
        : expression(parse(source, functions, longest), source, location, expected);
    }
    if (Array.isArray(value)) {
      const items = value.map((item, index) => compile(item, `${location}[${index}]`));
      if (items.every((item) => item.constant !== undefined)) return literal(value);
      return { constant: undefined, evaluate: (bindings) => mapInOrder(items, (item) => item.evaluate(bindings)) };
    }
    if (value !== null && typeof value === 'object') {
      const keys = Object.keys(value);
      const fields = keys.map((key) => compile(value[key] ?? null, `${location}/${key}`));
      if (fields.every((field) => field.constant !== undefined)) return literal(value);
      return {
        constant: undefined,
        evaluate: (bindings) =>
          whenReady(
            mapInOrder(fields, (field) => field.evaluate(bindings)),
            (values) => Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null])),
          ),
      };
    }
    return literal(value);
  }

  return { compile, literal };
}

function literal(value: Json): Template {
  return { constant: value, evaluate: () => value };
}

function expression(
  parsed: jsonata.Expression,
  source: string,
  location: string,
  expected: ExpectedType | undefined,
): Template {
  const shortcut: Shortcut | undefined = shortcutOf(parsed.ast());
  const said = `The JSONata expression '${source}' specified for the field '${location}'`;

  function checked(value: unknown): Json {
    if (value === undefined) throw new EvaluationError(`${said} returned nothing (undefined).`, location);
    const json = asJson(value);
    if (json === undefined) throw new EvaluationError(`${said} returned an unsupported result type.`, location);
    if (expected !== undefined && typeName(json) !== expected) {
      throw new EvaluationError(
        `${said} returned an unexpected result type. Expected '${expected}', but was '${typeName(json)}' for value: ${JSON.stringify(json)}`,
        location,
      );
    }
    return json;
  }

  return {
    constant: undefined,
    evaluate(bindings) {
      const direct = shortcut?.(bindings);
      if (direct?.taken) return checked(direct.value);
      return parsed.evaluate(undefined, bindings).then(checked, (thrown: unknown) => {
        throw new EvaluationError(`${said} threw an error during evaluation. ${thrownText(thrown)}`, location);
      });
    },
  };
}

function parse(source: string, functions: readonly AddedFunction[], timeout: number): jsonata.Expression {
  let parsed: jsonata.Expression;
  try {
    parsed = jsonata(source, { timeout });
  } catch (thrown) {
    throw new SyntaxError(thrownText(thrown));
  }
  for (const { name, implementation, signature } of functions) {
    parsed.registerFunction(name, implementation, signature);
  }
  // AWS leaves $eval out: a name bound to nothing answers as an unknown function does.
  parsed.assign('eval', undefined);
  return parsed;
}

/** JSONata throws plain objects with a code; functions of ours throw errors without one. */
function thrownText(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const message = 'message' in thrown ? String(thrown.message) : '';
  return 'code' in thrown && typeof thrown.code === 'string' ? `${thrown.code}: ${message}` : message;
}

/** The type's name as AWS writes it. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/**
 * The value without what only JSONata knows: its sequences carry a mark that would change what the next expression
 * makes of them. Copies only where there is something to leave out; undefined when a function is in it.
 */
function asJson(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return arrayAsJson(value);
  return objectAsJson(value as { [key: string]: unknown });
}

function arrayAsJson(array: readonly unknown[]): Json | undefined {
  let changed = 'sequence' in array;
  const items: Json[] = [];
  for (const item of array) {
    const json = asJson(item);
    if (json === undefined) return undefined;
    changed ||= json !== item;
    items.push(json);
  }
  return changed ? items : (array as Json[]);
}

function objectAsJson(object: { [key: string]: unknown }): Json | undefined {
  if ('_jsonata_lambda' in object || '_jsonata_function' in object) return undefined;
  let changed = false;
  const entries: [string, Json][] = [];
  for (const key of Object.keys(object)) {
    const item = object[key];
    if (item === undefined) {
      changed = true;
      continue;
    }
    const json = asJson(item);
    if (json === undefined) return undefined;
    changed ||= json !== item;
    entries.push([key, json]);
  }
  return changed ? Object.fromEntries(entries) : (object as { [key: string]: Json });
}
