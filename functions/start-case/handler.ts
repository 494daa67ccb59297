import { caseRecords } from '../shared/adapters/case-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { stepFunctions } from '../shared/adapters/step-functions.ts';
import { streamBatch } from '../shared/runtime/stream-batch.ts';
import { env } from './contract.ts';
import { startCase } from './start-case.ts';

/** Fed by the table's stream with the cases that have been written. */
export const handler = streamBatch({
  env,
  wire: ({ RECORDS_TABLE, STATE_MACHINE_ARN }) => ({
    cases: caseRecords(recordsTable(RECORDS_TABLE)),
    workflow: stepFunctions({ stateMachineArn: STATE_MACHINE_ARN }),
  }),
  record: async (world, { eventName, dynamodb }) => {
    const image = dynamodb?.NewImage;
    const id = image?.id?.S;
    if (eventName === 'INSERT' && image?.entity?.S === 'case' && id !== undefined) await startCase(world, id);
  },
});
