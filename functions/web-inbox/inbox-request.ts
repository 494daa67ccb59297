import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { FormRequest } from '../shared/pages/refuse-form.ts';

/** What came over HTTP, as far as the inbox needs to know. */
export interface InboxRequest extends FormRequest {
  readonly method: 'GET' | 'POST';
  /** Without a slash at its end. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: ReadonlyMap<string, string>;
}

/**
 * The request in an event of API Gateway's HTTP API, payload 2.0.
 * @param publicUrl where people reach the inbox; what stands before the API may have another host than the API
 */
export function requestOf(event: APIGatewayProxyEventV2, publicUrl: string): InboxRequest {
  const body = event.body ?? '';
  return {
    method: event.requestContext.http.method === 'POST' ? 'POST' : 'GET',
    path: event.rawPath.replace(/(?<=.)\/$/, ''),
    query: Object.fromEntries(new URLSearchParams(event.rawQueryString)),
    cookies: new Map(
      (event.cookies ?? []).map((cookie) => {
        const [name = '', ...value] = cookie.split('=');
        return [name.trim(), value.join('=')];
      }),
    ),
    host: new URL(publicUrl).host,
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}

/** The path and query of a request, as an address to come back to. */
export function addressOf({ path, query }: Pick<InboxRequest, 'path' | 'query'>): string {
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? path : `${path}?${asked}`;
}
