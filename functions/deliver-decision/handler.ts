import { caseRecords, writtenDocument } from '../shared/adapters/case-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { taskTokens } from '../shared/adapters/step-functions.ts';
import { decidedTask, taskRecords } from '../shared/adapters/task-records.ts';
import { observer } from '../shared/runtime/observer.ts';
import { streamBatch } from '../shared/runtime/stream-batch.ts';
import { env } from './contract.ts';
import { deliverDecision } from './deliver-decision.ts';
import { recallTasks } from './recall-tasks.ts';

/** Fed by the table's stream with the tasks that have been decided, and the document versions that have been written. */
export const handler = streamBatch({
  env,
  wire: ({ RECORDS_TABLE }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      cases: caseRecords(table),
      tasks: taskRecords(table),
      workflow: taskTokens(),
      now: () => new Date(),
      observer,
    };
  },
  record: async (world, { dynamodb }) => {
    const decided = decidedTask(dynamodb?.NewImage);
    if (decided !== undefined) await deliverDecision(world, decided);
    const changed = writtenDocument(dynamodb?.NewImage);
    if (changed !== undefined) await recallTasks(world, changed);
  },
});
