import type { Diagnostic, Json, StateMachineType } from '../contract.ts';
import { checkInteger, checkString, requireFields } from './fields.ts';
import { Findings, isObject, type JsonObject } from './findings.ts';
import { checkGraph } from './graph.ts';
import { parseText } from './json-text.ts';
import { checkState } from './states.ts';

export { UNSUPPORTED } from './findings.ts';

const MACHINE_FIELDS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'];
const BLOCK_FIELDS = ['Comment', 'StartAt', 'States', 'ProcessorConfig', 'QueryLanguage'];

/**
 * What ValidateStateMachineDefinition finds in a definition, as far as it can be known, and what this executor does
 * not support. Empty for a definition that `compileDefinition` can take.
 * @param text The definition, as it would be sent.
 */
export function validateDefinition(text: string, type: StateMachineType): readonly Diagnostic[] {
  const parsed = parseText(text);
  if ('diagnostic' in parsed) return [parsed.diagnostic];
  const findings = new Findings();
  const machine = parsed.value;
  if (!isObject(machine)) {
    findings.schema('Expected value of type Object', '/');
    return findings.list;
  }
  requireFields(machine, ['States', 'StartAt'], '', findings);
  checkNames(machine, MACHINE_FIELDS, '', findings);
  checkString(machine, 'Comment', '', findings);
  checkInteger(machine, 'TimeoutSeconds', { least: 1, jsonata: false }, '', findings);
  const { QueryLanguage, Version } = machine;
  if (QueryLanguage !== undefined && QueryLanguage !== 'JSONata' && QueryLanguage !== 'JSONPath') {
    findings.schema('Value is not one of: [JSONPath, JSONata]', '/QueryLanguage');
  }
  if (Version !== undefined && Version !== '1.0') findings.schema("Value is not one of: ['1.0']", '/Version');
  checkBlock(machine, '', QueryLanguage === 'JSONata', { type, names: new Map(), variables: new Set(), findings });
  return findings.list;
}

/** What is known of the blocks around one. */
interface Around {
  readonly type: StateMachineType;
  /** Every state's name so far, and where it is: a machine has each once. */
  readonly names: Map<string, string>;
  readonly variables: ReadonlySet<string>;
  readonly findings: Findings;
}

/** @param jsonata The machine's own query language: a state's own holds for that state only. */
function checkBlock(block: JsonObject, at: string, jsonata: boolean, around: Around): void {
  const { findings } = around;
  checkString(block, 'StartAt', at, findings);
  const { States } = block;
  if (States === undefined) return;
  if (!isObject(States) || Object.keys(States).length === 0) {
    findings.schema('Expected a non-empty object', `${at}/States`);
    return;
  }
  const variables = new Set([...around.variables, ...variablesOf(States)]);
  for (const [name, state] of Object.entries(States)) {
    const here = `${at}/States/${name}`;
    const before = around.names.get(name);
    if (before !== undefined) findings.error('DUPLICATE_STATE_NAME', `Duplicate state name: ${name}`, here);
    around.names.set(name, here);
    checkState(name, state, here, {
      type: around.type,
      jsonata,
      outerVariables: around.variables,
      findings,
      block: (inner, where) => {
        if (inner === undefined) return;
        if (!isObject(inner)) {
          findings.schema('Expected value of type Object', where);
          return;
        }
        requireFields(inner, ['States', 'StartAt'], where, findings);
        checkNames(inner, BLOCK_FIELDS, where, findings);
        checkBlock(inner, where, jsonata, { ...around, variables });
      },
    });
  }
  checkGraph(block, States, at, findings);
}

function checkNames(object: JsonObject, known: readonly string[], at: string, findings: Findings): void {
  for (const field of Object.keys(object)) {
    if (!known.includes(field)) findings.schema('Field is not supported', `${at}/${field}`);
  }
}

/** Every variable assigned in a block's own states. */
function variablesOf(states: JsonObject): string[] {
  const assigned = (holder: Json | undefined): string[] =>
    isObject(holder) && isObject(holder.Assign) ? Object.keys(holder.Assign) : [];
  const inRules = (rules: Json | undefined): string[] => (Array.isArray(rules) ? rules.flatMap(assigned) : []);
  return Object.values(states).flatMap((state) =>
    isObject(state) ? [...assigned(state), ...inRules(state.Choices), ...inRules(state.Catch)] : [],
  );
}

/** The message CreateStateMachine refuses a definition with; undefined when there is no error in it. */
export function definitionProblem(diagnostics: readonly Diagnostic[]): string | undefined {
  const problems = diagnostics
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location }) => `${code}: ${message} at ${location}`);
  return problems.length === 0 ? undefined : `Invalid State Machine Definition: '${problems.join(', ')}'`;
}
