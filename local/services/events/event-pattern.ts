import type { Json } from '../../asl/contract.ts';

type JsonObject = { [key: string]: Json };

/**
 * Whether an event matches an EventBridge pattern (also: a Lambda filter). Every field of the pattern must be matched by
 * one of its listed values; fields the pattern does not name do not matter.
 * @throws Error for an operator that is not covered.
 */
export function matchesPattern(pattern: Json, event: Json | undefined): boolean {
  if (!isObject(pattern)) throw new Error(`an event pattern is an object, not ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([field, rule]) => {
    if (field === '$or') {
      if (!Array.isArray(rule)) throw new Error('$or needs a list of patterns');
      return rule.some((alternative) => matchesPattern(alternative, event));
    }
    const value = isObject(event) ? event[field] : undefined;
    if (isObject(rule)) {
      if (Array.isArray(value)) return value.some((item) => matchesPattern(rule, item));
      return matchesPattern(rule, value);
    }
    if (!Array.isArray(rule)) throw new Error(`the pattern's ${field} needs a list of values or a nested pattern`);
    return rule.some((condition) => matchesField(condition, value));
  });
}

function matchesField(condition: Json, value: Json | undefined): boolean {
  if (isObject(condition) && 'exists' in condition) return condition.exists === (value !== undefined);
  const values = Array.isArray(value) ? value : [value];
  if (isObject(condition) && 'anything-but' in condition) {
    return value !== undefined && values.every((item) => !isExcluded(condition['anything-but'] ?? null, item));
  }
  return values.some((item) => matchesValue(condition, item));
}

function matchesValue(condition: Json, value: Json | undefined): boolean {
  if (!isObject(condition)) return value === condition;
  const entries = Object.entries(condition);
  const [operator, operand] = entries[0] ?? [];
  if (entries.length !== 1 || operator === undefined || operand === undefined) {
    throw new Error(`an operator stands alone: ${JSON.stringify(condition)}`);
  }
  switch (operator) {
    case 'prefix':
      return compareText(operand, value, (text, part) => text.startsWith(part));
    case 'suffix':
      return compareText(operand, value, (text, part) => text.endsWith(part));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase();
    case 'wildcard':
      return typeof value === 'string' && wildcard(String(operand)).test(value);
    case 'numeric':
      return typeof value === 'number' && inRange(operand, value);
    case 'cidr':
      return typeof value === 'string' && inBlock(String(operand), value);
    default:
      throw new Error(`the local run does not cover the pattern operator ${operator}`);
  }
}

function isExcluded(operand: Json, value: Json | undefined): boolean {
  if (Array.isArray(operand)) return operand.some((item) => value === item);
  if (!isObject(operand)) return value === operand;
  const [operator, inner] = Object.entries(operand)[0] ?? [];
  if (operator === undefined || inner === undefined) throw new Error('anything-but needs a value');
  return (Array.isArray(inner) ? inner : [inner]).some((item) => matchesValue({ [operator]: item }, value));
}

function compareText(
  operand: Json,
  value: Json | undefined,
  compare: (text: string, part: string) => boolean,
): boolean {
  if (typeof value !== 'string') return false;
  if (typeof operand === 'string') return compare(value, operand);
  const ignoringCase = isObject(operand) ? operand['equals-ignore-case'] : undefined;
  if (typeof ignoringCase !== 'string') throw new Error(`not a text: ${JSON.stringify(operand)}`);
  return compare(value.toLowerCase(), ignoringCase.toLowerCase());
}

function wildcard(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\\*|\\\\|[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*';
    const literal = part.length === 2 ? part.slice(1) : part;
    return literal.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

function inRange(operand: Json, value: number): boolean {
  if (!Array.isArray(operand)) throw new Error('numeric needs a list like [">", 0, "<=", 5]');
  for (let index = 0; index < operand.length; index += 2) {
    const bound = operand[index + 1];
    if (typeof bound !== 'number') throw new Error('numeric compares with numbers');
    if (!compareNumber(String(operand[index]), value, bound)) return false;
  }
  return true;
}

function compareNumber(operator: string, value: number, bound: number): boolean {
  switch (operator) {
    case '=':
      return value === bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    default:
      throw new Error(`numeric does not know ${operator}`);
  }
}

/** IPv4 only: no event here carries another address. */
function inBlock(block: string, address: string): boolean {
  const [base, bits] = block.split('/');
  const from = ipv4(base ?? '');
  const value = ipv4(address);
  if (from === undefined) throw new Error(`the local run covers IPv4 blocks only, not ${block}`);
  if (value === undefined) return false;
  const size = 2 ** (32 - Number(bits ?? 32));
  return Math.floor(from / size) === Math.floor(value / size);
}

function ipv4(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
