import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { FunctionSpec } from '../../template/functions.ts';
import { notCovered, ServiceError } from '../aws/service-error.ts';
import type { LambdaRuntime } from './lambda-runtime.ts';

/** An answer of a REST-style service. */
export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the Lambda API needs of its surroundings. */
export interface LambdaApiPorts {
  readonly runtime: LambdaRuntime;
  /** Takes an event for a function that nobody waits for; resolves once it is durable. @param event JSON text. */
  readonly invokeLater: (functionArn: string, event: string) => void;
}

/**
 * The Lambda API (REST-JSON): Invoke, ListFunctions, GetFunction, GetFunctionConfiguration.
 * @throws ServiceError for anything else.
 */
export async function answerLambda(
  ports: LambdaApiPorts,
  request: IncomingMessage,
  path: string,
  body: Buffer,
): Promise<RestAnswer> {
  const [name, rest] = /^\/2015-03-31\/functions(?:\/([^/]+)(?:\/(.+))?)?\/?$/.exec(path)?.slice(1) ?? [];
  if (request.method === 'GET' && path.startsWith('/2015-03-31/functions')) {
    if (name === undefined) return json(200, { Functions: ports.runtime.functions.map(configuration) });
    const spec = ports.runtime.find(decodeURIComponent(name));
    if (rest === 'configuration') return json(200, configuration(spec));
    if (rest === undefined) return json(200, { Configuration: configuration(spec), Tags: {} });
  }
  if (request.method === 'POST' && rest === 'invocations' && name !== undefined) {
    return invoke(ports, ports.runtime.find(decodeURIComponent(name)), request, body);
  }
  throw notCovered('lambda', `${request.method} ${path}`);
}

async function invoke(
  ports: LambdaApiPorts,
  spec: FunctionSpec,
  request: IncomingMessage,
  body: Buffer,
): Promise<RestAnswer> {
  const event = body.length === 0 ? '{}' : body.toString('utf8');
  if (!isJson(event)) {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json');
  }
  const type = z.string().default('RequestResponse').parse(request.headers['x-amz-invocation-type']);
  if (type === 'DryRun') return { status: 204, body: '' };
  if (type === 'Event') {
    ports.invokeLater(spec.arn, event);
    return { status: 202, body: '' };
  }
  const result = await ports.runtime.invoke(spec, event);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(result.functionError === undefined ? {} : { 'x-amz-function-error': result.functionError }),
    },
    body: result.payload,
  };
}

function configuration(spec: FunctionSpec): object {
  return {
    FunctionName: spec.name,
    FunctionArn: spec.arn,
    Runtime: 'nodejs24.x',
    Handler: spec.handler,
    Timeout: spec.timeoutMs / 1000,
    MemorySize: spec.memoryMb,
    Environment: { Variables: spec.environment },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Version: '$LATEST',
  };
}

function json(status: number, body: object): RestAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
