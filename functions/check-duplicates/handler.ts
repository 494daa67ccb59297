import { caseRecords } from '../shared/adapters/case-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import { checkDuplicates } from './check-duplicates.ts';
import * as contract from './contract.ts';

/** The state machine's first step: has the customer passed intake (AD-6)? */
export const handler = workflowTask(contract, {
  wire: ({ RECORDS_TABLE }) => {
    const table = recordsTable(RECORDS_TABLE);
    return { cases: caseRecords(table), customers: customerRecords(table), now: () => new Date(), observer };
  },
  run: checkDuplicates,
});
