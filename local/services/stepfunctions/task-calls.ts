import type { Invoke, Json, LambdaAnswer } from '../../asl/contract.ts';
import { TaskFailure } from '../../asl/contract.ts';
import type { JsonAction } from '../aws/endpoint.ts';
import type { DynamoDbProxy } from '../dynamodb/dynamodb-proxy.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';

type JsonObject = { [key: string]: Json };

/** The services a state machine's tasks may call. */
export interface TaskPorts {
  readonly runtime: LambdaRuntime;
  readonly invokeLater: (functionArn: string, event: string) => void;
  readonly dynamodb: DynamoDbProxy;
  readonly putEvents: JsonAction;
  readonly sqs: Readonly<Record<string, JsonAction>>;
}

const lambdaResources = /^arn:aws:(?:states:::(?:aws-sdk:)?lambda:invoke(?:\.waitForTaskToken)?|lambda:.+)$/;

/** Answers a Task's call from the services here. @throws TaskFailure for a failing service or an integration that is not covered. */
export function taskCalls(ports: TaskPorts): Invoke {
  return async (call) => {
    const resource = call.resource.replace(/\.waitForTaskToken$/, '');
    const input = asObject(call.arguments);
    if (lambdaResources.test(call.resource)) return callLambda(ports, input);
    const action = resource.split(':').at(-1) ?? '';
    if (resource.endsWith(':events:putEvents') || resource.endsWith(':eventbridge:putEvents')) {
      return putEvents(ports, input);
    }
    if (/:sqs:\w+$/.test(resource)) return callSqs(ports, action, input);
    if (/:dynamodb:\w+$/.test(resource)) return callDynamoDb(ports, action, input);
    throw new TaskFailure('States.Runtime', `sales-sop local run does not cover the integration ${call.resource}`);
  };
}

async function callLambda(ports: TaskPorts, input: JsonObject): Promise<LambdaAnswer> {
  const name = String(input.FunctionName);
  const payload = typeof input.Payload === 'string' ? input.Payload : '{}';
  const spec = found(() => ports.runtime.find(name), name);
  if (input.InvocationType === 'Event') {
    ports.invokeLater(spec.arn, payload);
    return { StatusCode: 202, ExecutedVersion: '$LATEST', Payload: '' };
  }
  const { payload: answer, functionError } = await ports.runtime.invoke(spec, payload);
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: answer,
    ...(functionError === undefined ? {} : { FunctionError: functionError }),
  };
}

function found<T>(find: () => T, name: string): T {
  try {
    return find();
  } catch {
    throw new TaskFailure('Lambda.ResourceNotFoundException', `Function not found: ${name}`);
  }
}

async function putEvents(ports: TaskPorts, input: JsonObject): Promise<Json> {
  const entries = Array.isArray(input.Entries) ? input.Entries : [];
  const asText = entries.map((entry) => {
    const fields = asObject(entry);
    const { Detail } = fields;
    return { ...fields, Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail ?? null) };
  });
  const answer = asObject(await ports.putEvents({ Entries: asText }));
  if (answer.FailedEntryCount !== 0) throw new TaskFailure('EventBridge.FailedEntry', JSON.stringify(answer));
  return answer;
}

async function callSqs(ports: TaskPorts, action: string, input: JsonObject): Promise<Json> {
  const perform = ports.sqs[capitalised(action)];
  if (!perform) throw new TaskFailure('States.Runtime', `sales-sop local run does not cover sqs:${action}`);
  const { MessageBody } = input;
  const body = typeof MessageBody === 'string' ? MessageBody : JSON.stringify(MessageBody ?? null);
  try {
    return await perform({ ...input, MessageBody: body });
  } catch (error) {
    throw new TaskFailure(`SQS.${error instanceof Error ? error.name : 'Error'}`, String(error));
  }
}

async function callDynamoDb(ports: TaskPorts, action: string, input: JsonObject): Promise<Json> {
  const { status, body } = await ports.dynamodb.forward(
    `DynamoDB_20120810.${capitalised(action)}`,
    JSON.stringify(input),
  );
  const output: JsonObject = JSON.parse(body);
  if (status === 200) return output;
  const code = String(output.__type).split('#').at(-1);
  throw new TaskFailure(`DynamoDB.${code}`, String(output.message ?? output.Message ?? ''));
}

function capitalised(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}

function asObject(value: Json): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
