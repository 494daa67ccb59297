import { manualClock } from '../../manual-clock.ts';
import type { ExecutionDescription, Executor, Json } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { openExecutor } from '../executor.ts';
import { volatileJournal } from '../journal.ts';
import { UNSUPPORTED, validateDefinition } from '../validation/validate.ts';
import { eventsDifference } from './events.ts';
import { difference, type Tokens } from './match.ts';
import { observed } from './observe.ts';
import { stubServices } from './stubs.ts';
import type { ExpectedExecution, ExpectedValidation, JsonObject, Vector } from './vector.ts';

/** How a vector came out. */
export interface Outcome {
  readonly id: string;
  readonly result: 'pass' | 'fail' | 'refused';
  /** Why, where there is something to say. */
  readonly why?: string;
}

const MACHINE_NAME = 'vector';
const MACHINE_ARN = `arn:aws:states:us-east-1:111111111111:stateMachine:${MACHINE_NAME}`;
/** Any moment will do: no vector depends on it. */
const START = Date.UTC(2026, 0, 1);
/** Alarms rung at most: an execution that waits for ever rings for ever. */
const MOST_ALARMS = 10_000;
/** Redriving came on this day; recordings before it know nothing of it. */
const REDRIVE_SINCE = '2023-11-15';

/** Plays a vector against the executor, in virtual time. */
export async function runVector(vector: Vector): Promise<Outcome> {
  if ('operation' in vector.expected) return judgeValidation(vector, vector.expected);
  const clock = manualClock(START);
  const executor: Executor = openExecutor({
    clock,
    journal: volatileJournal(),
    invoke: stubServices(vector, clock, () => executor),
  });
  const definition = vector.definitionText ?? JSON.stringify(vector.definition);
  try {
    executor.putStateMachine({
      stateMachineArn: MACHINE_ARN,
      name: MACHINE_NAME,
      definition,
      roleArn: 'vector_role_arn',
      type: vector.type,
    });
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    const unsupported = validateDefinition(definition, vector.type).some(({ code }) => code === UNSUPPORTED);
    return { id: vector.id, result: unsupported ? 'refused' : 'fail', why: thrown.message };
  }
  const { executionArn } = await executor.startExecution({
    stateMachineArn: MACHINE_ARN,
    input: JSON.stringify(vector.input ?? {}),
  });
  const description = await finish(executor, executionArn, clock);
  if (description === undefined) return { id: vector.id, result: 'fail', why: 'the execution does not end' };
  const why = judgeExecution(vector, vector.expected, executor, description);
  return why === undefined ? { id: vector.id, result: 'pass' } : { id: vector.id, result: 'fail', why };
}

async function finish(
  executor: Executor,
  executionArn: string,
  clock: ReturnType<typeof manualClock>,
): Promise<ExecutionDescription | undefined> {
  for (let alarms = 0; alarms < MOST_ALARMS; alarms++) {
    // Everything that can happen without time passing happens before the next turn of the event loop.
    await new Promise(setImmediate);
    const description = executor.describeExecution(executionArn);
    if (description.status !== 'RUNNING') return description;
    const next = clock.next();
    if (next === undefined) return undefined;
    clock.advanceTo(next);
  }
  return undefined;
}

function judgeExecution(
  vector: Vector,
  expected: ExpectedExecution,
  executor: Executor,
  actual: ExecutionDescription,
): string | undefined {
  const tokens: Tokens = new Map();
  const recordedResult = present({
    status: expected.status,
    output: expected.output,
    error: expected.error,
    cause: expected.cause,
  });
  const result = present({
    status: actual.status,
    output: actual.output === undefined ? undefined : JSON.parse(actual.output),
    error: actual.error ?? undefined,
    cause: actual.cause ?? undefined,
  });
  const seen = (value: Json): Json => asRecorded(value, vector);
  const parted = difference(rolesOut(recordedResult), seen(result), tokens);
  if (parted !== undefined) return parted;
  if (vector.resultOnly === true || expected.events === undefined) return undefined;
  const events = executor.getExecutionHistory(actual.executionArn).map((event) => objectOf(seen(observed(event))));
  const recordedEvents = expected.events.map((event) => objectOf(rolesOut(event)));
  return eventsDifference({ ...expected, events: recordedEvents }, events, tokens);
}

function objectOf(value: Json): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function present(object: { [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** What is in a value now that was not in AWS on the day of the recording. */
function asRecorded(value: Json, vector: Vector): Json {
  const old = (vector.evidence?.recorded ?? REDRIVE_SINCE) < REDRIVE_SINCE;
  return old ? without(value, /^Redrive(Count|Status|StatusReason)$/) : value;
}

function without(value: Json, names: RegExp): Json {
  if (Array.isArray(value)) return value.map((item) => without(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !names.test(key))
      .map(([key, item]) => [key, without(item, names)]),
  );
}

/** The recorder wrote a name of its own for the role, in several spellings; here every one is the vector's role. */
function rolesOut(value: Json): Json {
  if (typeof value === 'string') return /^\w+_role_arn$/.test(value) ? 'vector_role_arn' : value;
  if (Array.isArray(value)) return value.map(rolesOut);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rolesOut(item)]));
}

function judgeValidation(vector: Vector, expected: ExpectedValidation): Outcome {
  const { id } = vector;
  const definition = vector.definitionText ?? JSON.stringify(vector.definition);
  const diagnostics = validateDefinition(definition, vector.type);
  const errors = diagnostics.filter(({ severity }) => severity === 'ERROR');
  const said = errors.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join('; ');
  if (expected.accepted) {
    if (errors.length === 0) return { id, result: 'pass' };
    return { id, result: errors.some(({ code }) => code === UNSUPPORTED) ? 'refused' : 'fail', why: said };
  }
  if (errors.length === 0) return { id, result: 'fail', why: 'accepted what AWS rejects' };
  // AWS knows JSONPath: what it finds besides is compared, as far as there is something.
  const known = errors.filter(({ code }) => code !== UNSUPPORTED);
  const compared: Json = (known.length > 0 ? known : errors).map((error) => ({ ...error }));
  const parted = difference([...expected.diagnostics], compared, new Map(), 'diagnostics');
  return { id, result: 'pass', ...(parted === undefined ? {} : { why: `rejected in other words: ${said}` }) };
}
