import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { SopError } from '../domain/errors.ts';
import { type Language, preferredLanguage } from '../domain/language.ts';
import type { Actor } from '../domain/person.ts';
import { actorOf } from './actor.ts';
import { type KeptAnswers, once } from './idempotency.ts';
import { freshIdentity, type Identity } from './identity.ts';
import type { Operation } from './operation.ts';
import { problem, serverError } from './problem.ts';
import { bodyOf, queryOf } from './request.ts';
import { routeUnknown } from './route-unknown.ts';

type QueryOf<Op extends Operation> = Op extends { query: infer Query extends z.ZodMiniType }
  ? z.output<Query>
  : undefined;
type BodyOf<Op extends Operation> = Op extends { body: infer Body extends z.ZodMiniType } ? z.output<Body> : undefined;

/** A request that has been understood: who asks for what, each part as its schema gives it. */
export interface Call<Op extends Operation> {
  readonly actor: Actor;
  readonly language: Language;
  /** The `{id}` of the route; empty where it has none. */
  readonly id: string;
  /** The parameters of the route, by name. */
  readonly path: Readonly<Record<string, string | undefined>>;
  /** The `If-Match` header. */
  readonly ifMatch: string | undefined;
  readonly query: QueryOf<Op>;
  readonly body: BodyOf<Op>;
  /** What makes the ids and times of what this request creates. */
  readonly identity: Identity;
}

/** What a use case answers: the body, and headers beyond the usual ones. */
export type Reply<Answer> = { readonly headers?: Readonly<Record<string, string>> } & (
  | { readonly answer: Answer }
  /** The answer of status 202: a person decides first. */
  | { readonly pending: unknown }
);

/** What every function of the API needs besides its use cases; `failed` is told of each failure that is ours. */
export type ApiWorld = KeptAnswers;

/** An operation with what performs it. */
export interface Endpoint {
  readonly operation: Operation;
  readonly serve: (
    world: ApiWorld,
    event: APIGatewayProxyEventV2,
    language: Language,
  ) => Promise<APIGatewayProxyStructuredResultV2>;
}

export type Api = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Binds an operation to its use case: requests and answers both go through the operation's schemas. */
export function endpoint<Op extends Operation>(
  operation: Op,
  perform: (call: Call<Op>) => Promise<Reply<z.input<Op['answer']>>>,
): Endpoint {
  return {
    operation,
    serve: async (world, event, language) => {
      const actor = actorOf(event);
      // The schemas decide both; the compiler cannot follow a conditional type through an optional member.
      const query = (operation.query === undefined ? undefined : queryOf(operation.query, event)) as QueryOf<Op>;
      const body = (operation.body === undefined ? undefined : bodyOf(operation.body, event)) as BodyOf<Op>;
      const run = async (identity: Identity): Promise<APIGatewayProxyStructuredResultV2> => {
        const id = event.pathParameters?.id ?? '';
        const path = event.pathParameters ?? {};
        const ifMatch = event.headers['if-match'];
        const reply = await perform({ actor, language, id, path, ifMatch, query, body, identity });
        const answer =
          'pending' in reply
            ? z.parse(operation.pending ?? operation.answer, reply.pending)
            : z.parse(operation.answer, reply.answer);
        return {
          statusCode: 'pending' in reply ? 202 : (operation.status ?? 200),
          headers: { 'content-type': 'application/json; charset=utf-8', ...reply.headers },
          body: JSON.stringify(answer),
        };
      };
      const problemOrAnswer = (identity: Identity) => run(identity).catch((error: unknown) => refused(error, language));
      if (operation.method !== 'POST') {
        return problemOrAnswer(freshIdentity(world.now()));
      }
      const route = `${operation.method} ${operation.path}`;
      return once(world, { event, actor, route, body }, problemOrAnswer);
    },
  };
}

/**
 * A Lambda function for API Gateway's HTTP API (payload 2.0): each endpoint at its route, every error an RFC 9457 problem
 * in the reader's language, nothing cached. The gateway has matched the route already and says which (`routeKey`); a
 * router of our own would match it again, and the usual one loads Node's HTTP stack at every cold start.
 */
export function api(endpoints: readonly Endpoint[], world: ApiWorld): Api {
  const byRoute = new Map(endpoints.map((each) => [`${each.operation.method} ${each.operation.path}`, each]));
  const serve = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const found = byRoute.get(event.routeKey);
    if (found === undefined) {
      throw routeUnknown();
    }
    return found.serve(world, event, languageOf(event));
  };
  return async (event) => {
    const answer = await serve(event).catch((error: unknown) => failure(error, event, world));
    return { ...answer, headers: { ...usualHeaders, ...answer.headers } };
  };
}

const usualHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', vary: 'accept-language' };

function failure(error: unknown, event: APIGatewayProxyEventV2, world: ApiWorld): APIGatewayProxyStructuredResultV2 {
  const language = languageOf(event);
  if (error instanceof SopError && error.status < 500) {
    return problem(error, language);
  }
  world.failed(error);
  const told = error instanceof SopError ? error : serverError();
  return problem(told, language, `urn:request:${event.requestContext.requestId}`);
}

/** A refusal is an answer like any other, and kept as one; everything else is our failure. */
function refused(error: unknown, language: Language): APIGatewayProxyStructuredResultV2 {
  if (error instanceof SopError && error.status < 500) {
    return problem(error, language);
  }
  throw error;
}

function languageOf(event: APIGatewayProxyEventV2): Language {
  return preferredLanguage(event.headers['accept-language']);
}
