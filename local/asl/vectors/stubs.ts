import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { type Executor, type Invoke, type Json, type LambdaAnswer, type TaskCall, TaskFailure } from '../contract.ts';
import type { CallbackAction, JsonObject, LambdaStub, Vector } from './vector.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:111111111111:function:';

/** Plays the services a vector names: its Lambda stubs, and a queue whose receiver acts on the tokens it gets. */
export function stubServices(vector: Vector, clock: Clock, executor: () => Executor): Invoke {
  let messages = 0;
  return async (call) => {
    if (call.resource.startsWith('arn:aws:states:::lambda:invoke')) return runLambda(vector, clock, call.arguments);
    if (call.resource.startsWith('arn:aws:states:::sqs:sendMessage')) {
      messages++;
      return sendMessage(vector, clock, executor(), call, messages);
    }
    throw new TaskFailure('States.Runtime', `The vectors' services have no ${call.resource}`);
  };
}

async function runLambda(vector: Vector, clock: Clock, given: Json): Promise<LambdaAnswer> {
  const { FunctionName, Payload, LogType } = objectOf(given);
  if (typeof FunctionName !== 'string' || typeof Payload !== 'string') throw new TypeError('The call is no LambdaCall');
  const name = FunctionName.split(':function:').at(-1)?.split(':')[0] ?? '';
  const stub = vector.lambdas?.[name];
  if (stub === undefined) {
    throw new TaskFailure(
      'Lambda.ResourceNotFoundException',
      `Function not found: ${FUNCTION_ARN}${name}:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${randomUUID()}; Proxy: null)`,
    );
  }
  const answer = await runStub(stub, JSON.parse(Payload), clock);
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    ...answer,
    ...(LogType === 'Tail' ? { LogResult: Buffer.from('END').toString('base64') } : {}),
  };
}

async function runStub(
  stub: LambdaStub,
  event: Json,
  clock: Clock,
): Promise<{ readonly Payload: string; readonly FunctionError?: string }> {
  switch (stub.kind) {
    case 'identity':
      return { Payload: JSON.stringify(event) };
    case 'constant':
      return { Payload: JSON.stringify(stub.value) };
    case 'raise': {
      const { errorMessage, errorType } = stub;
      return {
        FunctionError: 'Unhandled',
        Payload: JSON.stringify({ errorMessage, errorType, requestId: randomUUID(), stackTrace: [] }),
      };
    }
    case 'sleep':
      await new Promise<void>((wake) => clock.at(clock.now() + 1000 * stub.seconds, wake));
      return runStub(stub.then, event, clock);
    case 'largeOutput':
      return { Payload: JSON.stringify('a'.repeat(stub.bytes)) };
    case 'prefix':
      return { Payload: JSON.stringify(stub.prefix + asPythonPrints(event)) };
  }
}

/** The recorded functions were written in Python: `str(event)`. */
function asPythonPrints(value: Json, nested = false): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return nested ? `'${value}'` : value;
  if (Array.isArray(value)) return `[${value.map((item) => asPythonPrints(item, true)).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const fields = Object.entries(value).map(([key, item]) => `'${key}': ${asPythonPrints(item, true)}`);
  return `{${fields.join(', ')}}`;
}

function sendMessage(vector: Vector, clock: Clock, executor: Executor, call: TaskCall, messages: number): JsonObject {
  const body = objectOf(call.arguments).MessageBody ?? null;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { callback } = vector;
  const heard = callback?.trigger === 'each message' || (callback?.trigger === 'first message' && messages === 1);
  if (callback !== undefined && heard && call.taskToken !== undefined) {
    act(callback.actions, call.taskToken, body, clock, executor);
  }
  return { MD5OfMessageBody: createHash('md5').update(text).digest('hex'), MessageId: randomUUID() };
}

function objectOf(value: Json): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function act(actions: readonly CallbackAction[], token: string, body: Json, clock: Clock, executor: Executor): void {
  const [action, ...rest] = actions;
  if (action === undefined) return;
  clock.at(clock.now() + 1000 * action.after, () => {
    const sent = send(action, token, body, executor);
    // A token may be used up by then, as it may in AWS: the receiver's trouble, not the execution's.
    sent.catch(() => undefined).then(() => act(rest, token, body, clock, executor));
  });
}

async function send(action: CallbackAction, token: string, body: Json, executor: Executor): Promise<void> {
  switch (action.do) {
    case 'SendTaskHeartbeat':
      return executor.sendTaskHeartbeat(token);
    case 'SendTaskSuccess':
      return executor.sendTaskSuccess(token, JSON.stringify(outputOf(action.output ?? {}, body)));
    case 'SendTaskFailure':
      return executor.sendTaskFailure(token, action.error, action.cause);
  }
}

/** `{"fromMessageBody": "$.Message"}` is taken from the message, anything else is meant as it is. */
function outputOf(output: Json, body: Json): Json {
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return output;
  const path = output.fromMessageBody;
  if (typeof path !== 'string') return output;
  return path
    .split('.')
    .slice(1)
    .reduce<Json>(
      (value, name) =>
        value !== null && typeof value === 'object' && !Array.isArray(value) ? (value[name] ?? null) : null,
      body,
    );
}
