import { writtenApplication } from '../shared/adapters/application-records.ts';
import { getItem, recordsTable } from '../shared/adapters/records-table.ts';
import { stepFunctions, taskTokens } from '../shared/adapters/step-functions.ts';
import { changeBatch } from '../shared/runtime/change-batch.ts';
import { observer } from '../shared/runtime/observer.ts';
import { carryApplication } from './carry-application.ts';
import { env } from './contract.ts';

/** Told of applications that are new or decided. */
export const handler = changeBatch({
  env,
  wire: ({ RECORDS_TABLE, STATE_MACHINE_ARN }) => ({
    table: recordsTable(RECORDS_TABLE),
    workflow: { ...stepFunctions({ stateMachineArn: STATE_MACHINE_ARN }), ...taskTokens() },
    observer,
  }),
  change: async (world, change) => {
    const written = writtenApplication(await getItem(world.table, change));
    if (written !== undefined) await carryApplication(world, written, change.event);
  },
});
