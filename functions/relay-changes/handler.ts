import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { changeQueues } from '../shared/adapters/change-queues.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env, routesOf } from './contract.ts';
import { relayChanges } from './relay-changes.ts';
import { writtenChange } from './written-change.ts';

/** Fed by the table's stream with every change that somebody waits for. */
export const handler = lambda({
  env,
  wire: ({ ROUTES }) => ({ routes: routesOf(ROUTES), queues: changeQueues(), observer }),
  run: async (world, { Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const first = await relayChanges(world, Records.map(writtenChange));
    if (first === undefined) return { batchItemFailures: [] };
    return { batchItemFailures: [{ itemIdentifier: Records[first]?.dynamodb?.SequenceNumber ?? '' }] };
  },
});
