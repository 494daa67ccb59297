import { caseRecords } from '../shared/adapters/case-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { reviewCaseContract } from './review-contract.ts';

/** Code 6: hands the reviewer of a contract what the rules find in it. */
export const handler = workflowTask(contract, {
  wire: ({ RECORDS_TABLE }) => {
    const table = recordsTable(RECORDS_TABLE);
    return { cases: caseRecords(table), people: personRecords(table) };
  },
  run: reviewCaseContract,
});
