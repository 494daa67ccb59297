import { applicationRecords, writtenApplication } from '../shared/adapters/application-records.ts';
import { writtenMove } from '../shared/adapters/customer-records.ts';
import { getItem, recordsTable } from '../shared/adapters/records-table.ts';
import { stepFunctions, taskTokens } from '../shared/adapters/step-functions.ts';
import { changeBatch } from '../shared/runtime/change-batch.ts';
import { observer } from '../shared/runtime/observer.ts';
import { carryApplication } from './carry-application.ts';
import { env } from './contract.ts';
import { endOvertaken } from './end-overtaken.ts';

/** Told of applications that are new or decided, and of customers that moved. */
export const handler = changeBatch({
  env,
  wire: ({ RECORDS_TABLE, STATE_MACHINE_ARN }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      table,
      applications: applicationRecords(table),
      workflow: { ...stepFunctions({ stateMachineArn: STATE_MACHINE_ARN }), ...taskTokens() },
      now: () => new Date(),
      observer,
    };
  },
  change: async (world, change) => {
    const item = await getItem(world.table, change);
    const written = writtenApplication(item);
    if (written !== undefined) await carryApplication(world, written, change.event);
    const move = writtenMove(item);
    if (move !== undefined) await endOvertaken(world, move);
  },
});
