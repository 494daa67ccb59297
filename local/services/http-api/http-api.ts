import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InvocationResult, Log } from '../../contract.ts';
import type { HttpApiSpec } from '../../template/http-apis.ts';
import type { Usage } from '../../usage.ts';
import { BodyTooLarge, readBody } from '../aws/request.ts';
import { ServiceError } from '../aws/service-error.ts';
import type { JwtAuthorizer } from '../identity/jwt-authorizer.ts';
import { corsHeaders } from './cors.ts';
import { type HttpAnswer, httpAnswer, internalError, message } from './proxy-answer.ts';
import { proxyEvent } from './proxy-event.ts';
import { findRoute, type RouteMatch } from './routes.ts';

/** What an HTTP API needs of its surroundings. */
export interface HttpApiPorts {
  readonly account: string;
  readonly authorizer: JwtAuthorizer;
  readonly usage: Usage;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls a function and waits. @param event JSON text. */
  readonly invoke: (functionArn: string, event: string) => Promise<InvocationResult>;
}

/** API Gateway's quota. */
const bodyLimit = 10 * 1024 * 1024;

/** Answers a request as the template's HTTP API does. */
export async function answerHttpApi(
  spec: HttpApiSpec,
  ports: HttpApiPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const requestId = randomUUID();
  const answer = await answerFor(spec, ports, request, requestId);
  const isPreflight = request.method === 'OPTIONS';
  const headers = { ...answer.headers, ...corsHeaders(spec.cors, request.headers, isPreflight) };
  const withoutBody = request.method === 'HEAD' || answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...headers,
    ...(withoutBody && request.method !== 'HEAD' ? {} : { 'content-length': String(answer.body.length) }),
    'apigw-requestid': requestId,
  });
  response.end(withoutBody ? undefined : answer.body);
  ports.usage.add('apiRequests', 'all', 1);
  // The route, never the path: a path can hold a link, and a link is a credential.
  const route = findRoute(spec.routes, request.method ?? 'GET', pathOf(request))?.route.key ?? 'no route';
  ports.log.detail(`${request.method} (${route}) ${answer.status} ${Math.round(performance.now() - started)} ms`);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

async function answerFor(
  spec: HttpApiSpec,
  ports: HttpApiPorts,
  request: IncomingMessage,
  requestId: string,
): Promise<HttpAnswer> {
  const method = request.method ?? 'GET';
  if (method === 'OPTIONS' && spec.cors) return { status: 204, headers: {}, body: Buffer.alloc(0) };
  const match = findRoute(spec.routes, method, pathOf(request));
  if (!match) {
    request.resume();
    return message(404, 'Not Found');
  }
  try {
    return await callFunction(spec, ports, request, requestId, match);
  } catch (error) {
    const isTooLarge = error instanceof BodyTooLarge || (error instanceof ServiceError && error.status === 413);
    if (isTooLarge) return message(413, 'Request Too Long');
    ports.log.warn(`${match.route.key}: ${error instanceof Error ? error.stack : String(error)}`);
    return internalError;
  }
}

async function callFunction(
  spec: HttpApiSpec,
  ports: HttpApiPorts,
  request: IncomingMessage,
  requestId: string,
  match: RouteMatch,
): Promise<HttpAnswer> {
  const { route } = match;
  const { authorization } = request.headers;
  const jwt = route.authorizer
    ? await ports.authorizer.check(route.authorizer, authorization, route.scopes)
    : undefined;
  if (jwt?.allowed === false) {
    request.resume();
    if (jwt.status === 403) return message(403, 'Forbidden');
    const unauthorized = message(401, 'Unauthorized');
    const challenge = authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
    return { ...unauthorized, headers: { ...unauthorized.headers, 'www-authenticate': challenge } };
  }
  const body = await readBody(request, bodyLimit);
  const event = proxyEvent(request, {
    apiId: spec.id,
    match,
    body,
    requestId,
    now: ports.now(),
    account: ports.account,
    ...(jwt ? { jwt: { claims: jwt.claims, scopes: jwt.scopes } } : {}),
  });
  const result = await within(route.timeoutMs, ports.invoke(route.functionArn, JSON.stringify(event)));
  if (result === 'late') return message(503, 'Service Unavailable');
  if (result.functionError !== undefined) {
    ports.log.warn(`${route.key}: the function failed: ${result.payload.slice(0, 500)}`);
    return internalError;
  }
  return httpAnswer(result.payload);
}

async function within(milliseconds: number, answer: Promise<InvocationResult>): Promise<InvocationResult | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
