import jsonata from 'jsonata';
import type { Json, StateMachineType } from '../contract.ts';
import { expressionIn } from '../expressions.ts';
import { integrationOf } from '../integrations/resource.ts';
import {
  checkInteger,
  checkString,
  checkTimestamp,
  isExpression,
  JSONPATH_FIELDS,
  REQUIRED_FIELDS,
  requireFields,
  STATE_FIELDS,
  textsIn,
} from './fields.ts';
import { type Findings, isObject, type JsonObject } from './findings.ts';
import { checkRecovery } from './recovery.ts';
import { resourceKind } from './resources.ts';

/** Longest name of a state. */
const LONGEST_NAME = 80;

/** What is known around a state. */
export interface Surroundings {
  readonly type: StateMachineType;
  /** The machine's query language is JSONata: no state may go back. */
  readonly jsonata: boolean;
  /** Variables assigned in the blocks around. */
  readonly outerVariables: ReadonlySet<string>;
  readonly findings: Findings;
  /** Checks a branch or processor. */
  block(value: Json | undefined, at: string): void;
}

/** Checks one state. @param at Its place, `/States/Ask`. */
export function checkState(name: string, state: Json, at: string, around: Surroundings): void {
  const { findings } = around;
  if (!isObject(state)) {
    findings.schema('Expected value of type Object', at);
    return;
  }
  if (name.length > LONGEST_NAME) findings.schema(`State name exceeds ${LONGEST_NAME} characters`, at);
  const { Type } = state;
  const known = typeof Type === 'string' ? STATE_FIELDS[Type] : undefined;
  if (typeof Type !== 'string' || known === undefined) {
    if (Type === undefined) findings.schema('These fields are required: [Type]', at);
    else findings.schema(`Value is not one of: [${Object.keys(STATE_FIELDS).join(', ')}]`, `${at}/Type`);
    return;
  }
  const jsonata = checkQueryLanguage(state, at, around);
  requireFields(state, REQUIRED_FIELDS[Type] ?? [], at, findings);
  checkFieldNames(state, known, jsonata, at, findings);
  checkString(state, 'Comment', at, findings);
  if (known.includes('Next')) checkTransition(state, at, findings);
  if (known.includes('Retry')) checkRecovery(state, at, findings);
  checkAssign(state, jsonata, at, around);
  checkByType(state, Type, jsonata, at, around);
  if (jsonata) checkExpressions(state, at, findings);
}

function checkQueryLanguage(state: JsonObject, at: string, around: Surroundings): boolean {
  const { QueryLanguage } = state;
  if (QueryLanguage === undefined) return around.jsonata;
  if (QueryLanguage !== 'JSONata' && QueryLanguage !== 'JSONPath') {
    around.findings.schema('Value is not one of: [JSONPath, JSONata]', `${at}/QueryLanguage`);
  } else if (QueryLanguage === 'JSONPath' && around.jsonata) {
    around.findings.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
  }
  return QueryLanguage === 'JSONata';
}

function checkFieldNames(
  state: JsonObject,
  known: readonly string[],
  jsonata: boolean,
  at: string,
  findings: Findings,
): void {
  for (const field of Object.keys(state)) {
    if (known.includes(field) && (jsonata || !['Output', 'Arguments', 'Items', 'Condition'].includes(field))) continue;
    if (!jsonata && JSONPATH_FIELDS.includes(field)) {
      findings.unsupported(
        `'${field}' belongs to the query language JSONPath, which is not supported here: set "QueryLanguage": "JSONata"`,
        `${at}/${field}`,
      );
    } else if (jsonata && JSONPATH_FIELDS.includes(field)) {
      findings.schema(`The field '${field}' is not supported with the query language JSONata`, `${at}/${field}`);
    } else findings.schema('Field is not supported', `${at}/${field}`);
  }
  if (jsonata) return;
  for (const field of ['Assign', 'Credentials', 'ItemSelector'] as const) {
    if (hasPathKey(state[field] ?? null)) {
      findings.unsupported(
        'Fields ending in ".$" belong to the query language JSONPath, which is not supported here',
        `${at}/${field}`,
      );
    }
  }
}

function hasPathKey(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasPathKey);
  return isObject(value) && Object.entries(value).some(([key, item]) => key.endsWith('.$') || hasPathKey(item));
}

function checkTransition(state: JsonObject, at: string, findings: Findings): void {
  const { Next, End } = state;
  checkString(state, 'Next', at, findings);
  if (End !== undefined && typeof End !== 'boolean') findings.schema('Expected value of type Boolean', `${at}/End`);
  if (Next === undefined && End !== true) findings.schema('One of the fields is required: [Next, End]', at);
  if (Next !== undefined && End === true) findings.schema('Only one of the fields is allowed: [Next, End]', at);
}

const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

function checkAssign(state: JsonObject, jsonata: boolean, at: string, around: Surroundings): void {
  const holders: [Json | undefined, string][] = [[state.Assign, `${at}/Assign`]];
  for (const field of ['Choices', 'Catch'] as const) {
    const rules = state[field];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      if (isObject(rule)) holders.push([rule.Assign, `${at}/${field}[${index}]/Assign`]);
    }
  }
  for (const [assign, where] of holders) {
    if (assign === undefined) continue;
    if (!isObject(assign)) {
      around.findings.schema('Expected value of type Object', where);
      continue;
    }
    for (const key of Object.keys(assign)) {
      const name = jsonata ? key : key.replace(/\.\$$/, '');
      if (name === 'states' || !VARIABLE_NAME.test(name)) {
        around.findings.schema(`'${name}' is not a valid variable name`, `${where}/${key}`);
      } else if (around.outerVariables.has(name)) {
        around.findings.schema(
          `The variable '${name}' is assigned in an outer scope and can not be assigned in an inner one`,
          `${where}/${key}`,
        );
      }
    }
  }
}

function checkByType(state: JsonObject, type: string, jsonata: boolean, at: string, around: Surroundings): void {
  const { findings } = around;
  switch (type) {
    case 'Fail':
      checkString(state, 'Error', at, findings);
      checkString(state, 'Cause', at, findings);
      return;
    case 'Wait': {
      const given = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].filter(
        (field) => state[field] !== undefined,
      );
      if (given.length !== 1) {
        findings.schema('One and only one of the fields is required: [Seconds, Timestamp]', at);
      }
      checkInteger(state, 'Seconds', { least: 0, jsonata }, at, findings);
      checkTimestamp(state, jsonata, at, findings);
      return;
    }
    case 'Choice':
      checkChoices(state, jsonata, at, findings);
      return;
    case 'Task':
      checkTask(state, jsonata, at, around);
      return;
    case 'Parallel': {
      const branches = state.Branches;
      if (!Array.isArray(branches)) {
        if (branches !== undefined) findings.schema('Expected value of type Array', `${at}/Branches`);
        return;
      }
      if (branches.length === 0) findings.schema('Expected a non-empty array', `${at}/Branches`);
      for (const [index, branch] of branches.entries()) around.block(branch, `${at}/Branches[${index}]`);
      return;
    }
    case 'Map':
      checkMap(state, jsonata, at, around);
      return;
  }
}

function checkChoices(state: JsonObject, jsonata: boolean, at: string, findings: Findings): void {
  const { Choices } = state;
  if (Choices === undefined) return;
  if (!Array.isArray(Choices) || Choices.length === 0) {
    findings.schema('Expected a non-empty array', `${at}/Choices`);
    return;
  }
  for (const [index, rule] of Choices.entries()) {
    const here = `${at}/Choices[${index}]`;
    if (!isObject(rule)) {
      findings.schema('Expected value of type Object', here);
    } else if (!jsonata) {
      findings.unsupported(
        'Rules without a JSONata condition are not supported here: set "QueryLanguage": "JSONata"',
        here,
      );
    } else {
      requireFields(rule, ['Condition', 'Next'], here, findings);
      const { Condition } = rule;
      if (Condition !== undefined && typeof Condition !== 'boolean' && !isExpression(Condition)) {
        findings.schema('Expected a boolean or a JSONata expression', `${here}/Condition`);
      }
      for (const field of Object.keys(rule)) {
        if (!['Condition', 'Next', 'Output', 'Assign', 'Comment'].includes(field)) {
          findings.schema('Field is not supported', `${here}/${field}`);
        }
      }
    }
  }
}

function checkTask(state: JsonObject, jsonata: boolean, at: string, around: Surroundings): void {
  const { findings } = around;
  const { Resource, Credentials, TimeoutSeconds, HeartbeatSeconds } = state;
  checkString(state, 'Resource', at, findings);
  if (typeof Resource === 'string') checkResource(Resource, `${at}/Resource`, around);
  if (isObject(Credentials) && Credentials.RoleArn === undefined && Credentials['RoleArn.$'] === undefined) {
    findings.schema("The field 'RoleArn' is required but was missing", `${at}/Credentials`);
  }
  checkInteger(state, 'TimeoutSeconds', { least: 1, jsonata }, at, findings);
  checkInteger(state, 'HeartbeatSeconds', { least: 1, jsonata }, at, findings);
  if (
    typeof TimeoutSeconds === 'number' &&
    typeof HeartbeatSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    findings.schema("'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'", `${at}/HeartbeatSeconds`);
  }
}

function checkResource(resource: string, at: string, around: Surroundings): void {
  const kind = resourceKind(resource);
  if (kind === 'unknown') {
    around.findings.schema(
      `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      at,
    );
    return;
  }
  if (kind === 'activity') {
    around.findings.unsupported('Activities are not supported here: use a task token', at);
    return;
  }
  const { pattern } = integrationOf(resource);
  if (around.type === 'EXPRESS' && pattern !== 'requestResponse') {
    const suffix = pattern === 'waitForTaskToken' ? '.waitForTaskToken' : '.sync';
    around.findings.schema(`Express state machine does not support '${suffix}' service integration`, at);
  }
}

function checkMap(state: JsonObject, jsonata: boolean, at: string, around: Surroundings): void {
  const { findings } = around;
  const { ItemProcessor, Items } = state;
  const config = isObject(ItemProcessor) ? ItemProcessor.ProcessorConfig : undefined;
  if (isObject(config) && config.Mode === 'DISTRIBUTED') {
    findings.unsupported(
      'Distributed Map is not supported here: use mode INLINE',
      `${at}/ItemProcessor/ProcessorConfig`,
    );
  } else {
    for (const field of ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'] as const) {
      if (state[field] !== undefined)
        findings.schema(`The field '${field}' needs a Map in mode DISTRIBUTED`, `${at}/${field}`);
    }
  }
  if (Items !== undefined && !Array.isArray(Items) && !isExpression(Items)) {
    findings.schema('Expected an array or a JSONata expression', `${at}/Items`);
  }
  if (!jsonata && state.ItemSelector !== undefined && JSON.stringify(state.ItemSelector).includes('.$"')) return;
  checkInteger(state, 'MaxConcurrency', { least: 0, jsonata }, at, findings);
  checkInteger(state, 'ToleratedFailureCount', { least: 0, jsonata }, at, findings);
  checkInteger(state, 'ToleratedFailurePercentage', { least: 0, most: 100, jsonata }, at, findings);
  around.block(ItemProcessor, `${at}/ItemProcessor`);
}

/** What a block inside is checked for by itself. */
const BLOCKS_INSIDE = new Set(['Branches', 'ItemProcessor', 'Comment']);

function checkExpressions(state: JsonObject, at: string, findings: Findings): void {
  for (const [field, value] of Object.entries(state)) {
    if (BLOCKS_INSIDE.has(field)) continue;
    for (const { text, at: where } of textsIn(value, `${at}/${field}`)) {
      const source = expressionIn(text);
      if (source === undefined) {
        if (/^\{%/.test(text) !== /%\}$/.test(text)) {
          findings.schema("A JSONata expression must begin with '{%' and end with '%}'", where);
        }
        continue;
      }
      const problem = syntaxProblem(source);
      if (problem !== undefined)
        findings.schema(`The JSONata expression '${source}' cannot be parsed: ${problem}`, where);
    }
  }
}

function syntaxProblem(source: string): string | undefined {
  try {
    jsonata(source);
    return undefined;
  } catch (thrown) {
    return typeof thrown === 'object' && thrown !== null && 'message' in thrown
      ? String(thrown.message)
      : String(thrown);
  }
}
