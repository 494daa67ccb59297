import type { Json } from '../asl/contract.ts';

/** What an intrinsic function may look up. Each look-up throws an Error when the name is unknown. */
export interface Scope {
  /** `Ref` of a resource, a parameter or a pseudo parameter. */
  ref(name: string): Json;
  getAtt(logicalId: string, attribute: string): Json;
  condition(name: string): boolean;
  importValue(exportName: string): Json;
  mapping(map: string, key: string, second: string): Json;
  /** The value behind `{{resolve:secretsmanager:…}}` or another dynamic reference, braces taken off. */
  dynamicReference(reference: string): string;
  /** Last look at a finished string. */
  finish(text: string): string;
}

type JsonObject = { [key: string]: Json };
const noValue = Symbol('AWS::NoValue');
type Resolved = Json | typeof noValue;

/**
 * Resolves CloudFormation's intrinsic functions in a value.
 * @throws Error that names the function and the place (`where`) when one is not covered or wrongly used.
 */
export function resolveIntrinsics(value: Json, scope: Scope, where: string): Json {
  const resolved = evaluate(value, scope, where);
  return resolved === noValue ? null : resolved;
}

function evaluate(value: Json, scope: Scope, where: string): Resolved {
  if (typeof value === 'string') return withDynamicReferences(value, scope);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => evaluate(item, scope, `${where}[${index}]`)).filter((item) => item !== noValue);
  }
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
    return callFunction(only[0], only[1], scope, where);
  }
  const result: JsonObject = {};
  for (const [key, item] of entries) {
    const resolved = evaluate(item, scope, `${where}.${key}`);
    if (resolved !== noValue) result[key] = resolved;
  }
  return result;
}

function callFunction(name: string, argument: Json, scope: Scope, where: string): Resolved {
  const wrong = (why: string) => new Error(`${where}: ${name} ${why}`);
  const value = (item: Json): Json => {
    const resolved = evaluate(item, scope, `${where}.${name}`);
    if (resolved === noValue) throw wrong('is given AWS::NoValue');
    return resolved;
  };
  const text = (item: Json | undefined): string => {
    const resolved = value(item ?? null);
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    throw wrong(`needs a string, not ${JSON.stringify(resolved)}`);
  };
  const list = (item: Json | undefined): Json[] => {
    const resolved = value(item ?? null);
    if (!Array.isArray(resolved)) throw wrong('needs a list');
    return resolved;
  };
  const parts = Array.isArray(argument) ? argument : [argument];

  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? noValue : scope.ref(text(argument));
    case 'Fn::GetAtt': {
      if (typeof argument === 'string') {
        const dot = argument.indexOf('.');
        return scope.getAtt(argument.slice(0, dot), argument.slice(dot + 1));
      }
      return scope.getAtt(text(parts[0]), text(parts[1]));
    }
    case 'Fn::Sub':
      return scope.finish(substitute(argument, scope, value, wrong));
    case 'Fn::Join':
      return scope.finish(list(parts[1]).map(text).join(text(parts[0])));
    case 'Fn::Select': {
      const chosen = list(parts[1])[Number(value(parts[0] ?? null))];
      if (chosen === undefined) throw wrong('selects beyond the end of its list');
      return chosen;
    }
    case 'Fn::Split':
      return text(parts[1]).split(text(parts[0]));
    case 'Fn::Base64':
      return Buffer.from(text(argument)).toString('base64');
    case 'Fn::ImportValue':
      return scope.importValue(text(argument));
    case 'Fn::FindInMap':
      return scope.mapping(text(parts[0]), text(parts[1]), text(parts[2]));
    case 'Fn::If': {
      const branch = scope.condition(text(parts[0])) ? parts[1] : parts[2];
      if (branch === undefined) throw wrong('needs a condition and two values');
      return evaluate(branch, scope, `${where}.${name}`);
    }
    case 'Fn::ToJsonString':
      return JSON.stringify(value(argument));
    case 'Fn::Length':
      return list(argument).length;
    default:
      throw wrong('is not covered by the local run');
  }
}

/**
 * Evaluates one entry of `Conditions` (`Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`).
 * @throws Error naming the function when it is no condition function.
 */
export function resolveCondition(value: Json, scope: Scope, where: string): boolean {
  const entries = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const [name, argument] = entries[0] ?? ['', null];
  const parts = Array.isArray(argument) ? argument : [argument];
  switch (name) {
    case 'Fn::Equals': {
      const [left, right] = parts.map((part) => JSON.stringify(resolveIntrinsics(part, scope, where)));
      return left === right;
    }
    case 'Fn::And':
      return parts.every((part) => resolveCondition(part, scope, where));
    case 'Fn::Or':
      return parts.some((part) => resolveCondition(part, scope, where));
    case 'Fn::Not':
      return !resolveCondition(parts[0] ?? null, scope, where);
    case 'Condition':
      return scope.condition(String(argument));
    default:
      throw new Error(`${where}: ${name || JSON.stringify(value)} is no condition the local run covers`);
  }
}

function substitute(argument: Json, scope: Scope, value: (item: Json) => Json, wrong: (why: string) => Error): string {
  const [pattern, given] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string') throw wrong('needs a string');
  const variables = given !== null && typeof given === 'object' && !Array.isArray(given) ? given : {};
  return pattern.replaceAll(/\$\{(!?)([^}]*)\}/g, (_match, literal: string, inside: string) => {
    if (literal) return `\${${inside}}`;
    const name = inside.trim();
    const own = variables[name];
    if (own !== undefined) return String(value(own));
    const dot = name.indexOf('.');
    return String(dot < 0 ? scope.ref(name) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1)));
  });
}

function withDynamicReferences(text: string, scope: Scope): string {
  if (!text.includes('{{resolve:')) return text;
  return text.replaceAll(/\{\{(resolve:[^}]+)\}\}/g, (_match, reference: string) => scope.dynamicReference(reference));
}
