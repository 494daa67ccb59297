import type { Json } from '../contract.ts';
import { type Findings, isObject, type JsonObject } from './findings.ts';

/** Every transition leads to a state of the same block, and every state can be reached. */
export function checkGraph(block: JsonObject, states: JsonObject, at: string, findings: Findings): void {
  const { StartAt } = block;
  const reached = new Set<string>();
  const toVisit: string[] = [];
  if (typeof StartAt === 'string') {
    if (states[StartAt] === undefined) {
      findings.error('MISSING_TRANSITION_TARGET', `Missing 'StartAt' target: ${StartAt}`, `${at}/StartAt`);
    } else toVisit.push(StartAt);
  }
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    for (const { field, target, where } of transitionsOf(state)) {
      if (states[target] === undefined) {
        findings.error(
          'MISSING_TRANSITION_TARGET',
          `Missing '${field}' target: ${target}`,
          `${at}/States/${name}${where}`,
        );
      }
    }
  }
  for (let name = toVisit.pop(); name !== undefined; name = toVisit.pop()) {
    const state = states[name];
    if (reached.has(name) || !isObject(state)) continue;
    reached.add(name);
    for (const { target } of transitionsOf(state)) toVisit.push(target);
  }
  if (reached.size === 0) return;
  for (const name of Object.keys(states)) {
    if (!reached.has(name)) {
      findings.error('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${at}/States/${name}`);
    }
  }
}

interface Transition {
  readonly field: 'Next' | 'Default';
  readonly target: string;
  /** Place within the state. */
  readonly where: string;
}

function transitionsOf(state: JsonObject): Transition[] {
  const found: Transition[] = [];
  const add = (field: Transition['field'], target: Json | undefined, where: string): void => {
    if (typeof target === 'string') found.push({ field, target, where });
  };
  add('Next', state.Next, '/Next');
  add('Default', state.Default, '/Default');
  for (const field of ['Choices', 'Catch'] as const) {
    const rules = state[field];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      if (isObject(rule)) add('Next', rule.Next, `/${field}[${index}]/Next`);
    }
  }
  return found;
}
