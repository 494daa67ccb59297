import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Json } from '../../asl/contract.ts';
import type { Log } from '../../contract.ts';
import type { DynamoAnswer } from '../dynamodb/dynamodb-proxy.ts';
import type { RestAnswer } from '../lambda/lambda-api.ts';
import { cborError } from './cbor-error.ts';
import { readBody, signedService } from './request.ts';
import { notCovered, ServiceError } from './service-error.ts';

export type JsonAction = (input: Json) => Json | Promise<Json>;

/** The services behind the one port. */
export interface AwsServices {
  /** Services that speak AWS JSON, by the prefix of `X-Amz-Target`. */
  readonly json: Readonly<
    Record<string, { readonly name: string; readonly actions: Readonly<Record<string, JsonAction>> }>
  >;
  readonly dynamodb: (target: string, body: string) => Promise<DynamoAnswer>;
  readonly lambda: (request: IncomingMessage, path: string, body: Buffer) => Promise<RestAnswer>;
  /** Services of the query protocol, by their name in the signature. @returns the XML of the result. */
  readonly query: Readonly<Record<string, (action: string, form: URLSearchParams) => Promise<string>>>;
  readonly sesV2: (method: string, path: string, body: Buffer) => Promise<RestAnswer>;
  /** S3, for requests no other service is named for. @returns undefined when the request is not for a bucket. */
  readonly s3: (request: IncomingMessage, url: URL, body: Buffer) => Promise<S3Response> | undefined;
  /** Where user pools sign people in. @returns undefined when the request is for something else. */
  readonly signIn: (request: IncomingMessage, url: URL, body: Buffer) => Promise<RestAnswer> | undefined;
  /** A user pool's public documents. */
  readonly wellKnown: (poolId: string, document: string) => Json | undefined;
  readonly log: Log;
}

/** What S3 answers. */
export interface S3Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const bodyLimit = 100_000_000;

/** Answers every AWS protocol on one port; what is not covered gets the service's own kind of error, and a warning. */
export async function answerAws(
  services: AwsServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await readBody(request, bodyLimit);
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    if (target.startsWith('DynamoDB')) return answerDynamoDb(services, response, target, body);
    return answerJson(services, request, response, target, body);
  }
  const knownDocument = /^\/([^/]+)\/\.well-known\/([^/]+)$/.exec(url.pathname);
  if (knownDocument?.[1] !== undefined && knownDocument[2] !== undefined) {
    const document = services.wellKnown(knownDocument[1], knownDocument[2]);
    return send(
      response,
      document === undefined ? 404 : 200,
      'application/json',
      JSON.stringify(document ?? { message: 'no such pool' }),
    );
  }
  const signingIn = services.signIn(request, url, body);
  if (signingIn) return answerRest(services, response, () => signingIn);
  if (url.pathname.startsWith('/2015-03-31/functions')) {
    return answerRest(services, response, () => services.lambda(request, url.pathname, body));
  }
  if (url.pathname.startsWith('/v2/email/')) {
    return answerRest(services, response, () => services.sesV2(request.method ?? 'GET', url.pathname, body));
  }
  if (await answerS3Request(services, request, response, url, body)) return;
  const form = new URLSearchParams(body.toString('utf8'));
  const action = form.get('Action') ?? url.searchParams.get('Action');
  if (action !== null) return answerQuery(services, request, response, action, form);
  answerUncovered(services, request, response, url);
}

async function answerDynamoDb(
  services: AwsServices,
  response: ServerResponse,
  target: string,
  body: Buffer,
): Promise<void> {
  try {
    const answer = await services.dynamodb(target, body.toString('utf8'));
    send(response, answer.status, 'application/x-amz-json-1.0', answer.body);
  } catch (error) {
    const text = `the DynamoDB behind the local run does not answer: ${error instanceof Error ? error.message : error}`;
    services.log.warn(text);
    sendJsonError(response, 'application/x-amz-json-1.0', new ServiceError('InternalServerError', text, 500));
  }
}

async function answerJson(
  services: AwsServices,
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  body: Buffer,
): Promise<void> {
  const type = request.headers['content-type']?.split(';')[0] ?? 'application/x-amz-json-1.1';
  const dot = target.lastIndexOf('.');
  const prefix = target.slice(0, dot);
  const action = target.slice(dot + 1);
  const service = services.json[prefix];
  try {
    const perform = service?.actions[action];
    if (!perform) throw notCovered(service?.name ?? signedService(request) ?? prefix, action);
    const output = await perform(parseJson(body));
    send(response, 200, type, JSON.stringify(output));
  } catch (error) {
    sendJsonError(response, type, asServiceError(error, services.log));
  }
}

async function answerRest(
  services: AwsServices,
  response: ServerResponse,
  perform: () => Promise<RestAnswer>,
): Promise<void> {
  try {
    const { status, headers, body } = await perform();
    response.writeHead(status, { ...headers, 'x-amzn-requestid': crypto.randomUUID() }).end(body);
  } catch (error) {
    sendJsonError(response, 'application/json', asServiceError(error, services.log));
  }
}

async function answerQuery(
  services: AwsServices,
  request: IncomingMessage,
  response: ServerResponse,
  action: string,
  form: URLSearchParams,
): Promise<void> {
  const service = signedService(request) ?? 'unsigned';
  const requestId = crypto.randomUUID();
  try {
    const perform = services.query[service];
    if (!perform) throw notCovered(service, action);
    const result = await perform(action, form);
    const xml = `<${action}Response xmlns="http://${service}.amazonaws.com/doc/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
    send(response, 200, 'text/xml', xml);
  } catch (error) {
    const { name, message, status } = asServiceError(error, services.log);
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    send(response, status, 'text/xml', xml);
  }
}

/** @returns false when the request is not for S3. */
async function answerS3Request(
  services: AwsServices,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Buffer,
): Promise<boolean> {
  const service =
    signedService(request) ?? /\/([^/]+)\/aws4_request$/.exec(url.searchParams.get('X-Amz-Credential') ?? '')?.[1];
  if (service !== undefined && service !== 's3') return false;
  try {
    const answer = services.s3(request, url, body);
    if (!answer) return false;
    const { status, headers, body: content } = await answer;
    response.writeHead(status, { ...headers, 'x-amz-request-id': crypto.randomUUID() });
    response.end(request.method === 'HEAD' ? undefined : content);
  } catch (error) {
    const { name, message, status } = asServiceError(error, services.log);
    const text = `<Error><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error>`;
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(request.method === 'HEAD' ? undefined : text);
  }
  return true;
}

/** A service nobody here speaks for: told in its own protocol as far as that can be told. */
function answerUncovered(services: AwsServices, request: IncomingMessage, response: ServerResponse, url: URL): void {
  const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(url.pathname);
  const service = signedService(request) ?? rpc?.[1] ?? 'an unsigned request';
  const error = notCovered(service, rpc?.[2] ?? `${request.method} ${url.pathname}`);
  services.log.warn(error.message);
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    response.writeHead(error.status, { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' });
    response.end(cborError(error.name, error.message));
    return;
  }
  if (service === 's3') {
    send(
      response,
      error.status,
      'application/xml',
      `<Error><Code>${error.name}</Code><Message>${escapeXml(error.message)}</Message></Error>`,
    );
    return;
  }
  sendJsonError(response, 'application/json', error);
}

function parseJson(body: Buffer): Json {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.');
  }
}

/** Anything thrown, as a service would say it. */
function asServiceError(error: unknown, log: Log): ServiceError {
  if (error instanceof z.ZodError) {
    const text = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    return new ServiceError('ValidationException', `${error.issues.length} validation error detected: ${text}`);
  }
  if (error instanceof ServiceError) {
    if (error.status === 501) log.warn(error.message);
    return error;
  }
  if (error instanceof Error && error.name !== 'Error' && error.name !== 'TypeError') {
    return new ServiceError(error.name, error.message);
  }
  log.warn(`internal error: ${error instanceof Error ? error.stack : String(error)}`);
  return new ServiceError('InternalFailure', error instanceof Error ? error.message : String(error), 500);
}

function sendJsonError(response: ServerResponse, type: string, error: ServiceError): void {
  response.setHeader('x-amzn-errortype', error.name);
  send(response, error.status, type, JSON.stringify({ __type: error.name, message: error.message }));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': crypto.randomUUID() }).end(body);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
