import { type Json, type LambdaAnswer, type LambdaCall, TaskFailure } from '../contract.ts';
import type { Integration } from './resource.ts';

const PASSED_ON = ['InvocationType', 'Qualifier', 'ClientContext', 'LogType'] as const;

/** What the services are asked. @param resource The state's `Resource`. @param given The evaluated `Arguments`. */
export function lambdaCall(integration: Integration, resource: string, given: Json): LambdaCall {
  if (integration.kind === 'function') return { FunctionName: resource, Payload: JSON.stringify(given) };
  if (given === null || typeof given !== 'object' || Array.isArray(given) || typeof given.FunctionName !== 'string') {
    throw new TaskFailure('States.Runtime', "The Arguments of lambda:invoke need a string 'FunctionName'.");
  }
  const call: LambdaCall = { FunctionName: given.FunctionName, Payload: payloadText(given.Payload) };
  for (const key of PASSED_ON) {
    const value = given[key];
    if (typeof value === 'string') call[key] = value;
  }
  return call;
}

/** A string is JSON text already; nothing, and null, become an empty object. */
function payloadText(payload: Json | undefined): string {
  if (payload === undefined || payload === null) return '{}';
  if (typeof payload !== 'string') return JSON.stringify(payload);
  try {
    JSON.parse(payload);
    return payload;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TaskFailure(
      'Lambda.InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${reason} (Service: AWSLambda; Status Code: 400; Error Code: InvalidRequestContentException)`,
    );
  }
}

/** The task's result. @throws TaskFailure when the function failed; its name is the payload's `errorType`. */
export function lambdaResult(integration: Integration, answer: LambdaAnswer): Json {
  if (answer.FunctionError !== undefined) throw functionFailure(answer.Payload);
  const payload: Json = answer.Payload === '' ? null : JSON.parse(answer.Payload);
  if (integration.kind === 'function') return payload;
  return {
    ExecutedVersion: answer.ExecutedVersion,
    ...(answer.LogResult === undefined ? {} : { LogResult: answer.LogResult }),
    Payload: payload,
    StatusCode: answer.StatusCode,
  };
}

function functionFailure(text: string): TaskFailure {
  const payload: unknown = JSON.parse(text);
  const named = typeof payload === 'object' && payload !== null && 'errorType' in payload;
  return new TaskFailure(named ? String(payload.errorType) : 'Lambda.Unknown', text);
}

/** What the services resolved a Lambda call with. @throws Error when it is not an answer of the Invoke API. */
export function asLambdaAnswer(value: Json): LambdaAnswer {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw notAnAnswer(value);
  const { StatusCode, ExecutedVersion, Payload, FunctionError, LogResult } = value;
  if (typeof StatusCode !== 'number' || typeof ExecutedVersion !== 'string' || typeof Payload !== 'string') {
    throw notAnAnswer(value);
  }
  return {
    StatusCode,
    ExecutedVersion,
    Payload,
    ...(typeof FunctionError === 'string' ? { FunctionError } : {}),
    ...(typeof LogResult === 'string' ? { LogResult } : {}),
  };
}

function notAnAnswer(value: Json): Error {
  return new TypeError(
    `Expected StatusCode, ExecutedVersion and Payload of a Lambda call, got: ${JSON.stringify(value)}`,
  );
}
