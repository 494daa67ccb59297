import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { RouteMatch } from './routes.ts';

/** What goes into an event besides the request itself. */
export interface EventFacts {
  readonly apiId: string;
  readonly match: RouteMatch;
  readonly body: Buffer;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly account: string;
  readonly jwt?: { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null };
}

type ProxyEvent = Omit<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'> & { requestContext: object };

/** A request as payload format 2.0 tells it to a function. */
export function proxyEvent(
  request: IncomingMessage,
  { apiId, match, body, requestId, now, account, jwt }: EventFacts,
): ProxyEvent {
  const [rawPath = '/', rawQueryString = ''] = splitOnce(request.url ?? '/', '?');
  const { cookie, ...headers } = lowerCaseHeaders(request);
  const isText = isTextual(headers['content-type'], body);
  const query = queryParameters(rawQueryString);
  const names = Object.keys(match.parameters);
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: decodedPath(rawPath),
    rawQueryString,
    headers,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(names.length === 0 ? {} : { pathParameters: match.parameters }),
    requestContext: {
      accountId: account,
      apiId,
      ...(jwt ? { authorizer: { jwt } } : {}),
      domainName: headers.host ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method ?? 'GET',
        path: decodedPath(rawPath),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.key,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now,
    },
    ...(body.length === 0 ? {} : { body: isText ? body.toString('utf8') : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Names in lower case; of a header sent several times the values joined by commas. */
function lowerCaseHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = (request.rawHeaders[index] ?? '').toLowerCase();
    const value = request.rawHeaders[index + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  headers['x-forwarded-for'] ??= request.socket.remoteAddress ?? '127.0.0.1';
  headers['x-forwarded-proto'] ??= 'http';
  headers['x-forwarded-port'] ??= String(request.socket.localPort ?? '');
  return headers;
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters[name];
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return parameters;
}

/** API Gateway hands text on as it is, other bodies in base64, judged by the content type. */
function isTextual(contentType: string | undefined, body: Buffer): boolean {
  if (contentType === undefined) return Buffer.from(body.toString('utf8'), 'utf8').equals(body);
  return /^(text\/|application\/(json|xml|javascript)|[^;]+\+(json|xml))/i.test(contentType.trim());
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** `22/Nov/2026:08:30:00 +0000` */
function commonLogTime(now: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
