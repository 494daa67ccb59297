import { caseRecords } from '../shared/adapters/case-records.ts';
import { caseIdOf } from '../shared/adapters/keys.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { stepFunctions } from '../shared/adapters/step-functions.ts';
import { changeBatch } from '../shared/runtime/change-batch.ts';
import { env } from './contract.ts';
import { startCase } from './start-case.ts';

/** Told of the cases that have been written. */
export const handler = changeBatch({
  env,
  wire: ({ RECORDS_TABLE, STATE_MACHINE_ARN }) => ({
    cases: caseRecords(recordsTable(RECORDS_TABLE)),
    workflow: stepFunctions({ stateMachineArn: STATE_MACHINE_ARN }),
  }),
  change: async (world, key) => {
    const id = caseIdOf(key);
    if (id !== undefined) await startCase(world, id);
  },
});
