import type { IncomingHttpHeaders } from 'node:http';
import type { CorsSpec } from '../../template/http-apis.ts';

/**
 * The CORS headers of an answer, none when the API has no CORS or the origin is not allowed.
 * @param preflight whether it answers an OPTIONS request of a browser.
 */
export function corsHeaders(
  cors: CorsSpec | undefined,
  headers: IncomingHttpHeaders,
  preflight: boolean,
): Record<string, string> {
  const { origin } = headers;
  if (!cors || origin === undefined) return {};
  const allowed = cors.origins.find(
    (each) => each === '*' || each === origin || (each.endsWith('*') && origin.startsWith(each.slice(0, -1))),
  );
  if (allowed === undefined) return {};
  const common = {
    'access-control-allow-origin': allowed === '*' && !cors.credentials ? '*' : origin,
    ...(cors.credentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.exposed.length > 0 ? { 'access-control-expose-headers': cors.exposed.join(',') } : {}),
    vary: 'origin',
  };
  if (!preflight) return common;
  return {
    ...common,
    ...(cors.methods.length > 0 ? { 'access-control-allow-methods': cors.methods.join(',') } : {}),
    ...(cors.headers.length > 0 ? { 'access-control-allow-headers': cors.headers.join(',') } : {}),
    ...(cors.maxAge === undefined ? {} : { 'access-control-max-age': String(cors.maxAge) }),
  };
}
