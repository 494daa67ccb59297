import type { Json } from '../contract.ts';
import { expressionIn } from '../expressions.ts';
import { parseTimestamp } from '../timestamp.ts';
import { type Findings, isObject, type JsonObject } from './findings.ts';

const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const LEADS_ON = ['Next', 'End'];
const LEAVES = ['Output', 'Assign'];
const RECOVERS = ['Retry', 'Catch'];

/** The fields a state may have, by its type, in JSONata. */
export const STATE_FIELDS: { readonly [type: string]: readonly string[] } = {
  Pass: [...EVERY, ...LEADS_ON, ...LEAVES],
  Succeed: [...EVERY, 'Output'],
  Fail: [...EVERY, 'Error', 'Cause'],
  Wait: [...EVERY, ...LEADS_ON, ...LEAVES, 'Seconds', 'Timestamp'],
  Choice: [...EVERY, ...LEAVES, 'Choices', 'Default'],
  Task: [
    ...EVERY,
    ...LEADS_ON,
    ...LEAVES,
    ...RECOVERS,
    'Resource',
    'Arguments',
    'Credentials',
    'TimeoutSeconds',
    'HeartbeatSeconds',
  ],
  Parallel: [...EVERY, ...LEADS_ON, ...LEAVES, ...RECOVERS, 'Branches', 'Arguments'],
  Map: [
    ...EVERY,
    ...LEADS_ON,
    ...LEAVES,
    ...RECOVERS,
    'Items',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
    'Label',
  ],
};

/** Fields a state cannot do without. */
export const REQUIRED_FIELDS: { readonly [type: string]: readonly string[] } = {
  Choice: ['Choices'],
  Task: ['Resource'],
  Parallel: ['Branches'],
  Map: ['ItemProcessor'],
};

/** Fields of the query language JSONPath; none of them is in JSONata. */
export const JSONPATH_FIELDS: readonly string[] = [
  'InputPath',
  'OutputPath',
  'Parameters',
  'Result',
  'ResultPath',
  'ResultSelector',
  'SecondsPath',
  'TimestampPath',
  'ErrorPath',
  'CausePath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'Iterator',
];

/** Names the required fields that are missing, in AWS's words. */
export function requireFields(object: JsonObject, fields: readonly string[], at: string, findings: Findings): void {
  const missing = fields.filter((field) => object[field] === undefined);
  if (missing.length > 0) findings.schema(`These fields are required: [${missing.join(', ')}]`, at || '/');
}

export function checkString(object: JsonObject, field: string, at: string, findings: Findings): void {
  const value = object[field];
  if (value !== undefined && typeof value !== 'string')
    findings.schema('Expected value of type String', `${at}/${field}`);
}

/** An integer in bounds; in JSONata an expression as well. */
export function checkInteger(
  object: JsonObject,
  field: string,
  bounds: { readonly least: number; readonly most?: number; readonly jsonata: boolean },
  at: string,
  findings: Findings,
): void {
  const value = object[field];
  if (value === undefined || (bounds.jsonata && isExpression(value))) return;
  const { least, most = 99_999_999 } = bounds;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    findings.schema('Expected value of type Integer', `${at}/${field}`);
  } else if (value < least || value > most) {
    findings.schema(`Value must be between ${least} and ${most}`, `${at}/${field}`);
  }
}

export function checkTimestamp(state: JsonObject, jsonata: boolean, at: string, findings: Findings): void {
  const value = state.Timestamp;
  if (value === undefined || (jsonata && isExpression(value))) return;
  if (typeof value !== 'string' || parseTimestamp(value) === undefined) {
    findings.schema('String does not match RFC3339 timestamp', `${at}/Timestamp`);
  }
}

export function isExpression(value: Json): boolean {
  return typeof value === 'string' && expressionIn(value) !== undefined;
}

/** Every text in a value, with where it is. */
export function* textsIn(value: Json, at: string): Generator<{ readonly text: string; readonly at: string }> {
  if (typeof value === 'string') yield { text: value, at };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsIn(item, `${at}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* textsIn(item, `${at}/${key}`);
  }
}
