import { caseRecords } from '../shared/adapters/case-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { recordCaseEnd } from './record-case-end.ts';

/** Told by EventBridge when an execution of the advertising-sales machine has ended. */
export const handler = workflowTask(contract, {
  wire: ({ RECORDS_TABLE }) => {
    const table = recordsTable(RECORDS_TABLE);
    return { cases: caseRecords(table), tasks: taskRecords(table), now: () => new Date(), observer };
  },
  run: recordCaseEnd,
});
