import type { Json } from '../contract.ts';
import { checkInteger, requireFields } from './fields.ts';
import { type Findings, isObject, type JsonObject } from './findings.ts';

/** Longest `MaxDelaySeconds`: a leap year, less a second. */
const LONGEST_DELAY = 31_622_399;

/** Retry and Catch of a Task, Parallel or Map. */
export function checkRecovery(state: JsonObject, at: string, findings: Findings): void {
  for (const field of ['Retry', 'Catch'] as const) {
    const rules = state[field];
    if (rules === undefined) continue;
    if (!Array.isArray(rules)) {
      findings.schema('Expected value of type Array', `${at}/${field}`);
      continue;
    }
    for (const [index, rule] of rules.entries()) {
      const here = `${at}/${field}[${index}]`;
      if (!isObject(rule)) {
        findings.schema('Expected value of type Object', here);
        continue;
      }
      checkErrorEquals(rule.ErrorEquals, index === rules.length - 1, here, findings);
      if (field === 'Retry') checkRetrier(rule, here, findings);
      else requireFields(rule, ['Next'], here, findings);
    }
  }
}

function checkErrorEquals(names: Json | undefined, last: boolean, at: string, findings: Findings): void {
  if (names === undefined) {
    findings.schema('These fields are required: [ErrorEquals]', at);
  } else if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
    findings.schema('Expected a non-empty array of strings', `${at}/ErrorEquals`);
  } else if (names.includes('States.ALL') && (names.length > 1 || !last)) {
    findings.schema("'States.ALL' must appear alone, and in the last rule only", `${at}/ErrorEquals`);
  }
}

function checkRetrier(retrier: JsonObject, at: string, findings: Findings): void {
  checkInteger(retrier, 'IntervalSeconds', { least: 1, jsonata: false }, at, findings);
  checkInteger(retrier, 'MaxAttempts', { least: 0, jsonata: false }, at, findings);
  checkInteger(retrier, 'MaxDelaySeconds', { least: 1, most: LONGEST_DELAY, jsonata: false }, at, findings);
  const { BackoffRate, JitterStrategy, IntervalSeconds, MaxDelaySeconds } = retrier;
  if (BackoffRate !== undefined && (typeof BackoffRate !== 'number' || BackoffRate < 1)) {
    findings.schema('Value must be a number of at least 1.0', `${at}/BackoffRate`);
  }
  if (JitterStrategy !== undefined && JitterStrategy !== 'FULL' && JitterStrategy !== 'NONE') {
    findings.schema('Value is not one of: [FULL, NONE]', `${at}/JitterStrategy`);
  }
  const interval = IntervalSeconds ?? 1;
  if (typeof MaxDelaySeconds === 'number' && typeof interval === 'number' && MaxDelaySeconds <= interval) {
    findings.schema("'MaxDelaySeconds' must be greater than 'IntervalSeconds'", `${at}/MaxDelaySeconds`);
  }
}
