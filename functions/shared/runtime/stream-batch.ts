import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type LambdaHandler, lambda } from './lambda.ts';
import { logger } from './observer.ts';

/** A function that the table's stream feeds. */
export interface StreamFunction<Env, World> {
  readonly env: z.ZodMiniType<Env>;
  readonly wire: (env: Env) => World;
  readonly record: (world: World, record: DynamoDBRecord) => Promise<void>;
}

/**
 * Takes a batch of stream records one after the other, in the order of the shard. The first that fails is reported as
 * the batch's failure, so that the stream hands out the batch again from there and nothing before it runs twice.
 */
export function streamBatch<Env, World>(
  parts: StreamFunction<Env, World>,
): LambdaHandler<DynamoDBStreamEvent, DynamoDBBatchResponse> {
  return lambda({
    env: parts.env,
    wire: parts.wire,
    run: async (world: World, event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
      for (const record of event.Records) {
        try {
          await parts.record(world, record);
        } catch (error) {
          const name = error instanceof Error ? error.name : 'NotAnError';
          logger.error('stream.record-failed', { failure: { name } });
          return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
        }
      }
      return { batchItemFailures: [] };
    },
  });
}
