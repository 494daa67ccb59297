import type { RouteSpec } from '../../template/http-apis.ts';

/** A route that takes a request, and what its path's placeholders stand for. */
export interface RouteMatch {
  readonly route: RouteSpec;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route as API Gateway does: a full path before one that ends in `{proxy+}`, the longest of those, then
 * `$default`; a route for the method before `ANY`.
 * @param path the request's path as it was sent, percent-encoded.
 */
export function findRoute(routes: readonly RouteSpec[], method: string, path: string): RouteMatch | undefined {
  const candidates = routes
    .flatMap((route) => {
      if (route.path === undefined) return [{ route, parameters: {}, rank: [0, 0, 0] }];
      if (route.method !== method && route.method !== 'ANY') return [];
      const parameters = match(route.path, path);
      if (!parameters) return [];
      const segments = route.path.split('/').slice(1);
      const literal = segments.filter((segment) => !segment.startsWith('{')).length;
      const greedy = route.path.endsWith('+}');
      return [{ route, parameters, rank: [greedy ? 1 : 2, literal, route.method === 'ANY' ? 0 : 1] }];
    })
    .toSorted((a, b) => compareRank(b.rank, a.rank));
  return candidates[0];
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = segmentsOf(pattern);
  const given = segmentsOf(path);
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(segment)?.[1];
    if (greedy !== undefined) {
      if (given.length <= index) return undefined;
      parameters[greedy] = decoded(given.slice(index).join('/'));
      return parameters;
    }
    const value = given[index];
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (value === undefined) return undefined;
    if (name !== undefined) parameters[name] = decoded(value);
    else if (segment !== value) return undefined;
  }
  return given.length === wanted.length ? parameters : undefined;
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, '').split('/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compareRank(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
