import type * as z from 'zod/mini';

/** One route of the HTTP API, as the router, the description and the infrastructure all read it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ANY';
  /** API Gateway's notation: `/cases/{id}`; `$default` takes whatever no other route takes. */
  readonly path: string;
  /** Served without a token. */
  readonly public?: true;
}

/** A route with the schemas that validate what comes in and what goes out. */
export interface Operation<
  Query extends z.ZodMiniType = z.ZodMiniType,
  Body extends z.ZodMiniType = z.ZodMiniType,
  Answer extends z.ZodMiniType = z.ZodMiniType,
> extends Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: Query;
  readonly body?: Body;
  /** The status of a success: 200 unless said otherwise. */
  readonly status?: 200 | 201 | 202 | 207;
  readonly answer: Answer;
  /** The answer of status 202, where a person decides before the request is done. */
  readonly pending?: z.ZodMiniType;
  /** Whether the request names the version it is about in `If-Match`. */
  readonly conditional?: true;
}

/** The bare routes of a function's operations, for the infrastructure. */
export function routesOf(operations: Readonly<Record<string, Operation>>): readonly Route[] {
  return Object.values(operations).map(({ method, path, public: open }) => ({
    method,
    path,
    ...(open === true ? { public: open } : {}),
  }));
}
