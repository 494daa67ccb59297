import { caseRecords } from '../shared/adapters/case-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { taskTokens } from '../shared/adapters/step-functions.ts';
import { decidedTask } from '../shared/adapters/task-records.ts';
import { observer } from '../shared/runtime/observer.ts';
import { streamBatch } from '../shared/runtime/stream-batch.ts';
import { env } from './contract.ts';
import { deliverDecision } from './deliver-decision.ts';

/** Fed by the table's stream with the tasks that have been decided. */
export const handler = streamBatch({
  env,
  wire: ({ RECORDS_TABLE }) => ({
    cases: caseRecords(recordsTable(RECORDS_TABLE)),
    workflow: taskTokens(),
    now: () => new Date(),
    observer,
  }),
  record: async (world, { dynamodb }) => {
    const decided = decidedTask(dynamodb?.NewImage);
    if (decided !== undefined) await deliverDecision(world, decided);
  },
});
