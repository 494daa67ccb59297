import { writtenApplication } from '../shared/adapters/application-records.ts';
import { stepFunctions, taskTokens } from '../shared/adapters/step-functions.ts';
import { observer } from '../shared/runtime/observer.ts';
import { streamBatch } from '../shared/runtime/stream-batch.ts';
import { carryApplication } from './carry-application.ts';
import { env } from './contract.ts';

/** Fed by the table's stream with applications that are new or decided. */
export const handler = streamBatch({
  env,
  wire: ({ STATE_MACHINE_ARN }) => ({
    workflow: { ...stepFunctions({ stateMachineArn: STATE_MACHINE_ARN }), ...taskTokens() },
    observer,
  }),
  record: async (world, { dynamodb }) => {
    const written = writtenApplication(dynamodb?.NewImage);
    if (written !== undefined) await carryApplication(world, written);
  },
});
