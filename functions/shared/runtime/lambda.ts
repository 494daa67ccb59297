import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { setLocalClock } from '../domain/local-clock.ts';
import { TransientFailure } from '../domain/transient-failure.ts';
import { environment } from './environment.ts';
import { describeFailure } from './failure.ts';
import { logger, metrics } from './observer.ts';

/** What every Lambda function of the system is made of: settings, the world it is wired to, and its use case. */
export interface LambdaFunction<Env, World, Event, Result> {
  readonly env: z.ZodMiniType<Env>;
  /** Called once per container, at the first invocation. */
  readonly wire: (env: Env) => World;
  readonly run: (world: World, event: Event, context: Context) => Promise<Result>;
}

/** Lambda's handler, the asynchronous kind. */
export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/**
 * The middy bundle each handler is: log lines carry the request id, metrics are flushed whatever happens, errors are
 * logged by name. An error goes to Lambda as it is, unless one of `more` turns it into an answer. Shortly before the
 * function's own time-out the call fails as `TransientFailure`, so that whoever called may try again.
 */
export function lambda<Env, World, Event, Result>(
  parts: LambdaFunction<Env, World, Event, Result>,
  ...more: readonly MiddlewareObj<Event, Result>[]
): LambdaHandler<Event, Result> {
  let world: World | undefined;
  return middy<Event, Result>({ timeoutEarlyInMillis: 100, timeoutEarlyResponse: outOfTime })
    .use([observed<Event, Result>(), ...more])
    .handler(async (event: Event, context: Context) => {
      world ??= start(parts);
      return parts.run(world, event, context);
    });
}

function start<Env, World>({ env, wire }: Pick<LambdaFunction<Env, World, never, never>, 'env' | 'wire'>): World {
  setLocalClock(process.env.TIME_ZONE);
  return wire(environment(env));
}

function outOfTime(): never {
  throw new TransientFailure(new Error('The function ran out of time'));
}

function observed<Event, Result>(): MiddlewareObj<Event, Result> {
  return {
    before: ({ context }) => {
      logger.addContext(context);
    },
    after: flush,
    onError: ({ error, response }) => {
      // An error that another middleware has already turned into an answer was the caller's.
      if (response === undefined) logger.error('function.failed', { failure: describeFailure(error) });
      flush();
    },
  };
}

function flush(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
