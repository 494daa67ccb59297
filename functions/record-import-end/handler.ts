import { importRecords } from '../shared/adapters/import-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { recordImportEnd } from './record-import-end.ts';

/** Told by EventBridge when an execution of the import machine has stopped before its import was done. */
export const handler = workflowTask(contract, {
  wire: ({ RECORDS_TABLE }) => ({ imports: importRecords(recordsTable(RECORDS_TABLE)), now: () => new Date() }),
  run: recordImportEnd,
});
