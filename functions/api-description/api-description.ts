import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { SopError } from '../shared/domain/errors.ts';
import { type Language, preferredLanguage } from '../shared/domain/language.ts';
import { problem } from '../shared/http/problem.ts';
import { routeUnknown } from '../shared/http/route-unknown.ts';
import { describe } from './describe.ts';
import { operations } from './operations.ts';

const made = new Map<Language, string>();

/**
 * Serves the description in the reader's language, made once per container, and answers what no other route takes: 405
 * with the methods there are for an address of the API, 404 for every other.
 */
export function serveDescription(event: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 {
  const language = preferredLanguage(event.headers['accept-language']);
  const { method } = event.requestContext.http;
  if (event.rawPath === '/openapi.json' && method === 'GET') {
    const body = made.get(language) ?? JSON.stringify(describe(language));
    made.set(language, body);
    return {
      statusCode: 200,
      headers: {
        ...usualHeaders,
        'content-type': 'application/json; charset=utf-8',
        'content-language': language,
        'cache-control': 'public, max-age=300',
      },
      body,
    };
  }
  const allowed = methodsAt(event.rawPath);
  const refusal = problem(allowed.length === 0 ? routeUnknown() : methodUnknown(allowed), language);
  return {
    ...refusal,
    headers: {
      ...usualHeaders,
      'cache-control': 'no-store',
      ...(allowed.length === 0 ? {} : { allow: allowed.join(', ') }),
      ...refusal.headers,
    },
  };
}

const usualHeaders = { 'x-content-type-options': 'nosniff', vary: 'accept-language' };

function methodsAt(path: string): readonly string[] {
  const described = { method: 'GET', path: '/openapi.json' };
  const found = [...Object.values(operations), described].filter((route) => matches(route.path, path));
  return [...new Set(found.map(({ method }) => method))];
}

function matches(route: string, path: string): boolean {
  const parts = path.split('/');
  const expected = route.split('/');
  return parts.length === expected.length && expected.every((part, index) => part === '{id}' || part === parts[index]);
}

function methodUnknown(allowed: readonly string[]): SopError {
  const methods = allowed.join(', ');
  return new SopError('MethodUnknown', 405, {
    zh: `这个地址只支持 ${methods}。`,
    en: `This address takes ${methods} only.`,
  });
}
