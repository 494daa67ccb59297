import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { chinaCalendar } from '../../../../functions/shared/domain/china-calendar.ts';
import type { Actor } from '../../../../functions/shared/domain/person.ts';
import type { WorkCalendar } from '../../../../functions/shared/domain/working-time.ts';
import type { ApiWorld, Endpoint } from '../../../../functions/shared/http/api.ts';
import { type Api, api } from '../../../../functions/shared/http/api.ts';
import type { MemoryWorld } from '../../../support/memory-world.ts';

/** A request as a test states it. */
export interface Request {
  readonly as?: Actor;
  readonly body?: unknown;
  /** The body as it is, instead of `body` as JSON. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer as a test reads it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Client = (line: string, request?: Request) => Promise<Answer>;

export const lina: Actor = { id: 'li.na', roles: ['sales'] };
export const wangfang: Actor = { id: 'wang.fang', roles: ['sales'] };
export const zhangwei: Actor = { id: 'zhang.wei', roles: ['assistant'] };
export const manager: Actor = { id: 'zhou.min', roles: ['sales-manager'] };
export const stamper: Actor = { id: 'zhao.lei', roles: ['seal'] };
export const colleague: Actor = { id: 'qian.yu', roles: ['seal'] };
export const designer: Actor = { id: 'sun.jie', roles: ['design'] };

/** Calls the endpoints as API Gateway would: `GET /cases?limit=2`. */
export function clientOf(endpoints: readonly Endpoint[], world: ApiWorld): Client {
  const served = api(endpoints, world);
  return (line, request = {}) => call(served, endpoints, line, request);
}

/** What the APIs need of the world, all in memory; failures of ours are collected. */
export interface TestApiWorld extends MemoryWorld, ApiWorld {
  readonly failures: unknown[];
  readonly executionArnOf: (caseId: string) => string;
  readonly calendar: WorkCalendar;
  readonly now: MemoryWorld['now'];
  readonly answers: MemoryWorld['answers'];
}

export function apiWorld(world: MemoryWorld): TestApiWorld {
  const failures: unknown[] = [];
  return {
    ...world,
    failures,
    calendar: chinaCalendar,
    failed: (error) => failures.push(error),
    executionArnOf: (caseId) => `arn:aws:states:eu-west-1:000000000000:execution:ad-sales:${caseId}`,
  };
}

const anObject = z.record(z.string(), z.unknown());

/** The items of a list's answer. */
export function itemsOf(answer: Answer): Readonly<Record<string, unknown>>[] {
  return z.array(anObject).parse(answer.body.items);
}

async function call(served: Api, endpoints: readonly Endpoint[], line: string, request: Request): Promise<Answer> {
  const answer = await served(gatewayEvent(endpoints, line, request));
  return {
    status: answer.statusCode ?? 200,
    headers: answer.headers ?? {},
    body: anObject.parse(JSON.parse(answer.body ?? '{}')),
  };
}

/** What the gateway hands on: the route that takes the request, and its parameters. */
function gatewayEvent(endpoints: readonly Endpoint[], line: string, request: Request): APIGatewayProxyEventV2 {
  const event = anEvent(line, request);
  const { method } = event.requestContext.http;
  for (const { operation } of endpoints) {
    const route = new RegExp(`^${operation.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = operation.method === method ? route.exec(event.rawPath) : null;
    if (match !== null) {
      const parts = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      const pathParameters = parts.length === 0 ? {} : { pathParameters: Object.fromEntries(parts) };
      return { ...event, routeKey: `${method} ${operation.path}`, ...pathParameters };
    }
  }
  return event;
}

/** A payload of version 2.0 that no route took. */
export function anEvent(line: string, { as, body, raw, headers = {} }: Request): APIGatewayProxyEventV2 {
  const [method = '', address = ''] = line.split(' ');
  const [path = '', query = ''] = address.split('?');
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const requestContext = {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: '$default',
    stage: '$default',
    time: '23/Nov/2026:02:00:00 +0000',
    timeEpoch: 1795399200000,
    ...(as === undefined
      ? {}
      : {
          authorizer: { jwt: { claims: { username: as.id, 'cognito:groups': `[${as.roles.join(' ')}]` }, scopes: [] } },
        }),
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    requestContext,
    isBase64Encoded: false,
    ...(text === undefined ? {} : { body: text }),
  };
}
