import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What came over HTTP, as far as the page needs to know. */
export interface LinkRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** The id in the address; whoever knows it acts as the person it was made for. */
  readonly link: string;
  /** The language asked for in the address, if any. */
  readonly lang: string | undefined;
  /** The host the page is served from. */
  readonly host: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The request in an event of API Gateway's HTTP API, payload 2.0. */
export function requestOf(event: APIGatewayProxyEventV2): LinkRequest {
  const { method } = event.requestContext.http;
  const body = event.body ?? '';
  return {
    method: method === 'POST' || method === 'HEAD' ? method : 'GET',
    link: event.pathParameters?.link ?? '',
    lang: event.queryStringParameters?.lang,
    host: event.requestContext.domainName,
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}
