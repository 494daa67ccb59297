import { caseRecords } from '../shared/adapters/case-records.ts';
import { gateRecords } from '../shared/adapters/gate-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { waitAtGate } from './wait-at-gate.ts';

/** Called by the state that waits at the publication gate, with the state's task token. */
export const handler = workflowTask(contract, {
  wire: ({ RECORDS_TABLE }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      cases: caseRecords(table),
      tasks: taskRecords(table),
      gates: gateRecords(table),
      now: () => new Date(),
      observer,
    };
  },
  run: waitAtGate,
});
