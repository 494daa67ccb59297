import { taskMailing } from '../open-task/task-mailing.ts';
import { dueRecords } from '../shared/adapters/due-records.ts';
import { handoverRecords } from '../shared/adapters/handover-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { env } from './contract.ts';
import { sweepInbox } from './sweep-inbox.ts';

/** Called every minute. */
export const handler = lambda({
  env,
  wire: (settings) => {
    const table = recordsTable(settings.RECORDS_TABLE);
    return { ...taskMailing(table, settings), handovers: handoverRecords(table), dueWork: dueRecords(table) };
  },
  run: (world, _event: unknown) => sweepInbox(world),
});
