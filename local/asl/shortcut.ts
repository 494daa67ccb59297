import type jsonata from 'jsonata';
import type { Json } from './contract.ts';

/** A value found without JSONata's evaluator, or `taken: false` where only that evaluator knows. */
export type Found = { readonly taken: true; readonly value: Json | undefined } | { readonly taken: false };

/** Evaluates what needs no evaluator. */
export type Shortcut = (bindings: { readonly [name: string]: Json }) => Found;

const NOT_TAKEN: Found = { taken: false };

/**
 * Reads a literal, a variable or a path of plain names (`$states.input.customer.name`) directly: four of five
 * expressions of our machines, and JSONata's evaluator takes microseconds and a dozen promises for each. Whatever is
 * not plain property access — an array on the way, a predicate, a name that may be a function — is left to JSONata.
 */
export function shortcutOf(ast: jsonata.ExprNode): Shortcut | undefined {
  if (!isPlain(ast)) return undefined;
  // The library's types leave `path` out.
  const type: string = ast.type;
  switch (type) {
    case 'string':
    case 'number':
    case 'value': {
      const found: Found = { taken: true, value: ast.value };
      return () => found;
    }
    case 'variable':
      return pathFrom([ast]);
    case 'path':
      return ast.steps?.every(isPlain) ? pathFrom(ast.steps) : undefined;
    default:
      return undefined;
  }
}

/** Nothing but value, type and place: no predicate, grouping, sorting, focus or index. */
function isPlain(node: jsonata.ExprNode): boolean {
  return Object.keys(node).every((key) => ['value', 'type', 'position', 'steps'].includes(key));
}

function pathFrom(steps: readonly jsonata.ExprNode[]): Shortcut | undefined {
  const [first, ...rest] = steps;
  if (first?.type !== 'variable' || typeof first.value !== 'string' || first.value === '') return undefined;
  if (!rest.every((step) => step.type === 'name' && typeof step.value === 'string')) return undefined;
  const variable = first.value;
  const names: readonly string[] = rest.map((step) => step.value);
  return (bindings) => {
    if (!Object.hasOwn(bindings, variable)) return NOT_TAKEN;
    let value: Json | undefined = bindings[variable];
    for (const name of names) {
      if (Array.isArray(value)) return NOT_TAKEN;
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) {
        return { taken: true, value: undefined };
      }
      value = value[name];
    }
    return { taken: true, value };
  };
}
