import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { type RecordChange, recordChange } from '../domain/record-change.ts';
import { type LambdaHandler, lambda } from './lambda.ts';
import { logger } from './observer.ts';

/** A function that waits for changes of records. */
export interface ChangeFunction<Env, World> {
  readonly env: z.ZodMiniType<Env>;
  readonly wire: (env: Env) => World;
  /** Takes one change; told twice of the same, it must do nothing the second time. */
  readonly change: (world: World, change: RecordChange) => Promise<void>;
}

/**
 * Takes a batch of a queue of changes, all at the same time: none waits for another that fails. What fails is reported
 * by itself, shows again after a while, and lies in the queue's dead-letter queue after hours.
 */
export function changeBatch<Env, World>(parts: ChangeFunction<Env, World>): LambdaHandler<SQSEvent, SQSBatchResponse> {
  return lambda({
    env: parts.env,
    wire: parts.wire,
    run: async (world: World, { Records }: SQSEvent): Promise<SQSBatchResponse> => {
      const failed = await Promise.all(
        Records.map(async ({ messageId, body }) => {
          try {
            await parts.change(world, z.parse(recordChange, JSON.parse(body)));
            return [];
          } catch (error) {
            logger.error('change.failed', { failure: { name: error instanceof Error ? error.name : 'NotAnError' } });
            return [{ itemIdentifier: messageId }];
          }
        }),
      );
      return { batchItemFailures: failed.flat() };
    },
  });
}
